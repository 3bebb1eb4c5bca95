"""The two ways past the procedure: told where to go, and the restricted inbox that only the liaison opens."""

import pytest
from django.urls import reverse

from cases.elsewhere import SUGGESTED, UNPUBLISHED, categories, take_clue, tell_where
from cases.letter import NOBODY, Letter
from cases.models import OfficialClue, OtherContact
from cases.naming import NamesInText
from demo.county import OFFICERS
from identity.codes import check_code
from identity.people import PersonalData
from procedure.access import counted_reach, matter_for, matters_for
from procedure.clocks import Clock
from procedure.corridor import Refused, perform
from procedure.journal import JournalEntry
from supervision.journal import entries

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
LIAISON = "jijian1"


def told(walk, **more):
    said = {
        "category": "consultation",
        "told_to": "请拨打12345",
        "text": "问节假日上不上班",
        "channel": "12315电话",
    }
    act = walk.act("dengji1")
    return tell_where(act, at=act.at, **{**said, **more})


def clue(walk, **more):
    act = walk.act("dengji1")
    said = {"channel": "phone", "text": "城关所有人收了店家的钱", "person": NOBODY, **more}
    return take_clue(act, Letter(received_at=act.at, business_name="", **said))


def test_the_listed_kinds_are_those_of_the_day_and_the_clue_is_not_among_them(walk, old_walk):
    today, before = dict(categories(walk.now.date())), dict(categories(old_walk.now.date()))
    assert set(today) == {"consultation", "information", "reconsideration", UNPUBLISHED}
    assert set(before) - set(today) == {"petition"}  # 令20 named it, 令121 no more
    assert set(before) <= set(SUGGESTED)


def test_what_the_rule_does_not_cover_is_told_where_to_go_and_confirmed_by_the_hub(walk):
    matter = told(walk)
    assert (matter.number[:2], matter.state, matter.told_to) == ("QT", "received", "请拨打12345")
    assert not Clock.objects.exists()
    with pytest.raises(Refused):
        perform(walk.act("dengji1"), matter.confirm)
    perform(walk.act("fenliu1"), matter.confirm)
    assert OtherContact.objects.get().state == "told"


def test_it_is_refused_without_a_listed_kind_or_without_saying_where(walk):
    with pytest.raises(Refused, match="令121第四十四条没有列明"):
        told(walk, category="petition")
    with pytest.raises(Refused, match="没有列明"):
        told(walk, category="discipline")
    with pytest.raises(Refused, match="须写明告知的去向"):
        told(walk, told_to="  ")
    assert not OtherContact.objects.exists()


def test_a_clue_is_read_by_the_liaison_and_by_nobody_else(walk, cast):
    taken = clue(walk)
    for account, _name, _unit, offices, _certificate in OFFICERS:
        may = "discipline" in offices
        assert (matter_for(cast[account], taken.number) is not None) is may, account
        assert matters_for(cast[account]).filter(kind="clue").exists() is may, account
    assert matter_for(cast["dengji1"], taken.number) is None  # not even by who took it
    found = matter_for(cast[LIAISON], taken.number)
    assert found.text == "城关所有人收了店家的钱"
    assert check_code(found.person_ref, taken.code)


def test_no_list_count_board_or_journal_page_tells_that_it_exists(walk, cast, desk_pages):
    taken = clue(walk)
    assert not Clock.objects.exists()
    assert all(entry.matter.kind != "clue" for entry in entries(cast["shenji1"]))
    assert JournalEntry.objects.filter(matter__kind="clue").count() == 1
    for account in ("dengji1", "fenliu1", "suozhang1", "juzhang1", "ducha1", "shenji1", "fazhi1"):
        assert "clue" not in str(counted_reach(cast[account])), account
        for page in desk_pages(account):
            assert taken.number not in page, account
            assert "收了店家的钱" not in page, account
    assert any(taken.number in page for page in desk_pages(LIAISON))


@pytest.fixture
def desk_pages(cast, client):
    """Every page an officer opens where a matter might show, and the API's list."""

    def pages(account):
        client.force_login(cast[account])
        for name in ("worklist", "board", "board-list", "journal"):
            response = client.get(reverse(f"desk:{name}"))
            if response.status_code == 200:
                yield response.content.decode()
        for query in ("?text=XS-", "?whose=all", "?state=clue.received"):
            yield client.get(reverse("desk:worklist") + query).content.decode()
        client.logout()

    return pages


def test_its_address_does_not_exist_for_the_clerk(walk, cast, client):
    taken = clue(walk)
    client.force_login(cast["dengji1"])
    there = client.get(reverse("desk:matter", args=[taken.number]))
    nowhere = client.get(reverse("desk:matter", args=["XS-2026-999999"]))
    assert (there.status_code, nowhere.status_code) == (404, 404)
    client.force_login(cast[LIAISON])
    assert "收了店家的钱" in client.get(reverse("desk:matter", args=[taken.number])).content.decode()


def test_the_journal_entry_says_the_channel_and_no_more(walk):
    clue(walk)
    entry = JournalEntry.objects.get()
    assert entry.facts == {"channel": "phone"}
    assert OfficialClue.objects.get().title == "公职人员线索"


def test_the_words_of_a_clue_do_not_name_who_gave_it(walk):
    giver = PersonalData(name="钱途亮", phone="13909520102")
    with pytest.raises(NamesInText):
        clue(walk, person=giver, text="我钱途亮亲眼看见")
    clue(walk, person=giver, text="我钱途亮亲眼看见", replace_names=True)
    assert OfficialClue.objects.get().text == "我【来电人】亲眼看见"


def test_only_the_liaison_hands_it_over(walk, cast):
    taken = clue(walk)
    found = matter_for(cast[LIAISON], taken.number)
    with pytest.raises(Refused):
        perform(walk.act("juzhang1"), found.hand_over, to="平罗县监察委员会", paper="1号")
    perform(walk.act(LIAISON), found.hand_over, to="平罗县监察委员会", paper="1号")
    assert OfficialClue.objects.get().state == "handed_over"
