"""The catalogue's own compiler against the standard library's reader, and the check against planted faults."""

import gettext
import io
import shutil
from pathlib import Path

import pytest

from scripts import translations
from scripts.translations import (
    CATALOGUE,
    BadCatalogueError,
    bare_in_python,
    bare_in_template,
    check,
    compile_all,
    faults,
    mo_bytes,
    read_po,
)

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""

GOOD = (
    HEADER
    + """
#: desk/words.py
msgid "受理"
msgstr "Accepted"

#, python-format
msgid "共 %(n)s 件"
msgid_plural "共 %(n)s 件"
msgstr[0] "one matter"
msgstr[1] "%(n)s matters"

msgctxt "金额"
msgid "元"
msgstr ""
"yuan, \\"RMB\\"\\n"
"second line"
"""
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small project with one source of each kind and a complete catalogue."""
    assert shutil.which("xgettext"), "no gettext on this machine: apt-get install gettext"
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "words.py").write_text(
        "from django.utils.translation import gettext as _, ngettext, pgettext\n"
        '"""说明"""\n'
        'A = _("受理")\n'
        'B = ngettext("共 %(n)s 件", "共 %(n)s 件", 2)\n'
        'C = pgettext("金额", "元")\n',
        encoding="utf-8",
    )
    templates = tmp_path / "templates" / "desk"
    templates.mkdir(parents=True)
    (templates / "page.html").write_text(
        '{% load i18n %}<p title="{% translate "受理" %}">{# 注 #}<b lang="zh-hans">明察</b></p>\n',
        encoding="utf-8",
    )
    write(tmp_path, GOOD)
    return tmp_path


def write(tree: Path, text: str) -> None:
    (tree / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    (tree / CATALOGUE).write_text(text, encoding="utf-8")


def test_what_is_compiled_is_what_gettext_reads(tmp_path: Path) -> None:
    write(tmp_path, GOOD)

    catalogue = gettext.GNUTranslations(io.BytesIO(mo_bytes(read_po(tmp_path / CATALOGUE))))

    assert catalogue.gettext("受理") == "Accepted"
    assert catalogue.ngettext("共 %(n)s 件", "共 %(n)s 件", 1) == "one matter"
    assert catalogue.ngettext("共 %(n)s 件", "共 %(n)s 件", 5) == "%(n)s matters"
    assert catalogue.pgettext("金额", "元") == 'yuan, "RMB"\nsecond line'
    assert catalogue.gettext("元") == "元", "a string with a context is not found without it"


def test_unfinished_and_obsolete_strings_are_not_compiled(tmp_path: Path) -> None:
    text = (
        HEADER
        + '\n#, fuzzy\nmsgid "甲"\nmsgstr "A?"\n\nmsgid "乙"\nmsgstr ""\n\n#~ msgid "丙"\n#~ msgstr "C"\n'
    )
    write(tmp_path, text)

    catalogue = gettext.GNUTranslations(io.BytesIO(mo_bytes(read_po(tmp_path / CATALOGUE))))

    assert [catalogue.gettext(word) for word in "甲乙丙"] == list("甲乙丙")


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    write(tmp_path, HEADER + '\nmsgid "甲\nmsgstr "A"\n')

    with pytest.raises(BadCatalogueError, match=r"django\.po:6"):
        read_po(tmp_path / CATALOGUE)


def test_compiling_again_touches_nothing(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    compile_all(tmp_path)
    compiled = (tmp_path / CATALOGUE).with_suffix(".mo")
    first = compiled.stat().st_mtime_ns

    compile_all(tmp_path)

    assert compiled.stat().st_mtime_ns == first


def test_a_complete_catalogue_has_no_fault(tree: Path) -> None:
    assert check(tree) == []


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('msgid "受理"\nmsgstr ""', "no English"),
        ('msgid "受理"\nmsgstr "受理"', "the English is the Chinese"),
        ('#, fuzzy\nmsgid "受理"\nmsgstr "Accepted"', "marked fuzzy"),
        ('msgid "受理"\nmsgstr "<b>Accepted</b>"', "HTML tags differ"),
        ('msgid "收 %(n)s 件"\nmsgstr "%(number)s taken"', "placeholders differ"),
        ('msgid "收 {n} 件"\nmsgstr "taken"', "placeholders differ"),
        ('msgid "甲 %(n)s"\nmsgid_plural "甲 %(n)s"\nmsgstr[0] "one"\nmsgstr[1] ""', "no English"),
        (
            'msgid "甲 %(n)s"\nmsgid_plural "甲 %(n)s"\nmsgstr[0] "one"\nmsgstr[1] "%(m)s"',
            "placeholders differ",
        ),
    ],
)
def test_each_fault_of_a_string_is_found(tmp_path: Path, entry: str, fault: str) -> None:
    write(tmp_path, HEADER + "\n" + entry + "\n")

    found = [words for entry in read_po(tmp_path / CATALOGUE)[1:] for words in faults(entry)]

    assert len(found) == 1
    assert found[0].startswith(fault)


def test_sound_strings_have_no_fault(tmp_path: Path) -> None:
    write(tmp_path, GOOD)

    assert [words for entry in read_po(tmp_path / CATALOGUE)[1:] for words in faults(entry)] == []


def test_the_check_holds_the_catalogue_against_the_sources(tree: Path) -> None:
    write(tree, GOOD + '\nmsgid "办结"\nmsgstr "Closed"\n')
    with (tree / "desk" / "words.py").open("a", encoding="utf-8") as source:
        source.write('D = _("立案")\nE = "退回"\n')
    with (tree / "templates" / "desk" / "page.html").open("a", encoding="utf-8") as page:
        page.write('<p>{% translate "送达" %}</p>\n<p>公示</p>\n')
    before = (tree / CATALOGUE).read_bytes()

    assert check(tree) == [
        "desk/words.py: '立案': no English",
        "templates/desk/page.html: '送达': no English",
        "desk/words.py:7: '退回': outside gettext",
        "templates/desk/page.html:3: '<p>公示</p>': outside gettext",
        "locale/en/LC_MESSAGES/django.po: '办结': no longer used",
    ]
    assert (tree / CATALOGUE).read_bytes() == before, "a check changes nothing"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('A = "立案"', ["立案"]),
        ('A = f"立案 {B}"', ["立案 "]),
        ('A = call("立案", name=_("受理"))', ["立案"]),
        ('A = _("立案")', []),
        ('A = _("立案 %s") % B', []),
        ('A = ngettext("一件", "多件", n)', []),
        ('"""说明"""', []),
        ("A = 1  # 说明", []),
        ('A = "居民身份证"  # Chinese as it is: a value of the vault, not a word of the page', []),
    ],
)
def test_chinese_outside_gettext_in_python(line: str, found: list[str]) -> None:
    assert [words for _line, words in bare_in_python(line + "\n")] == found


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("<p>立案</p>", True),
        ('<i title="立案"></i>', True),
        ("{% blocktranslate %}立案 <b>{{ n }}</b>{% endblocktranslate %} 后", True),
        ('{% translate "立案" %}', False),
        ("{% blocktranslate %}立案{% plural %}多件{% endblocktranslate %}", False),
        ("{# 立案 #}{% comment %}立案{% endcomment %}<!-- 立案 -->", False),
        ('<span class="seal" lang="zh-hans">明</span>', False),
        ('<span lang="en">明</span>', True),
    ],
)
def test_chinese_outside_gettext_in_templates(line: str, bare: bool) -> None:
    assert bool(bare_in_template("\n" + line)) is bare


def test_without_gettext_the_line_that_installs_it_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(translations.shutil, "which", lambda _name: None)
    monkeypatch.setattr(translations.sys, "argv", ["translations.py", "check"])

    assert translations.main() == 1
    assert "apt-get install gettext" in capsys.readouterr().err
