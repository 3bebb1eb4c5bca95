"""The door keeps its description: bodies made from the schema, right and wrong, never meet a fault of ours."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from procedure.steps import steps_of
from tests.api.conftest import caller

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

BOUNDED = settings(
    max_examples=25,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
    ],
)


# Read through the door itself, once, while the tests are collected: the schema asks nothing of the database.
schema = schemathesis.openapi.from_wsgi("/api/schema/?format=json", get_wsgi_application())


@pytest.fixture
def one_connection():
    """A request through the bare WSGI application would close the connection that holds the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def county(story, one_connection):
    """Something of every kind to be found, and who finds it: a clerk, a dispatcher, a unit head, a leader."""
    received = story.call("吃了过期熟食中毒，要求赔偿", name="甄实在", phone="13909520101")
    story.accept(received.complaint)
    case = story.facts(story.file(story.verify(received.report)), sold="88000")
    referral = story.submit(story.suspect(case))
    found = [received.complaint, received.report, case, referral]
    tokens = {account: token_of(account) for account in ("dengji1", "fenliu1", "suozhang1", "juzhang1")}
    return found, tokens


def token_of(account):
    return {"Authorization": caller(account)._credentials["HTTP_AUTHORIZATION"]}


@schema.parametrize()
@BOUNDED
def test_as_described(case, county):
    """Whatever the schema allows or forbids: no fault, a documented status, a body of the documented shape."""
    _found, tokens = county
    filing = case.operation.path.endswith("/submissions/")
    # No schema can say "not in the future, and since the rules we hold", nor which cursor was given out, nor whether
    # a rule is in force on a day.
    unsaid = filing or case.operation.path.endswith("/reckon/") or "cursor" in (case.query or {})
    beyond = [positive_data_acceptance] if unsaid else []
    case.call_and_validate(headers=tokens["dengji1" if filing else "juzhang1"], excluded_checks=beyond)


@schema.include(path_regex="number").parametrize()
@BOUNDED
def test_as_described_on_matters_that_are_there(case, county):
    """The same on real numbers, rules and verbs, so that the calls get past the 404; each in its turn."""
    found, tokens = county
    turn = len(repr(case.body)) + len(repr(case.path_parameters))
    matter = found[turn % len(found)]
    case.path_parameters["number"] = matter.number
    if "verb" in case.path_parameters:
        verbs = [step.verb for step in steps_of(type(matter))]
        case.path_parameters["verb"] = verbs[turn % len(verbs)]
    if "rule" in case.path_parameters:
        rules = list(matter.clocks.values_list("rule", flat=True))
        case.path_parameters["rule"] = rules[turn % len(rules)]
    account = ("suozhang1", "juzhang1")[turn % 2]
    # The path is ours now, so whether it was meant to be wrong is no longer known: only what is answered counts.
    case.call_and_validate(
        headers=tokens[account], excluded_checks=[negative_data_rejection, positive_data_acceptance]
    )


@pytest.mark.parametrize("account", ["suozhang1", "fenliu1"])
def test_every_step_with_the_facts_it_asks_for_emptied_and_twisted(county, account, story):
    """Every verb of every kind, with every field of its form given every JSON type: words, never a fault."""
    found, _tokens = county
    client = caller(account)
    for matter in found:
        for step in steps_of(type(matter)):
            names = list(step.facts.base_fields) if step.facts else []
            where = f"/api/v1/matters/{matter.number}/steps/{step.verb}/"
            for odd in (None, True, 0, -1.5, 10**40, "", "\x00", "甲" * 3000, [], [None], {}, {"a": 1}):
                answer = client.post(where, {"facts": dict.fromkeys(names, odd)}, format="json")
                # What asks anew who sits there is not for a token at all.
                known = {200, 400, 404, 409, *({403} if step.fresh else ())}
                assert answer.status_code in known, (where, odd, answer.content)
