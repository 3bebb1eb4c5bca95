"""How is this date reckoned, asked by a machine without a token: answers, refusals, and what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import statutes
from procedure import law
from procedure.law import LawState
from procedure.reckoning import offered

pytestmark = pytest.mark.django_db

HERE = "/api/v1/reckon/"


def ask(client, rule="complaint.acceptance", start="2026-11-02", *, language="zh-hans", **more):
    return client.get(HERE, {"rule": rule, "start": start, **more}, HTTP_ACCEPT_LANGUAGE=language)


def told(client, *args, **more):
    answer = ask(client, *args, **more)
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def refused(client, *args, **more):
    answer = ask(client, *args, **more)
    assert answer.status_code == 400, answer.content.decode()
    assert list(answer.json()) == ["errors"]
    return answer.json()["errors"]


def test_the_whole_answer_without_a_token(client):
    said = told(client)
    assert (said["rule"], said["source"], said["rank"]) == (
        "complaint.acceptance", "令121第十五条第一款", "departmental_rule",
    )  # fmt: skip
    assert (said["law_day"], said["start"], said["as_of"]) == ("2026-11-02", "2026-11-02", None)
    assert (said["due_on"], said["strict_on"], said["outer_on"], said["due_at"]) == (
        "2026-11-11", "2026-11-11", "2026-11-11", None,
    )  # fmt: skip
    assert said["counted"] == {
        "amount": 7,
        "unit": "working_days",
        "days": [f"2026-11-{day:02}" for day in (3, 4, 5, 6, 9, 10, 11)],
    }
    assert [d["kind"] for d in said["days"]][:2] == ["start", "counted"]
    assert said["words"][-2].startswith("届满：2026年11月11日")
    assert (said["provisional"], said["unverified"], said["conflict"]) == (False, False, "")
    assert [(c["rule"], c["due_on"], c["governs"]) for c in said["candidates"]] == [
        ("complaint.acceptance", "2026-11-11", True),
        ("complaint.acceptance_regulation", "2026-11-11", False),
    ]


@pytest.mark.parametrize(
    ("start", "law_day", "source", "due_on"),
    [
        ("2026-04-14", "", "令20第十四条", "2026-04-23"),
        ("2026-04-15", "", "令121第十五条第一款", "2026-04-24"),
        ("2026-04-20", "2026-04-14", "令20第十四条", "2026-04-29"),
    ],
)
def test_the_version_of_the_law_day_answers(client, start, law_day, source, due_on):
    said = told(client, start=start, **({"law_day": law_day} if law_day else {}))
    assert (said["source"], said["due_on"]) == (source, due_on)


def test_as_of_sets_the_law_day_aside(client):
    said = told(client, start="2026-04-20", law_day="2026-04-20", as_of="2026-04-14")
    assert (said["source"], said["law_day"], said["as_of"]) == ("令20第十四条", "2026-04-14", "2026-04-14")


def test_in_a_conflict_the_higher_text_governs_and_both_are_shown(client):
    said = told(client, "complaint.mediation", "2025-09-01")
    assert (said["asked"], said["rule"], said["due_on"]) == (
        "complaint.mediation", "complaint.mediation_regulation", "2025-10-31",
    )  # fmt: skip
    assert said["counted"]["amount"] == 60
    assert [(c["period"], c["due_on"], c["governs"]) for c in said["candidates"]] == [
        ("60日", "2025-10-31", True),
        ("45个工作日", "2025-11-07", False),
    ]
    assert "适用效力较高的规定" in said["conflict"]


def test_a_calendar_day_on_a_plain_weekend_stays_and_says_by_which_reading(client):
    said = told(client, "complaint.trader_refusal", "2026-07-03")
    assert (said["due_on"], said["strict_on"], said["outer_on"]) == ("2026-07-18", "2026-07-18", "2026-07-20")
    assert said["reading"]


def test_hours_run_through_the_weekend_from_a_beijing_moment(client):
    said = told(client, "referral.transfer", "2026-11-20T16:30")
    assert (said["due_at"], said["due_on"]) == ("2026-11-21T16:30:00+08:00", "2026-11-21")
    assert said["counted"] == {"amount": 24, "unit": "hours", "days": []}
    assert told(client, "referral.transfer", "2026-11-20T08:30Z")["due_at"] == said["due_at"]


def test_hours_refuse_a_bare_day(client):
    assert refused(client, "referral.transfer", "2026-11-20") == {
        "start": ["这一期限按小时计算，起算须写明时刻（例如 2026-11-24T09:30）"]
    }


def test_a_moment_is_a_beijing_day_where_days_are_counted(client):
    assert told(client, start="2026-11-01T15:59:00Z")["due_on"] == "2026-11-10"
    said = told(client, start="2026-11-01T16:00:00Z")
    assert (said["due_on"], said["start"]) == ("2026-11-11", "2026-11-02")


def test_days_left_out_and_extensions(client):
    said = told(
        client,
        "report.verification",
        exclude=["2026-11-09..2026-11-13", "2026-11-11..2026-11-17;鉴定"],
        extension=15,
    )
    assert (said["due_on"], said["counted"]["amount"]) == ("2026-12-23", 30)
    assert [e["ground"] for e in said["exclusions"]] == ["检测", "鉴定"]
    assert said["extensions"] == [15]


def test_a_period_counted_back(client):
    said = told(client, "hearing.notice", "2026-11-05")
    assert (said["direction"], said["due_on"], said["days"][-1]["kind"]) == ("before", "2026-10-27", "event")


def test_a_year_not_announced_is_provisional(client):
    said = told(client, start="2026-12-28")
    assert (said["due_on"], said["provisional"]) == ("2027-01-07", True)


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({"rule": "no.rule"}, "rule", "没有这条规则"),
        ({"rule": "report.filing"}, "rule", "本条没有规定期限：程序规定第十九条第一款"),
        ({"rule": ""}, "rule", "不能为空"),
        ({"rule": ["complaint.acceptance", "report.verification"]}, "rule", "只能写一次"),
        ({"start": "2026-02-30"}, "start", "没有这个日期"),
        ({"start": "20261102"}, "start", "应为日期"),
        ({"start": "2026-11-02T25:00"}, "start", "没有这个时刻"),
        ({"start": "2003-12-31", "law_day": "2026-11-02"}, "start", "日历自 2004 年起"),
        ({"start": "2037-01-01"}, "start", "日历自 2004 年起"),
        ({"start": "2019-05-05"}, "start", "当日尚未施行：本条自 2020-01-01 起施行"),
        ({"rule": "report.filing_notice"}, "start", "施行至 2026-04-14"),
        ({"law_day": "2019-12-31"}, "law_day", "当日尚未施行"),
        ({"as_of": "2019-12-31"}, "as_of", "当日尚未施行"),
        ({"law_day": "soon"}, "law_day", "日期应写成"),
        ({"exclude": "2026-11-09..2026-11-13"}, "exclude", "令121第十五条第一款没有规定不计入期限的时间"),
        ({"exclude": "2026-11-09"}, "exclude", "第 1 项：须写明起、止两日"),
        ({"exclude": "2026-11-09..2026-11-08"}, "exclude", "第 1 项：止日不能早于起日"),
        ({"exclude": "2026-11-09..9999-12-31"}, "exclude", "日历自 2004 年起"),
        ({"exclude": ["2026-11-09..2026-11-13"] * 51}, "exclude", "至多 50 项"),
        ({"extension": "15"}, "extension", "令121第十五条第一款没有规定可以延长"),
        ({"extension": "x"}, "extension", "第 1 项：须为整数"),
        ({"extension": "0"}, "extension", "第 1 项：须为 1 至 366 的整数"),
        ({"extension": ["1"] * 11}, "extension", "至多 10 项"),
        ({"rule": "report.verification", "extension": "16"}, "extension", "至多延长 1 次，每次至多 15"),
        ({"rule": "report.verification", "exclude": "2026-11-09..2026-11-13;出差"}, "exclude", "须写明条文允许的事由"),
        ({"due": "2026-11-02"}, "due", "没有这一项"),
    ],
)  # fmt: skip
def test_what_gives_no_date_is_refused_by_field_in_words(client, sent, field, words):
    errors = refused(client, **sent)
    assert list(errors) == [field]
    assert words in errors[field][0]


def test_every_wrong_field_is_named_at_once_and_nothing_is_repeated(client):
    errors = refused(client, rule="甄.实在", start="甄实在", law_day="甄实在", extension="甄实在")
    assert set(errors) == {"rule", "start", "law_day", "extension"}
    assert "甄" not in str(errors)


def test_refusals_speak_the_language_asked_for(client):
    assert refused(client, "no.rule", language="en") == {"rule": ["There is no such rule"]}


def test_every_rule_gives_a_date_or_words_on_any_day(client):
    law.law()
    days = ("2010-02-14", "2021-01-31T09:00", "2025-09-30", "2026-04-15T23:59", "2026-12-31T09:00+08:00")
    answered = 0
    for rule in offered():
        for start in days:
            answer = ask(client, rule.name, start)
            assert answer.status_code in {200, 400}
            answered += answer.status_code == 200
    assert answered > len(offered())


def test_the_rules_that_can_be_asked_of(client):
    said = client.get(f"{HERE}rules/").json()
    by_name = {rule["name"]: rule for rule in said}
    assert [v["source"] for v in by_name["complaint.acceptance"]["versions"]] == [
        "令20第十四条",
        "令121第十五条第一款",
    ]
    assert by_name["complaint.acceptance"]["versions"][0] == {
        "source": "令20第十四条", "period": "7个工作日", "in_force": "2020-01-01", "until": "2026-04-14",
        "unverified": False, "excludes": [], "extensible": False,
    }  # fmt: skip
    assert "report.filing" not in by_name
    assert set(by_name) == {n for n, r in statutes.shelf().items() if any(v.amount for v in r.versions)}
    assert client.get(f"{HERE}rules/", {"page": "2"}).json() == {"errors": {"page": ["没有这一项"]}}


def test_an_answer_takes_two_reads_at_most(client):
    for prepare in (lambda: None, lambda: LawState.objects.create(pk=1)):
        prepare()
        for address in (f"{HERE}?rule=complaint.mediation&start=2025-09-01", HERE, f"{HERE}rules/"):
            client.get(address)
            with CaptureQueriesContext(connection) as seen:
                client.get(address)
            assert len(seen) <= 2, [q["sql"] for q in seen]
