"""Doing a step in the browser: done once, refused in words, overtaken with what happened, and nothing typed is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from procedure.corridor import perform
from tests.cases.stories import again

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
TEXT = "经核对票据，消费争议发生在三年以前"


def step(matter, verb):
    return reverse("desk:step", args=[matter.number, verb])


def page(response):
    return response.content.decode()


def test_a_step_is_done_and_leads_back_to_the_matter(desk, waiting):
    client = desk("suozhang1")
    response = client.post(step(waiting, "accept"), {"seen": waiting.last_seq})
    assert response.status_code == 302
    assert response["Location"] == reverse("desk:matter", args=[waiting.number])
    assert again(waiting).state == "accepted"
    assert "已办理：受理" in page(client.get(response["Location"]))


def test_the_form_of_a_step_says_article_and_consequences(desk, waiting):
    shown = page(desk("suozhang1").get(step(waiting, "accept")))
    for word in ("令121第十五条第一款", "已受理", "送达告知后停止", "调解期限", "受理决定书"):
        assert word in shown


def test_missing_facts_are_named_and_the_others_kept(desk, waiting):
    response = desk("suozhang1").post(step(waiting, "decline"), {"seen": waiting.last_seq, "reason": TEXT})
    assert response.status_code == 400
    assert TEXT in page(response)
    assert "不予受理情形" in page(response)
    assert again(waiting).state == "under_review"


def test_a_refusal_lists_every_objection_and_keeps_what_was_typed(desk, waiting):
    sent = {"seen": waiting.last_seq, "ground": "4", "reason": TEXT}
    response = desk("suozhang1").post(step(waiting, "decline"), sent)
    assert response.status_code == 409
    assert "须先作线索核查" in page(response)
    assert TEXT in page(response)
    assert 'value="4"' in page(response)
    assert again(waiting).state == "under_review"


def test_a_stale_page_is_told_what_happened_and_may_go_on_knowingly(desk, in_november, waiting):
    seen = waiting.last_seq
    perform(in_november.act("chengban1"), waiting.check_lead, lead_found="no", note="现场核对")
    sent = {"seen": seen, "ground": "4", "reason": TEXT}
    client = desk("suozhang1")
    told = client.post(step(waiting, "decline"), sent)
    assert told.status_code == 409
    for word in ("张卫国", "线索核查", TEXT):
        assert word in page(told)
    assert again(waiting).state == "under_review"
    done = client.post(step(waiting, "decline"), {**sent, "seen": again(waiting).last_seq})
    assert done.status_code == 302
    assert again(waiting).state == "not_accepted"


def test_two_heads_at_once_the_later_is_told(desk, waiting):
    sent = {"seen": waiting.last_seq}
    first, second = desk("suozhang1"), desk("suozhang1")
    assert first.post(step(waiting, "accept"), sent).status_code == 302
    late = second.post(step(waiting, "accept"), sent)
    assert late.status_code == 409
    assert "受理" in page(late)


def test_another_office_gets_the_reason_not_a_wall(desk, waiting):
    response = desk("fenliu1").post(step(waiting, "accept"), {"seen": waiting.last_seq})
    assert response.status_code == 409
    assert "由机构负责人办理" in page(response)


def test_a_step_of_another_state_is_refused_on_the_page_too(desk, waiting):
    response = desk("chengban1").get(step(waiting, "agree"))
    assert response.status_code == 409
    assert "不能办理" in page(response)


@pytest.mark.parametrize("verb", ["delete", "state", "__class__", "objects", "save", "concrete", "x" * 300])
def test_what_is_no_step_is_not_found(desk, waiting, verb):
    client = desk("suozhang1")
    assert client.get(step(waiting, verb)).status_code == 404
    assert client.post(step(waiting, verb), {"seen": 1}).status_code == 404


def test_over_long_and_malicious_facts(desk, in_november, waiting):
    perform(in_november.act("chengban1"), waiting.check_lead, lead_found="no", note="现场核对")
    client, seen = desk("suozhang1"), again(waiting).last_seq
    too_long = client.post(step(waiting, "decline"), {"seen": seen, "ground": "4", "reason": "长" * 2001})
    assert too_long.status_code == 400
    assert "2000" in page(too_long)
    null = client.post(step(waiting, "decline"), {"seen": seen, "ground": "4", "reason": "坏\x00字"})
    assert null.status_code == 400
    script = client.post(
        step(waiting, "decline"), {"seen": seen, "ground": "99", "reason": "<script>x</script>"}
    )
    assert script.status_code == 400
    assert "<script>x" not in page(script)
    done = client.post(
        step(waiting, "decline"), {"seen": seen, "ground": "4", "reason": "<script>x</script>"}
    )
    assert done.status_code == 302
    assert "<script>x" not in page(client.get(reverse("desk:matter", args=[waiting.number])))


@pytest.mark.parametrize("seen", ["", "-1", "abc", "9" * 40, "１２"])
def test_a_broken_mark_of_what_was_seen_does_no_harm(desk, waiting, seen):
    response = desk("suozhang1").post(step(waiting, "accept"), {"seen": seen})
    assert response.status_code in {302, 409}


def test_handing_back_takes_the_matter_out_of_sight_and_says_so(desk, waiting):
    client = desk("suozhang1")
    response = client.post(step(waiting, "hand_back"), {"seen": waiting.last_seq, "reason": "不属本所辖区"})
    assert response["Location"].startswith("/#")
    shown = client.get("/", follow=True)
    assert "已转出" in page(shown)


def test_the_dispatcher_finds_the_station_of_the_township_and_the_line_chosen(desk, in_november):
    """The address names 姚伏镇: its station is proposed, and the line of the list; the officer decides."""
    report = in_november.call(
        "超市卖过期面包",
        business_address="平罗县姚伏镇中心街",
        product="面包",
        stage="sale",
        as_complaint=False,
    ).report
    shown = page(desk("fenliu1").get(step(report, "dispatch")))
    assert 'value="YF" selected' in shown
    assert 'value="20.5"' in shown


def test_what_belongs_elsewhere_is_proposed_for_transfer(desk, in_november):
    report = in_november.call("养殖场给猪喂瘦肉精", stage="breeding", as_complaint=False).report
    shown = page(desk("fenliu1").get(step(report, "transfer_food")))
    assert 'value="农业农村局" selected' in shown


def test_a_panel_answers_with_the_form_alone_and_leads_on_by_header(desk, waiting):
    client = desk("suozhang1")
    fragment = page(client.get(step(waiting, "accept"), headers={"HX-Request": "true"}))
    assert fragment.lstrip().startswith("<form")
    done = client.post(step(waiting, "accept"), {"seen": waiting.last_seq}, headers={"HX-Request": "true"})
    assert done["HX-Redirect"] == reverse("desk:matter", args=[waiting.number])


def test_without_the_protection_mark_nothing_is_done(cast, waiting):

    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["suozhang1"])
    response = client.post(step(waiting, "accept"), {"seen": waiting.last_seq})
    assert response.status_code == 403
    assert again(waiting).state == "under_review"


def test_the_factors_of_daily_consumption_stand_beside_a_refusal_and_decide_nothing(
    desk, waiting, in_november
):
    """令121第十七条: what the records say is shown to whoever decides, without a name, and ticks no box by itself."""
    told = "同一家店又买到坏的电饭煲，要求更换"
    later = in_november.call(told, as_complaint=True, name="钱途亮", phone="13909520102").complaint
    in_november.review(later)
    shown = page(desk("suozhang1").get(step(later, "decline")))
    assert 'class="factors-known"' in shown
    panel = shown[
        shown.index('class="factors-known"') : shown.index("</details>", shown.index("factors-known"))
    ]
    assert panel.count("<dt>") == 5
    assert "同一人一年内另有投诉 1 件" in panel
    assert "钱途亮" not in panel
    assert waiting.number not in panel
    assert 'name="factors"' in shown
    assert not [
        box for box in shown.split("<input")[1:] if 'name="factors"' in box and "checked" in box.split(">")[0]
    ]
    assert 'class="factors-known"' not in page(desk("suozhang1").get(step(later, "accept")))
