"""The daily mail: one per officer and working day, counts by term and a link, nothing of any matter.

Written first, sent after: a digest that was written and not marked as sent is sent again, under the same
Message-ID, so that what a crash made double is recognised.
"""

from datetime import date, datetime
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

from documents.leaving import mail
from notices.models import Digest, DigestSent
from notices.terms import asked_of, by_title, standing
from offices.models import Officer
from procedure.due import near_working_days

log = structlog.get_logger(__name__)


def write_due(now: datetime) -> int:
    """Write today's digest of every officer who has an address and none yet; how many were written."""
    today = localdate(now)
    officers = Officer.objects.filter(is_active=True).exclude(email="").exclude(digests__on=today)
    written = 0
    for officer in officers.order_by("pk"):
        with transaction.atomic():
            counts = {**standing(officer, now), "asked": asked_of(officer, today)}
            total = sum(n for by_rule in counts.values() for n in by_rule.values())
            # Another worker may have written it meanwhile: then that one stands.
            _digest, created = Digest.objects.get_or_create(
                officer=officer, on=today, defaults={"counts": counts, "total": total}
            )
        written += created
    return written


def send_owed(today: date) -> int:
    """Send what was written for today and not sent yet; how many were sent.

    A mail that the server refuses is logged by its row number and the others go on; the refusal is raised at the
    end. A server that cannot be reached stops the run. The next run sends what is left.
    """
    owed = Digest.objects.filter(on=today, total__gt=0, sent__isnull=True, officer__is_active=True)
    waiting = list(owed.exclude(officer__email="").order_by("pk").values_list("pk", flat=True))
    if not waiting:
        return 0
    sent, refused = 0, None
    with get_connection() as server:
        for pk in waiting:
            try:
                sent += _send(pk, server)
            except (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError) as failure:
                log.error("digest_refused", digest=pk, failure=type(failure).__name__)
                refused = failure
    if refused is not None:
        raise refused
    return sent


def _send(pk: int, server: object) -> bool:
    """Send one digest under its lock, unless another worker has it in hand or has sent it."""
    with transaction.atomic():
        row = Digest.objects.select_for_update(skip_locked=True, of=("self",)).select_related("officer")
        digest = row.filter(pk=pk).first()
        # Asked anew under the lock: the list was read before it.
        if digest is None or DigestSent.objects.filter(digest=digest).exists():
            return False
        message_of(digest, server).send()
        DigestSent.objects.create(digest=digest)
    return True


def message_of(digest: Digest, server: object = None) -> EmailMessage:
    """The mail of a digest, the same each time it is made; raises what the exit raises for one that may not leave."""
    return mail(
        (),
        subject=f"明察期限提要 {digest.on:%Y-%m-%d}",
        body=_words(digest),
        to=[digest.officer.email],
        connection=server,
        headers={
            "Message-ID": f"<{_mark(digest)}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].strip('>')}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def _mark(digest: Digest) -> str:
    return salted_hmac("notices.digest", f"{digest.officer_id}/{digest.on}", algorithm="sha256").hexdigest()


def _words(digest: Digest) -> str:
    near = near_working_days()
    headings = {
        "overdue": "已逾期",
        "today": "今日届满",
        "near": f"{near}个工作日内届满",
        "asked": "待您答复的延长期限申请",
    }
    lines = [f"{digest.on.year}年{digest.on.month}月{digest.on.day}日期限提要", ""]
    for state, heading in headings.items():
        counts = by_title(digest.counts.get(state, {}))
        if counts:
            lines.append(f"{heading} {sum(n for _title, n in counts)} 项")
            lines += [f"  {title} × {n}" for title, n in counts]
            lines.append("")
    lines += [
        f"工作列表：{settings.PUBLIC_URL}/",
        "",
        "本邮件只列数量，不含事项内容，每个工作日至多一封，请勿回复。",
    ]
    return "\n".join(lines) + "\n"
