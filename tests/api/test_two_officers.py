"""Two callers at the same moment: one act happens, and the other is told of it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from cases.models import Filing, Submission
from procedure import journal
from tests.api.conftest import caller

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])


def at_once(*calls):
    """Make the calls from threads that start together; their answers, in the order of the calls."""
    barrier = Barrier(len(calls))

    def one(call):
        try:
            barrier.wait(timeout=10)
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [waiting.result(timeout=60) for waiting in [pool.submit(one, call) for call in calls]]


@pytest.fixture
def complaint(in_november):
    received = in_november.call("电饭煲坏了要求更换", name="钱途亮", phone="13909520102", as_report=False)
    return in_november.dispatch(received.complaint)


def post(account, matter, verb, **body):
    client = caller(account)
    return lambda: client.post(f"/api/v1/matters/{matter.number}/steps/{verb}/", body, format="json")


def test_two_officers_act_on_the_same_page(complaint):
    answers = at_once(
        post("suozhang1", complaint, "assign", facts={"handler": "chengban1"}, seen=2),
        post("fenliu1", complaint, "hand_back", facts={"reason": "非我所辖区"}, seen=2),
    )
    assert sorted(a.status_code for a in answers) == [200, 409]
    (done,) = [a.json() for a in answers if a.status_code == 200]
    (late,) = [a.json() for a in answers if a.status_code == 409]
    assert late["since"] == [done]
    assert done["by"] in late["objections"][1]
    assert complaint.journal.count() == 3
    assert journal.verify() == []


def test_one_officer_presses_twice(complaint):
    call = post("suozhang1", complaint, "assign", facts={"handler": "chengban1"}, seen=2)
    again = post("suozhang1", complaint, "assign", facts={"handler": "chengban1"}, seen=2)
    assert sorted(a.status_code for a in at_once(call, again)) == [200, 409]
    assert complaint.journal.count() == 3


def test_two_calls_with_one_key_file_once(complaint):
    body = {
        "channel": "phone",
        "text": "举报超市卖过期牛奶",
        "business_name": "平罗县惠民超市",
        "anonymous": True,
        "read_back": True,
        "as_complaint": False,
    }

    def filing():
        client = caller("dengji1")
        return lambda: client.post(
            "/api/v1/submissions/", body, format="json", headers={"Idempotency-Key": "one-call"}
        )

    before = Submission.objects.count()
    answers = at_once(*[filing() for _n in range(4)])
    assert sorted(a.status_code for a in answers) == [200, 200, 200, 201]
    assert len({a.json()["submission"] for a in answers}) == 1
    assert (Submission.objects.count(), Filing.objects.count()) == (before + 1, 1)
