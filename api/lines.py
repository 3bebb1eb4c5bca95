"""The machine door at the command line: questions as JSON lines, one answer a line, in order."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

LONGEST_LINE = 64 * 1024
LONGEST_ID = 200


class Unanswerable(ValueError):
    """A line that cannot be answered; the text says why."""


Answer = Callable[[dict[str, Any]], dict[str, Any]]
"""What answers a question, as a JSON object without its `id`; raises `Unanswerable`."""


class LineCommand(BaseCommand):
    """A command that is asked in a file or on standard input, and answers every line as it comes."""

    requires_system_checks: list[str] = []  # Django's own name for it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help=_("问题所在的文件；- 为标准输入"))

    def answer_all(self, file: str, by: Answer) -> int:
        """Answer each line of the file (`-`: standard input); gives how many could not be answered.

        Raises CommandError for a file that cannot be read.
        """
        reconfigure = getattr(sys.stdout, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8")
        if file == "-":
            return self._answer(sys.stdin.buffer, by)
        try:
            with Path(file).open("rb") as lines:
                return self._answer(lines, by)
        except BrokenPipeError:
            raise  # whoever read the answers went away: the file is not at fault
        except OSError as failed:
            raise CommandError(_("无法读取 %(file)s：%(why)s") % {"file": file, "why": failed}) from None

    def _answer(self, lines: BinaryIO, by: Answer) -> int:
        bad = 0
        for raw in _lines(lines):
            told = _told(raw, by)
            bad += "error" in told
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            self.stdout.flush()  # whoever asks line by line waits for this one
        return bad


def _told(raw: bytes, by: Answer) -> dict[str, Any]:
    """The answer to one line with its `id`, or `error` in words (`id` null when it was unreadable)."""
    number: str | int | None = None
    try:
        sent = _object(raw)
        number = _number(sent.pop("id", None))
        return {"id": number, **by(sent)}
    except Unanswerable as wrong:
        return {"id": number, "error": str(wrong)}


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines that hold anything, one at a time; of an endless line only as much as shows that it is too long."""
    first = True
    while raw := file.readline(LONGEST_LINE + 1):
        rest = raw
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE + 1)
        line = raw.removeprefix(b"\xef\xbb\xbf") if first else raw
        first = False
        if line.strip():
            yield line


def _object(raw: bytes) -> dict[str, Any]:
    if len(raw) > LONGEST_LINE:
        raise Unanswerable(_("这一行过长"))
    try:
        sent = json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
        # "\ud800" alone is no character and could not be answered with.
        json.dumps(sent, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise Unanswerable(_("这一行不是有效的 JSON（UTF-8）")) from None
    if not isinstance(sent, dict):
        raise Unanswerable(_("须为 JSON 对象"))
    return sent


def _number(value: Any) -> str | int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int) or len(str(value)) > LONGEST_ID:
        raise Unanswerable(_("id 须为字符串或者整数"))
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
