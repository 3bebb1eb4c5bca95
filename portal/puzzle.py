"""A challenge before something is sent or asked for: work for a script, or a question in words; answered once.

It asks no outside service and keeps nobody's trace: the challenge itself, with the moment it was made, is signed and
lives in the page alone; of an answered one a digest of its nonce stays for a day. It slows programs down, no more:
whoever pays for machines gets through, and `portal.limits` counts beside it.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.models import SpentChallenge

TOKEN, WORK, ANSWER = "puzzle", "puzzle_work", "puzzle_answer"
"""The names of the three fields in the form."""

LIFETIME = timedelta(minutes=30)
LETTERS = "ACDEFHKMNPRTUVWXY3479"  # nothing that is mistaken for another
ROW, ASKED = 7, 3
ORDINALS = (
    gettext_lazy("第一个"), gettext_lazy("第二个"), gettext_lazy("第三个"), gettext_lazy("第四个"),
    gettext_lazy("第五个"), gettext_lazy("第六个"), gettext_lazy("第七个"),
)  # fmt: skip
_WORK = re.compile(r"[0-9]{1,12}")
_SIGNER = "portal.puzzle"


class Unsolved(Exception):
    """The challenge was not answered, wrongly answered, too old, or answered before; the text says which."""


@dataclass(frozen=True)
class Challenge:
    """What the page shows: `token` and `bits` for the script, `row` and `question` for whoever has none."""

    token: str
    bits: int
    row: str
    question: str = field(repr=False)


def challenge(purpose: str) -> Challenge:
    """A fresh challenge for a purpose ("filing", "tracking"); nothing of it is stored."""
    nonce, bits = secrets.token_urlsafe(16), settings.PORTAL_PUZZLE_BITS
    row = "".join(secrets.choice(LETTERS) for _place in range(ROW))
    places = secrets.SystemRandom().sample(range(ROW), ASKED)
    answer = "".join(row[place] for place in places)
    said = {"n": nonce, "p": purpose, "b": bits, "a": _answer_digest(nonce, answer)}
    question = _("这一行从左数的%(places)s字符，依次是什么？（不分大小写）") % {
        "places": _("、").join(str(ORDINALS[place]) for place in places)
    }
    return Challenge(signing.dumps(said, salt=_SIGNER), bits, " ".join(row), question)


def solve(purpose: str, typed: Mapping[str, str]) -> None:
    """Accept the answer in a sent form, or raise `Unsolved`. Right or wrong, this challenge is used up by it."""
    try:
        said = signing.loads(typed.get(TOKEN, ""), salt=_SIGNER, max_age=LIFETIME)
    except signing.SignatureExpired:
        raise Unsolved(_("验证已超过 %(n)d 分钟，请重做") % {"n": LIFETIME.seconds // 60}) from None
    except signing.BadSignature:
        raise Unsolved(_("请完成验证")) from None
    if said["p"] != purpose:
        raise Unsolved(_("请完成验证"))
    work, answer = typed.get(WORK, "").strip(), typed.get(ANSWER, "").strip()
    if not work and not answer:
        raise Unsolved(_("请回答验证问题"))
    _spend(said["n"])
    if _WORK.fullmatch(work) and zero_bits(f"{typed[TOKEN]}:{work}") >= said["b"]:
        return
    if answer and hmac.compare_digest(said["a"], _answer_digest(said["n"], answer)):
        return
    raise Unsolved(_("验证没有通过，请再答一次"))


def zero_bits(text: str) -> int:
    """How many bits of the SHA-256 of a text are zero before the first one."""
    return 256 - int.from_bytes(hashlib.sha256(text.encode()).digest()).bit_length()


def sweep() -> int:
    """Remove what was kept of challenges that nobody could answer any more; how many."""
    return SpentChallenge.objects.filter(until_on__lt=localdate()).delete()[0]


def _spend(nonce: str) -> None:
    """Use a nonce up; raises `Unsolved` when it was before. A database that fails lets nobody through."""
    until = localdate(timezone.now() + LIFETIME)
    digest = salted_hmac("portal.spent", nonce, algorithm="sha256").hexdigest()
    try:
        with transaction.atomic():
            SpentChallenge.objects.create(digest=digest, until_on=until)
    except IntegrityError:
        raise Unsolved(_("这道验证已经用过，请再答一次")) from None


def _answer_digest(nonce: str, answer: str) -> str:
    plain = re.sub(r"\s|[,，、]", "", unicodedata.normalize("NFKC", answer)).upper()
    return salted_hmac("portal.answer", f"{nonce}|{plain}", algorithm="sha256").hexdigest()
