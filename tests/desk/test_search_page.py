"""The search box and its page: what is found, in words, with the match marked, and nothing of what may not be read."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from demo.walk import Walk
from tests.desk.test_query_counts import cost

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def page(client, **asked):
    response = client.get(reverse("desk:search"), asked)
    assert response.status_code == 200
    return response.content.decode()


def numbers(html):
    return re.findall(r'<td class="c-number"><a href="[^"]+">([^<]+)</a>', html)


def test_a_row_says_what_it_is_and_where_it_fits(in_november, both, desk):
    html = page(desk("fenliu1"), q="过期")
    assert numbers(html) == [both.report.number, both.complaint.number]
    assert "已经<mark>过期</mark>" in html
    assert 'class="pill">待分流</span>' in html
    assert "2026-11-02" in html
    assert 'class="due due-' in html
    assert reverse("desk:matter", args=[both.report.number]) in html
    assert 'value="过期"' in html


def test_nothing_and_not_yours_answer_alike(in_november, both, desk):
    client = desk("chengban1")
    for there, not_there in ((both.report.number, "JB-2026-009999"), ("过期", "冰箱")):
        found, nothing = page(client, q=there), page(client, q=not_there)
        assert "没有找到您可查看的事项。" in nothing
        without_mark = [
            re.sub(r'name="csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+"', "", html.replace(q, "Q"))
            for html, q in ((found, there), (nothing, not_there))
        ]
        shown = [re.sub(r"%[0-9A-F]{2}|Q", "", html) for html in without_mark]
        assert shown[0] == shown[1]


def test_one_character_is_answered_politely_and_none_with_what_can_be_asked(both, desk):
    assert "请至少输入两个字" in page(desk("fenliu1"), q="店")
    empty = page(desk("fenliu1"))
    assert "拼音首字母" in empty
    assert "请至少" not in empty
    assert "没有找到" not in empty


@pytest.mark.parametrize(
    "typed", ["\"'*()", "a AND (", "<script>alert(1)</script>", "words : x", "&|!", "\x00过期\x00"]
)
def test_what_is_typed_comes_back_harmless(both, desk, typed):
    html = page(desk("fenliu1"), q=typed, after=typed)
    assert "<script>alert" not in html


def test_the_pages_lead_through_all_rows_and_back(in_november, desk):
    walk, client = in_november, desk("fenliu1")
    made = [walk.call("卖过期食品", as_complaint=False).report.number for _n in range(27)]
    first = page(client, q="过期")
    assert len(numbers(first)) == 25
    following = re.search(r'rel="next" href="\?([^"]+)"', first)[1].replace("&amp;", "&")
    second = client.get(f"{reverse('desk:search')}?{following}").content.decode()
    assert numbers(first) + numbers(second) == made[::-1]
    assert 'rel="next"' not in second
    assert "回到第一页" in second


def test_the_box_is_on_every_page_of_an_officer_and_on_no_other(both, desk, client):
    assert "data-search" in desk("fenliu1").get("/").content.decode()
    assert "data-search" not in page(desk("fenliu1"), q="过期")  # the page has its own
    assert "data-search" not in client.get("/sign-in/").content.decode()
    assert client.get(reverse("desk:search"), {"q": "过期"}).status_code == 302


def test_an_empty_list_leads_to_the_search_of_the_same_words(both, desk):
    html = desk("fenliu1").get("/", {"text": "过期"}).content.decode()
    assert f"{reverse('desk:search')}?q=%E8%BF%87%E6%9C%9F" in html


def test_a_page_costs_as_much_as_a_page_of_the_worklist(in_november, desk):
    walk, client = in_november, desk("fenliu1")
    for _n in range(26):
        walk.call("卖过期食品", as_complaint=False)
    many, said = cost(client, f"{reverse('desk:search')}?q=过期")
    few, said_of_few = cost(client, f"{reverse('desk:search')}?q=冰箱")
    assert many <= 6, said
    assert few <= 6, said_of_few
    assert not any("COUNT(" in sql for sql in said + said_of_few)


@pytest.mark.journey
@pytest.mark.django_db(databases=["default", "vault"], transaction=True)
@pytest.mark.parametrize("script", [True, False])
def test_an_officer_finds_a_matter_without_a_mouse_and_without_script(window, script):
    officer = window("fenliu1", width=390, script=script)
    report = Walk(officer.cast, timezone.localtime()).call("卖过期食品", as_complaint=False).report
    officer.goto(officer.base)
    if script:
        officer.keyboard.press("s")
        expect(officer.locator("[data-search]")).to_be_focused()
        officer.keyboard.press("Escape")
        officer.keyboard.press("s")
    else:
        officer.locator("[data-search]").focus()
    officer.keyboard.type("过期")
    officer.keyboard.press("Enter")
    expect(officer.locator("mark")).to_have_text("过期")
    assert officer.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not script or [v["id"] for v in Axe().run(officer).response["violations"]] == []
    if script:
        officer.keyboard.press("j")
        officer.keyboard.press("Enter")
        expect(officer.locator("h1")).to_have_text(report.number)
        officer.go_back()
        officer.keyboard.press("/")
        expect(officer.locator("[data-slash]")).to_be_focused()
