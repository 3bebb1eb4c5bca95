"""The worklist: what the address asks for, page by page without gaps or doubles, and the way from row to row."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from desk import worklist
from desk.kinds import KINDS
from procedure.access import matters_for

database = pytest.mark.django_db(databases=["default", "vault"])


def page(response):
    return response.content.decode()


def test_a_plain_address_wishes_for_open_matters_by_due_day():
    wish = worklist.read({})
    assert (wish.sort, wish.query(), worklist.tags(wish)) == ("due", "", [])


def test_every_filter_is_a_tag_that_can_be_taken_off():
    wish = worklist.read(
        {"state": "complaint.accepted", "whose": "mine", "due": "overdue", "ended": "all", "text": "平罗"}
    )
    tags = worklist.tags(wish)
    assert [str(t.label) for t in tags] == ["投诉 · 已受理", "我承办的", "已逾期", "含已结束", "“平罗”"]
    for tag in tags:
        left = worklist.read({k: v[0] for k, v in parse_qs(tag.without).items()})
        assert len(worklist.tags(left)) == 4


@pytest.mark.parametrize(
    "sent",
    [
        {"kind": "x", "state": "complaint.flying", "whose": "all", "due": "soon", "sort": "title"},
        {"sort": "password", "after": "1~2"},
        {"after": "~"},
        {"after": "2026-13-40~3"},
        {"after": "2026-01-01~" + "9" * 40},
        {"sort": "received", "after": "2026-01-01T00:00:00~3"},
    ],
)
def test_what_is_not_understood_is_left_out(sent):
    wish = worklist.read(sent)
    assert (wish.kind, wish.state, wish.whose, wish.due, wish.after, wish.before) == ("", "", "", "", "", "")


@given(
    st.dictionaries(
        st.sampled_from(["kind", "state", "whose", "due", "text", "sort", "after", "before"]), st.text()
    )
)
def test_any_address_is_read_and_reads_back_the_same(sent):
    wish = worklist.read(sent)
    again = worklist.read({k: v[0] for k, v in parse_qs(wish.here(), keep_blank_values=True).items()})
    assert again == wish


@pytest.fixture
def county(in_november):
    """Twenty-odd matters with equal due days among them, and some without a running term."""
    walk = in_november
    for n in range(9):
        taken = walk.call("买的熟食过期，要求退款", name="钱途亮", phone="13909520102")
        if n % 3 == 0:
            walk.file(walk.verify(taken.report))
        if n % 4 == 0:
            walk.later(days=1)
    return walk


@database
@pytest.mark.parametrize("sort", worklist.SORTS)
def test_paging_forwards_and_backwards_shows_every_row_once(county, sort):
    rows = matters_for(county.cast["ducha1"])
    everything = sorted(rows.values_list("number", flat=True))
    wish, seen, pages = worklist.Wish(sort=sort), [], []
    while True:
        page = worklist.page(rows, wish, size=4)
        pages.append([r.number for r in page.rows])
        seen += pages[-1]
        if not page.older:
            break
        wish = worklist.Wish(sort=sort, after=page.older)
    assert sorted(seen) == everything
    back = [pages[-1]]
    while page.newer:
        page = worklist.page(rows, worklist.Wish(sort=sort, before=page.newer), size=4)
        if not page.rows:
            break
        back.insert(0, [r.number for r in page.rows])
    assert [n for rows in back for n in rows] == seen


@database
def test_sorting_by_due_day_puts_matters_without_a_term_last(county):
    for sort, down in (("due", False), ("-due", True)):
        found = worklist.page(matters_for(county.cast["ducha1"]), worklist.Wish(sort=sort), size=100).rows
        days = [r.next_due_on for r in found]
        dated = [d for d in days if d]
        assert days == dated + [None] * (len(days) - len(dated))
        assert dated == sorted(dated, reverse=down)


@database
def test_next_and_previous_stay_inside_the_filter(desk, county):
    client = desk("ducha1")
    shown = client.get("/?state=complaint.received")
    numbers = [row.number for row in shown.context["page"].rows]
    address = shown.context["page"].rows[0].address
    for expected in numbers[1:]:
        way = urlsplit(address)
        number = way.path.split("/")[2]
        moved = client.get(f"{reverse('desk:step-along', args=[number, 'next'])}?{way.query}")
        address = moved["Location"]
        assert expected in address
    end = client.get(f"{reverse('desk:step-along', args=[numbers[-1], 'next'])}?{urlsplit(address).query}")
    assert end["Location"] == f"/?state=complaint.received#m-{numbers[-1]}"


@database
def test_the_way_back_leads_to_the_row(desk, county):
    client = desk("ducha1")
    row = client.get("/?whose=unassigned&sort=-number").context["page"].rows[0]
    shown = client.get(row.address)
    assert f'href="/?whose=unassigned&amp;sort=-number#m-{row.number}"' in page(shown)


@database
def test_filters_by_handler_unit_and_text(desk, county):
    mine = desk("chengban1").get("/?whose=mine").context["page"].rows
    assert mine
    assert all("chengban1" in {r.handler.username, getattr(r.co_handler, "username", "")} for r in mine)
    unit = desk("suozhang1").get("/?whose=unit").context["page"].rows
    assert {r.unit for r in unit} == {"CG"}
    assert not desk("suozhang2").get("/").context["page"].rows
    by_number = desk("ducha1").get("/?text=ts-2026-000003").context["page"].rows
    assert [r.number for r in by_number] == ["TS-2026-000003"]
    by_name = desk("ducha1").get("/?text=平罗县城关镇喜洋洋").context["page"].rows
    assert by_name


@database
@pytest.mark.parametrize("text", ["%00", "'; DROP TABLE x; --", "<script>", "长" * 5000, "%25", "_"])
def test_strange_filter_text_is_only_text(desk, in_november, complaint, text):
    response = desk("ducha1").get(f"/?text={text}")
    assert response.status_code == 200
    assert "<script>" not in page(response).replace('<script src="', "")


def test_every_state_of_every_kind_is_a_filter_with_its_word():
    for kind in KINDS.values():
        for state, label in kind.states.choices:
            wish = worklist.read({"state": f"{kind.code}.{state}"})
            assert [str(tag.label) for tag in worklist.tags(wish)] == [f"{kind.name} · {label}"]
        assert worklist.read({"state": f"{kind.code}."}).kind == kind.code


@database
def test_what_waits_for_identity_papers_or_is_fought_over_is_found_by_its_state(in_november, desk):
    walk = in_november
    asked = walk.review(walk.call("要求退款", name="钱途亮", phone="13909520102", as_report=False).complaint)
    walk.do("chengban1", asked, "request_identity", papers="身份证复印件", until_on=walk.now.date())
    fought = walk.dispatch(
        walk.call("要求换货", name="孙守正", phone="13909520103", as_report=False).complaint
    )
    walk.do("suozhang1", fought, "dispute", other_bureau="大武口区市场监管局", reason="经营地不在本县")
    for state, matter in (("id_requested", asked), ("disputed", fought), ("under_review", None)):
        rows = desk("ducha1").get(f"/?state=complaint.{state}").context["page"].rows
        assert [row.number for row in rows] == ([matter.number] if matter else [])


@database
@pytest.mark.parametrize(
    ("account", "words"),
    [
        ("chengban1", "下一步：登记身份证明"),
        ("suozhang1", "等待承办人办理：登记身份证明"),
        ("ducha1", "等待承办人办理：登记身份证明"),
        ("fazhi1", "等待承办人办理：登记身份证明"),
    ],
)
def test_the_banner_names_what_leads_on_and_whom_it_waits_for(in_november, desk, account, words):
    walk = in_november
    asked = walk.review(walk.call("要求退款", name="钱途亮", phone="13909520102", as_report=False).complaint)
    walk.no_lead(asked)
    walk.do("chengban1", asked, "request_identity", papers="身份证复印件", until_on=walk.now.date())
    text = desk(account).get(f"/m/{asked.number}/").context["banner"].text
    assert words in text
