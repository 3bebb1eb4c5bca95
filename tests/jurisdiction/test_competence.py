"""Narratives are led to the competent department, and the finding says why."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from jurisdiction import Facts, NoListInForce, find, list_on
from jurisdiction.lexicon import plain

TODAY = date(2026, 11, 23)
OWN = "市场监管局"
NARRATIVES = tomllib.loads((Path(__file__).parent / "narratives.toml").read_text(encoding="utf-8"))


def shares(split: str) -> tuple[float, float, list[str]]:
    """How many narratives of a split are led right first, and right among the first three; and which are not first."""
    first = among_three = 0
    astray = []
    for told in NARRATIVES[split]:
        names = [finding.department for finding in find(Facts(told["text"]), TODAY)]
        first += names[0] == told["expect"]
        among_three += told["expect"] in names[:3]
        if names[0] != told["expect"]:
            astray.append(f"{told['id']} {told['expect']} <- {names[:3]}")
    return first / len(NARRATIVES[split]), among_three / len(NARRATIVES[split]), astray


def test_held_out_narratives_are_led_right() -> None:
    first, among_three, astray = shares("held_out")
    assert first >= 0.80, astray
    assert among_three >= 0.95, astray


def test_narratives_known_while_tuning_are_led_right() -> None:
    first, among_three, astray = shares("tuning")
    assert first >= 0.95, astray
    assert among_three >= 0.99, astray


def test_the_narratives_are_enough_and_know_every_department() -> None:
    told = [*NARRATIVES["tuning"], *NARRATIVES["held_out"]]
    assert len(NARRATIVES["held_out"]) >= 60
    assert len({entry["text"] for entry in told}) == len({entry["id"] for entry in told}) == len(told)
    names = {department.name for department in list_on(TODAY).departments}
    for split in ("tuning", "held_out"):
        assert {entry["expect"] for entry in NARRATIVES[split]} == names


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("超市里卖的蔬菜农药残留超标", "20.4"),
        ("超市买的面包过期发霉", "20.5"),
        ("小超市卖的食盐是工业盐", "20.9"),
        ("养生馆卖的保健品没有批准文号", "20.10"),
        ("批发市场卖的一次性纸杯有异味，没有食品级标志", "20.11"),
        ("保健品广告说能治病，虚假宣传，包治糖尿病", "20.12"),
        ("饭店婚宴后四十多人上吐下泻，集体住院", "20.2"),
        ("学校食堂的午餐有虫子", "7.3"),
        ("建筑工地食堂的菜是臭的，工友拉肚子", "15.1"),
        ("夜市摊贩占道经营，把人行道占满", "15.3"),
        ("请镇政府给小吃摊划定经营区域和时段", "24.2"),
        ("养猪场给猪喂瘦肉精", "17.1"),
        ("农资店卖的种子是假种子", "17.4"),
        ("储备粮仓库里的小麦发霉", "5.7"),
        ("枸杞园打禁用农药后采摘", "21.1"),
        ("有人驯养野猪和竹鼠准备卖", "21.2"),
        ("所长收了饭店老板的红包，通风报信", "1.1"),
        ("拉面馆挂清真牌子用的不是清真的肉", "10.1"),
        ("不服处罚决定，想申请行政复议", "13.4"),
        ("餐具集中消毒公司没有消毒就包膜", "19.3"),
    ],
)
def test_the_finding_rests_on_the_fitting_line(text: str, item: str) -> None:
    duties = list_on(TODAY)
    finding = find(Facts(text), TODAY)[0]
    assert (finding.item, finding.basis) == (item, duties.duty(item)[1].words)
    assert finding.source == f"{duties.name} {item}"


@pytest.mark.parametrize(("day", "source"), [(date(2026, 4, 14), "令20"), (date(2026, 4, 15), "令121")])
def test_a_dispute_over_other_goods_rests_on_the_order_of_the_day(day: date, source: str) -> None:
    finding = find(Facts("买的手机是翻新机，店里不给退货退款"), day)[0]
    assert (finding.department, finding.item) == (OWN, "")
    assert source in finding.source


@pytest.mark.parametrize("text", ["", "  ", "你好", "𠮷" * 50, "<script>alert(1)</script>", "0" * 5000])
def test_a_text_that_says_nothing_is_left_to_the_dispatcher(text: str) -> None:
    finding = find(Facts(text), TODAY)[0]
    assert finding.department == OWN
    assert finding.score < 0.2
    assert finding.reasons


def test_reasons_quote_words_that_stand_in_the_text() -> None:
    for told in NARRATIVES["tuning"]:
        for finding in find(Facts(told["text"]), TODAY):
            assert finding.reasons
            for word in re.findall("“(.*?)”", "".join(r for r in finding.reasons if r.startswith("文中"))):
                assert plain(word) in plain(told["text"]), (word, told["id"])


def test_one_finding_per_department_best_first() -> None:
    for told in NARRATIVES["held_out"]:
        found = find(Facts(told["text"]), TODAY, limit=24)
        names = [finding.department for finding in found]
        assert len(names) == len(set(names))
        scores = [finding.score for finding in found]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score < 1 for score in scores)


def test_the_same_words_give_the_same_finding() -> None:
    facts = Facts(NARRATIVES["held_out"][0]["text"])
    assert find(facts, TODAY) == find(facts, TODAY)


def test_the_limit_is_kept() -> None:
    assert len(find(Facts("学校食堂从超市买的清真牛肉没有检疫"), TODAY, limit=2)) == 2


@pytest.mark.parametrize(
    ("stage", "department"),
    [
        ("school", "教体局"),
        ("学校", "教体局"),
        ("site_canteen", "住建局"),
        ("elder_home", "民政局"),
        ("slaughter", "农业农村局"),
        ("planting", "农业农村局"),
        ("grain_storage", "发改局"),
        ("tableware_disinfection", "卫生健康局"),
        ("scenic_spot", "文旅局"),
        ("official_misconduct", "纪委监委"),
        ("environment", "市生态环境局平罗分局"),
        ("sale", OWN),
        ("no_such_stage", OWN),
    ],
)
def test_the_stage_a_clerk_picked_counts(stage: str, department: str) -> None:
    assert find(Facts("东西坏了，吃了拉肚子", stage=stage), TODAY)[0].department == department


def test_the_product_a_clerk_entered_counts_and_is_named() -> None:
    finding = find(Facts("买回来是假的", product="食盐"), TODAY)[0]
    assert finding.item == "20.9"
    assert any("登记的产品“食盐”" in reason for reason in finding.reasons)


def test_the_townships_finding_names_the_township() -> None:
    facts = Facts("赶集的小吃摊没有地方，请划定经营区域和时段", place="平罗县姚伏镇")
    assert "地点在姚伏镇" in find(facts, TODAY)[0].reasons


@pytest.mark.parametrize(
    "text",
    [
        "学校门口的小卖部卖给孩子的辣条是三无产品",
        "工地旁边的快餐店盒饭里吃出虫子",
        "我去养殖场旁边的饭店吃饭，点的鸡是坏的",
        "不是学校食堂的，是街上面馆的面吃出蟑螂",
        "再不处理我就找电视台曝光，超市卖的米全是虫",
        "我报了警，派出所让我找12315，这家酒店的海参是假的，要求退款",
        "商家说不服就去法院告，蛋糕店卖的蛋糕发霉",
    ],
)
def test_words_in_passing_do_not_lead_astray(text: str) -> None:
    assert find(Facts(text), TODAY)[0].department == OWN


def test_before_the_first_list_nobody_is_found() -> None:
    with pytest.raises(NoListInForce):
        find(Facts("过期面包"), date(2019, 6, 1))
