"""Facts of the extract from a case's main volume: only what a closed list of acts said, and of those only listed facts.

Whatever is not on the list stays in: the source of the case, the verification, reviews, approvals (程序规定 art. 78).
"""

from collections.abc import Iterator
from typing import Any

from django.utils.timezone import localdate

from documents.facts.occasion import Occasion, ground_of, source_of
from documents.models import Document
from documents.numerals import chinese_date
from enforcement.states import Conduct, Outcome
from evidence.access import main_volume

RULE = "case.volumes"

# Acts whose words belong to the main volume, and under which label each of their facts is printed.
ACTS: dict[str, tuple[str, dict[str, str]]] = {
    "give_notice": ("行政处罚告知", {"proposed": "告知内容", "served_how": "送达"}),
    "record_defence": ("陈述、申辩和复核", {"statement": "陈述申辩意见", "answer": "复核意见"}),
    "serve_decision": ("决定书送达", {"proof": "送达情况"}),
    "publish": ("处罚信息公示", {"proof": "公示情况"}),
    "record_payment": ("缴款", {"proof": "缴款情况"}),
}
MEASURES = (
    ("stop_production", "责令停产停业"),
    ("licence_revoked", "吊销许可证"),
    ("ordered_closed", "责令关闭"),
)


def _main_volume(case: Any, said: Occasion) -> dict[str, Any]:
    day = case.law_day()
    parts = list(_parts(case))
    papers = _papers(case)
    listed = [f"{n}、{title}（{on}）" for n, (title, on, _lines) in enumerate(parts, 1)]
    listed += [
        f"{n}、{title}（{number}，{on}）" for n, (title, number, on) in enumerate(papers, len(parts) + 1)
    ]
    listed += [f"{n}、{words}" for n, words in enumerate(_evidence(case), len(parts) + len(papers) + 1)]
    return {
        "addressee": said.text("recipient"),
        "matter_number": case.number,
        "respondent": case.respondent,
        "purpose": ground_of(RULE, said.text("purpose"), day),
        "basis": said.source or source_of(RULE, day),
        "contents": listed,
        "materials": [
            line for n, (title, _on, lines) in enumerate(parts, 1) for line in (f"{n}、{title}", *lines)
        ],
    }


def _parts(case: Any) -> Iterator[tuple[str, str, list[str]]]:
    """Title, day and lines of each part, in the order the procedure has them."""
    if facts := _found(case):
        yield "案件事实", _on(case, "record_facts"), facts
    for verb in ("give_notice", "record_defence"):
        yield from _said(case, verb)
    if case.outcome:
        yield "处理决定", _on(case, "decide"), list(_decided(case))
    for verb in ("serve_decision", "publish", "record_payment"):
        yield from _said(case, verb)


def _found(case: Any) -> list[str]:
    if case.sales_amount is None:
        return []
    conduct = "、".join(str(Conduct(code).label) for code in case.conduct if code in Conduct.values)
    lines = [
        f"违法行为：{conduct}",
        f"销售金额：{case.sales_amount:,.2f}元",
        f"未销售货值：{case.unsold_value or 0:,.2f}元",
    ]
    lines += [
        f"{label}：{said}" for label, said in (("涉案物品", case.goods), ("证据", case.evidence)) if said
    ]
    return lines


def _decided(case: Any) -> Iterator[str]:
    yield f"决定：{Outcome(case.outcome).label}"
    if case.warned:
        yield "警告"
    for sum_, label in ((case.fine, "罚款"), (case.confiscated_gain, "没收违法所得")):
        if sum_:
            yield f"{label}：{sum_:,.2f}元"
    if case.confiscated_goods_value:
        yield f"没收物品货值：{case.confiscated_goods_value:,.2f}元"
    yield from (label for name, label in MEASURES if getattr(case, name))
    yield f"事实、理由和依据：{case.decision_reasons}"


def _said(case: Any, verb: str) -> Iterator[tuple[str, str, list[str]]]:
    title, labels = ACTS[verb]
    for entry in case.journal.filter(verb=verb).order_by("seq"):
        lines = [f"{label}：{entry.facts[name]}" for name, label in labels.items() if entry.facts.get(name)]
        yield title, chinese_date(localdate(entry.at)), lines


def _on(case: Any, verb: str) -> str:
    entry = case.journal.filter(verb=verb).order_by("-seq").first()
    return chinese_date(localdate(entry.at)) if entry else ""


def _papers(case: Any) -> list[tuple[str, str, str]]:
    """The papers of the main volume that were made on the case itself: title, number and day."""
    rows = Document.objects.filter(matter_id=case.pk, volume=Document.MAIN, print__isnull=False).order_by(
        "issued_at"
    )
    return [(paper.title, paper.number, chinese_date(localdate(paper.issued_at))) for paper in rows]


def _evidence(case: Any) -> list[str]:
    """The sterile copies of the main volume, each with the digest by which it is known to be the one; no name of a file."""
    return [
        f"证据{each.evidence.seq}（{chinese_date(each.evidence.received_on)}收存，副本校验值{each.copy.sha256[:16]}）"
        for each in main_volume(case)
        if each.copy is not None
    ]


MAKERS = {"main_volume": _main_volume}
