"""Papers as they come off the press: layout, fonts, text layer, conformance, and everything that must be refused."""

import hashlib
import io
import itertools
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.utils import translation
from pypdf import PdfReader

from documents import fonts, press
from documents import render as printing
from documents.citations import cite_line
from documents.forms import FORMS, LETTER, TABLE, MissingFacts, NotACode
from documents.press import OutsideResource, Place, print_pdf
from documents.render import Rendered, Unprintable, render
from tests.documents.papers import CONTACT, FACTS

DAY = date(2026, 11, 24)
LINE_MM = 225 / 22

pytestmark = pytest.mark.usefixtures("fonts_ready")


@cache
def usual(code: str) -> Rendered:
    """The paper of a form from its usual facts, printed once for all tests that only look at it."""
    return made(code)


def made(code: str, **other: Any) -> Rendered:
    return render(FORMS[code], FACTS[code] | other, FORMS[code].number(2026, 12), DAY)


def squeezed(text: str) -> str:
    return "".join(text.split())


def read(paper: Rendered) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.pdf)).pages)


def places(code: str, **other: Any) -> dict[str, Place]:
    wanted, facts = FORMS[code], FACTS[code] | other
    html = printing._page_set(wanted, facts, wanted.number(2026, 12), DAY)
    return print_pdf(html, printing._styles(wanted.layout), fonts.conf()).places


# --- every form ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", FORMS)
def test_a_paper_says_what_it_must(code: str, caplog: pytest.LogCaptureFixture) -> None:
    paper, wanted = made(code), FORMS[code]  # anew, so that complaints of the engine are heard
    text = squeezed(read(paper))
    for words in (wanted.title, wanted.number(2026, 12), "2026年11月24日", CONTACT["organ"]):
        assert words in text
    for name in wanted.facts:
        if (
            "basis" in name
            or name in {"clocks", "claim_days"}
            or (code, name) == ("acceptance", "contact_phone")
        ):
            continue  # printed with full titles and units, or the officer's own telephone instead
        fact = FACTS[code][name]
        for part in [fact] if isinstance(fact, str) else fact:
            for line in part.splitlines():
                assert squeezed(cite_line(line.rstrip("。"))) in text, name
    assert "令121" not in text
    assert "令20" not in text
    assert paper.sha256 == hashlib.sha256(paper.pdf).hexdigest()
    assert paper.pages == len(PdfReader(io.BytesIO(paper.pdf)).pages)
    assert not caplog.records, "the layout engine complained"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("complaint_receipt", "《市场监督管理投诉举报处理办法》第十五条第一款"),
        ("acceptance", "承办人：马文斌；联系电话：0952-6012301；联系地址：宁夏"),
        ("non_acceptance", "《市场监督管理投诉举报处理办法》第十六条第（三）项的规定，本局决定不予受理。"),
        ("non_acceptance", "（五）向人民法院提起诉讼。"),
        (
            "non_acceptance",
            "《市场监督管理投诉举报处理办法》第十七条第一款的规定，综合考虑了以下因素：数量、次数",
        ),
        ("termination", "一、解决争议的其他途径"),
        ("termination", "第二十三条第一款第（三）项的规定，本局决定终止调解。"),
        (
            "termination",
            "《市场监督管理投诉举报处理办法》第二十五条和《中华人民共和国消费者权益保护法》第三十九条",
        ),
        (
            "identity_request",
            "请你在2026年11月30日前（含当日）向本局提供以下身份证明材料：1.本人有效身份证件复印件；",
        ),
        ("identity_request", "《市场监督管理投诉举报处理办法》第十条第一款、第十六条的规定，对投诉不予受理"),
        ("mediation_notice", "请于2026年12月8日9时30分到城关市场监管所二楼调解室参加"),
        ("mediation_notice", "自收到本通知书之日起3日内申请回避"),
        (
            "mediation_agreement",
            "一方当事人不履行的，另一方当事人可以依据《中华人民共和国消费者权益保护法》第三十九条",
        ),
        ("mediation_agreement", "一式三份，投诉人和被投诉人各执一份，市场监督管理部门留存一份归档"),
        ("mediation_agreement", "（以下由本人签名时填写真实身份）"),
        (
            "result_notice",
            "根据《中华人民共和国食品安全法》第一百一十五条第一款和《市场监督管理投诉举报处理办法》第三十六条",
        ),
        ("dispatch_notice", "并将处理结果于2026年12月11日前报告本局"),
        ("complaint_registration", "同意公示投诉信息否同意委托调解是"),
        ("crime_transfer", "《行政执法机关移送涉嫌犯罪案件的规定》第三条第一款的规定，现将该案移送你局"),
        ("crime_transfer", "附件：1.涉嫌犯罪案件移送书2.涉嫌犯罪案件情况的调查报告3.涉案物品清单"),
        ("crime_transfer", "抄送：平罗县人民检察院。"),
        ("reward_notice", "人民币6,840.00元（大写：人民币陆仟捌佰肆拾元整）"),
        ("reward_notice", "自收到本通知书之日起30个工作日内领取奖励"),
        ("reward_notice", "逾期未领取的，视为放弃奖励"),
    ],
)
def test_the_sentences_of_law(code: str, words: str) -> None:
    assert words in squeezed(usual(code).text)


def test_a_termination_with_reasons_numbers_its_headings() -> None:
    text = made("termination", reason="双方对赔偿金额分歧较大。").text
    assert "一、终止调解的理由" in text
    assert "二、解决争议的其他途径" in text


@pytest.mark.parametrize("code", FORMS)
def test_a_paper_is_archival_tagged_chinese_and_nameless(code: str) -> None:
    paper = usual(code)
    with pikepdf.open(io.BytesIO(paper.pdf)) as pdf:
        root = pdf.Root
        assert str(root.Lang) == "zh-CN"
        assert root.MarkInfo.Marked is True
        assert root.StructTreeRoot.K
        assert str(root.OutputIntents[0].S) == "/GTS_PDFA1"
        assert "/AcroForm" not in root
        assert "/EmbeddedFiles" not in root.get("/Names", {})
        assert not any("/Annots" in page for page in pdf.pages)
        with pdf.open_metadata() as about:
            assert about["pdfaid:part"] == "2"
            assert about["pdfaid:conformance"] == "U"
            assert about["dc:title"] == f"{FORMS[code].number(2026, 12)} {FORMS[code].title}"
            assert not {"dc:creator", "pdf:Keywords", "xmp:CreateDate"} & set(about)
        assert set(pdf.docinfo) <= {"/Title", "/Producer"}


@pytest.mark.parametrize("code", FORMS)
def test_every_font_is_ours_and_embedded(code: str) -> None:
    paper = usual(code)
    assert fonts.embedded(PdfReader(io.BytesIO(paper.pdf))) <= fonts.OURS
    with pikepdf.open(io.BytesIO(paper.pdf)) as pdf:
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                inner = font.DescendantFonts[0]
                assert {"/FontFile2", "/FontFile3"} & set(inner.FontDescriptor)
                assert "/ToUnicode" in font


def test_a_paper_is_chinese_whatever_the_interface_speaks() -> None:
    chinese = usual("acceptance")
    with translation.override("en"):
        assert made("acceptance").text == chinese.text


def test_the_same_facts_make_the_same_bytes() -> None:
    assert made("crime_transfer").sha256 == usual("crime_transfer").sha256


# --- the geometry of GB/T 9704 -------------------------------------------------------------------------------


def lines_of(pdf: bytes) -> list[dict[float, str]]:
    """The text of each page by the height of its baseline, in millimetres from the upper edge."""
    pages = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        found: dict[float, str] = defaultdict(str)

        def keep(
            text: str, cm: list[float], tm: list[float], *_: Any, found: dict[float, str] = found
        ) -> None:
            if text.strip():
                found[round(297 - (tm[5] * cm[3] + cm[5]) / 72 * 25.4, 2)] += text.strip()

        page.extract_text(visitor_text=keep)
        pages.append(dict(sorted(found.items())))
    return pages


@pytest.mark.parametrize("character", ["国", "堃"])
def test_a_page_holds_22_lines_of_28_characters(character: str) -> None:
    html = (
        f'<html lang="zh-CN"><title>版心</title><body><div id="a">{character * (28 * 24)}</div></body></html>'
    )
    printed = print_pdf(html, (printing._templates() / "paper.css").read_text("utf-8"), fonts.conf())
    assert printed.pages == 2
    assert (printed.places["a"].x_mm, printed.places["a"].y_mm) == pytest.approx((28, 37), abs=0.01)
    first, second = lines_of(printed.pdf)
    body = {y: text for y, text in first.items() if character in text}
    assert [len(text) for text in body.values()] == [28] * 22
    heights = list(body)
    assert [below - above for above, below in itertools.pairwise(heights)] == pytest.approx(
        [LINE_MM] * 21, abs=0.02
    )
    assert 37 < heights[0] < 37 + LINE_MM
    assert 262 - LINE_MM < heights[-1] < 262
    assert [len(text) for text in second.values() if character in text] == [28, 28]


def test_a_mixed_line_is_no_higher_than_a_pure_one() -> None:
    html = '<html lang="zh-CN"><title>行高</title><p>收到投诉</p><p>2026年</p><p>王堃2026</p><p>ABC</p><p>投诉</p></html>'
    printed = print_pdf(html, (printing._templates() / "paper.css").read_text("utf-8"), fonts.conf())
    heights = [y for y in lines_of(printed.pdf)[0] if y < 200]
    assert [below - above for above, below in itertools.pairwise(heights)] == pytest.approx(
        [LINE_MM] * 4, abs=0.02
    )


def test_figures_are_half_a_character_wide() -> None:
    html = '<html lang="zh-CN"><title>半角</title><p style="text-indent:0">' + "2026" * 14 + "1</p></html>"
    printed = print_pdf(html, (printing._templates() / "paper.css").read_text("utf-8"), fonts.conf())
    assert [text for y, text in lines_of(printed.pdf)[0].items() if y < 200] == ["2026" * 14, "1"]


def test_a_red_head_stands_where_the_standard_puts_it() -> None:
    found = places("non_acceptance")
    assert found["mark"].y_mm == pytest.approx(37 + 35, abs=1)
    number_line = found["mark"].y_mm + 40 / 72 * 25.4 + 2 * LINE_MM
    assert found["rule"].y_mm == pytest.approx(number_line + LINE_MM + 1.7, abs=0.5)
    assert found["rule"].x_mm == pytest.approx(28, abs=0.1)
    assert found["title"].y_mm == pytest.approx(found["rule"].y_mm + 0.8 + 2 * LINE_MM, abs=0.5)


def test_a_letter_head_stands_where_the_standard_puts_it() -> None:
    found = places("crime_transfer")
    assert found["mark"].y_mm == pytest.approx(30, abs=0.5)
    assert found["rule"].y_mm == pytest.approx(30 + 40 / 72 * 25.4 + 4, abs=0.5)
    assert found["rule"].x_mm == pytest.approx((210 - 170) / 2, abs=0.1)
    assert found["foot-rule"].y_mm == pytest.approx(297 - 20, abs=1)
    assert found["foot-rule"].page == 1
    assert found["foot-rule"].x_mm == pytest.approx(20, abs=0.1)


def test_the_mark_of_a_long_name_stays_within_the_type_area() -> None:
    long = "宁夏回族自治区石嘴山市平罗县市场监督管理局"
    for code in ("non_acceptance", "crime_transfer"):
        first = lines_of(made(code, organ=long).pdf)[0]
        assert sum(long in squeezed(text) for text in first.values()) == 1, "the mark broke into two lines"


def test_page_numbers_stand_on_all_pages_but_the_first_of_a_letter() -> None:
    for code in FORMS:
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(usual(code).pdf)).pages]
        for n, page in enumerate(pages, 1):
            assert (f"— {n} —" in page) is not (FORMS[code].layout == LETTER and n == 1)
            assert f"{code} · {FORMS[code].number(2026, 12)}" in page


def test_the_copy_line_closes_the_last_page() -> None:
    lines = lines_of(made("crime_transfer", findings=["查明的事实。"] * 30).pdf)
    for page in lines[:-1]:
        assert not any("抄送" in text for text in page.values())
    inside = {y: text for y, text in lines[-1].items() if y < 262}
    assert list(inside.values())[-2].startswith("抄送")
    assert max(inside) > 262 - 9


@pytest.mark.parametrize("code", ["non_acceptance", "crime_transfer"])
def test_the_signature_is_never_alone_on_a_page(code: str) -> None:
    fact = "reason" if code == "non_acceptance" else "findings"
    pages = set()
    for n in range(1, 24, 3):
        paper = made(code, **{fact: "\n".join(["这是查明的一项事实。"] * n)})
        page = lines_of(paper.pdf)[paper.seal.page - 1]
        organ = next(y for y, text in page.items() if text == CONTACT["organ"] and y > 60)
        above = [y for y in page if y < organ]
        assert above, f"nothing above the signature with {n} paragraphs"
        # Two lines are kept free, so that the seal's upper edge comes within a line of the text.
        assert organ - max(above) == pytest.approx(3 * LINE_MM, abs=0.3)
        assert paper.seal.y_mm - paper.seal.diameter_mm / 2 - max(above) < LINE_MM
        assert paper.seal.y_mm < organ + LINE_MM < paper.seal.y_mm + paper.seal.diameter_mm / 2
        pages.add(paper.seal.page)
    assert len(pages) > 1, "the sizes tried never crossed a page"


ONE_PAGE = [
    code
    for code, wanted in FORMS.items()
    if wanted.layout in {LETTER, TABLE} and code not in {"crime_transfer", "reward_notice"}
]


@pytest.mark.parametrize("code", ONE_PAGE)
def test_a_notice_of_usual_length_is_one_page(code: str) -> None:
    assert usual(code).pages == 1


@pytest.mark.parametrize("code", ["acceptance", "identity_request", "mediation_notice"])
def test_lines_moved_closer_to_save_a_page_leave_the_room_of_the_seal(code: str) -> None:
    wanted, facts = FORMS[code], FACTS[code]
    html = printing._page_set(wanted, facts, wanted.number(2026, 12), DAY)
    assert print_pdf(html, printing._styles(wanted.layout), fonts.conf()).pages == 2, "it needs no moving"
    paper = usual(code)
    page = lines_of(paper.pdf)[0]
    organ = max(y for y, text in page.items() if text == CONTACT["organ"])
    above = max(y for y in page if y < organ)
    assert organ - above == pytest.approx(3 * LINE_MM, abs=0.3)
    assert organ + LINE_MM < 262


def test_lines_are_not_moved_where_it_saves_no_page() -> None:
    paper = made("result_notice", result="\n".join(["这是告知的一项处理结果。"] * 12))
    assert paper.pages == 2
    told = [y for y, text in lines_of(paper.pdf)[0].items() if "一项处理结果" in text]
    assert [below - above for above, below in itertools.pairwise(told)] == pytest.approx(
        [LINE_MM] * (len(told) - 1), abs=0.02
    )


@pytest.mark.parametrize("code", ["complaint_receipt", "report_receipt"])
def test_a_receipt_is_one_page_and_its_seal_covers_no_text_but_the_signature(code: str) -> None:
    paper = usual(code)
    assert paper.pages == 1
    page = lines_of(paper.pdf)[0]
    signature = max(y for y, text in page.items() if text == CONTACT["organ"])
    assert paper.seal.y_mm - 21 > max(y for y in page if y < signature)
    assert signature < paper.seal.y_mm + 21 < 297 - 20


# --- what must not happen ------------------------------------------------------------------------------------


def test_what_a_person_wrote_is_printed_and_not_obeyed() -> None:
    typed = "<img src='http://example.org/x'> {{ number }} {% load static %} & “引号”"
    paper = made("complaint_receipt", subject=typed)
    assert squeezed(typed) in squeezed(paper.text)
    assert squeezed(typed) in squeezed(read(paper))


@pytest.fixture
def _own_font_map() -> Iterator[None]:
    """A font map that the tests of @font-face may spoil: the engine keeps a folder for each family asked for."""
    press._fonts.cache_clear()
    press._sheet.cache_clear()
    yield
    press._fonts.cache_clear()
    press._sheet.cache_clear()


@pytest.mark.usefixtures("_own_font_map")
@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/a.png",
        "https://example.org/a",
        "file:///etc/hostname",
        "data:image/png;base64,AAAA",
        "a.png",
    ],
)
def test_nothing_is_fetched_from_outside(address: str) -> None:
    for html, css in [
        (f'<img src="{address}">', ""),
        (f'<link rel="stylesheet" href="{address}">', ""),
        ("", f'body {{ background-image: url("{address}") }}'),
        ("", f'@import "{address}";'),
        ("", f'@font-face {{ font-family: x; src: url("{address}") }} body {{ font-family: x }}'),
    ]:
        page = f'<html lang="zh-CN"><head><title>外部</title></head><body>{html}正文</body></html>'
        with pytest.raises(OutsideResource):
            print_pdf(page, css, fonts.conf())


def test_a_paper_with_gaps_or_a_named_informant_is_not_printed() -> None:
    with pytest.raises(MissingFacts, match="不予受理的理由"):
        made("non_acceptance", reason=" ")
    with pytest.raises(NotACode):
        made("reward_notice", addressee="张三")


def test_a_rare_name_is_printed_and_an_impossible_one_refused() -> None:
    assert "张堃𬭎㛃经营部" in squeezed(read(made("acceptance", respondent="张堃𬭎㛃经营部")))
    with pytest.raises(Unprintable, match="U\\+0E01"):
        made("acceptance", respondent="ก商店")


def test_signs_without_a_glyph_become_the_geta_mark_and_are_reported() -> None:
    paper = made("complaint_receipt", subject="太气人了😡😡，求处理👍\ufe0f")
    assert "太气人了〓〓，求处理〓" in squeezed(read(paper))
    assert paper.stand_ins == "😡👍"
    assert usual("complaint_receipt").stand_ins == ""
    assert printing.unprintable("酸奶😡农심") == "😡"


def test_invisible_characters_cannot_disguise_a_paper() -> None:
    paper = made("acceptance", subject="退\u202e款\u200b一\u0000事\ufeff\r\n第二行")
    assert "退款一事第二行" in squeezed(read(paper))


def test_a_template_that_prints_an_undeclared_fact_is_caught(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(printing._templates(), tmp_path, dirs_exist_ok=True)
    page = tmp_path / "acceptance.html"
    page.write_text(page.read_text("utf-8").replace("facts.respondent", "facts.respondant"), encoding="utf-8")
    monkeypatch.setattr(printing, "_templates", lambda: tmp_path)
    with pytest.raises(printing.TemplateGap, match="respondant"):
        made("acceptance")


def test_a_text_layer_that_differs_is_caught() -> None:
    with pytest.raises(printing.WrongText):
        printing._read_back(usual("acceptance").pdf, "别的文字")


def test_four_threads_print_four_right_papers() -> None:
    codes = ["acceptance", "crime_transfer", "reward_notice", "complaint_receipt"]
    with ThreadPoolExecutor(4) as threads:
        papers = list(threads.map(made, codes))
    for code, paper in zip(codes, papers, strict=True):
        assert squeezed(FORMS[code].title) in squeezed(read(paper))


def test_the_layout_engine_is_not_loaded_before_the_first_paper() -> None:
    look = (
        "import sys, django; django.setup(); import documents.render; sys.exit('weasyprint' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", look], check=False, cwd=settings.BASE_DIR).returncode == 0
