"""Which fonts papers are set in, where they lie, and the probe without which no paper is issued.

Without a Chinese font the layout engine neither fails nor warns: it prints boxes, and the text that search and the
leak guard read back is wrong. So a probe page is printed and read back before the first paper of a process.
"""

import hashlib
import io
import json
import sys
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from documents.press import print_pdf

LATIN, FANG, SONG = "Mingcha Latin", "FandolFang R", "Noto Serif CJK SC"
HEI, KAI = "Noto Sans CJK SC", "LXGW WenKai"
LAST_RESORT = "NotoSerifCJKsc.otf"
"""The file every other font falls back to; what it lacks is not printed."""

OURS = frozenset(name.replace(" ", "-") for name in (LATIN, FANG, SONG, f"{SONG} Bold", HEI, KAI))
"""The fonts as a PDF names them; a paper carries some of these and no other."""

# A font with two family names goes under either, depending on the version of fontconfig.
_OTHER_NAMES = {"FandolFang": "FandolFang-R"}

_PROBE = {
    "fang": (f"'{LATIN}', '{FANG}'", "投诉举报移送奖励〔2026〕12号"),
    "title": (f"bold 20pt '{SONG}'", "平罗县市场监督管理局"),
    "song": (f"'{SONG}'", "堃喆镕翀昇玥璟㛃— 1 —"),
    "hei": (f"'{HEI}'", "一、案件基本情况"),
    "kai": (f"'{KAI}'", "（一）涉案物品"),
}


class FontsMissing(RuntimeError):
    """Papers cannot be printed here: what is wrong with the fonts, and ``command``, the line that puts it right."""

    def __init__(self, wrong: str) -> None:
        self.command = f"{sys.executable} {settings.BASE_DIR / 'scripts' / 'fonts.py'} --to {folder()}"
        super().__init__(f"中文字体不可用，停止制发文书：{wrong}。请运行：{self.command}")


def folder() -> Path:
    """The folder of the fonts, as the settings name it."""
    return Path(settings.FONTS_DIR).resolve()


def conf() -> Path:
    """The fontconfig file that names this folder and no other."""
    return folder() / "fonts.conf"


def probe() -> None:
    """Make sure that papers will come out in our fonts, readable; raises `FontsMissing` otherwise.

    Checks the digests of the font files, prints one line in each family and reads it back. A success is
    remembered for the life of the process as long as the manifest stays the same; a failure is not, so that a
    worker recovers as soon as the fonts are there.
    """
    try:
        stamp = (folder() / "manifest.json").stat().st_mtime_ns
    except OSError:
        raise FontsMissing(f"{folder()} 中没有字体") from None
    _probed(str(folder()), stamp)


@lru_cache(maxsize=4)
def _probed(place: str, stamp: int) -> None:
    _check_files(Path(place))
    html, css, lines = _probe_page()
    _check_print(print_pdf(html, css, conf()).pdf, lines)


def _check_files(place: Path) -> None:
    try:
        files = json.loads((place / "manifest.json").read_text(encoding="utf-8"))["files"]
        wrong = [
            name
            for name, entry in files.items()
            if hashlib.sha256((place / name).read_bytes()).hexdigest() != entry["sha256"]
        ]
        families = {entry["family"] for entry in files.values()}
        named = f"<dir>{place}</dir>" in (place / "fonts.conf").read_text(encoding="utf-8").replace(
            "&amp;", "&"
        )
    except (OSError, ValueError, KeyError, AttributeError) as failure:
        raise FontsMissing(f"{place} 中的字体不全（{type(failure).__name__}）") from failure
    if wrong or LAST_RESORT not in files:
        raise FontsMissing(f"字体文件已被改动或者缺失：{'、'.join(wrong) or LAST_RESORT}")
    if lacking := {LATIN, FANG, SONG, HEI, KAI} - families:
        raise FontsMissing(f"缺少字体：{'、'.join(sorted(lacking))}")
    if not named:
        raise FontsMissing("fonts.conf 指向别的文件夹")


def _probe_page() -> tuple[str, str, list[str]]:
    lines = [text for _, text in _PROBE.values()]
    body = "".join(f'<p class="{name}">{text}</p>' for name, (_, text) in _PROBE.items())
    css = "@page { size: A4 } p { font-size: 16pt }" + "".join(
        f".{name} {{ font: {font if 'pt' in font else '16pt ' + font} }}"
        for name, (font, _) in _PROBE.items()
    )
    html = f'<html lang="zh-CN"><head><title>字体检验</title></head><body>{body}</body></html>'
    return html, css, lines


def _check_print(pdf: bytes, lines: list[str]) -> None:
    reader = PdfReader(io.BytesIO(pdf))
    read_back = "".join(reader.pages[0].extract_text().split())
    if read_back != "".join("".join(lines).split()):
        raise FontsMissing("检验页的文字读不回来")
    if embedded(reader) != OURS:
        raise FontsMissing(f"检验页用了这些字体：{'、'.join(sorted(embedded(reader)))}")


def embedded(reader: PdfReader) -> set[str]:
    """The names of the fonts a PDF carries, without their subset tags, each under the name we ask for it by."""
    names = {
        str(font.get_object()["/BaseFont"])[1:].partition("+")[2]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    return {_OTHER_NAMES.get(name, name) for name in names}


def printable() -> frozenset[int]:
    """The code points that some font of ours can print."""
    return _points(str(folder() / LAST_RESORT))


@lru_cache(maxsize=2)
def _points(file: str) -> frozenset[int]:
    with TTFont(file, lazy=True) as face:
        return frozenset(face.getBestCmap())
