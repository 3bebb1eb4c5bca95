"""The shelf: every rule is cited and dated, and its own examples come out as the rule says."""

from datetime import date, datetime, timedelta

import pytest

from statutes import (
    BadShelf,
    Exclusion,
    NotInForce,
    Rule,
    UnknownRule,
    UnknownUnit,
    Version,
    prevailing,
    reckon,
    rule,
    shelf,
)
from statutes.moments import BEIJING
from statutes.rules import CONFIDENCES, RANKS, UNITS, _rule, countings

DAY = timedelta(days=1)
REFORM = date(2026, 4, 15)

AREAS = {
    "intake": (
        "receipt", "split", "channels", "dispatch", "hand_back", "confidentiality", "hotline_dispatch",
    ),
    "complaint": (
        "acceptance", "non_acceptance", "acceptance_routes", "materials", "consent", "delegation",
        "mediation", "mediation_regulation", "termination", "termination_notice", "agreement",
        "lead_check", "closing", "acceptance_regulation", "limit", "trader_refusal",
    ),
    "report": (
        "verification", "filing", "non_filing", "filing_notice", "result_notice", "officers",
        "advertising_notice", "information_notice", "household_information_notice", "result_target",
    ),
    "case": (
        "decision", "facts", "review", "reviewer", "notice", "defence", "decision_kinds", "service",
        "payment", "publicity", "closing", "limitation", "food_fine_level", "limitation_harm", "court", "urge",
        "urgent_registration", "registered_evidence", "urgent_seizure", "seizure", "food_seizure", "assistance",
        "designation", "jurisdiction_dispute", "public_notice_service", "simple_filing", "cash_handover", "cash_bank",
    ),
    "hearing": ("request", "chair", "file", "date", "notice", "announcement", "report"),
    "publicity": (
        "push", "local", "correction", "decision_withdrawal", "minor_display", "display", "early_application",
        "serious_display", "serious_early_application", "inspection_result",
    ),
    "listing": (
        "publicity", "push", "local", "early_exit", "exit_decision", "exit_execution", "cancel", "exit",
    ),
    "repair": ("acceptance", "decision", "execution", "fraud_publicity", "fraud_bar"),
    "food": (
        "sample_delivery", "test_report", "failure_report", "result_service", "retest_request", "retest_acceptance",
        "retest_laboratory", "retest_samples", "retest", "retest_notice", "disposal", "ban", "three_penalties",
        "repeat_offence",
    ),
    "review": ("application", "application_untold", "answer", "answer_simple"),
    "suit": ("application",),
    "supervision": ("answer", "correction_report", "recheck", "recheck_answer"),
    "information": ("third_party", "reply"),
    "police": (
        "supplement_request", "moved_notice", "reasons", "filing_order", "usual_decision", "decision_notice",
        "economic_review", "economic_decision", "economic_major", "complex_decision", "major_decision",
    ),
    "procuratorate": (
        "outcome_notice", "overdue_reasons", "urging", "lead_handling", "reconsideration_decision",
        "review_decision", "case_passing", "penalty_review", "opinion_sending", "opinion_reply",
    ),
    "disclosure": (
        "handler", "contact", "mediation", "party", "court", "information", "police", "procuratorate", "supervisory",
        "superior", "finance", "audit", "media", "self", "danger", "minimum", "consent", "two_people", "recusal",
        "relay", "receipt", "expiry", "incident",
    ),
    "identity": ("basis_target", "consent_target", "approval_target", "receipt_target", "emergency_approval"),
    "referral": (
        "duty", "team", "approval", "transfer", "enclosures", "copy_procuratorate", "receipt",
        "police_decision", "evidence_handover", "reconsideration", "reconsideration_decision",
        "supervision", "resume", "no_fine_instead", "judgment", "supplement", "copy_deadline",
        "reconsideration_ningxia", "evidence_handover_ningxia", "inquiry_letter", "procuratorate_letter",
    ),
    "reward": (
        "eligibility", "grade", "rates", "invitation", "claim", "recheck", "cap", "finance_joint", "fund",
        "confidentiality", "screening_target", "proposal_target", "approval_target",
    ),
    "record": (
        "process", "impact_assessment", "disclosure", "logs", "sampling", "identity_access",
    ),
    "crime": (
        "140", "140-exp", "143", "143-harm", "143-ser", "144", "screening",
    ),
}  # fmt: skip
NEEDED = [f"{area}.{short}" for area, names in AREAS.items() for short in names]

EVERY_RULE = [pytest.param(each, id=name) for name, each in shelf().items()]
EVERY_VERSION = [
    pytest.param(version, id=f"{name}@{version.in_force}")
    for name, each in shelf().items()
    for version in each.versions
]
EVERY_EXAMPLE = [
    pytest.param(version, example, id=f"{version.rule}@{version.in_force}-{number}")
    for each in shelf().values()
    for version in each.versions
    for number, example in enumerate(version.examples)
]


@pytest.mark.parametrize("name", NEEDED)
def test_the_rule_stands_on_the_shelf(name: str) -> None:
    assert rule(name).name == name


@pytest.mark.parametrize("each", EVERY_RULE)
def test_a_rule_is_named_ranked_and_read(each: Rule) -> None:
    assert each.title
    assert each.rank in RANKS
    assert each.read_on == date(2026, 11, 23)
    assert each.versions


@pytest.mark.parametrize("version", EVERY_VERSION)
def test_a_version_cites_its_article_and_its_confidence(version: Version) -> None:
    assert version.confidence in CONFIDENCES
    article = "第" in version.source and "条" in version.source
    document = "〔" in version.source
    assert article or document or version.confidence == "design"
    assert 0 < len(version.words) <= 40, "a short phrase, never a sentence of the law"
    assert "。" not in version.words
    assert version.unverified == (version.confidence == "recalled")


@pytest.mark.parametrize("version", EVERY_VERSION)
def test_a_clock_is_whole_and_shows_an_example(version: Version) -> None:
    if version.amount is None:
        assert not version.examples
        return
    assert version.amount > 0
    assert version.unit in UNITS
    assert version.counting in countings()
    assert version.starts, "an officer must be told what starts the clock"
    assert version.examples
    assert version.period.startswith(str(version.amount))


@pytest.mark.parametrize("each", EVERY_RULE)
def test_versions_follow_one_another_without_overlap(each: Rule) -> None:
    for earlier, later in zip(each.versions, each.versions[1:], strict=False):
        assert earlier.until is not None
        assert earlier.in_force <= earlier.until < later.in_force


@pytest.mark.parametrize("each", EVERY_RULE)
def test_a_rule_answers_only_inside_its_time(each: Rule) -> None:
    first, last = each.versions[0], each.versions[-1]
    with pytest.raises(NotInForce):
        each.on(first.in_force - DAY)
    assert not each.in_force_on(first.in_force - DAY)
    for version in each.versions:
        assert each.on(version.in_force) is version
        if version.until:
            assert each.on(version.until) is version
    if last.until:
        assert not each.in_force_on(last.until + DAY)
        with pytest.raises(NotInForce):
            each.on(last.until + DAY)


@pytest.mark.parametrize(("version", "example"), EVERY_EXAMPLE)
def test_the_examples_of_a_rule_come_out(version: Version, example: dict) -> None:
    reckoning = reckon(
        version,
        example["start"],
        exclusions=[Exclusion(**each) for each in example.get("exclusions", ())],
        extensions=example.get("extensions", ()),
        restarts=example.get("restarts", ()),
    )
    expected = {key: value for key, value in example.items() if key.startswith(("due", "strict", "outer"))}
    assert expected, "an example must state a date"
    assert {key: getattr(reckoning, key) for key in expected} == expected
    assert reckoning.provisional == example.get("provisional", False)


def test_both_orders_cite_their_own_article() -> None:
    """令20第十四条 until 2026-04-14, 令121第十五条第一款 from 2026-04-15."""
    acceptance = rule("complaint.acceptance")
    assert acceptance.on(REFORM - DAY).source == "令20第十四条"
    assert acceptance.on(REFORM).source == "令121第十五条第一款"
    assert acceptance.on(REFORM).answered_by == "notice"


def test_grounds_of_non_acceptance_grew_from_six_to_seven() -> None:
    """令20第十五条 against 令121第十六条."""
    grounds = rule("complaint.non_acceptance")
    assert [item.code for item in grounds.on(REFORM - DAY).items] == ["1", "2", "3", "4", "5", "6"]
    assert [item.code for item in grounds.on(REFORM).items] == ["1", "2", "3", "4", "5", "6", "7"]
    assert grounds.on(REFORM).item("6").text.startswith("冒用他人名义")
    assert not grounds.on(REFORM - DAY).has_item("7")
    with pytest.raises(UnknownRule):
        grounds.on(REFORM).item("8")


def test_grounds_of_termination_grew_from_seven_to_eight() -> None:
    """令20第二十一条 against 令121第二十三条; the expired term is ground 5 in both."""
    grounds = rule("complaint.termination")
    assert len(grounds.on(REFORM - DAY).items) == 7
    assert len(grounds.on(REFORM).items) == 8
    for day in (REFORM - DAY, REFORM):
        assert "期限届满" in grounds.on(day).item("5").text


def test_the_notice_of_filing_to_a_named_reporter_is_gone() -> None:
    """令20第三十一条第二款 has no successor in 令121."""
    notice = rule("report.filing_notice")
    assert notice.on(REFORM - DAY).period == "5个工作日"
    with pytest.raises(NotInForce):
        notice.on(REFORM)


def test_delegated_mediation_now_needs_both_consents() -> None:
    """令20第十七条 against 令121第十九条."""
    assert rule("complaint.delegation").on(REFORM - DAY).params["both_consent"] is False
    assert rule("complaint.delegation").on(REFORM).params["both_consent"] is True


@pytest.mark.parametrize("name", ["report.officers", "referral.team"])
def test_two_officers_at_least(name: str) -> None:
    """程序规定第十九条第二款, 移送规定第五条第一款."""
    assert rule(name).on(date(2026, 11, 2)).number("min_officers") == 2


def test_the_filing_test_has_four_conditions_and_the_transfer_five_enclosures() -> None:
    """程序规定第十九条第一款, 移送规定第六条."""
    assert len(rule("report.filing").on(date(2026, 11, 2)).items) == 4
    assert len(rule("referral.enclosures").on(date(2026, 11, 2)).items) == 5


def test_the_higher_rank_prevails_while_the_two_differ() -> None:
    """消保条例第四十六条第三款 against 令20第二十一条, 2024-07-01 to 2026-04-14."""
    before = prevailing("complaint.mediation", date(2024, 6, 30))
    assert (before.version.rule, before.losers) == ("complaint.mediation", ())
    between = prevailing("complaint.mediation", date(2024, 7, 1))
    assert between.version.rule == "complaint.mediation_regulation"
    assert [loser.source for loser in between.losers] == ["令20第二十一条第一款第五项"]
    after = prevailing("complaint.mediation", REFORM)
    assert after.version.source == "令121第二十三条第一款第五项"
    assert [loser.rule for loser in after.losers] == ["complaint.mediation_regulation"]


def test_two_texts_of_the_same_length_are_no_conflict() -> None:
    """消保条例第四十六条第二款 beside 令20第十四条 and 令121第十五条: the order speaks, the regulation is shown."""
    for day in (date(2024, 7, 1), REFORM):
        found = prevailing("complaint.acceptance", day)
        assert found.version.rule == "complaint.acceptance"
        assert [loser.rule for loser in found.losers] == ["complaint.acceptance_regulation"]
        assert found.reading is None
    assert prevailing("complaint.acceptance", date(2024, 6, 30)).losers == ()


def test_public_notice_became_shorter_in_november_2022() -> None:
    """程序规定第八十二条第五项: 60 days until 2022-10-31, 30 days from 2022-11-01 (令61)."""
    notice = rule("case.public_notice_service")
    assert notice.on(date(2022, 10, 31)).period == "60日"
    assert notice.on(date(2022, 11, 1)).period == "30日"


def test_display_has_three_tiers_since_december_2025() -> None:
    """公示规定第十三条至第十五条 (令108): 3 months, 1 year, 3 years; before, 3 months and 3 years."""
    eve, day = date(2025, 12, 24), date(2025, 12, 25)
    assert [rule("publicity.display").on(each).amount for each in (eve, day)] == [36, 12]
    assert [rule("publicity.minor_display").on(each).amount for each in (eve, day)] == [3, 3]
    assert rule("publicity.serious_display").on(day).amount == 36
    with pytest.raises(NotInForce):
        rule("publicity.serious_display").on(eve)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("case.registered_evidence", "7日", "7个工作日"),
        ("case.service", "7日", "7个工作日"),
        ("case.cash_handover", "2日", "2个工作日"),
        ("case.cash_bank", "2日", "2个工作日"),
        ("case.urge", "10日", "10个工作日"),
        ("case.defence", "3个工作日", "5个工作日"),
        ("hearing.request", "3个工作日", "5个工作日"),
        ("hearing.notice", "7日", "7个工作日"),
        ("hearing.announcement", "3日", "3个工作日"),
    ],
)
def test_what_the_amendment_of_2021_made_working_days(name: str, before: str, after: str) -> None:
    """令42修改决定, in force 2021-07-15."""
    assert rule(name).on(date(2021, 7, 14)).period == before
    assert rule(name).on(date(2021, 7, 15)).period == after


def test_the_day_asked_about_is_beijings() -> None:
    late_in_london = datetime(2026, 4, 14, 17, 0, tzinfo=BEIJING).astimezone() + timedelta(hours=8)
    assert rule("complaint.acceptance").on(late_in_london).source.startswith("令121")


def test_an_unknown_rule_is_refused_by_name() -> None:
    with pytest.raises(UnknownRule, match=r"complaint\.nonsense"):
        rule("complaint.nonsense")


VERSION = {"in_force": date(2020, 1, 1), "source": "某规定第一条", "words": "短语", "confidence": "verbatim"}


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"unit": "fortnights", "amount": 1, "counting": "JB45"}, UnknownUnit),
        ({"amount": 7}, BadShelf),
        ({"amount": 7, "unit": "working_days", "counting": "XX"}, BadShelf),
        ({"source": ""}, BadShelf),
        ({"confidence": "certain"}, BadShelf),
        ({"answered_by": "silence"}, BadShelf),
        ({"surprise": 1}, BadShelf),
    ],
)
def test_a_broken_entry_is_refused(change: dict, error: type[Exception]) -> None:
    body = {"title": "某规则", "rank": "law", "version": [VERSION | change]}
    with pytest.raises(error):
        _rule("x.y", body, date(2026, 11, 23), "x.toml")


def test_overlapping_versions_are_refused() -> None:
    body = {"title": "某规则", "rank": "law", "version": [VERSION, VERSION | {"in_force": date(2021, 1, 1)}]}
    with pytest.raises(BadShelf, match="overlap"):
        _rule("x.y", body, date(2026, 11, 23), "x.toml")


def test_a_missing_param_is_refused_not_guessed() -> None:
    version = rule("complaint.acceptance").on(REFORM)
    with pytest.raises(BadShelf):
        version.number("min_officers")
    with pytest.raises(BadShelf):
        version.decimal("cap")
