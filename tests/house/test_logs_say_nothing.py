"""A whole story at the most talkative level: nothing of the people in it stands in any log.

It runs where the suite runs. What is scanned is what the process wrote: log lines as our settings format them, the
structured events of the worker, and everything on standard output and error.
"""

import logging
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from knox.models import AuthToken

from config.logs import WithoutWords
from demo.walk import FULFIL, fulfil_owed
from documents.leaving import LeakFound
from identity.people import PersonalData
from notices import digests
from offices.models import Officer
from procedure.corridor import NamesSomebody
from procedure.orders import Order
from tests.past import unjudged

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

PERSON = PersonalData(
    name="欧阳守信",
    phone="13909520177",
    id_number="64022119870314051X",
    address="平罗县城关镇团结西路118号",
    email="ouyang.sx@example.cn",
    workplace="平罗县鸿盛食品加工厂",
    account="6228481234567890177",
)
VALUES = tuple(PERSON.given().values())


@pytest.fixture
def written(capfd):
    """Everything written since, as one text; every logger talks as much as it can."""
    kept: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record):
            kept.append(self.format(record))

    handler, root = Keeping(), logging.getLogger()
    handler.setFormatter(WithoutWords("%(name)s %(levelname)s %(message)s"))
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lambda: "\n".join([*kept, *capfd.readouterr()])
    root.removeHandler(handler)
    root.setLevel(before)


def test_a_whole_story_leaves_nobody_in_the_logs(in_november, fonts_ready, written, monkeypatch):
    walk, browser = in_november, Client(raise_request_exception=False)
    text = f"我叫{VALUES[0]}，电话{VALUES[1]}，店里把过期熟食回锅再卖，吃了中毒，要求退款"
    received = walk.call(text, person=PERSON, replace_names=True)
    # A paper that is held back, papers that are made, and the way to the police.
    walk.review(received.complaint)
    walk.no_lead(received.complaint)
    said = {"ground": "2", "reason": f"{VALUES[0]}的争议已经处理过"}
    with pytest.raises(NamesSomebody):
        walk.do("suozhang1", received.complaint, "decline", **said)
    with unjudged():
        walk.do("suozhang1", received.complaint, "decline", **said)
    order = Order.objects.get(form="non_acceptance")
    with pytest.raises(LeakFound):
        FULFIL["documents"].apply(args=[order.pk], throw=True)
    case = walk.facts(walk.file(walk.verify(received.report)), sold="88000", ill=3)
    walk.transfer(walk.submit(walk.suspect(case)))
    fulfil_owed(FULFIL)
    # Doors asked with names in them, in addresses, forms, headers and JSON; and a fault that repeats one.
    browser.force_login(walk.cast["dengji1"])
    for value in VALUES:
        browser.get("/search/", {"q": value})
        browser.get(f"/m/{value.replace('/', '')}/")
        browser.post("/intake/", {"name": value, "text": value}, headers={"X-Note": value.encode().hex()})
        browser.post(reverse("desk:intake-caller"), {"phone": value})
    _row, token = AuthToken.objects.create(walk.cast["dengji1"])
    sent = {"channel": "phone", "text": VALUES[0], "person": {"name": VALUES[0], "phone": VALUES[1]}}
    browser.post(
        "/api/v1/submissions/",
        sent,
        content_type="application/json",
        headers={"Authorization": f"Token {token}"},
    )
    monkeypatch.setattr("desk.search_view.find", lambda *_a, **_k: 1 / 0 if not VALUES else _fails())
    assert browser.get("/search/", {"q": VALUES[1]}).status_code == 500
    # The day's mail.
    Officer.objects.filter(username="chengban1").update(email="box@example.test")
    digests.write_due(walk.now)
    digests.send_owed(datetime.now(UTC).date())
    said = written()
    assert "django.request" in said, "the scan must see what is written"
    assert "held_back" in said
    assert [value for value in VALUES if value in said] == []


def _fails():
    raise ValueError(" ".join(VALUES))


def test_our_settings_write_with_this_formatter():
    made = settings.LOGGING["formatters"]["line"]["()"]
    assert made == "config.logs.WithoutWords"
    assert all(handler["formatter"] == "line" for handler in settings.LOGGING["handlers"].values())


def test_the_scan_would_notice(written):
    logging.getLogger("anything").debug("called by %s", VALUES[0])
    assert VALUES[0] in written()
