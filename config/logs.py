"""What a log line may say: what kind of fault it was and where in the code, never with which words.

The text of an exception is somebody else's: a database repeats the value it refuses, a parser the line it cannot read.
So the log keeps type and place. A faulty request is named by the pattern of its address, since an address may have
been typed by hand.
"""

import copy
import logging
import traceback
from types import TracebackType
from typing import Any

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutWords(logging.Formatter):
    """A formatter that leaves out the words of exceptions and the addresses of requests."""

    def format(self, record: logging.LogRecord) -> str:
        said = copy.copy(record)
        said.exc_text = None  # another handler may have written it down with its words
        said.stack_info = None
        request: Any = getattr(record, "request", None)
        if record.name.startswith("django") and request is not None:
            match = getattr(request, "resolver_match", None)
            said.msg, said.args = "%s", (match.route if match is not None else "?",)
        elif isinstance(record.args, tuple):
            said.args = tuple(type(a).__name__ if isinstance(a, BaseException) else a for a in record.args)
        return super().format(said)

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802  # the name of the library
        """Each fault of the chain by type, with file, line and function of where it came through."""
        lines: list[str] = []
        fault = ei[1]
        while fault is not None:
            lines.append(f"{type(fault).__module__}.{type(fault).__qualname__}")
            frames = traceback.extract_tb(fault.__traceback__)
            lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
            fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
        return "\n".join(lines)
