"""Who is called back is drawn by a seed anybody can use again (令121 art. 26): nobody chooses, nothing is left out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.models import ReviewSample, SampledMatter
from cases.sampling import MOST, called_back, choose, draw, fingerprint, samples, still_holds
from procedure.access import matter_for
from procedure.corridor import Refused, perform
from procedure.locks import Locked

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

DAY = date(2026, 11, 2)
NUMBERS = st.lists(st.integers(1, 10**6), unique=True, max_size=60).map(
    lambda found: sorted(f"TS-2026-{n:06d}" for n in found)
)


def closed_complaint(walk, n):
    """A complaint withdrawn and closed by the hub on the day of the story."""
    complaint = walk.call("要求退款", name=f"钱途{n}", phone=f"139095201{n:02d}", as_report=False).complaint
    walk.do("fenliu1", complaint, "check_lead", lead_found="no", note="未见违法")
    walk.do("fenliu1", complaint, "withdraw", how="电话撤回，录音")
    walk.do("fenliu1", complaint, "close", publicity="", note="")
    return complaint


@pytest.fixture
def closed(in_november):
    walk = in_november
    found = [closed_complaint(walk, n) for n in range(6)]
    walk.later(days=1)
    return found


@given(numbers=NUMBERS, seed=st.text(min_size=1, max_size=20), wanted=st.integers(1, 20))
def test_the_same_seed_draws_the_same_and_never_more_than_there_are(numbers, seed, wanted):
    drawn = choose(numbers, seed, wanted)
    assert drawn == choose(list(numbers), seed, wanted)
    assert len(drawn) == len(set(drawn)) == min(wanted, len(numbers))
    assert set(drawn) <= set(numbers)


@given(numbers=NUMBERS.filter(len), data=st.data())
def test_leaving_one_out_shows_in_the_fingerprint(numbers, data):
    left = data.draw(st.sampled_from(numbers))
    assert fingerprint([n for n in numbers if n != left]) != fingerprint(numbers)


def test_a_drawing_says_how_it_was_made_and_can_be_made_again(walk, closed):
    sample = draw(walk.act("ducha1"), first_on=DAY, last_on=DAY, wanted=3, seed="县公证处 2026-11-03")
    numbers = sorted(each.number for each in closed)
    assert (sample.population, sample.fingerprint) == (6, fingerprint(numbers))
    members = [m.matter.number for m in sample.members.order_by("place")]
    assert members == choose(numbers, "县公证处 2026-11-03", 3)
    assert still_holds(sample)
    again = draw(walk.act("fenliu1"), first_on=DAY, last_on=DAY, wanted=3, seed="县公证处 2026-11-03")
    assert [m.matter.number for m in again.members.order_by("place")] == members


def test_without_a_seed_the_house_makes_one(walk, closed):
    seeds = {draw(walk.act("ducha1"), first_on=DAY, last_on=DAY, wanted=1).seed for _n in range(3)}
    assert len(seeds) == 3


@pytest.mark.parametrize("account", ["chengban1", "suozhang1", "dengji1", "fuju1", "shenji1"])
def test_whoever_handled_it_does_not_draw(walk, closed, account):
    with pytest.raises(Refused, match="由分流员或者督办人员抽取"):
        draw(walk.act(account), first_on=DAY, last_on=DAY, wanted=1)


def test_what_cannot_be_drawn(walk, closed):
    for first, last, wanted, why in (
        (DAY, DAY + timedelta(days=1), 1, "已经过去"),
        (DAY, DAY - timedelta(days=1), 1, "已经过去"),
        (DAY, DAY, 0, "抽取件数"),
        (DAY, DAY, MOST + 1, "抽取件数"),
    ):
        with pytest.raises(Refused, match=why):
            draw(walk.act("ducha1"), first_on=first, last_on=last, wanted=wanted)
    assert not ReviewSample.objects.exists()


def test_a_sample_is_only_added_to_and_a_slipped_in_member_shows(walk, closed):
    sample = draw(walk.act("ducha1"), first_on=DAY, last_on=DAY, wanted=2, seed="7")
    with pytest.raises(Locked):
        sample.save()
    with pytest.raises(Locked):
        sample.members.all().delete()
    drawn = {m.matter_id for m in sample.members.all()}
    outside = next(each for each in closed if each.pk not in drawn)
    SampledMatter.objects.create(sample=sample, matter_id=outside.pk, place=3)
    assert not still_holds(sample)


def test_a_left_out_complaint_shows(walk, closed):
    sample = draw(walk.act("ducha1"), first_on=DAY, last_on=DAY, wanted=2, seed="7")
    numbers = sorted(each.number for each in closed)[1:]
    doctored = ReviewSample.objects.create(
        drawn_by=sample.drawn_by, drawn_at=sample.drawn_at, first_on=DAY, last_on=DAY, seed="7",
        population=len(numbers), fingerprint=fingerprint(numbers), wanted=2,
    )  # fmt: skip
    assert not still_holds(doctored)


def test_the_call_centre_reads_and_calls_back_what_was_drawn_and_nothing_else(walk, closed):
    """Another clerk than the one who took the call: whoever is free makes the call."""
    sample = draw(walk.act("fenliu1"), first_on=DAY, last_on=DAY, wanted=2, seed="7")
    drawn = {m.matter.number for m in sample.members.all()}
    clerk = walk.cast["dengji2"]
    assert {c.number for c in closed if matter_for(clerk, c.number) is not None} == drawn
    inside = next(c for c in closed if c.number in drawn)
    outside = next(c for c in closed if c.number not in drawn)
    walk.do("dengji2", inside, "revisit", reached="yes", satisfied="yes", note="满意")
    with pytest.raises(Refused, match="不在抽查回访的样本中"):
        perform(walk.act("dengji1"), outside.revisit, reached="yes", satisfied="", note="自己挑的")
    with pytest.raises(Refused, match="由登记员"):
        perform(walk.act("suozhang1"), inside.revisit, reached="yes", satisfied="", note="自己回访自己")
    (told,) = samples()
    calls = called_back([told])
    assert list(calls) == [inside.pk]
    assert calls[inside.pk].facts["satisfied"] == "yes"


def test_the_call_centre_reads_it_for_three_months(walk, closed, time_machine):
    sample = draw(walk.act("fenliu1"), first_on=DAY, last_on=DAY, wanted=1, seed="7")
    (number,) = [m.matter.number for m in sample.members.all()]
    for days, reads in ((89, True), (91, False)):
        time_machine.move_to(sample.drawn_at + timedelta(days=days))
        clerk = type(walk.cast["dengji2"]).objects.get(username="dengji2")
        assert (matter_for(clerk, number) is not None) is reads


def test_an_open_complaint_is_never_drawn(walk, closed):
    walk.call("要求换货", name="孙守正", phone="13909520103", as_report=False)
    assert draw(walk.act("ducha1"), first_on=DAY, last_on=DAY, wanted=200).population == 6


def test_what_cannot_be_called_back_is_not_drawn_order_20_knew_no_call_back(old_walk, walk, closed):
    """Received in March under Order 20 and closed in November, like the others: `revisit` is no step of it."""
    old = old_walk.call("要求退款", name="钱途老", phone="13909520199", as_report=False).complaint
    old_walk.now = walk.now - timedelta(days=1)
    old_walk.do("fenliu1", old, "check_lead", lead_found="no", note="未见违法")
    old_walk.do("fenliu1", old, "withdraw", how="电话撤回，录音")
    old_walk.do("fenliu1", old, "close", publicity="", note="")
    sample = draw(walk.act("ducha1"), first_on=DAY, last_on=DAY, wanted=MOST)
    assert sample.population == 6
    assert old.number not in {m.matter.number for m in sample.members.all()}
    assert still_holds(sample)
