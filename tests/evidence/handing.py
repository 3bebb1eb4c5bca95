"""Handing evidence in, and a small scanner that speaks as clamd does."""

import io
import socket
import threading
from typing import Any

from evidence.intake import take_in
from evidence.models import Evidence
from tests.files import making


def hand_in(
    walk: Any, matter: Any, data: bytes | None = None, name: str = "慕容致远拍的.jpg", **more: Any
) -> Evidence:
    """A file handed in by whoever filed the matter, entered by the clerk who took it."""
    said = {"given_by": "filer", "act": walk.act("dengji1"), **more}
    return take_in(
        matter, stream=io.BytesIO(making.jpeg() if data is None else data), declared_name=name, **said
    )


class Clamd:
    """A TCP server that speaks INSTREAM: reads the pieces, answers what it was told to answer."""

    def __init__(
        self, answer: bytes = b"stream: OK\0", *, family: int = socket.AF_INET, place: Any = ("127.0.0.1", 0)
    ) -> None:
        self.answer, self.got = answer, []
        self._listening = socket.socket(family, socket.SOCK_STREAM)
        self._listening.bind(place)
        self._listening.listen()
        self.place = self._listening.getsockname()
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def where(self) -> str:
        return f"tcp:127.0.0.1:{self.place[1]}" if isinstance(self.place, tuple) else f"unix:{self.place}"

    def _serve(self) -> None:
        while True:
            try:
                line, _who = self._listening.accept()
            except OSError:
                return
            with line, line.makefile("rb") as asked:
                if asked.read(10) != b"zINSTREAM\0":
                    continue
                whole = b""
                while size := int.from_bytes(asked.read(4), "big"):
                    whole += asked.read(size)
                self.got.append(whole)
                line.sendall(self.answer)

    def __enter__(self) -> "Clamd":
        return self

    def __exit__(self, *_gone: object) -> None:
        self._listening.close()
