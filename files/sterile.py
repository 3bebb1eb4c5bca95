"""The sterile copy of a file, whatever its kind: what a person would see or hear of it, and nothing beside."""

from typing import BinaryIO

from files import boxes, office, paper, pictures, plain, sound
from files.kinds import FILM, KINDS, OFFICE, PAPER, PICTURE, SOUND, TEXT
from files.record import NotCleanable, Record


def clean(code: str, source: BinaryIO, target: BinaryIO) -> Record:
    """Write the sterile copy of `source` (a kind's code of `files.kinds.KINDS`) into `target`; both seekable binary.

    Answers what was taken out and what was noticed. Raises `NotCleanable` where no maintained reader can do it; the
    file is then shown under the sealed rule only. Meant to run where nothing can be lost: see `files.sandbox`.
    """
    record = Record()
    source.seek(0)
    try:
        _by_kind(code, source, target, record)
    except NotCleanable:
        raise
    except MemoryError:
        raise NotCleanable("beyond_limits") from None
    except Exception:  # noqa: BLE001  # a reader that stumbles, however it does, says that the file is broken
        raise NotCleanable("broken") from None
    target.seek(0)
    return record


def _by_kind(code: str, source: BinaryIO, target: BinaryIO, record: Record) -> None:
    family = KINDS[code].family
    if code == "heic":
        raise NotCleanable("no_reader")
    if family == PICTURE:
        pictures.clean(code, source, target, record)
    elif family == PAPER:
        paper.clean(source, target, record)
    elif family == OFFICE:
        office.clean(code, source, target, record)
    elif family == TEXT:
        plain.clean(source, target, record)
    elif family == FILM or code == "m4a":
        boxes.clean(source, target, record)
    elif family == SOUND:
        sound.clean(code, source, target, record)
    else:
        raise NotCleanable("no_reader")
