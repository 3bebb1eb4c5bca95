"""The one exit: papers, mails, files, answers to outsiders and calendars leave through here.

`let_out` reads everything that is about to leave, name and headers included, and holds it against the sealed people of
its matters. A finding holds it back until a second person answers for exactly this content (`documents.overrides`);
what cannot be read or checked stays in, and nobody can answer for it. The doors build no file, mail or archive of
their own; a test walks the whole code for one that does.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import structlog
from django.core.mail import EmailMessage
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from cases.models import Complaint
from documents import overrides
from documents.guard import LeakFound, leaks_of_all, marks_in, numbers_in, refs_behind
from documents.hints import warnings_of
from files.words import Unreadable, words_of
from files.words_escaped import unescaped
from identity.leak import LeakCheckFailed
from procedure.matter import Matter

log = structlog.get_logger(__name__)

Answer = TypeVar("Answer", bound=HttpResponseBase)

PAPER, MAIL, ANSWER, FEED, FILE = "paper", "mail", "answer", "feed", "file"
OFFICER = "officer"
"""The addressee of what stays among ourselves: accounts may stand in it, identities not."""

LONGEST_NAME = 120
ALLOWS_NOTHING = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""The policy of what strangers made: a browser may draw it, and that is all."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

__all__ = [
    "Cleared",
    "LeakFound",
    "Leaving",
    "NotChecked",
    "download",
    "let_out",
    "mail",
    "sealed_original",
    "sterile_copy",
]


class NotChecked(LeakCheckFailed):
    """It could not be read or checked in full, so it does not leave; says what kind of error stood in the way."""


@dataclass(frozen=True, repr=False)
class Leaving:
    """What is about to leave: its exit, its bytes, its name, its headers, to whom.

    `label` says what it is; `said` is text known to be in it, in its own order, read beside what is read out of it.
    """

    exit: str
    body: bytes
    file_name: str = ""
    addressee: str = ""
    recipients: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    label: str = ""
    said: str = ""

    def __repr__(self) -> str:
        return f"Leaving({self.exit})"

    @property
    def digest(self) -> str:
        """SHA-256 over exit, name, addressee, recipients, headers and body: another comma is another content."""
        told = [
            self.exit,
            self.file_name,
            self.addressee,
            sorted(self.recipients),
            sorted(self.headers.items()),
        ]
        marked = json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return hashlib.sha256(marked + b"\0" + hashlib.sha256(self.body).digest()).hexdigest()

    def words(self) -> str:
        """Everything it says; raises `Unreadable`."""
        escaped = [words for value in self.headers.values() for words in unescaped(value)]
        return "\n".join([self.said, words_of(self.body, self.file_name), *self.headers.values(), *escaped])


@dataclass(frozen=True, repr=False)
class Cleared:
    """What may leave, unchanged: the thing itself, what was warned of, and whether a second person answers for it."""

    leaving: Leaving
    warnings: tuple[str, ...] = ()
    overridden: bool = False


def let_out(about: Matter | Iterable[Matter], leaving: Leaving, *, order: Any = None) -> Cleared:
    """Clear what is about to leave, or raise: `LeakFound` with the kinds found, `NotChecked` for every error inside.

    `about` are the matters it tells of, none for a mail of counts. Where nobody is sealed behind them there is nothing
    to compare with, and no personal number may stand in it at all. What is held back is kept by kind and digest, never with its content.
    """
    matters = [about] if isinstance(about, Matter) else list(about)
    try:
        said = leaving.words()
        found = _found(matters, leaving, said)
        warned = warnings_of(matters, said, leaving.addressee)
        if not found or overrides.given_for(leaving.digest, matters, found):
            return Cleared(leaving, warned, overridden=bool(found))
    except Exception as failure:  # noqa: BLE001  # whatever went wrong, it was not checked
        reason = str(failure) if isinstance(failure, Unreadable) else type(failure).__name__
        _hold(matters, leaving, [overrides.UNREAD], (), order)
        log.error("not_checked", exit=leaving.exit, failure=type(failure).__name__)
        raise NotChecked(reason) from None
    _hold(matters, leaving, found, warned, order)
    log.error("held_back", exit=leaving.exit, found=found)
    raise LeakFound("、".join(found))


def _found(matters: Sequence[Matter], leaving: Leaving, said: str) -> list[str]:
    marks = marks_in(said, officers=leaving.addressee != OFFICER)
    numbers = numbers_in(said)
    if numbers and any(refs_behind(matter) for matter in matters):
        numbers = []  # there is somebody to compare with: a number that is nobody's of theirs may be the other side's
    return [*leaks_of_all(matters, said), *marks, *numbers]


def _hold(
    matters: Sequence[Matter], leaving: Leaving, found: list[str], warned: tuple[str, ...], order: Any
) -> None:
    """Keep that something was held back; where not even that can be written, it is still held back."""
    try:
        overrides.hold(
            matters,
            exit=leaving.exit,
            label=leaving.label,
            digest=leaving.digest,
            found=found,
            warned=warned,
            order=order,
        )
    except Exception as failure:  # noqa: BLE001  # the refusal must not depend on its record
        log.error("held_back_unrecorded", exit=leaving.exit, failure=type(failure).__name__)


# --- the only makers of what leaves ------------------------------------------------------------------------------


def download(
    about: Matter | Iterable[Matter],
    body: bytes,
    *,
    file_name: str,
    content_type: str,
    addressee: str = OFFICER,
    exit: str = FILE,  # noqa: A002  # the word of this module
    label: str = "",
    inline: bool = False,
) -> HttpResponse:
    """An answer with a file, cleared under the very name it will be saved by. Raises what `let_out` raises."""
    name = safe_name(file_name)
    cleared = let_out(
        about, Leaving(exit, body, file_name=name, addressee=addressee, label=label or content_type)
    )
    answer = HttpResponse(cleared.leaving.body, content_type=content_type)
    return _saved_as(answer, name, inline=inline)


def sterile_copy(
    matter: Matter, body: bytes, *, file_name: str, content_type: str, inline: bool, knows_filer: bool = False
) -> HttpResponse:
    """An answer with the sterile copy of a piece of evidence, for an officer of ours who reads its matter.

    Where a report stands behind the matter it is read like all that leaves: a copy that names its informant is for
    the custodian alone. In sound and film there is nothing to read. Of a complaint whoever handles it knows the
    complainant (`knows_filer`); its other readers do not. Raises what `let_out` raises.
    """
    read = not (matter.root().kind == Complaint.KIND and knows_filer) and not content_type.startswith(
        ("audio/", "video/")
    )
    if read:
        answer = download(matter, body, file_name=file_name, content_type=content_type, inline=inline)
    else:
        answer = _saved_as(HttpResponse(body, content_type=content_type), safe_name(file_name), inline=inline)
    return _of_strangers(answer)


def sealed_original(pieces: Iterable[bytes], *, size: int, file_name: str) -> StreamingHttpResponse:
    """An answer with an original, for the custodian who was granted this one look; it is not read, nobody may read it."""
    answer = StreamingHttpResponse(pieces, content_type="application/octet-stream")
    answer["Content-Length"] = str(size)
    return _of_strangers(_saved_as(answer, safe_name(file_name), inline=False))


def _saved_as(answer: Answer, name: str, *, inline: bool) -> Answer:
    answer["Content-Disposition"] = content_disposition_header(as_attachment=not inline, filename=name)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _of_strangers(answer: Answer) -> Answer:
    """What a stranger made runs nothing and loads nothing, whatever a browser takes it for."""
    answer["Content-Security-Policy"] = ALLOWS_NOTHING
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def safe_name(name: str) -> str:
    """A file name that names no folder and steers no header; raises ValueError for any other."""
    if (
        not name
        or len(name) > LONGEST_NAME
        or not name.isprintable()
        or set(name) & set('/\\"<>|:*?')
        or name[0] == "."
    ):
        raise ValueError("file name")
    return name


def mail(
    about: Matter | Iterable[Matter],
    *,
    subject: str,
    body: str,
    to: Sequence[str],
    addressee: str = OFFICER,
    headers: Mapping[str, str] | None = None,
    connection: Any = None,
) -> EmailMessage:
    """A mail that may be sent. Raises what `let_out` raises."""
    said = {"Subject": subject, **(headers or {})}
    let_out(
        about,
        Leaving(
            MAIL, body.encode(), addressee=addressee, recipients=tuple(to), label=MAIL,
            # A mark drawn from a key says nothing and may look like any number.
            headers={name: value for name, value in said.items() if name != "Message-ID"},
        ),
    )  # fmt: skip
    return EmailMessage(
        subject=subject, body=body, to=list(to), connection=connection, headers=dict(headers or {})
    )


def feed(body: bytes) -> HttpResponse:
    """An answer with a calendar, which tells of no matter."""
    cleared = let_out((), Leaving(FEED, body, addressee=OFFICER, label=FEED))
    return HttpResponse(cleared.leaving.body, content_type="text/calendar; charset=utf-8")


def table(rows: Iterable[Sequence[Any]]) -> bytes:
    """Rows as CSV that no spreadsheet takes for formulas; leaves through `download` like every other file."""
    out = io.StringIO()
    csv.writer(out).writerows([_cell(value) for value in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def _cell(value: Any) -> str:
    said = "" if value is None else str(value)
    return f"'{said}" if said.startswith(_FORMULA) else said


def archive(entries: Iterable[tuple[str, bytes]]) -> bytes:
    """Files as one zip: no times, no machine, names checked; leaves through `download` like every other file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries:
            packed.writestr(zipfile.ZipInfo("/".join(safe_name(part) for part in name.split("/"))), data)
    return out.getvalue()
