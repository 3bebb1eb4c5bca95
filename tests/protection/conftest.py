"""A report with a sealed informant, and a request for disclosure walked to any point of its road."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import localdate

from identity.requests import collect
from notices.relay import ask_granted
from procedure.corridor import perform
from protection.grants import Grant
from protection.procedures.disclosure import Disclosure
from protection.requesting import ask
from tests.desk.conftest import window  # noqa: F401 (a window of a real browser, for the journey)

NAME, PHONE, ADDRESS = "欧阳守信", "13909520177", "平罗县玉皇阁大道88号3单元"


@pytest.fixture
def walk(walk):
    """The story with the wall clock at its beginning: grants and mailboxes are read against the clock on the wall."""
    with time_machine.travel(walk.now, tick=True) as clock:
        walk.clock = clock
        act = walk.act

        def at_its_moment(account):
            made = act(account)
            clock.move_to(made.at)
            return made

        walk.act = at_its_moment
        yield walk


@pytest.fixture
def report(walk):
    """A report under verification by 张卫国 and 杨海燕; who reported is sealed."""
    from identity.people import PersonalData  # noqa: PLC0415 (only this maker seals)

    person = PersonalData(name=NAME, phone=PHONE, address=ADDRESS)
    return walk.verify(walk.call("厂里用过期面粉", person=person, anonymous=False, as_complaint=False).report)


class Road:
    """The road of one request: each method is one act, each answers the request as it now stands."""

    def __init__(self, walk, report):
        self.walk, self.report = walk, report

    def ask(self, account="chengban1", **said):
        facts = {
            "purpose": "police",
            "legal_basis": "刑事诉讼法第五十四条",
            "motive": "公安机关来函，须当面核实购销经过",
            "fields_wanted": ["name", "phone"],
            "way": "view",
            "recipient": self.walk.cast["gongan1"],
            "until_on": localdate(self.walk.now) + timedelta(days=10),
            **said,
        }
        return ask(self.walk.act(account), self.report, **facts)

    def do(self, account, disclosure, verb, **facts):
        perform(self.walk.act(account), getattr(now(disclosure), verb), **facts)
        return now(disclosure)

    def checked(self, disclosure=None):
        return self.do("baomi1", disclosure or self.ask(), "check_basis", note="目的在矩阵中，来函在卷")

    def consented(self, disclosure=None):
        asked = self.do("baomi1", self.checked(disclosure), "ask_consent", how="电话，凭代称")
        return self.do("baomi1", asked, "record_consent", how="同意")

    def approved(self, disclosure=None):
        agreed = self.do("fazhi1", self.consented(disclosure), "legal_agree", opinion="必需", overriding="")
        return self.do("juzhang1", agreed, "approve", opinion="同意")

    def releasing(self, disclosure=None):
        return self.do("baomi1", self.approved(disclosure), "release", agreed=True, envelope="")

    def released(self, disclosure=None):
        return self.do("juzhang1", self.releasing(disclosure), "confirm_release", agreed=True)

    def look(self, account, disclosure):
        """What this officer reads on the page; None where the worker gave nothing."""
        grant = Grant.objects.filter(matter_id=disclosure.pk).latest("pk")
        return collect(ask_granted(self.walk.act(account), now(disclosure), grant))


def now(disclosure):
    """The request as it stands in the database."""
    return Disclosure.objects.get(pk=disclosure.pk)


@pytest.fixture
def road(walk, report):
    return Road(walk, report)


@pytest.fixture(autouse=True)
def _worker(monkeypatch):
    """The worker answers at once, in this process; it still looks for itself."""
    from notices.tasks import answer_identity  # noqa: PLC0415 (tasks load the models)

    monkeypatch.setattr("notices.relay.wake", lambda pk: answer_identity.apply(args=[pk], throw=True))
