"""A paper to both parties is served on each of them, and only then are both told (令121 art. 20, 23(2), 24)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import localdate

from cases.exits import untold
from documents.forms import FORMS, PARTIES, goes_to_both
from notices.models import Service
from notices.serve import serve
from procedure.clocks import Clock
from procedure.corridor import Refused, perform

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def ended(walk):
    """An accepted complaint whose mediation was ended because the respondent refuses."""
    complaint = walk.accept(walk.call("电饭煲坏了，要求换货", name="钱途亮", phone="13909520102").complaint)
    walk.told(complaint, "acceptance")
    walk.no_lead(complaint)
    return complaint


def end(walk, complaint, ground="2", **more):
    walk.do("suozhang1", complaint, "terminate", ground=ground, reason="被投诉人明确拒绝调解", **more)
    return walk.made(complaint, "termination").document


def tell(walk, paper, party, **more):
    said = {"channel": "phone", "served_on": localdate(walk.now), "proof": "录音 1", **more}
    return serve(walk.act("chengban1"), paper, party=party, **said)


def term(complaint):
    return Clock.objects.get(matter_id=complaint.pk, rule="complaint.termination_notice")


def test_the_term_to_tell_runs_until_both_are_told_and_the_later_day_counts(walk, ended, fonts_ready):
    paper = end(walk, ended)
    later = walk.later(days=1)
    tell(later, paper, "complainant")
    assert term(ended).ended_id is None
    with pytest.raises(Refused, match=r"尚未送达或告知：终止调解告知；.*终止调解决定书（未送达被投诉人）"):
        perform(walk.act("chengban1"), ended.close)
    walk.later(days=3)
    # The respondent was told two days ago and it is typed in today.
    tell(walk, paper, "respondent", served_on=localdate(walk.now) - timedelta(days=2))
    assert term(ended).ended_on == localdate(walk.now) - timedelta(days=2)
    perform(walk.act("chengban1"), ended.close)


def test_telling_one_party_twice_tells_nobody_else(walk, ended, fonts_ready):
    paper = end(walk, ended)
    tell(walk, paper, "respondent")
    tell(walk, paper, "respondent")
    assert term(ended).ended_id is None


def test_of_a_party_that_is_gone_only_the_other_is_told_art_23_1_7(walk, ended, fonts_ready):
    paper = end(walk, ended, ground="7", gone="complainant")
    assert untold(ended.__class__.objects.get(pk=ended.pk), set()) == ["respondent"]
    tell(walk, paper, "respondent")
    assert term(ended).met is True
    perform(walk.act("chengban1"), ended.close)


def test_who_was_told_must_be_said_of_a_paper_to_both_and_of_no_other(walk, ended, fonts_ready):
    paper = end(walk, ended)
    with pytest.raises(Refused, match="请写明本次送达给哪一方"):
        tell(walk, paper, "")
    accepted = ended.documents.get(form="acceptance")
    with pytest.raises(Refused, match="只送达一方"):
        tell(walk, accepted, "respondent")
    assert not Service.objects.filter(document=paper).exists()


def test_the_papers_to_both_are_the_notice_the_agreement_and_the_end_of_mediation():
    assert {code for code in FORMS if goes_to_both(code)} == {
        "mediation_notice",
        "mediation_agreement",
        "termination",
    }
    assert {each.addressee for each in FORMS.values() if goes_to_both(each.code)} == {PARTIES}


def test_whom_a_paper_was_served_on_cannot_be_changed(walk, ended, fonts_ready):
    tell(walk, end(walk, ended), "complainant")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE notices_service SET party = 'respondent' WHERE party = 'complainant'")
