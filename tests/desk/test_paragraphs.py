"""Standard paragraphs on the step's page: listed, found, put in, copied without script, and never left with a gap."""

import pytest
from django.urls import reverse
from django.utils import timezone

from demo.walk import Walk

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
URL = reverse("desk:paragraphs")


def page(response):
    return response.content.decode()


def asked(client, matter, verb="decline", **more):
    return client.get(URL, {"number": matter.number, "verb": verb, **more})


def test_the_step_shows_every_paragraph_in_full_so_that_it_can_be_copied(desk, waiting):
    shown = page(desk("suozhang1").get(reverse("desk:step", args=[waiting.number, "decline"])))
    assert "<details" in shown
    for words in ("属于其他部门职责", "联系方式：【电话或者地址】", "冒用他人名义", 'data-insert="reason"'):
        assert words in shown


def test_a_step_without_paragraphs_shows_no_picker(desk, waiting):
    assert 'class="paragraphs"' not in page(
        desk("suozhang1").get(reverse("desk:step", args=[waiting.number, "accept"]))
    )
    assert 'class="paragraphs"' not in page(
        desk("suozhang1").get(reverse("desk:step", args=[waiting.number, "assign"]))
    )


def test_the_chosen_ground_and_the_words_narrow_the_list(desk, waiting):
    client = desk("suozhang1")
    assert "共 40" not in page(asked(client, waiting, ground="6"))
    of_six = page(asked(client, waiting, ground="6"))
    assert "冒用他人名义" in of_six
    assert "属于其他部门职责" not in of_six
    assert "人民法院已受理或者处理" in page(asked(client, waiting, q="rmfy"))
    assert "没有符合的段落" in page(asked(client, waiting, q="不存在的词"))


def test_a_complaint_of_the_old_law_gets_the_paragraphs_of_the_old_law(desk, old_walk):
    old = old_walk.call("电饭煲用了三天就坏，要求更换", name="钱途亮", phone="13909520102").complaint
    old_walk.review(old)
    shown = page(asked(desk("suozhang1"), old))
    assert "（令20）" in shown
    assert "冒用他人名义" not in shown


def test_only_who_may_read_the_matter_is_answered(desk, waiting, client):
    assert client.get(URL, {"number": waiting.number, "verb": "decline"}).status_code == 302
    assert asked(desk("suozhang2"), waiting).status_code == 404
    assert asked(desk("suozhang1"), waiting).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"verb": "decline"},
        {"number": "TS-2026-999999", "verb": "decline"},
        {"number": "x" * 300, "verb": "decline"},
    ],
)
def test_a_broken_question_is_not_found(desk, waiting, query):
    assert desk("suozhang1").get(URL, query).status_code == 404


@pytest.mark.parametrize("verb", ["", "delete", "__class__", "save"])
def test_what_is_no_step_is_not_found(desk, waiting, verb):
    assert asked(desk("suozhang1"), waiting, verb).status_code == 404


@pytest.mark.parametrize("more", [{"q": "<script>"}, {"q": "长" * 5000}, {"ground": "<b>"}, {"q": "a\x00b"}])
def test_odd_words_do_no_harm(desk, waiting, more):
    response = asked(desk("suozhang1"), waiting, **more)
    assert response.status_code == 200
    assert "<script>" not in page(response)


def test_it_is_read_only(desk, waiting):
    assert desk("suozhang1").post(URL, {"number": waiting.number, "verb": "decline"}).status_code == 405


def test_a_doubtful_citation_is_remarked_after_the_act(desk, in_november, waiting):
    in_november.no_lead(waiting)
    client = desk("suozhang1")
    said = {
        "seen": waiting.last_seq,
        "ground": "1",
        "reason": "依照《中华人民共和国电子商务法》第三条，由他部门负责",
    }
    done = client.post(reverse("desk:step", args=[waiting.number, "decline"]), said)
    assert done.status_code == 302
    assert "“《中华人民共和国电子商务法》第三条”不在法规库，请人工核对" in page(client.get(done["Location"]))


# --- in a browser ----------------------------------------------------------------------------------------------


@pytest.fixture
def declining(window):
    """The page for declining a complaint, opened by the head of its unit."""

    def open_page(**more):
        page = window("suozhang1", **more)
        walk = Walk(page.cast, timezone.localtime())
        complaint = walk.call("电饭煲用了三天就坏，要求更换", name="钱途亮", phone="13909520102").complaint
        walk.no_lead(walk.review(complaint))
        page.goto(f"{page.base}/m/{complaint.number}/do/decline/")
        return page

    return open_page


@pytest.mark.journey
@pytest.mark.django_db(databases=["default", "vault"], transaction=True)
def test_a_paragraph_goes_in_by_keyboard_and_its_first_gap_is_chosen(declining):
    page = declining()
    page.locator("details.paragraphs summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("查找段落").fill("tqss")
    page.locator(".paragraph-found", has_text="共 1 段").wait_for()
    page.get_by_role("button", name="插入：人民法院已受理或者处理").focus()
    page.keyboard.press("Enter")
    reason = page.locator("textarea[name=reason]")
    assert reason.input_value().startswith("经核查，你就同一消费者权益争议已向【人民法院名称】")
    assert page.evaluate("document.activeElement.name") == "reason"
    page.keyboard.insert_text("平罗县人民法院")
    assert "已向平罗县人民法院提起诉讼" in reason.input_value()
    page.keyboard.press("Control+z")
    assert "【人民法院名称】" in reason.input_value()


@pytest.mark.journey
@pytest.mark.django_db(databases=["default", "vault"], transaction=True)
def test_the_ground_chosen_narrows_the_list_and_what_was_typed_stays(declining):
    page = declining()
    page.locator("textarea[name=reason]").fill("先写的话")
    page.locator('input[name=ground][value="6"]').check()
    page.locator("details.paragraphs summary").click()
    page.locator(".paragraph-found", has_text="共 3 段").wait_for()
    page.get_by_role("button", name="插入：冒用他人名义").click()
    written = page.locator("textarea[name=reason]").input_value()
    assert written.startswith("先写的话\n本局为核验投诉人身份")


@pytest.mark.journey
@pytest.mark.django_db(databases=["default", "vault"], transaction=True)
def test_without_script_the_texts_are_there_and_no_dead_button(declining):
    page = declining(script=False, width=390)
    page.locator("details.paragraphs summary").click()
    assert page.get_by_text("没有提供投诉人的姓名和联系方式").is_visible()
    assert not page.get_by_role("button", name="插入").first.is_visible()
