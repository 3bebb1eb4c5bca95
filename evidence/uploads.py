"""How the web process receives a file: in memory, up to the limit, never in a temporary folder of the machine.

Set for every page (FILE_UPLOAD_HANDLERS). A file over the limit is read to its end and thrown away, so that the form
around it comes back with what was typed and says so; a whole body far over it is turned away unread.
"""

import io
import threading
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MOST_FILES = 6
"""Files of one request."""
FORM_BYTES = 1024 * 1024
"""What the rest of a form may weigh beside its files."""


class _Room:
    """The bytes one upload holds of what the process may hold; given back when nobody holds the upload any more."""

    _lock, _held = threading.RLock(), 0  # re-entrant: an upload may be let go of while another is counted

    def __init__(self) -> None:
        self._size = 0

    def take(self, size: int) -> bool:
        with _Room._lock:
            if _Room._held + size > settings.EVIDENCE_MOST_HELD:
                return False
            _Room._held += size
            self._size += size
            return True

    def give_back(self) -> None:
        with _Room._lock:
            _Room._held -= self._size
            self._size = 0

    def __del__(self) -> None:
        self.give_back()


class HeldFile(UploadedFile):  # type: ignore[type-arg]  # generic in its stubs only
    """An uploaded file in memory; `refused` names why there is nothing in it (`too_large`, `busy`)."""

    def __init__(self, file: io.BytesIO, refused: str, room: _Room, **told: Any) -> None:
        super().__init__(file, **told)
        self.refused, self._room = refused, room

    def close(self) -> None:
        """Called when the request is over: what was held is let go of."""
        super().close()
        self._room.give_back()


class HeldInMemory(FileUploadHandler):
    """Keeps one file of a form in memory and lets go of it at the first byte too many."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  # the name Django calls it by
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        if content_length > MOST_FILES * settings.EVIDENCE_MOST_BYTES + FORM_BYTES:
            raise RequestDataTooBig
        self._count = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._count += 1
        self._kept, self._room, self._refused = io.BytesIO(), _Room(), ""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._refused:
            return
        if start + len(raw_data) > settings.EVIDENCE_MOST_BYTES or self._count > MOST_FILES:
            self._refuse("too_large")
        elif not self._room.take(len(raw_data)):
            self._refuse("busy")
        else:
            self._kept.write(raw_data)

    def file_complete(self, file_size: int) -> HeldFile:
        self._kept.seek(0)
        return HeldFile(
            self._kept,
            self._refused,
            self._room,
            name=self.file_name or "-",
            content_type=self.content_type,
            size=0 if self._refused else file_size,
            charset=self.charset,
        )

    def upload_interrupted(self) -> None:
        self._refuse("too_large")

    def _refuse(self, why: str) -> None:
        self._refused, self._kept = why, io.BytesIO()
        self._room.give_back()
