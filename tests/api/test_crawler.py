"""Every address of both doors, as every office: nothing of a matter the officer may not read, and no fault.

A new address needs no entry here: it is found by its name. One with a parameter the crawler cannot fill fails the
first test, so that nobody forgets to say what to fill in.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import pytest
import time_machine
from celery import current_app
from django.db.models import Q
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from knox.models import AuthToken

import statutes
from demo.county import Cast
from demo.stories import EVERY_STORY, decided_over_the_year
from demo.teller import Teller
from documents.access import papers_of
from offices.models import Officer
from offices.roles import Office
from procedure.access import matters_for
from procedure.links import MatterLink
from procedure.matter import Matter
from procedure.orders import Order
from procedure.steps import steps_of
from tests.conftest import BEIJING

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

# One officer of each office, and a second where an office ends at the edge of its unit or of one's own work.
CRAWLERS = (
    "dengji1", "dengji2", "fenliu1", "chengban1", "chengban3", "zhifa2", "suozhang1", "suozhang2", "fazhi1", "fuju1",
    "juzhang1", "baomi1", "jiangli1", "caiwu1", "gongan1", "jiancha1", "ducha1", "shenji1", "jijian1",
)  # fmt: skip
# Addresses that end or change the caller's own session: asked for by nobody in particular below.
OF_THE_SESSION = {"desk:sign-out", "desk:demo-sign-in", "desk:sign-in", "set_language"}
GENERIC = {
    "",
    "举报奖励",
    "公职人员线索",
    "打击报复报告",
    "【人身危险】打击报复报告",
    "泄露事件",
    "留存令",
    "保管期限表",
    "到期销毁",
    "个人信息请求",
    "启封申请",
}  # titles that every claim and every clue bears: they tell of no matter


def addresses(resolver=None, space: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every url name of the project with the names of its parameters."""
    for found in (resolver or get_resolver()).url_patterns:
        if isinstance(found, URLResolver):
            yield from addresses(found, space + (f"{found.namespace}:" if found.namespace else ""))
        elif isinstance(found, URLPattern) and found.name:
            yield space + found.name, list(found.pattern.regex.groupindex)


ADDRESSES = dict(addresses())


def anything(parameter: str) -> object:
    """A value that fits a parameter of an address and names nothing that is there."""
    return 1 if parameter.endswith("_id") else "next" if parameter == "way" else "x"


@dataclass
class County:
    """What there is to be found, by matter number."""

    matters: dict[str, Matter]
    papers: dict[str, list[str]] = field(default_factory=dict)

    def told_by(self, number: str) -> set[str]:
        """The strings by which a page would give a matter away."""
        matter = self.matters[number]
        pseudonym = getattr(matter, "pseudonym", "")
        return {matter.number, matter.title, matter.respondent, pseudonym, *self.papers[number]} - GENERIC


@pytest.fixture
def county(cast: Cast) -> Iterator[County]:
    now = datetime(2026, 11, 24, 15, 0, tzinfo=BEIJING)
    with time_machine.travel(now, tick=True):
        teller = Teller(cast, now)
        for story in EVERY_STORY:
            if story is not decided_over_the_year:  # a score of reports all alike would only be walked longer
                story(teller)
        _print_some()
        found = {row.number: row.concrete() for row in Matter.objects.order_by("id")}
        county = County(found)
        for number, matter in found.items():
            county.papers[number] = [
                p["document"].number for p in papers_of(matter, cast["shenji1"]) if p["document"]
            ]
        yield county


def _print_some() -> None:
    """One printed paper per form, and one that failed for good, which the board shows."""
    seen: Counter[str] = Counter()
    for order in (
        Order.objects.filter(room="documents", state=Order.OWED).select_related("matter").order_by("-id")
    ):
        seen[order.form] += 1
        if seen[order.form] == 1:
            current_app.tasks["documents.fulfil"].apply(args=[order.pk], throw=True)
        elif seen[order.form] == 2:
            Order.objects.filter(pk=order.pk).update(state=Order.FAILED)


# --- what to fill into an address ----------------------------------------------------------------------------


def fillings(county: County, name: str, turn: int) -> Iterator[dict[str, object]]:
    """The parameters to try: every matter and paper; of its steps and terms one, the next officer's the next one."""
    wanted = ADDRESSES[name]
    if not wanted:
        yield {}
        return
    for number, matter in county.matters.items():
        if "paper" in name and name != "desk:matter-papers":
            yield from ({"number": paper} for paper in county.papers[number])
            continue
        rest = [p for p in wanted if p != "number"]
        if not rest:
            yield {"number": number}
        for parameter in rest:
            values = FILL[parameter](matter)
            if values:
                filled: dict[str, object] = {parameter: values[turn % len(values)]}
                yield {"number": number, **filled} if "number" in wanted else filled


def _verbs(matter: Matter) -> list[str]:
    """The steps out of its state, or one that is not: a page that only says no is a page too."""
    steps = steps_of(type(matter))
    return [step.verb for step in steps if matter.state in step.sources] or [steps[0].verb]


def _rules(matter: Matter) -> list[str]:
    return [clock.rule for clock in matter.clocks.all()] or ["complaint.acceptance"]


def _clocks(matter: Matter) -> list[int]:
    return [clock.pk for clock in matter.clocks.all()]


def _ways(matter: Matter) -> list[str]:
    return ["next", "previous"]


def _questions(matter: Matter) -> list[str]:
    return sorted(statutes.questions())


def _no_token(matter: Matter) -> list[str]:
    """A feed is found by its token alone: the walk has none, and must be shown nothing."""
    return ["n0-such-token-" * 3]


def _no_relay(matter: Matter) -> list[int]:
    """A relay is asked for by POST alone; a number of none is answered like one of another's."""
    return [999_999]


def _links(matter: Matter) -> list[int]:
    """Its ties to other matters; a number of none where it has none, which must be answered like one of another's."""
    tied = MatterLink.objects.filter(Q(one_id=matter.pk) | Q(other_id=matter.pk))
    return list(tied.values_list("pk", flat=True)) or [999_999]


def _businesses(matter: Matter) -> list[int]:
    submission = getattr(matter, "submission", None)
    return [submission.enterprise_id] if submission is not None else []


def _held(matter: Matter) -> list[int]:
    """What the exit held back of it; a number of none where it held nothing."""
    return list(matter.held_back.values_list("pk", flat=True)) or [999_999]


def _evidence(matter: Matter) -> list[str]:
    """What was handed in to it; a number of none where nothing was."""
    return list(matter.handed_in.values_list("ref", flat=True)) or ["E-0000000000000000"]


FILL: dict[str, Callable[[Matter], list]] = {
    "verb": _verbs,
    "rule": _rules,
    "clock_id": _clocks,
    "way": _ways,
    "code": _questions,
    "token": _no_token,
    "link_id": _links,
    "business_id": _businesses,
    "held_id": _held,
    "ref": _evidence,
    "relay_id": _no_relay,
}
KNOWN = {"number", *FILL}


def test_the_crawler_can_fill_every_address():
    unknown = {name: set(wanted) - KNOWN for name, wanted in ADDRESSES.items() if not set(wanted) <= KNOWN}
    assert not unknown
    assert {name.split(":")[0] for name in ADDRESSES} >= {"api", "desk", "portal"}


def test_every_office_crawls(cast):
    held = {h.office for account in CRAWLERS for h in cast[account].holdings.all()}
    assert held == set(Office.values)


# --- the walk ------------------------------------------------------------------------------------------------


def body_of(answer) -> str:
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return "" if raw.startswith(b"%PDF") else raw.decode()


def crawl(client: Client, county: County, readable: set[str], turn: int = 0, **headers) -> list[str]:
    """Every finding: a fault, or a string of a matter that is not the officer's."""
    inside = {told for number in readable for told in county.told_by(number)}
    outside = {told for number in county.matters if number not in readable for told in county.told_by(number)}
    forbidden = {told for told in outside if not any(told in known for known in inside)}
    paper_of = {paper: number for number, papers in county.papers.items() for paper in papers}
    findings = []
    for name in ADDRESSES:
        if name in OF_THE_SESSION:
            continue
        for at, filled in enumerate(fillings(county, name, turn)):
            asked = str(filled.get("number", ""))
            # What an officer may not read is answered alike at every address: he tries half of it, the next the other.
            if (
                asked
                and paper_of.get(asked, asked) not in readable
                and readable
                and (at + turn + len(name)) % 2
            ):
                continue
            address = reverse(name, kwargs=filled)
            answer = client.get(address, headers=headers)
            if answer.status_code >= 500:
                findings.append(f"{name} {filled}: {answer.status_code}")
            if asked and paper_of.get(asked, asked) not in readable and answer.status_code == 200:
                findings.append(f"{name} {filled}: opened")
            # What the caller typed into the address may stand in the answer (a link back to the same page).
            body = body_of(answer).replace(address, "")
            findings += [f"{name} {filled}: shows {told!r}" for told in forbidden if told in body]
    return findings


@pytest.mark.parametrize("part", range(2))
def test_no_office_finds_what_it_may_not_read(county, cast, part):
    """Two halves of the officers, so that a parallel run shares the walk."""
    everything = []
    for turn, account in enumerate(CRAWLERS[part::2]):
        officer = Officer.objects.get(pk=cast[account].pk)
        readable = set(matters_for(officer).values_list("number", flat=True))
        client = Client(raise_request_exception=False)
        client.force_login(officer)
        _row, token = AuthToken.objects.create(officer)
        findings = crawl(client, county, readable, turn, Authorization=f"Token {token}")
        everything += [f"{account}: {found}" for found in findings]
        assert client.session["_auth_user_id"] == str(officer.pk)
    assert not everything, "\n".join(everything)


def test_nobody_finds_anything_without_signing_in(county):
    client = Client(raise_request_exception=False)
    findings = crawl(client, county, set())
    assert not findings, "\n".join(findings)
    for name in OF_THE_SESSION:
        assert client.get(reverse(name)).status_code < 500


def test_the_walk_would_notice(county, cast):
    """The crawler is given a reach that is too small by one matter: it must find that matter on its pages."""
    officer = Officer.objects.get(pk=cast["fenliu1"].pk)
    readable = set(matters_for(officer).values_list("number", flat=True))
    hidden = max(readable)
    client = Client(raise_request_exception=False)
    client.force_login(officer)
    findings = crawl(client, county, readable - {hidden})
    assert any("opened" in found and hidden in found for found in findings)
    assert any("shows" in found and hidden in found for found in findings)
