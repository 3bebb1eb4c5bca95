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
