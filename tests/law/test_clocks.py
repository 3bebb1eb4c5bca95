"""Clock arithmetic (令121第四十五条, 程序规定第八十条, 移送规定第五条): golden dates and properties."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statutes import (
    CALENDAR,
    BadExclusion,
    Exclusion,
    ExclusionNotAllowed,
    ExtensionNotAllowed,
    NeedsMoment,
    NoClock,
    Reading,
    Readings,
    Reckoning,
    Version,
    reckon,
    rule,
    shelf,
)
from statutes.moments import BEIJING
from statutes.rules import countings

DAY = timedelta(days=1)
LAW_DAY = date(2026, 11, 2)


WEEKENDS_ROLL = Readings([Reading("roll.LAW", "rest", "某法制机构", date(2026, 11, 2), "民法典写法定休假日")])


def version(name: str, day: date = LAW_DAY) -> Version:
    return rule(name).on(day)


def due(name: str, start: date, *, law: date = LAW_DAY, extend: tuple[int, ...] = ()) -> date:
    return reckon(version(name, law), start, extensions=extend).due_on


def test_acceptance() -> None:
    """令121第十五条第一款: received Monday 2 November, due Wednesday 11 November."""
    assert due("complaint.acceptance", date(2026, 11, 2)) == date(2026, 11, 11)


@pytest.mark.parametrize(("extend", "expected"), [((), date(2026, 11, 23)), ((15,), date(2026, 12, 14))])
def test_verification(extend: tuple[int, ...], expected: date) -> None:
    """程序规定第十八条第一款: 15 working days, once 15 more, run on continuously."""
    assert due("report.verification", date(2026, 11, 2), extend=extend) == expected


def test_mediation_on_both_sides_of_the_reform() -> None:
    """令20第二十一条: 45 working days until 2026-04-14; 令121第二十三条: 60 days from 2026-04-15."""
    eve, morrow = date(2026, 4, 14), date(2026, 4, 15)
    assert due("complaint.mediation", eve, law=eve) == date(2026, 6, 18)
    assert due("complaint.mediation", morrow, law=morrow) == date(2026, 6, 14)
    assert due("complaint.mediation", morrow, law=eve) == date(2026, 6, 22)


def test_a_weekend_at_the_end_does_not_roll_a_period_of_days() -> None:
    """令121第四十五条 speaks of 法定节假日: accepted 11 November, the sixtieth day is a Sunday."""
    reckoning = reckon(version("complaint.mediation"), date(2026, 11, 11))
    assert reckoning.due_on == reckoning.strict_on == date(2027, 1, 10)
    assert reckoning.outer_on == date(2027, 1, 11)
    assert reckoning.provisional


def test_a_holiday_at_the_end_rolls() -> None:
    """程序规定第八十条: the ninetieth day is 国庆节, the period ends on the first day after the break."""
    reckoning = reckon(version("case.decision"), date(2026, 7, 3))
    assert (reckoning.strict_on, reckoning.due_on) == (date(2026, 10, 1), date(2026, 10, 8))
    assert [day.kind for day in reckoning.days[-8:]] == ["counted", *["rolled"] * 7]
    assert reckoning.days[-8].number == 90


def test_decision_and_publicity() -> None:
    """程序规定第六十四条, 公示规定第九条."""
    assert due("case.decision", date(2026, 11, 23)) == date(2027, 2, 21)
    assert due("case.publicity", date(2026, 11, 23)) == date(2026, 12, 21)


def test_three_days_of_a_transfer_are_natural_days_and_do_not_roll() -> None:
    """移送规定第五条第二款: a report received on a Thursday is decided by Sunday."""
    reckoning = reckon(version("referral.approval"), date(2026, 11, 26))
    assert reckoning.due_on == reckoning.strict_on == date(2026, 11, 29)
    assert reckoning.outer_on == date(2026, 11, 30)
    assert due("referral.approval", date(2026, 9, 29)) == date(2026, 10, 2), "not even a holiday rolls it"


def test_the_police_period_rolls_off_a_holiday() -> None:
    """移送规定第八条, counted by 刑事诉讼法第一百零五条."""
    assert due("referral.police_decision", date(2026, 9, 29)) == date(2026, 10, 8)


def test_reward_clocks() -> None:
    """举报奖励暂行办法, worked examples B11."""
    assert due("reward.invitation", date(2026, 11, 2)) == date(2026, 11, 23)
    assert due("reward.claim", date(2026, 11, 9)) == date(2026, 12, 21)
    assert due("reward.recheck", date(2026, 11, 9)) == date(2026, 11, 23)
    assert due("reward.claim", date(2026, 11, 2)) == date(2026, 12, 14)
    assert due("reward.claim", date(2026, 11, 2), extend=(10,)) == date(2026, 12, 28)


def test_hours_run_through_the_weekend_from_the_minute() -> None:
    """移送规定第五条第二款: 24 hours from the decision."""
    moment = datetime(2026, 11, 27, 15, 20, 45, tzinfo=BEIJING)
    reckoning = reckon(version("referral.transfer"), moment)
    assert reckoning.due_at == datetime(2026, 11, 28, 15, 20, tzinfo=BEIJING)
    assert reckoning.due_on == date(2026, 11, 28)
    assert not reckoning.provisional
    assert reckon(version("referral.transfer"), moment.astimezone(UTC)).due_at == reckoning.due_at


def test_hours_need_a_moment_with_its_zone() -> None:
    with pytest.raises(NeedsMoment):
        reckon(version("referral.transfer"), date(2026, 11, 27))
    for name in ("referral.transfer", "complaint.acceptance"):
        with pytest.raises(NeedsMoment):
            reckon(version(name), datetime(2026, 11, 27, 15, 20))  # noqa: DTZ001 (a moment without zone is the case)


def test_the_start_is_the_beijing_day_of_the_moment() -> None:
    late = datetime(2026, 11, 1, 16, 30, tzinfo=UTC)
    assert reckon(version("complaint.acceptance"), late).due_on == date(2026, 11, 11)
    assert reckon(version("complaint.acceptance"), late).start_on == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("start", "strict"),
    [
        (date(2025, 11, 30), date(2026, 2, 28)),
        (date(2023, 11, 30), date(2024, 2, 29)),
        (date(2026, 3, 31), date(2026, 6, 30)),
        (date(2026, 5, 31), date(2026, 8, 31)),
        (date(2026, 7, 31), date(2026, 10, 31)),
        (date(2025, 12, 15), date(2026, 3, 15)),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last_of_the_month(start: date, strict: date) -> None:
    """程序规定第七十六条: three months; where there is no such day, the month's last."""
    assert reckon(version("case.court"), start).strict_on == strict


def test_limitation_ends_on_its_last_day_unless_the_bureau_lets_weekends_roll() -> None:
    """行政处罚法第三十六条: the last day is a Sunday; by 民法典第二百零三条 it rolls if the bureau says so."""
    assert due("case.limitation", date(2023, 11, 30)) == date(2025, 11, 30)
    rolled = reckon(version("case.limitation"), date(2023, 11, 30), readings=WEEKENDS_ROLL)
    assert (rolled.strict_on, rolled.due_on) == (date(2025, 11, 30), date(2025, 12, 1))
    assert any("某法制机构" in line for line in rolled.words)


# What is not counted ---------------------------------------------------------------------------------------

TEST_WEEK = Exclusion(date(2026, 11, 9), date(2026, 11, 13), "检测")
APPRAISAL = Exclusion(date(2026, 11, 11), date(2026, 11, 17), "鉴定")


def verification(*exclusions: Exclusion, extend: tuple[int, ...] = ()) -> Reckoning:
    return reckon(version("report.verification"), date(2026, 11, 2), exclusions=exclusions, extensions=extend)


def test_testing_time_is_left_out_and_overlaps_count_once() -> None:
    """程序规定第十八条第二款."""
    assert verification(TEST_WEEK).due_on == date(2026, 11, 30)
    assert verification(TEST_WEEK, APPRAISAL).due_on == date(2026, 12, 2)
    assert verification(TEST_WEEK, TEST_WEEK).due_on == date(2026, 11, 30)


def test_both_end_days_of_an_interval_are_left_out() -> None:
    """令121第二十二条第三款: ten days of testing move the sixtieth day by ten."""
    tested = Exclusion(date(2026, 6, 10), date(2026, 6, 19), "检测")
    plain = reckon(version("complaint.mediation"), date(2026, 6, 1))
    assert reckon(version("complaint.mediation"), date(2026, 6, 1), exclusions=[tested]).strict_on == (
        plain.strict_on + 10 * DAY
    )


def test_an_interval_after_the_end_changes_nothing() -> None:
    later = Exclusion(date(2026, 12, 1), date(2026, 12, 31), "检测")
    assert verification(later).due_on == verification().due_on


def test_a_ground_the_rule_does_not_list_is_refused() -> None:
    """令121第十五条 leaves nothing out of the seven working days."""
    asked = Exclusion(date(2026, 11, 4), date(2026, 11, 5), "补正材料")
    with pytest.raises(ExclusionNotAllowed, match="补正材料"):
        reckon(version("complaint.acceptance"), date(2026, 11, 2), exclusions=[asked])


def test_time_on_the_way_is_left_out_where_the_order_says_so() -> None:
    """程序规定第八十条: 期间不包括在途时间."""
    travel = Exclusion(date(2026, 11, 24), date(2026, 11, 25), "在途")
    assert reckon(version("case.defence"), date(2026, 11, 23), exclusions=[travel]).due_on == date(
        2026, 12, 2
    )
    with pytest.raises(ExclusionNotAllowed):
        reckon(version("complaint.acceptance"), date(2026, 11, 23), exclusions=[travel])


def test_an_interval_cannot_run_backwards() -> None:
    with pytest.raises(BadExclusion):
        Exclusion(date(2026, 11, 5), date(2026, 11, 4), "检测")


def test_a_rule_without_a_period_starts_no_clock() -> None:
    with pytest.raises(NoClock):
        reckon(version("intake.split"), date(2026, 11, 2))


# Extensions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "extensions"),
    [
        ("complaint.acceptance", [1]),
        ("complaint.mediation", [30]),
        ("report.verification", [15, 15]),
        ("report.verification", [16]),
        ("report.verification", [0]),
        ("case.decision", [31]),
    ],
)
def test_an_extension_the_law_does_not_give_is_refused(name: str, extensions: list[int]) -> None:
    """令121第十五条, 第二十三条; 程序规定第十八条, 第六十四条."""
    with pytest.raises(ExtensionNotAllowed):
        reckon(version(name), date(2026, 11, 2), extensions=extensions)


def test_a_second_extension_of_a_case_is_for_the_leaders_together() -> None:
    """程序规定第六十四条第一款: 30 days, then a period the decision fixes."""
    assert due("case.decision", date(2026, 3, 2), extend=(30, 45)) == date(2026, 8, 14)
    assert due("case.decision", date(2026, 3, 2), extend=(45, 30)) == date(2026, 8, 14)
    assert version("case.decision").further == "leader"


# The receipt -----------------------------------------------------------------------------------------------


def test_the_receipt_reads_to_an_officer() -> None:
    lines = reckon(version("complaint.acceptance"), date(2026, 11, 2)).words
    assert lines[:5] == [
        "依据：令121第十五条第一款（7个工作日）",
        "所据文本：《市场监督管理投诉举报处理办法》（令121号公布）",
        "起算：2026年11月2日收到投诉，当日不计",
        "其中跳过：周末2天",
        "届满：2026年11月11日（星期三）",
    ]


def test_the_receipt_names_festivals_and_made_up_days() -> None:
    lines = reckon(version("complaint.acceptance"), date(2026, 9, 18)).words
    assert "其中跳过：周末1天、中秋节放假3天" in lines
    assert "调休上班，计入：9月20日" in lines


def test_the_receipt_shows_pauses_and_extensions() -> None:
    lines = verification(APPRAISAL, TEST_WEEK, extend=(15,)).words
    assert "不计入：2026年11月9日至2026年11月13日（检测）" in lines
    assert "不计入的日子共9天，重叠的只扣一次" in lines
    assert "延长：15个工作日（经市场监督管理部门负责人批准），接续计算，共30个工作日" in lines
    assert "届满：2026年12月23日（星期三）" in lines


def test_the_receipt_says_what_is_provisional_and_unverified() -> None:
    assert any(
        line.startswith("暂定：2027年") for line in reckon(version("case.decision"), date(2026, 11, 23)).words
    )
    assert any(line.startswith("待核：") for line in reckon(version("reward.claim"), date(2026, 11, 9)).words)


def test_the_receipt_of_hours_names_the_minute() -> None:
    words = reckon(version("referral.transfer"), datetime(2026, 11, 27, 9, 5, tzinfo=BEIJING)).words
    assert "起算：2026年11月27日9时05分批准移送，自此刻起连续计算" in words
    assert "届满：2026年11月28日9时05分（星期六）" in words


def test_the_receipt_travels_as_json() -> None:
    body = verification(TEST_WEEK, extend=(15,)).as_dict()
    assert json.loads(json.dumps(body, ensure_ascii=False)) == body
    assert set(body) >= {
        "rule", "source", "words", "confidence", "unverified", "start", "unit", "amount", "days",
        "exclusions", "extensions", "due_on", "due_at", "strict_on", "outer_on", "provisional",
    }  # fmt: skip
    assert body["exclusions"] == [
        {
            "start_on": "2026-11-09",
            "end_on": "2026-11-13",
            "ground": "检测",
            "start_paper": "",
            "end_paper": "",
        }
    ]


# Properties ------------------------------------------------------------------------------------------------

STARTS = st.dates(date(2021, 8, 1), date(2026, 12, 31))
PAUSABLE = st.sampled_from(["report.verification", "complaint.mediation", "case.decision"])


@st.composite
def periods(draw: st.DrawFn) -> tuple[Version, date, list[Exclusion]]:
    start = draw(STARTS)
    chosen = version(draw(PAUSABLE), start)
    intervals = draw(st.lists(st.tuples(st.integers(-10, 120), st.integers(0, 40)), max_size=6))
    grounds = st.sampled_from([ground for ground in chosen.excludes if ground])
    return (
        chosen,
        start,
        [
            Exclusion(start + timedelta(after), start + timedelta(after + length), draw(grounds))
            for after, length in intervals
        ],
    )


def dates(reckoning: Reckoning) -> tuple[date, date, date]:
    return reckoning.strict_on, reckoning.due_on, reckoning.outer_on


@given(periods())
def test_leaving_time_out_never_makes_a_date_earlier(period: tuple[Version, date, list[Exclusion]]) -> None:
    chosen, start, exclusions = period
    known = dates(reckon(chosen, start))
    for count in range(1, len(exclusions) + 1):
        now = dates(reckon(chosen, start, exclusions=exclusions[:count]))
        assert all(later >= earlier for later, earlier in zip(now, known, strict=True))
        known = now


@given(periods(), st.randoms(use_true_random=False))
def test_the_order_of_events_makes_no_difference(period, random) -> None:
    chosen, start, exclusions = period
    shuffled = random.sample(exclusions, len(exclusions))
    assert reckon(chosen, start, exclusions=shuffled) == reckon(chosen, start, exclusions=exclusions)


@given(periods())
def test_the_same_interval_twice_is_the_interval_once(period) -> None:
    chosen, start, exclusions = period
    assert dates(reckon(chosen, start, exclusions=exclusions * 2)) == dates(
        reckon(chosen, start, exclusions=exclusions)
    )


@given(periods(), st.integers(0, 5))
def test_taking_an_event_back_restores_the_date(period, which: int) -> None:
    chosen, start, exclusions = period
    extra = Exclusion(start + which * DAY, start + (which + 9) * DAY, chosen.excludes[0])
    before = reckon(chosen, start, exclusions=exclusions)
    corrected = [*exclusions, extra]
    reckon(chosen, start, exclusions=corrected)
    corrected.remove(extra)
    assert reckon(chosen, start, exclusions=corrected) == before


@given(periods())
def test_the_strip_counts_what_the_date_says(period) -> None:
    """A plain walk over the days must come to the same end as the arithmetic."""
    chosen, start, exclusions = period
    reckoning = reckon(chosen, start, exclusions=exclusions)
    numbers = [day.number for day in reckoning.days if day.number is not None]
    assert numbers == list(range(1, (chosen.amount or 0) + 1))
    assert [day.on for day in reckoning.days] == [
        start + timedelta(n) for n in range((reckoning.due_on - start).days + 1)
    ]
    counted = [day.on for day in reckoning.days if day.number is not None]
    assert counted[-1] == reckoning.strict_on
    assert not any(e.start_on <= on <= e.end_on for on in counted for e in exclusions)
    kinds = Counter(day.kind for day in reckoning.days)
    assert kinds["start"] == 1
    if chosen.unit == "working_days":
        assert all(CALENDAR.is_working_day(on) for on in counted)
        assert reckoning.due_on == reckoning.strict_on == reckoning.outer_on
    else:
        assert not kinds["weekend"]
    assert reckoning.strict_on <= reckoning.due_on <= reckoning.outer_on


@given(STARTS, st.integers(1, 15))
def test_an_extension_is_one_longer_period(start: date, more: int) -> None:
    """程序规定第十八条: the extension runs on from the last day, in the same unit."""
    plain = reckon(version("report.verification", start), start)
    extended = reckon(version("report.verification", start), start, extensions=[more])
    assert extended.due_on == CALENDAR.working_after(plain.due_on, more)


@given(STARTS)
def test_a_later_start_is_never_due_earlier(start: date) -> None:
    for each in shelf().values():
        if not each.in_force_on(start):
            continue
        chosen = each.on(start)
        if chosen.amount is None or chosen.unit == "hours":
            continue
        assert dates(reckon(chosen, start)) <= dates(reckon(chosen, start + DAY))
        ends = reckon(chosen, start).strict_on
        if countings()[chosen.counting].same_day:
            assert ends == start + (chosen.amount - 1) * DAY
            continue
        assert ends < start if chosen.direction == "before" else ends > start


def test_a_target_of_the_same_day_ends_that_day_and_says_so() -> None:
    """No law: a target of our own, which neither a Saturday nor a festival moves."""
    triage = version("retaliation.triage")
    for start in (date(2026, 11, 2), date(2026, 11, 7), date(2026, 10, 1)):
        reckoning = reckon(triage, start)
        assert reckoning.due_on == reckoning.strict_on == reckoning.outer_on == start
        assert reckoning.reading is None
        assert [day.kind for day in reckoning.days] == ["start"]
        assert any("当日计入" in line for line in reckoning.words)


@given(st.datetimes(datetime(2021, 1, 1), datetime(2030, 1, 1)), st.lists(st.integers(-3, 5), max_size=3))  # noqa: DTZ001 (the bounds are naive by contract)
def test_hours_are_hours(moment: datetime, offsets: list[int]) -> None:
    """移送规定第五条第二款: exactly 24 hours, whatever day it is."""
    start = moment.replace(tzinfo=BEIJING)
    reckoning = reckon(version("referral.transfer"), start)
    assert reckoning.due_at is not None
    assert timedelta(hours=24) - timedelta(minutes=1) < reckoning.due_at - start <= timedelta(hours=24)
    with_day_off = CALENDAR.with_day(reckoning.due_on, "holiday", "停办")
    assert reckon(version("referral.transfer"), start, calendar=with_day_off).due_at == reckoning.due_at
