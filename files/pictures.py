"""A picture painted anew from its dots: what the camera, the telephone and the editor wrote beside them stays behind."""

import io
import warnings
from typing import BinaryIO

from PIL import (
    GifImagePlugin,  # noqa: F401  # loaded now: where this runs there is no file system to load from later
    Image,
    ImageCms,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,  # noqa: F401
    WebPImagePlugin,  # noqa: F401
)

from files import limits
from files.record import NotCleanable, Record

FORMATS = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "webp": ("WEBP",), "gif": ("GIF",)}
"""Under which names Pillow may read each kind; no other reader of its many is ever asked."""
_GPS = 0x8825
_SIDE = {
    "comment": "comments",
    "xmp": "metadata",
    "XML:com.adobe.xmp": "metadata",
    "photoshop": "metadata",
    "icc_profile": "colour_profile",
}
_KEPT_MODES = frozenset({"L", "LA", "RGB", "RGBA", "I;16"})
_TRAILERS = {"jpeg": b"\xff\xd9", "png": b"IEND\xaeB`\x82"}

Image.MAX_IMAGE_PIXELS = limits.MOST_DOTS


def clean(kind: str, source: BinaryIO, target: BinaryIO, record: Record) -> None:
    """Decode, turn upright, and encode the dots alone; raises `NotCleanable` for what does not decode or is too big."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(source, formats=FORMATS[kind]) as opened:
                _within_limits(opened)
                _note(kind, opened, source, record)
                _paint(kind, opened, target, record)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotCleanable("beyond_limits") from None


def _within_limits(opened: Image.Image) -> None:
    frames = int(getattr(opened, "n_frames", 1))
    if frames > limits.MOST_FRAMES or opened.width * opened.height * frames > limits.MOST_DOTS:
        raise NotCleanable("beyond_limits")


def _note(kind: str, opened: Image.Image, source: BinaryIO, record: Record) -> None:
    """Count what will be left behind: the copy is made of dots alone, whatever else there was."""
    exif = opened.getexif()
    record.removed("camera_data", len(exif))
    record.removed("place", len(exif.get_ifd(_GPS)))
    record.removed("preview", len(exif.get_ifd(0x8769)) and int(bool(exif.get_ifd(1))))
    for name in opened.info:
        if name in _SIDE:
            record.removed(_SIDE[name])
    if kind == "png":
        record.removed("comments", len(getattr(opened, "text", {})))
    if mark := _TRAILERS.get(kind):
        source.seek(0)
        whole = source.read()
        if not whole.rstrip(b"\x00").endswith(mark) or isinstance(opened, MpoImagePlugin.MpoImageFile):
            record.removed("trailing_data")
        source.seek(0)


def _paint(kind: str, opened: Image.Image, target: BinaryIO, record: Record) -> None:
    frames = int(getattr(opened, "n_frames", 1))
    if kind == "jpeg" or frames == 1:
        record.removed("pictures_data", frames - 1)
        _save(kind, _dots(opened, kind), target)
        return
    painted, lasts = [], []
    for number in range(frames):
        opened.seek(number)
        lasts.append(int(opened.info.get("duration", 0) or 0))
        painted.append(_dots(opened, kind))
    _save(
        kind,
        painted[0],
        target,
        save_all=True,
        append_images=painted[1:],
        duration=[max(each, 20) for each in lasts],
        loop=0,
    )


def _dots(opened: Image.Image, kind: str) -> Image.Image:
    """The dots of the open frame, upright, in plain colours, in a picture that knows nothing else."""
    upright = ImageOps.exif_transpose(opened)
    painted = _in_common_colours(upright)
    if painted.mode not in _KEPT_MODES or (painted.mode == "I;16" and kind != "png"):
        clear = "transparency" in painted.info or painted.mode in {"PA", "RGBa", "La"}
        painted = painted.convert("RGBA" if clear else "L" if painted.mode == "1" else "RGB")
    if "transparency" in painted.info and painted.mode in {"L", "RGB"}:
        painted = painted.convert("LA" if painted.mode == "L" else "RGBA")
    if kind == "jpeg" and painted.mode != "L":
        painted = painted.convert("RGB")
    return Image.frombytes(painted.mode, painted.size, painted.tobytes())


def _in_common_colours(upright: Image.Image) -> Image.Image:
    """The picture in sRGB: its own colour profile names a device and does not come along."""
    profile = upright.info.get("icc_profile")
    if not profile or upright.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return upright
    try:
        return (
            ImageCms.profileToProfile(
                upright,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGBA" if upright.mode == "RGBA" else "RGB",
            )
            or upright
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return upright  # a broken profile is no profile


def _save(kind: str, painted: Image.Image, target: BinaryIO, **more: object) -> None:
    ways: dict[str, dict[str, object]] = {
        "jpeg": {"quality": 92, "subsampling": 0, "optimize": True},
        "png": {"optimize": False},
        "webp": {"quality": 92, "method": 4},
        "gif": {},
    }
    painted.save(target, format=FORMATS[kind][0], **ways[kind], **more)


_JPEG_KEPT = frozenset({0xEE})  # APP14 tells a decoder how colours are coded
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})


def bare_jpeg(data: bytes) -> tuple[bytes, int]:
    """A JPEG inside another file, its dots untouched and its application and comment segments taken out.

    Answers the bytes and how many segments went; raises `NotCleanable` for what is no well-formed JPEG.
    """
    if not data.startswith(b"\xff\xd8"):
        raise NotCleanable("broken")
    kept, gone, at = [data[:2]], 0, 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise NotCleanable("broken")
        mark = data[at + 1]
        if mark == 0xFF:
            at += 1
            continue
        if mark in _STANDALONE:
            kept.append(data[at : at + 2])
            at += 2
            continue
        size = int.from_bytes(data[at + 2 : at + 4], "big") + 2
        if mark == 0xDA:
            end = data.rfind(b"\xff\xd9")
            kept.append(data[at : end + 2] if end > at else data[at:])
            return b"".join(kept), gone
        if (0xE0 <= mark <= 0xEF or mark == 0xFE) and mark not in _JPEG_KEPT:
            gone += 1
        else:
            kept.append(data[at : at + size])
        at += size
    raise NotCleanable("broken")


__all__ = ["FORMATS", "JpegImagePlugin", "bare_jpeg", "clean"]
