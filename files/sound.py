"""Sound recordings: the tags out, the sound untouched."""

import io
from typing import BinaryIO

from mutagen import MutagenError
from mutagen.apev2 import APENoHeaderError, APEv2
from mutagen.flac import FLAC
from mutagen.id3 import ID3, ID3NoHeaderError
from mutagen.mp3 import MP3
from mutagen.oggflac import OggFLAC
from mutagen.oggopus import OggOpus
from mutagen.oggspeex import OggSpeex
from mutagen.oggvorbis import OggVorbis

from files.record import NotCleanable, Record

_WAV_KEPT = frozenset({b"fmt ", b"data", b"fact"})
_OGG = (OggOpus, OggVorbis, OggFLAC, OggSpeex)


def clean(kind: str, source: BinaryIO, target: BinaryIO, record: Record) -> None:
    """Write the recording without its tags; raises `NotCleanable` for one that does not read as what it is."""
    held = io.BytesIO(source.read())
    _WAYS[kind](held, record)
    target.write(held.getvalue())


def _mp3(held: io.BytesIO, record: Record) -> None:
    for reader, missing in ((ID3, ID3NoHeaderError), (APEv2, APENoHeaderError)):
        held.seek(0)
        try:
            tags = reader(held)
        except missing:
            continue
        record.removed("tags", max(len(tags), 1))
        held.seek(0)
        tags.delete(held)
    # ID3v1 stands in the last 128 bytes and may be there beside the other.
    whole = held.getvalue()
    if whole[-128:-125] == b"TAG":
        record.removed("tags")
        whole = whole[:-128]
    start = _first_frame(whole)
    record.removed("trailing_data", int(start > 0))
    held.seek(0)
    held.truncate()
    held.write(whole[start:])
    held.seek(0)
    if MP3(held).tags:
        raise NotCleanable("not_verified")


def _first_frame(whole: bytes) -> int:
    at = whole.find(b"\xff")
    while at >= 0 and at + 1 < len(whole):
        if whole[at + 1] & 0xE0 == 0xE0 and whole[at + 1] != 0xFF:
            return at
        at = whole.find(b"\xff", at + 1)
    raise NotCleanable("broken")


def _flac(held: io.BytesIO, record: Record) -> None:
    whole = held.getvalue()
    if not whole.startswith(b"fLaC"):
        # Tags of another family stand in front of it.
        raise NotCleanable("unknown_structure")
    sound = FLAC(held)
    kept = [
        block for block in sound.metadata_blocks if block.code in (0, 3)
    ]  # what the stream is; where to seek in it
    record.removed("tags", len(sound.tags) if isinstance(sound.tags, list) else 0)
    record.removed("preview", len(sound.pictures))
    record.removed(
        "application_data", sum(block.code not in (0, 1, 3, 4, 6) for block in sound.metadata_blocks)
    )
    blocks = []
    for block in kept:
        data = block.write()
        blocks.append(bytes([block.code]) + len(data).to_bytes(3, "big") + data)
    blocks[-1] = bytes([blocks[-1][0] | 0x80]) + blocks[-1][1:]
    at = 4
    while True:
        last, size = whole[at] & 0x80, int.from_bytes(whole[at + 1 : at + 4], "big")
        at += 4 + size
        if last:
            break
    held.seek(0)
    held.truncate()
    held.write(b"fLaC" + b"".join(blocks) + whole[at:])
    held.seek(0)
    FLAC(held)


def _ogg(held: io.BytesIO, record: Record) -> None:
    for reader in _OGG:
        held.seek(0)
        try:
            sound = reader(held)
        except MutagenError:
            continue
        record.removed("tags", len(sound.tags or ()))
        held.seek(0)
        sound.delete(held)
        held.seek(0)
        if reader(held).tags:
            raise NotCleanable("not_verified")
        return
    raise NotCleanable("unknown_structure")


def _wav(held: io.BytesIO, record: Record) -> None:
    """Keep the three chunks that are the sound; names of makers and machines stand in others."""
    whole, at, kept = held.getvalue(), 12, []
    if whole[:4] != b"RIFF" or whole[8:12] != b"WAVE":
        raise NotCleanable("broken")
    while at + 8 <= len(whole):
        name, size = whole[at : at + 4], int.from_bytes(whole[at + 4 : at + 8], "little")
        body = whole[at + 8 : at + 8 + size]
        if name in _WAV_KEPT:
            kept.append(name + len(body).to_bytes(4, "little") + body + b"\x00" * (len(body) % 2))
        else:
            record.removed("tags")
        at += 8 + size + size % 2
    if not any(each.startswith(b"fmt ") for each in kept) or not any(
        each.startswith(b"data") for each in kept
    ):
        raise NotCleanable("broken")
    inside = b"WAVE" + b"".join(kept)
    held.seek(0)
    held.truncate()
    held.write(b"RIFF" + len(inside).to_bytes(4, "little") + inside)


_WAYS = {"mp3": _mp3, "flac": _flac, "ogg": _ogg, "wav": _wav}
