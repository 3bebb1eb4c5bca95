"""What pages say: nearness in words, the journal without codes, and every term of the law in both languages."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

import statutes
from desk import legal_terms, telling, words
from desk.units import UnitNames
from documents.forms import FORMS
from procedure.access import matter_for
from procedure.journal import JournalEntry
from procedure.matter import kinds
from procedure.steps import steps_of

database = pytest.mark.django_db(databases=["default", "vault"])
TODAY = date(2026, 11, 24)


@database
@pytest.mark.parametrize(
    ("due_on", "state", "said", "english"),
    [
        (date(2026, 11, 21), "overdue", "逾期 3 天", "3 days overdue"),
        (date(2026, 11, 23), "overdue", "逾期 1 天", "1 day overdue"),
        (date(2026, 11, 24), "today", "今天到期", "due today"),
        (date(2026, 11, 25), "near", "明天到期", "due tomorrow"),
        (date(2026, 11, 27), "near", "还有 3 天", "3 days left"),
        (date(2026, 12, 24), "running", "还有 30 天", "30 days left"),
        (None, "none", "无期限", "no term"),
    ],
)
def test_a_due_day_is_said_in_words_with_its_state(due_on, state, said, english):
    with translation.override("zh-hans"):
        assert words.due(due_on, TODAY) == {"on": due_on, "state": state, "words": said}
    with translation.override("en"):
        assert words.nearness(due_on, TODAY) == english


def test_every_rule_that_runs_as_a_clock_is_in_the_list_of_terms():
    running = {r.title for r in statutes.shelf().values() if any(v.amount is not None for v in r.versions)}
    assert running == set(legal_terms.TERMS)


def test_every_paper_is_in_the_list_of_terms():
    assert {form.title for form in FORMS.values()} == set(legal_terms.PAPERS)


def test_terms_papers_steps_and_states_have_their_english():
    said = [*legal_terms.TERMS, *legal_terms.PAPERS, *legal_terms.ACTS]
    for kind in kinds().values():
        said += [step.name for step in steps_of(kind)]
    with translation.override("en"):
        said += [str(label) for kind in kinds().values() for label in kind.States.labels]
        left = [word for word in said if any("\u4e00" <= c <= "\u9fff" for c in translation.gettext(word))]
    assert left == []


@pytest.fixture
def told_story(walk):
    """A story through all kinds, for its journal."""
    taken = walk.call("买的熟食已经过期，吃完拉肚子，要求退款", name="钱途亮", phone="13909520102")
    walk.mediate(walk.accept(taken.complaint))
    case = walk.facts(walk.file(walk.verify(taken.report)), sold="61000")
    walk.receipt(walk.transfer(walk.submit(walk.suspect(case))))
    told = walk.call("卖过期面粉", name="孙守正", phone="13909520103", as_complaint=False)
    case = walk.facts(walk.file(walk.verify(told.report)), sold="3000")
    walk.fine(case, fine="198000")
    walk.reward(walk.qualify(walk.close_case(case)), told.codes["report"])
    return walk


@database
def test_the_journal_is_told_without_a_code(told_story):
    cast = told_story.cast
    codes = {
        "phone",
        "expired_food_reworked",
        "penalty",
        "CG",
        "True",
        "False",
        "None",
        "yes",
        "no",
        "chengban1",
    }
    seen = set()
    for entry in JournalEntry.objects.select_related("matter"):
        matter = matter_for(cast["ducha1"], entry.matter.number)
        (line,) = telling.tell(matter, [entry], UnitNames([]))
        seen.add(entry.verb)
        assert line.name
        assert line.after == "" or any("\u4e00" <= c <= "\u9fff" for c in line.after)
        for fact in line.facts:
            assert not (fact.label.isascii() and fact.label.replace("_", "").isalpha()), (
                entry.verb,
                fact.label,
            )
            assert not codes & set(fact.lines), (entry.verb, fact)
            assert not any(
                text.isdigit() and len(text) == 1 and fact.label != "发病人数" for text in fact.lines
            ), fact
    assert {"begin", "dispatch", "assign", "file", "transfer", "decide", "qualify", "propose"} <= seen


@database
def test_opening_acts_are_in_the_list_of_terms(told_story):
    names = set(
        JournalEntry.objects.filter(verb__in=["begin", "serve", "view_identity"]).values_list(
            "name", flat=True
        )
    )
    assert names <= set(legal_terms.ACTS)


@database
def test_the_page_of_a_case_shows_the_threshold_with_its_arithmetic(desk, in_november):
    walk = in_november
    taken = walk.call("买的熟食已经过期，吃完拉肚子", name="钱途亮", phone="13909520102", as_complaint=False)
    case = walk.facts(walk.file(walk.verify(taken.report)), sold="61000")
    shown = desk("chengban1").get(reverse("desk:matter", args=[case.number])).content.decode()
    for word in ("刑事追诉标准比对", "已达标准", "61,000", "50,000", "刑法第一百四十条"):
        assert word in shown
    submit = desk("suozhang1").get(reverse("desk:matter", args=[case.number])).content.decode()
    assert "不得以罚代刑" in submit
