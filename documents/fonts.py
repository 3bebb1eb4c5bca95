"""The fonts of our papers: only ours, and proved before the first paper of a process.

Without a Chinese font the renderer draws boxes, says nothing, and writes a wrong text layer. So a probe page is
rendered and read back; until that succeeds no paper is issued.
"""

import io
import os
from functools import cache
from pathlib import Path

import pikepdf
import pypdf
from django.conf import settings

PROBE = "平罗县市场监督管理局投诉举报移送书〔2026〕喆堃镕"
FAMILIES = ("FandolFang", "NotoSerifCJKsc")


class FontsMissing(RuntimeError):
    """The Chinese fonts are absent or wrong; carries the command that puts it right."""


def prepare() -> Path:
    """Point the renderer at our folder and no other; must run before the renderer is imported."""
    folder = Path(settings.FONTS_DIR)
    conf = folder / "fonts.conf"
    if not conf.exists():
        raise FontsMissing(f"缺少文书字体（{folder}）。请运行：python scripts/fonts.py --to {folder}")
    os.environ["FONTCONFIG_FILE"] = str(conf)
    return folder


@cache
def probe() -> None:
    """Render and read back one line; raises `FontsMissing` unless glyphs, embedded fonts and text are right."""
    folder = prepare()
    from weasyprint import HTML  # after `prepare`, and after the worker forked: the font map is made at import

    pdf = HTML(
        string=f"<p style=\"font-family:'FandolFang R','Noto Serif CJK SC'\">{PROBE}</p>"
    ).write_pdf(pdf_variant="pdf/a-2u")
    read = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().replace("\n", "")
    embedded = embedded_fonts(pdf)
    if PROBE not in read or not any(name.startswith("FandolFang") for name in embedded):
        raise FontsMissing(
            f"文书字体不正确（{folder}，读回“{read[:20]}”）。请运行：python scripts/fonts.py --to {folder}"
        )


def embedded_fonts(pdf: bytes) -> set[str]:
    """The names of the fonts embedded in a PDF, without their subset prefix."""
    found = set()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for item in opened.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
                found.add(str(item.get("/FontName", "")).lstrip("/").split("+")[-1])
    return found
