"""The page of the call-back samples: drawing, drawing again, and who still waits for a call."""

from datetime import date

import pytest
from django.urls import reverse

from cases.models import ReviewSample, SampledMatter

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

PAGE = reverse("desk:samples")
DRAW = {"first_on": "2026-11-01", "last_on": "2026-11-01", "wanted": "2", "seed": "20261101"}


@pytest.fixture
def closed(walk, time_machine):
    """Three complaints closed on Sunday 1 November; the page is looked at on Monday."""
    walk.later(days=-1)
    made = []
    for n in range(3):
        complaint = walk.call("要求退款", name=f"钱途{n}", phone=f"1390952020{n}", as_report=False).complaint
        walk.do("fenliu1", complaint, "check_lead", lead_found="no", note="未见违法")
        walk.do("fenliu1", complaint, "withdraw", how="电话撤回")
        walk.do("fenliu1", complaint, "close", publicity="", note="")
        made.append(complaint)
    walk.later(days=1)
    time_machine.move_to(walk.now)
    assert made[0].closed_on == date(2026, 11, 1)
    return walk, made


def test_a_drawing_is_shown_with_all_it_takes_to_draw_it_again(closed, desk):
    walk, _made = closed
    client = desk("ducha1")
    said = client.post(PAGE, DRAW, follow=True).content.decode()
    sample = ReviewSample.objects.get()
    assert "20261101" in said
    assert sample.fingerprint in said
    assert said.count("未回访</span>") == 2
    members = [m.matter for m in sample.members.select_related("matter")]
    for matter in members:
        assert reverse("desk:matter", args=[matter.number]) in said
    walk.do("dengji2", members[0].concrete(), "revisit", reached="yes", satisfied="yes", note="满意")
    said = desk("fenliu1").get(PAGE).content.decode()
    assert said.count("未回访</span>") == 1
    assert "已联系上" in said
    assert "一致" in client.get(PAGE, {"check": sample.pk}).content.decode()


def test_a_doctored_sample_is_found_by_the_button(closed, desk):
    _walk, made = closed
    client = desk("ducha1")
    client.post(PAGE, DRAW)
    sample = ReviewSample.objects.get()
    outside = next(c for c in made if not sample.members.filter(matter_id=c.pk).exists())
    SampledMatter.objects.create(sample=sample, matter_id=outside.pk, place=3)
    assert "不一致" in client.get(PAGE, {"check": sample.pk}).content.decode()
    for asked in ("x", "-1", "9" * 40, sample.pk + 1):
        said = client.get(PAGE, {"check": asked}).content.decode()
        assert "再抽一次，" not in said


def test_bad_days_are_said_and_kept(closed, desk):
    client = desk("fenliu1")
    wrong = client.post(PAGE, {**DRAW, "wanted": "0"})
    assert wrong.status_code == 400
    assert "20261101" in wrong.content.decode()
    ahead = client.post(PAGE, {**DRAW, "last_on": "2026-11-02"})
    assert ahead.status_code == 409
    assert "已经过去" in ahead.content.decode()


def test_the_call_centre_sees_whom_to_call_and_does_not_draw(closed, desk):
    desk("ducha1").post(PAGE, DRAW)
    client = desk("dengji2")
    said = client.get(PAGE).content.decode()
    assert "抽取样本" not in said
    drawn = SampledMatter.objects.select_related("matter").first().matter
    assert reverse("desk:matter", args=[drawn.number]) in said
    matter = client.get(reverse("desk:matter", args=[drawn.number]))
    assert matter.status_code == 200
    assert "抽查回访" in matter.content.decode()
    assert client.post(PAGE, DRAW).status_code == 409
    assert ReviewSample.objects.count() == 1


@pytest.mark.parametrize("account", ["chengban1", "suozhang1", "fuju1", "shenji1", "caiwu1"])
def test_a_page_of_others(closed, desk, account):
    assert desk(account).get(PAGE).status_code == 403
