"""Standard paragraphs: each serves a ground the shelf lists, cites living law, and is found by words or initials."""

import re
from datetime import date

import pytest

import statutes
from documents.paragraphs import BadParagraph, paragraphs, paragraphs_for, read
from statutes import check_citations

OLD, NEW = date(2026, 4, 14), date(2026, 4, 15)
EVERY_GROUND = [
    (verb, rule, version.in_force, item.code)
    for verb, rule in (
        ("decline", "complaint.non_acceptance"),
        ("terminate", "complaint.termination"),
        ("decline_to_file", "report.non_filing"),
    )
    for version in statutes.rule(rule).versions
    for item in version.items
]
EVERY_PARAGRAPH = [pytest.param(each, id=each.id) for each in paragraphs()]
SERVED = [
    "redirect",
    "transfer",
    "hand_back",
    "request_identity",
    "mark_duplicate",
    "merge",
    "agree",
    "not_applicable",
]


def ids(*wanted, **more):
    return [offer.id for offer in paragraphs_for(*wanted, **more)]


@pytest.mark.parametrize(("verb", "rule", "day", "code"), EVERY_GROUND)
def test_every_ground_of_both_orders_has_paragraphs_to_choose_from(verb, rule, day, code):
    found = paragraphs_for(verb, day, code)
    assert len(found) >= 2
    assert {offer.ground for offer in found} == {code}
    assert {offer.ground_text for offer in found} == {statutes.rule(rule).on(day).item(code).text}


@pytest.mark.parametrize("verb", SERVED)
def test_what_is_sent_on_given_back_asked_for_or_agreed_has_some_too(verb):
    assert len(paragraphs_for(verb, NEW)) >= 2


@pytest.mark.parametrize("each", EVERY_PARAGRAPH)
def test_a_paragraph_cites_living_law_on_every_day_it_serves(each):
    for verb in each.verbs:
        for ground in each.grounds:
            for day in {ground.in_force, max(ground.in_force, NEW) if ground.until is None else ground.until}:
                offer = next(o for o in paragraphs_for(verb, day, ground.code) if o.id == each.id)
                assert check_citations(offer.text, day) == ()
                assert "{" not in offer.text


@pytest.mark.parametrize("each", EVERY_PARAGRAPH)
def test_a_paragraph_is_a_sentence_with_gaps_that_fits_its_field(each):
    assert each.text.endswith("。")
    assert re.findall(r"【[^【】]+】", each.text), "what happened in the matter is never standard"
    assert len(each.text) <= 300
    assert not re.search(r"[,;:()]|  ", each.text), "Chinese stops in a Chinese paper"


@pytest.mark.parametrize("each", EVERY_PARAGRAPH)
def test_no_paragraph_says_what_the_law_does_not_let_it_say(each):
    whole = each.title + each.text
    for word in ("知假买假", "职业打假", "职业索赔", "恶意投诉", "黑名单"):
        assert word not in whole
    if "decline_to_file" in each.verbs:
        assert "举报人" not in whole, "what is found is told, never who reported"
    for word in ("【举报人", "【投诉人姓名", "【姓名】", "【身份证号"):
        assert word not in whole


def test_the_factors_of_article_17_are_never_a_ground_by_themselves():
    cited = [each for each in paragraphs() if "第十七条" in each.text]
    assert len(cited) >= 3
    for each in cited:
        assert {(ground.rule, ground.code, ground.in_force) for ground in each.grounds} == {
            ("complaint.non_acceptance", "3", NEW)
        }
        assert "综合判断" in each.text
        assert "参考" in each.text
        assert "【说明内容】" in each.text or "核实" in each.text, "the complainant was asked first"


def test_the_law_of_the_day_decides_which_ground_a_paragraph_serves():
    assert "terminate-respondent-refuses" in ids("terminate", OLD, "3")
    assert "terminate-respondent-refuses" in ids("terminate", NEW, "2")
    assert "terminate-laboratory-not-agreed-2020" in ids("terminate", OLD)
    assert "terminate-laboratory-not-agreed-2020" not in ids("terminate", NEW)
    assert "decline-impersonation" not in ids("decline", OLD)
    assert ids("request_identity", OLD) == []


def test_the_article_is_that_of_the_day_with_the_item():
    (old,) = [o for o in paragraphs_for("redirect", OLD) if o.id == "redirect-other-bureau"]
    (new,) = [o for o in paragraphs_for("redirect", NEW) if o.id == "redirect-other-bureau"]
    assert "《市场监督管理投诉举报处理暂行办法》第二十九条" in old.text
    assert "《市场监督管理投诉举报处理办法》第三十四条" in new.text
    assert (
        "《市场监督管理行政处罚程序规定》第二十条第一款第二项"
        in paragraphs_for("decline_to_file", NEW, "2")[0].text
    )


def test_grounds_come_in_the_order_of_the_article():
    grounds = [offer.ground for offer in paragraphs_for("decline", NEW)]
    assert grounds == sorted(grounds)
    assert set(grounds) == set("1234567")


def test_search_by_words_in_title_ground_or_text():
    assert ids("decline", NEW, query="公示地址 无法联系") == ["decline-online-seller-no-address"]
    assert "decline-court" in ids("decline", NEW, query="人民法院")
    assert set(ids("decline", NEW, query="超过三年")) >= {"decline-three-years"}
    assert ids("decline", NEW, query="不存在的词") == []
    assert ids("decline", NEW, query="  ") == ids("decline", NEW)


def test_search_by_pinyin_initials_alone_or_with_words():
    assert "decline-court" in ids("decline", NEW, query="rmfy")
    assert "decline-court" in ids("decline", NEW, query="RMFY 案号")
    assert ids("decline", NEW, query="fyyslhzclo") == []
    assert "decline-false-material" in ids("decline", NEW, "5", "xjcl")


def test_no_verb_no_paragraph():
    assert paragraphs_for("accept", NEW) == []
    assert paragraphs_for("decline", NEW, "99") == []
    assert paragraphs_for("decline", date(2019, 1, 1)) == []


def test_the_gaps_are_told_in_order():
    (offer,) = [o for o in paragraphs_for("agree", NEW) if o.id == "agree-performed"]
    assert offer.gaps == ["【日期】", "【退款、更换、赔偿等内容】"]


def one(**change):
    law = {"rule": "complaint.non_acceptance", "ground": "1", "in_force": date(2020, 1, 1)} | change.pop(
        "law", {}
    )
    paragraph = {"id": "x", "title": "某", "text": "于【日期】。"} | change.pop("paragraph", {})
    return {"set": [{"verbs": ["decline"], "law": [law], "paragraph": [paragraph]} | change]}


def test_a_whole_entry_is_read():
    (made,) = read(one(), "x.toml")
    assert made.id == "x"


@pytest.mark.parametrize(
    "broken",
    [
        one(law={"rule": "complaint.rumour"}),
        one(law={"ground": "9"}),
        one(law={"ground": "7"}),  # listed from 2026 on, not from 2020
        one(law={"in_force": date(2010, 1, 1), "until": date(2010, 12, 31)}),
        one(law={"until": date(2019, 1, 1)}),
        one(law={"surprise": 1}),
        one(paragraph={"surprise": 1}),
        one(paragraph={"text": " "}),
        one(paragraph={"text": "于【日期。"}),
        one(paragraph={"text": "于【】。"}),
        one(verbs=[]),
        one(surprise=1),
        {"sets": []},
    ],
)
def test_a_broken_entry_is_refused(broken):
    with pytest.raises(BadParagraph, match=r"x\.toml"):
        read(broken, "x.toml")
