"""Every page for every office: a matter one may not read does not exist, pages of others say so, nothing breaks."""

import pytest
from django.test import Client
from django.urls import reverse

from procedure.access import matter_for
from procedure.matter import Matter

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

# One officer of each office, and the handler and head of another unit.
ACCOUNTS = [
    "dengji1", "fenliu1", "chengban1", "suozhang1", "chengban3", "suozhang2", "fazhi1", "fuju1", "juzhang1", "baomi1",
    "jiangli1", "caiwu1", "gongan1", "jiancha1", "ducha1", "shenji1",
]  # fmt: skip
PAGES = ["worklist", "intake", "board", "board-list", "fund", "journal"]
ALLOWED = {
    "intake": {"dengji1", "dengji2"},
    "board": {"ducha1", "shenji1", "suozhang1", "suozhang2", "duizhang1", "fuju1", "juzhang1"},
    "fund": {"jiangli1", "caiwu1", "juzhang1", "shenji1"},
    "journal": {"shenji1"},
}
ALLOWED["board-list"] = ALLOWED["board"]


@pytest.fixture
def county(in_november):
    """One story told to the police receipt and one to the paid reward, so that every kind of matter is there."""
    walk = in_november
    taken = walk.call("买的熟食已经过期，吃完拉肚子，要求退款", name="钱途亮", phone="13909520102")
    walk.mediate(walk.accept(taken.complaint))
    case = walk.facts(walk.file(walk.verify(taken.report)), sold="61000")
    walk.receipt(walk.transfer(walk.submit(walk.suspect(case))))
    told = walk.call("卖过期面粉", name="孙守正", phone="13909520103", as_complaint=False)
    case = walk.facts(walk.file(walk.verify(told.report)), sold="3000")
    walk.fine(case, fine="198000")
    walk.reward(walk.qualify(walk.close_case(case)), told.codes["report"])
    return walk


def test_every_office_and_every_matter(county, desk):
    numbers = list(Matter.objects.values_list("number", flat=True))
    kinds = set(Matter.objects.values_list("kind", flat=True))
    assert kinds == {"complaint", "report", "case", "referral", "reward"}
    for account in ACCOUNTS:
        client = desk(account)
        for number in numbers:
            readable = matter_for(county.cast[account], number) is not None
            expected = 200 if readable else 404
            for name in ("matter", "matter-papers"):
                assert client.get(reverse(f"desk:{name}", args=[number])).status_code == expected, (
                    account,
                    number,
                )
            clock = Matter.objects.get(number=number).clocks.first()
            if clock and not readable:
                assert client.get(reverse("desk:clock", args=[number, clock.pk])).status_code == 404
            if not readable:
                assert client.get(reverse("desk:matter-papers", args=[number])).status_code == 404
                assert client.post(reverse("desk:step", args=[number, "dispatch"])).status_code == 404
                assert client.post(reverse("desk:identity", args=[number])).status_code == 404


def test_no_page_shows_a_link_the_officer_may_not_follow(county, desk):
    for account in ACCOUNTS:
        client, officer = desk(account), county.cast[account]
        listed = [row.number for row in client.get("/?ended=all").context["page"].rows]
        for number in listed:
            shown = client.get(reverse("desk:matter", args=[number])).content.decode()
            for other in Matter.objects.exclude(number=number).values_list("number", flat=True):
                if f'href="/m/{other}/' in shown:
                    assert matter_for(officer, other) is not None, (account, number, other)


@pytest.mark.parametrize("name", PAGES)
def test_pages_open_for_their_offices_and_say_so_to_others(desk, cast, name):
    for account in ACCOUNTS:
        response = desk(account).get(reverse(f"desk:{name}"))
        allowed = name not in ALLOWED or account in ALLOWED[name]
        assert response.status_code == (200 if allowed else 403), (account, name)
        if not allowed:
            assert "不由您的职务查看" in response.content.decode()


def test_not_there_and_not_yours_read_alike(county, desk):
    client = desk("suozhang2")
    there = Matter.objects.first().number
    answers = [client.get(reverse("desk:matter", args=[n])) for n in (there, "TS-2026-999999")]
    bodies = [a.content.decode().replace(there, "N").replace("TS-2026-999999", "N") for a in answers]
    assert [a.status_code for a in answers] == [404, 404]
    strip = [b.split("csrfmiddlewaretoken")[-1][100:] for b in bodies]
    assert strip[0] == strip[1]


@pytest.mark.parametrize(
    "number", ["%00", "x" * 200, "<script>", "..", "TS-2026-000001%0A", "TS-2026-000001'"]
)
def test_strange_numbers_are_not_found(desk, cast, number):
    client = desk("ducha1")
    assert client.get(f"/m/{number}/").status_code == 404
    assert client.get(f"/papers/{number}/").status_code == 404


def test_whoever_is_not_signed_in_is_led_to_the_door(cast):
    client = Client()
    for name in PAGES:
        response = client.get(reverse(f"desk:{name}"))
        assert response.status_code == 302
        assert response["Location"].startswith("/sign-in/")


def test_the_police_see_no_term_that_ran_before_the_transfer(county, desk):
    referral = Matter.objects.get(kind="referral")
    clock = referral.clocks.get(rule="referral.approval")
    client = desk("gongan1")
    assert client.get(reverse("desk:clock", args=[referral.number, clock.pk])).status_code == 404
    assert (
        f"/clock/{clock.pk}/"
        not in client.get(reverse("desk:matter", args=[referral.number])).content.decode()
    )
    assert desk("juzhang1").get(reverse("desk:clock", args=[referral.number, clock.pk])).status_code == 200


def test_no_page_of_the_report_names_the_caller(county, desk):
    for account in ("chengban1", "suozhang1", "fuju1", "ducha1", "dengji1", "jiangli1", "caiwu1"):
        client = desk(account)
        for row in client.get("/?ended=all").context["page"].rows:
            shown = client.get(reverse("desk:matter", args=[row.number])).content.decode()
            for secret in ("钱途亮", "13909520102", "孙守正", "13909520103"):
                assert secret not in shown


def test_pages_are_kept_by_no_shared_cache(county, desk):
    for name in ("worklist", "board"):
        assert "private" in desk("ducha1").get(reverse(f"desk:{name}"))["Cache-Control"]
