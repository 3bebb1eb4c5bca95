"""What tells of a report is one list, and neither blanks nor other characters between hide a word of it."""

import re
from pathlib import Path

import pytest

from documents.telling import folded, tells_of_report

GOLDEN = Path(__file__).parent / "golden"
NOTHING = re.compile(r"(?!)")


@pytest.mark.parametrize(
    "text",
    [
        "举报", "举 报", "举\u200b报", "举　报", "举\n报", "举·报", "举\u3164报", "舉報", "檢舉人", "检举", "根据知情人提供的线索",
        "热心市民反映", "市民反映", "市民多次反映", "员工反映", "有人反映", "经反映", "爆料", "匿名来信", "接12315平台转来的信息",
        "12315平台分送", "经12315转办", "根据全国12315平台登记的信息", "12345热线转来", "线索来源材料", "案源登记", "问题线索",
        "群众提供的线索", "来信称", "信访件", "附转办单", "移送的有关线索", "网友来电", "控告人", "证据一举报人提供",
    ],
)  # fmt: skip
def test_what_tells_of_a_report(text):
    assert tells_of_report(f"现场检查。{text}，经核实", besides=NOTHING)


@pytest.mark.parametrize(
    "text",
    [
        "当事人反映其不知情", "证人反映不了当时的情况", "列举报告事项", "推选\n报名", "检查人员到场", "经营户到场签字",
        "消费者权益", "员工李某到场。反映了库存", "电话12315", "可拨打12315", "移送公安机关", "线索", "不知情", "来电显示器",
        "2026年11月24日收到行政复议申请", "平台内经营者", "群众体育用品店", "同行人员陪同", "家长签名",
    ],
)  # fmt: skip
def test_what_tells_of_none(text):
    assert not tells_of_report(f"现场检查。{text}，经核实", besides=NOTHING)


@pytest.mark.parametrize("name", ["mediation_notice", "mediation_agreement", "mediation_record"])
def test_our_own_papers_to_both_parties_tell_of_none(name):
    """They are of complaints: in none of their standing words does a report or a source appear."""
    titles = re.compile(r"《[^》]*》|投诉举报")
    for paper in GOLDEN.glob(f"{name}-*.txt"):
        assert not tells_of_report(paper.read_text(encoding="utf-8"), besides=titles), paper.name


def test_sentences_keep_their_marks():
    assert folded("列舉、 報告；\u200b舉-報。") == "列举、报告;举报。"
