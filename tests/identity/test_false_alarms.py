"""How often the guard cries out for nothing: over every golden paper and every narrative of the demonstration."""

import ast
import random
from pathlib import Path

from identity.leak import leaks_in
from identity.people import PersonalData

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = sorted((ROOT / "tests" / "documents" / "golden").glob("*.txt"))
STORIES = [ROOT / "demo" / name for name in ("stories.py", "stories_of_intake.py")]
# The hundred commonest surnames and given names as people bear them.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾"
    "夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
)
FIRST = "建国志伟秀丽海燕文明晓红永新春玉小金桂淑俊佳思宇子天浩立德福家平"
SECOND = "华军芳平英强敏杰静磊娟涛霞明超兰勇艳辉刚玲飞梅鹏云林波丽红国庆生"
TOLERATED = 0.03


def spoken() -> dict[str, str]:
    """Text by name: the papers, and every sentence written in the stories."""
    said = {path.name: path.read_text(encoding="utf-8") for path in GOLDEN}
    for path in STORIES:
        words = [
            node.value
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and len(node.value) > 8
            and not node.value.isdigit()
        ]
        said |= {f"{path.name}#{n}": words for n, words in enumerate(words)}
    return said


def alarms_of(person: PersonalData, said: dict[str, str], whole: str) -> list[tuple[str, list[str]]]:
    """Where a person is found; every text is read by itself only where all of them together hold something."""
    if not leaks_in(person, whole):
        return []
    return [(where, fields) for where, text in said.items() if (fields := leaks_in(person, text))]


def people_of_the_stories() -> list[PersonalData]:
    found = []
    for path in STORIES:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                given = {
                    k.arg: k.value.value
                    for k in call.keywords
                    if k.arg in {"name", "phone"} and isinstance(k.value, ast.Constant)
                }
                if given.get("name"):
                    found.append(PersonalData(**given))
    return found


# Sentences of every day in which a rule for hidden names, numbers and addresses could misfire.
INNOCENT = (
    "举报人、王某商店的经营者均未到场。", "投诉人称在王某超市购买的牛肉已经变质。", "举报人姓名不予公开，举报人姓氏亦不予公开。",
    "举报人于2026年11月2日来电。", "反映——经核查，当事人已停业。", "消费者和——经营者达成一致。", "举报人向？", "投诉人高，被投诉人低。",
    "举报人一方——未到场", "知情人员名单另附，不知情的不予追究。", "2026----0001", "第139……140页", "139、0178两个批次", "编号：----0178", "见目录……………………0178",
    "银行账户尾号为8899。", "生产批号后四位3321。", "12315.....投诉", "民主街十三号商铺一号楼", "十二号车间三号楼", "金顺小区门口",
    "面粉厂第三车间停产", "第一车间、第二车间", "山洞村勾机两台", "拐卖", "两瓶酒、三箱牛奶、勾兑白酒九瓶", "乾隆年间的老店著名于县内",
    "當事人平羅縣某食品店銷售過期食品。", "阿拉伯文(العربية)标签", "L(+)-抗坏血酸（维C）含量", "甲(A)方、乙(B)方", "品名(pǐn míng)不清",
    "买买提烤肉店", "江苏省", "姓名、住址、电话均已隐去", "姓什么、名什么均未告知。",
)  # fmt: skip


def test_sentences_of_every_day_tell_nobody():
    drawn = random.Random(14)  # noqa: S311  # the same each time
    people = [
        PersonalData(
            name=surname + drawn.choice(FIRST) + drawn.choice(SECOND),
            phone="13909520177",
            id_number="640221199001151234",
            address="平罗县城关镇民主街12号金顺小区3号楼2单元501室",
            workplace="平罗县金顺面粉厂第二车间",
        )
        for surname in (*SURNAMES, "欧阳", "慕容", "时", "后", "和", "氏", "面")
    ]
    people.append(PersonalData(name="买买提江·吐尔逊"))
    wrong = [(str(p.given()["name"]), said) for p in people for said in INNOCENT if leaks_in(p, said)]
    assert wrong == []


def test_nobody_of_the_stories_is_found_in_a_paper_or_a_narrative_by_mistake():
    people, said = people_of_the_stories(), spoken()
    assert len(people) >= 12
    assert len(said) > 80
    whole = "\n".join(said.values())
    wrong = [
        (where, fields)
        for person in people
        for where, fields in alarms_of(person, said, whole)
        if str(person.given()["name"]) not in said[where]
    ]
    assert wrong == []


def test_two_hundred_invented_names_are_hardly_ever_found_by_mistake(capsys):
    drawn = random.Random(20261126)  # noqa: S311  # the same two hundred each time
    people = []
    for _ in range(200):
        name = (
            drawn.choice(SURNAMES)
            + drawn.choice(FIRST)
            + (drawn.choice(SECOND) if drawn.random() < 0.8 else "")
        )
        phone = drawn.choice(["138", "139", "150", "181"]) + f"{drawn.randrange(10**8):08d}"
        people.append(PersonalData(name=name, phone=phone))
    said = spoken()
    whole = "\n".join(said.values())
    alarms = [
        (str(person.given()["name"]), *alarm) for person in people for alarm in alarms_of(person, said, whole)
    ]
    per_name = len({name for name, _where, _fields in alarms}) / len(people)
    per_pair = len(alarms) / (len(people) * len(said))
    with capsys.disabled():
        print(  # noqa: T201
            f"\n误报：200 个虚构姓名 × {len(said)} 篇，{len(alarms)} 次（{per_pair:.4%}），涉及 {per_name:.1%} 的姓名"
        )
        for alarm in alarms[:20]:
            print("   ", *alarm)  # noqa: T201
    assert per_name <= TOLERATED
