"""Cutting a font down: one face of a collection, fewer characters, one line height for all."""

import ctypes
import os
import shutil
import sys
from pathlib import Path

ASCENT, DESCENT = 1.151, 0.286  # of the em; Noto's own. One line height for all, or a mixed line grows taller
FAMILY, FULL_NAME, POSTSCRIPT_NAME = 1, 4, 6  # entries of a font's name table
NO_HINTING, KEEP_NOTDEF_OUTLINE = 0x01, 0x40  # HB_SUBSET_FLAGS_*, the same since HarfBuzz 4


class Missing(Exception):
    """Something this machine lacks; the message names it and the line that puts it right."""


def say(words: str) -> None:
    print(f"fonts: {words}", flush=True)


try:
    from fontTools import subset
    from fontTools.ttLib import TTCollection, TTFont
except ImportError:
    print(f"fonts: 没有 fontTools。请运行：{sys.executable} -m pip install fonttools", file=sys.stderr)
    sys.exit(1)


def make(original: Path, face: str, keeps: str, target: Path, *, family: str) -> int:
    """Write our font file from an original and name it ``family``; returns how many characters it has.

    With libharfbuzz-subset this takes a second. Without it a Chinese face is kept whole: the same papers, but
    more memory and slower printing.
    """
    index = _index(original, face)
    if keeps == "whole":
        shutil.copyfile(original, target)
    else:
        if keeps == "ascii":
            _latin(original, index, target)
        elif not _cut(original, index, characters(keeps), target):
            _whole(original, index, target)
        _level_and_name(target, family, face)
    with TTFont(target, lazy=True) as made:
        name, points = made["name"].getDebugName(FAMILY), set(made.getBestCmap())
    needed = "0129" if keeps == "ascii" else "市场监督管理局〔〕（）、。：；“”《》—"
    lacking = [c for c in needed if ord(c) not in points]
    if name != family or lacking:
        raise Missing(f"{original} 不是所需的字体“{face}”（{name}，缺 {''.join(lacking) or '无'}）")
    return len(points)


def characters(keeps: str) -> set[int] | None:
    """The code points a role keeps, None for all: an encoding's ideographs besides letters and signs."""
    if keeps == "all":
        return None
    around = [(0x20, 0x7E), (0xA0, 0x17F), (0x370, 0x3FF), (0x400, 0x45F), (0x2010, 0x2027), (0x2030, 0x205E)]
    around += [(0x2100, 0x214F), (0x2150, 0x218B), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2460, 0x24FF)]
    around += [(0x2500, 0x26FF), (0x3000, 0x30FF), (0x3200, 0x33FF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF)]
    signs = {point for first, last in around for point in range(first, last + 1)}
    # All of GB 2312 must stay, signs included: fontconfig calls a face Chinese only then, and Pango sets Chinese
    # text in no other.
    return signs | {
        point
        for point in range(0x80, 0xD800)
        if _encodes(chr(point), "gb2312") or (0x4E00 <= point < 0xA000 and _encodes(chr(point), keeps))
    }


def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _index(original: Path, face: str) -> int:
    if original.suffix != ".ttc":
        return 0
    with TTCollection(original, lazy=True) as faces:
        families = [one["name"].getDebugName(FAMILY) for one in faces]
    if face not in families:
        raise Missing(f"{original} 中没有“{face}”")
    return families.index(face)


def _cut(original: Path, index: int, points: set[int] | None, target: Path) -> bool:
    """Cut a face down with HarfBuzz; False when the machine has no HarfBuzz subset library."""
    try:
        shape = ctypes.CDLL("libharfbuzz.so.0")
        cut = ctypes.CDLL("libharfbuzz-subset.so.0")
    except OSError:
        return False
    pointer, uint = ctypes.c_void_p, ctypes.c_uint
    signatures = [
        (shape.hb_blob_create_from_file, pointer, [ctypes.c_char_p]),
        (shape.hb_blob_get_data, pointer, [pointer, ctypes.POINTER(uint)]),
        (shape.hb_face_create, pointer, [pointer, uint]),
        (shape.hb_face_reference_blob, pointer, [pointer]),
        (shape.hb_set_add, None, [pointer, uint]),
        (shape.hb_set_add_range, None, [pointer, uint, uint]),
        (cut.hb_subset_input_create_or_fail, pointer, []),
        (cut.hb_subset_input_unicode_set, pointer, [pointer]),
        (cut.hb_subset_input_set_flags, None, [pointer, uint]),
        (cut.hb_subset_or_fail, pointer, [pointer, pointer]),
    ]
    for function, result, arguments in signatures:
        function.restype, function.argtypes = result, arguments
    face = shape.hb_face_create(shape.hb_blob_create_from_file(os.fsencode(original)), index)
    wanted = cut.hb_subset_input_create_or_fail()
    cut.hb_subset_input_set_flags(wanted, NO_HINTING | KEEP_NOTDEF_OUTLINE)
    chosen = cut.hb_subset_input_unicode_set(wanted)
    if points is None:
        shape.hb_set_add_range(chosen, 0, 0x3FFFF)
    else:
        for point in points:
            shape.hb_set_add(chosen, point)
    result = cut.hb_subset_or_fail(face, wanted)
    if not result:
        return False
    length = uint()
    data = shape.hb_blob_get_data(shape.hb_face_reference_blob(result), ctypes.byref(length))
    target.write_bytes(ctypes.string_at(data, length.value))
    return True  # nothing is freed: the program ends within the minute


def _whole(original: Path, index: int, target: Path) -> None:
    """Take a face out of its collection as it is: cutting thousands of outlines in Python takes minutes."""
    say("没有 libharfbuzz-subset0，字库整套保留，出文书较慢；可运行：apt-get install libharfbuzz-subset0")
    with TTFont(original, fontNumber=index, lazy=True, recalcBBoxes=False) as face:
        face.save(target)


def _latin(original: Path, index: int, target: Path) -> None:
    """Cut out ASCII, with the figures in their half-width form: two of them fill one square of the text grid."""
    with TTFont(original, fontNumber=index, lazy=True, recalcBBoxes=False) as face:
        half = _half_width(face)
        for table in face["cmap"].tables:
            for figure in range(ord("0"), ord("9") + 1):
                if figure in table.cmap:  # tables share their mapping, so a figure may be half-width already
                    table.cmap[figure] = half.get(table.cmap[figure], table.cmap[figure])
        options = subset.Options(notdef_outline=True, hinting=False, layout_features=["kern"])
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=range(0x20, 0x7F))
        cutter.subset(face)
        face.save(target)


def _half_width(face: TTFont) -> dict[str, str]:
    """The glyphs of a face that have a half-width form, from its ``hwid`` feature."""
    rules = face["GSUB"].table
    chosen = next((one.Feature for one in rules.FeatureList.FeatureRecord if one.FeatureTag == "hwid"), None)
    if chosen is None:
        raise Missing("所选的字体没有半角数字")
    forms: dict[str, str] = {}
    for lookup in chosen.LookupListIndex:
        for part in rules.LookupList.Lookup[lookup].SubTable:
            forms |= getattr(part, "ExtSubTable", part).mapping
    return forms


def _level_and_name(file: Path, family: str, face: str) -> None:
    """Give a font the common line height, and its own family name where it is not the original's."""
    draft = file.with_suffix(".part")
    with TTFont(file, lazy=True, recalcBBoxes=False) as font:
        em = font["head"].unitsPerEm
        ascent, descent = round(ASCENT * em), round(DESCENT * em)
        font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = ascent, -descent, 0
        os2 = font["OS/2"]
        os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = ascent, -descent, 0
        os2.usWinAscent, os2.usWinDescent = ascent, descent
        if "BASE" in font:
            del font["BASE"]  # Pango moves a run by its font's own baselines and the line would grow by that
        if family != face:
            for entry in font["name"].names:
                if entry.nameID in {FAMILY, FULL_NAME}:
                    entry.string = family
                elif entry.nameID == POSTSCRIPT_NAME:
                    entry.string = family.replace(" ", "")
            font["name"].names = [entry for entry in font["name"].names if entry.nameID <= POSTSCRIPT_NAME]
        font.save(draft)
    draft.replace(file)
