"""The fonts of papers: the probe that refuses without them, and the program that puts them into place."""

import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from documents import fonts
from documents.fonts import FontsMissing
from documents.forms import FORMS
from documents.press import print_pdf
from documents.render import render
from tests.documents.papers import FACTS

SCRIPT = Path(settings.BASE_DIR) / "scripts" / "fonts.py"

pytestmark = pytest.mark.usefixtures("fonts_ready")


def test_without_fonts_no_paper_and_the_line_that_fetches_them(settings: Any, tmp_path: Path) -> None:
    settings.FONTS_DIR = tmp_path
    with pytest.raises(FontsMissing) as refused:
        fonts.probe()
    assert refused.value.command == f"{sys.executable} {SCRIPT} --to {tmp_path}"
    assert refused.value.command in str(refused.value)
    with pytest.raises(FontsMissing):
        render(FORMS["acceptance"], FACTS["acceptance"], "平市监投受〔2026〕1号", date(2026, 11, 24))


@pytest.fixture
def a_copy(settings: Any, tmp_path: Path) -> Path:
    """A folder of fonts of our own to spoil, in use."""
    for file in fonts.folder().iterdir():
        if file.is_file():
            shutil.copy(file, tmp_path / file.name)
    conf = tmp_path / "fonts.conf"
    conf.write_text(conf.read_text("utf-8").replace(str(fonts.folder()), str(tmp_path)), encoding="utf-8")
    settings.FONTS_DIR = tmp_path
    fonts.probe()
    fonts._probed.cache_clear()
    return tmp_path


def test_a_spoilt_font_is_noticed(a_copy: Path) -> None:
    file = a_copy / "FandolFang.otf"
    file.write_bytes(file.read_bytes() + b"\0")
    with pytest.raises(FontsMissing, match="FandolFang"):
        fonts.probe()


def test_a_missing_font_is_noticed(a_copy: Path) -> None:
    (a_copy / "LXGWWenKai.ttf").unlink()
    with pytest.raises(FontsMissing, match="不全"):
        fonts.probe()


def test_a_folder_that_was_moved_is_noticed(a_copy: Path) -> None:
    conf = a_copy / "fonts.conf"
    conf.write_text(conf.read_text("utf-8").replace(str(a_copy), "/nowhere"), encoding="utf-8")
    with pytest.raises(FontsMissing, match="别的文件夹"):
        fonts.probe()


def test_boxes_instead_of_chinese_are_noticed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The trap itself: with a Latin font alone the engine prints boxes, says nothing and the text is wrong."""
    shutil.copy(fonts.folder() / "MingchaLatin.otf", tmp_path)
    conf = tmp_path / "fonts.conf"
    conf.write_text(
        fonts.conf().read_text("utf-8").replace(str(fonts.folder()), str(tmp_path)), encoding="utf-8"
    )
    html, css, lines = fonts._probe_page()
    with pytest.raises(FontsMissing, match="检验页"):
        fonts._check_print(print_pdf(html, css, conf).pdf, lines)


def test_the_script_leaves_a_complete_folder_alone(a_copy: Path) -> None:
    before = {file.name: file.stat().st_mtime_ns for file in a_copy.iterdir() if file.is_file()}
    done = subprocess.run(
        [sys.executable, SCRIPT, "--to", a_copy], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "已就绪" in done.stdout
    assert before == {file.name: file.stat().st_mtime_ns for file in a_copy.iterdir() if file.is_file()}


def test_the_script_names_what_is_missing_and_how_to_get_it(tmp_path: Path) -> None:
    empty = tmp_path / "debs"
    empty.mkdir()
    done = subprocess.run(
        [sys.executable, SCRIPT, "--to", tmp_path / "fonts", "--from", empty],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert re.search(r"apt-get download (fonts-noto-cjk|texlive-lang-chinese)", done.stderr)
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "fonts" / "manifest.json").exists()


def test_the_licences_lie_beside_the_fonts() -> None:
    licences = {file.name: file.read_text("utf-8") for file in (fonts.folder() / "licences").iterdir()}
    assert "GNU GENERAL PUBLIC LICENSE" in licences["texlive-lang-chinese-COPYING.txt"]
    assert "GPL font exception" in licences["texlive-lang-chinese-README.txt"]
    assert "SIL OPEN FONT LICENSE" in licences["fonts-noto-cjk-copyright.txt"].upper()
    assert "SIL OPEN FONT LICENSE" in licences["fonts-lxgw-wenkai-copyright.txt"].upper()
    assert "Changed" in licences["NOTICE.txt"]
