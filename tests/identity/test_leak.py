"""The leak guard: what is sealed is found wherever it stands and however it is spaced, and nothing else is."""

import io
import time

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from identity import blind
from identity.forms import all_found_by
from identity.leak import LeakCheckFailed, leaks, leaks_in
from identity.models import BlindDigest, Person
from identity.people import TELLING, PersonalData
from identity.reading import fold, reading
from identity.seal import seal
from identity.ways import readings

vault = pytest.mark.django_db(databases=["default", "vault"])
# Sealing is done anew in every example, in the one transaction of the test.
sealing = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
NAMES = st.text(HAN, min_size=2, max_size=4).filter(lambda name: "或" not in name)
PHONES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
ID_NUMBERS = st.from_regex(
    r"640221(19[4-9][0-9]|20[01][0-9])(0[1-9]|1[0-2])(0[1-9]|[12][0-9])[0-9]{3}[0-9X]", fullmatch=True
)
ADDRESSES = st.builds(
    "{}{}{}路{}号".format,
    st.sampled_from(["", "平罗县", "宁夏平罗县", "宁夏回族自治区石嘴山市平罗县", "石嘴山市大武口区"]),
    st.sampled_from(["", "城关镇", "崇岗镇", "朝阳街道"]),
    st.text(HAN, min_size=2, max_size=4),
    st.integers(1, 999),
)
EMAILS = st.from_regex(r"[a-z]{6,12}[0-9]{0,4}@[a-z]{2,8}\.cn", fullmatch=True)
WORKPLACES = st.builds(
    "平罗县{}{}".format, st.text(HAN, min_size=2, max_size=6), st.sampled_from(["超市", "小学", "有限公司"])
)
PEOPLE = st.builds(
    PersonalData,
    name=NAMES,
    phone=PHONES,
    id_number=ID_NUMBERS,
    address=ADDRESSES,
    email=EMAILS,
    workplace=WORKPLACES,
)
BETWEEN = st.sampled_from(["", " ", "　", "-", "－", "·", "\n", ".", "\u200b", "  "])
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


# --- a planted value is always found ------------------------------------------------------------------------


@given(
    PEOPLE,
    st.sampled_from(TELLING),
    st.tuples(st.text(max_size=40), st.text(max_size=40)),
    BETWEEN,
    st.booleans(),
)
@example(PersonalData(name="张三"), "name", ("e", "\u0301"), "", False)
@example(PersonalData(phone="13895204417"), "phone", ("12315，", "9"), "-", True)
def test_a_planted_value_is_found_in_any_text(person, field, around, between, full_width):
    value = person.given().get(field)
    assume(value)
    planted = between.join(value)
    if full_width:
        planted = planted.translate(FULL_WIDTH)
    assert field in leaks_in(person, around[0] + planted + around[1])


@vault
@sealing
@given(PEOPLE, st.text(max_size=40), st.text(max_size=40), BETWEEN)
def test_a_planted_value_is_found_without_the_private_key(person, before, after, between):
    ref = seal(person, kind="report")
    for field, value in person.given().items():
        assert field in leaks([ref], before + between.join(value) + after)


@vault
@sealing
@given(PEOPLE, st.text(HAN | st.characters() | st.sampled_from("0123456789")))
def test_sealed_and_not_yet_sealed_the_guard_says_the_same(person, text):
    ref = seal(person, kind="report")
    assert leaks([ref], text) == leaks_in(person, text)


# --- what is not there is not found -------------------------------------------------------------------------


@given(PEOPLE, st.text())
def test_a_text_without_the_value_is_let_through(person, text):
    read = [(shape, reading(said, shape)) for said, _public, shapes in readings(text, ()) for shape in shapes]
    for field in leaks_in(person, text):
        forms = [form for named, form in all_found_by(person.given()) if named == field]
        assert any(
            form.shape == shape and form.value in one.windows(len(form.value))
            for form in forms
            for shape, one in read
        )


@vault
@sealing
@given(
    st.text(
        st.characters(
            exclude_characters="慕容致远0123456789", exclude_categories=["Nd", "Nl", "No", "Lu", "Ll"]
        )
        | st.sampled_from("，。、 12")
    )
)
def test_a_text_of_other_characters_holds_nobody(text):
    ref = seal(PersonalData(name="慕容致远", phone="13895204417"), kind="report")
    assert leaks([ref], text) == []


@vault
def test_an_ordinary_paper_is_let_through(ref):
    assert leaks([ref], PAPER * 10) == []


PAPER = (
    "平罗县市场监督管理局不予立案告知记录（平市监〔2026〕第118号）　举报人7Q4KX2：您于2026年11月2日通过12315"
    "（电话0952-6095315）反映平罗县城关镇某食品店销售过期食品一事，经核查，依照《市场监督管理投诉举报处理办法》"
    "第三十一条、第三十二条第一款第二项，自收到举报之日起15个工作日内决定不予立案。统一社会信用代码91640221MA76XXXX0J。"
)


# --- each field, in the spellings people use ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("name", "慕容致远", "举报人：慕 容 致 远，男"),
        ("name", "慕容致远", "慕容　致远"),
        ("name", "慕容致远", "慕\n容致\n远"),
        ("name", "张三", "报告_张三_终稿.pdf"),
        ("name", "张三先生", "张三同志反映"),
        ("name", "张女士", "来电人张女士"),
        ("name", "张三（微信：老张）", "张三"),
        ("name", "张三、李四", "李四说"),
        ("name", "买买提·热合曼", "买买提热合曼"),
        ("name", "Aleksandr Petrov", "by aleksandr  PETROV."),
        ("phone", "13895204417", "１３８９５２０４４１７"),
        ("phone", "13895204417", "138 9520 4417"),
        ("phone", "13895204417", "138-9520\n-4417"),
        ("phone", "13895204417", "+86（138）9520·4417"),
        ("phone", "13895204417", "一三八九五二○四四一七"),
        ("phone", "13895204417", "幺三八 玖五贰零 四四一七"),
        ("phone", "13895204417", "后八位为95204417"),
        ("phone", "13895204417", "①③⑧⑨⑤②⓪④④①⑦"),
        ("phone", "+86 138 9520 4417", "13895204417"),
        ("phone", "0952-6012345", "6012345"),
        ("phone", "0952-6012345转8", "（0952）601 2345"),
        ("phone", "13895204417/13995204418", "13995204418"),
        ("phone", "8612345", "电话8612345"),
        ("phone", "+86 12345", "86-12345"),
        ("id_number", "64022119870314051X", "64022119870314051x"),
        ("id_number", "64022119870314051X", "６４０２２１　１９８７０３１４　０５１Ｘ"),
        ("id_number", "64022119870314051X", "640221-19870314-051"),
        ("id_number", "640221870314051", "640221870314051"),
        ("id_number", "E12345678", "护照e1234 5678"),
        ("address", "石嘴山市平罗县城关镇团结西路118号3单元502室", "平罗县团结西路118号3单元502室"),
        ("address", "团结西路118号", "团结西路 118 号"),
        ("address", "花马池小区3号楼", "住花马池小区3号楼"),
        ("address", "平罗县崇岗镇汝箕沟村", "崇岗镇汝箕沟村"),
        ("address", "北京市朝阳区建国路9号院", "建国路9号院"),
        ("email", "murong.zy@example.cn", "MuRong.ZY ＠ example.cn"),
        ("email", "murong.zy@example.cn", "murongzy@another.com"),
        ("email", "123456789@qq.com", "QQ 123456789"),
        ("email", "ab@qq.com", "ab@qq.com"),
        ("workplace", "平罗县鸿盛食品加工厂", "平罗县 鸿盛 食品加工厂"),
    ],
)
def test_what_is_found(field, value, text):
    assert leaks_in(PersonalData(**{field: value}), f"前文{text}后文") == [field]


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("name", "张", "张三丰"),
        ("name", "Li", "delivery"),
        ("phone", "无", "无"),
        ("phone", "110", "110"),
        ("phone", "13895204417", "13895204418"),
        ("id_number", "64022119870314051X", "640221198703140"),
        ("address", "平罗县城关镇", "平罗县城关镇"),
        ("address", "宁夏石嘴山市平罗县", "宁夏石嘴山市平罗县"),
        ("address", "朝阳街道", "朝阳街道"),
        ("email", "murong.zy@example.cn", "example.cn"),
        ("workplace", "学校", "学校"),
        ("statement", "我是慕容致远", "我是慕容致远"),
        ("id_type", "居民身份证", "居民身份证"),
    ],
)
def test_what_tells_nobody_is_let_through(field, value, text):
    assert leaks_in(PersonalData(**{field: value}), text) == []


@pytest.mark.parametrize(
    "mask", ["****", "＊＊＊", "××××", "xxxx", "XXXX", "●●●●", "○○○○", "■■", "□□□□", "____", "……"]
)
def test_a_mask_of_any_kind_hides_nothing(mask):
    person = PersonalData(
        name="慕容致远", phone="13895204417", id_number="64022119870314051X", account="6228481234567894417"
    )
    for text, field in (
        (f"电话138{mask}4417", "phone"),
        (f"尾号{mask}4417", "phone"),
        (f"1389520{mask}", "phone"),
        (f"身份证6402{mask}{mask}051X", "id_number"),
        (f"64022119870314{mask}", "id_number"),
        (f"卡号6228{mask}4417", "account"),
    ):
        assert field in leaks_in(person, text), text


@pytest.mark.parametrize(
    "text", ["1,138****4417", "138****4417,2026-11-26", "7 1389520****", "138****4417 1", "12138**204417"]
)
def test_a_mask_is_read_beside_the_figures_of_the_next_column(text):
    assert leaks_in(PersonalData(phone="13895204417"), text) == ["phone"]


@pytest.mark.parametrize("text", ["159****4417", "1381****4418", "138****4471", "2****4417", "151****4417"])
def test_a_mask_whose_visible_figures_are_others_is_let_through(text):
    assert leaks_in(PersonalData(phone="13895204417"), text) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("慕容致远", "慕*致远"),
        ("慕容致远", "慕容某某"),
        ("慕容致远", "慕容**"),
        ("慕容致远", "慕容先生举报"),
        ("慕容致远", "Murong Zhiyuan"),
        ("慕容致远", "MU RONG ZHI YUAN"),
        ("慕容致远", "mù róng zhì yuǎn"),
        ("慕容致远", "mu4rong2 zhi4yuan3"),
        ("慕容致远", "zhiyuan.murong"),
        ("张小三", "张*三"),
        ("张小三", "张 ＊ 三"),
        ("张小三", "张小*"),
        ("张小三", "*小三"),
        ("张小三", "举报人张某"),
        ("张小三", "张某某（举报人）"),
        ("张小三", "投诉人张**称"),
        ("张小三", "张女士来电"),
        ("张小三", "老张反映"),
        ("张小三", "小三举报"),
        ("王建明", "王**明"),
        ("张三", "张*举报"),
        ("吕绿", "LYU LYU"),
        ("单立人", "shan li ren"),
    ],
)
def test_the_other_spellings_of_a_name_are_found(name, text):
    assert leaks_in(PersonalData(name=name), f"前文，{text}。后文") == ["name"]


@pytest.mark.parametrize(
    "text",
    [
        "138****",
        "****17",
        "13*******17",
        "6402**********",
        "张*",
        "店主张某",
        "张某某",
        "***",
        "王*",
        "小三",
        "*三",
        "zhang",
        "某某店",
    ],
)
def test_a_mask_so_wide_that_it_tells_nobody_is_let_through(text):
    person = PersonalData(name="张小三", phone="13895204417", id_number="64022119870314051X")
    assert leaks_in(person, text) == []


def test_what_two_values_tell_together():
    person = PersonalData(name="慕容致远", phone="13895204417", id_number="64022119870314051X")
    assert leaks_in(person, "微信号mrzy4417") == ["name"]
    assert leaks_in(person, "mrzy1987@") == ["name"]
    assert leaks_in(person, "19870314-051X") == ["id_number"]
    assert leaks_in(person, "生于1987年3月14日") == []


@pytest.mark.parametrize("said", ["平罗县鸿盛食品加工有限公司", "鸿盛食品加工", "鸿盛食品加工厂"])
def test_a_workplace_is_found_without_its_place_and_company(said):
    assert leaks_in(PersonalData(workplace="平罗县鸿盛食品加工有限公司"), f"他在{said}上班") == ["workplace"]


@vault
def test_the_respondent_as_workplace_may_be_called_by_its_short_name():
    ref = seal(PersonalData(name="慕容致远", workplace="平罗县鸿盛食品加工有限公司"), kind="report")
    public = ["平罗县鸿盛食品加工有限公司"]
    assert leaks([ref], "对鸿盛食品加工检查", public=public) == []
    assert leaks([ref], "对鸿盛食品加工检查", public=["平罗县别的店"]) == ["workplace"]


@vault
def test_a_person_sealed_before_the_other_spellings_were_kept_is_found_as_before(monkeypatch):
    old = ("digits", "latin", "text")
    with monkeypatch.context() as before:
        made = blind.all_found_by
        before.setattr(
            blind, "all_found_by", lambda given: [(f, s) for f, s in made(given) if s.shape in old]
        )
        ref = seal(PersonalData(name="慕容致远", phone="13895204417"), kind="report")
    assert leaks([ref], "慕容致远 13895204417") == ["name", "phone"]
    assert leaks([ref], "慕*致远") == []


def test_several_fields_come_in_the_order_of_the_form(person):
    text = "鸿盛 平罗县鸿盛食品加工厂 murong.zy@example.cn 慕容致远 13895204417"
    assert leaks_in(person, text) == ["name", "phone", "email", "workplace"]


# --- words that may stand there -----------------------------------------------------------------------------


@vault
def test_a_value_inside_public_words_is_excused_there_only():
    ref = seal(PersonalData(name="王建国", phone="0952-6012345", workplace="平罗县王建国超市"), kind="report")
    public = ["平罗县王建国超市", "0952-6012345"]
    assert leaks([ref], "当事人平罗县王建国超市，电话0952-6012345", public=public) == []
    assert leaks([ref], "当事人平罗县王建国超市，电话0952-6012345") == ["name", "phone", "workplace"]
    assert leaks([ref], "当事人平罗县王建国超市；举报人王建国", public=public) == ["name"]
    assert leaks([ref], "王建国超市", public=public) == ["name"]


@given(st.text(max_size=20), st.text(max_size=20), st.lists(st.text(max_size=6), max_size=3))
def test_public_words_that_do_not_hold_the_value_excuse_nothing(before, after, public):
    assume(not any("慕容致远" in fold(words) for words in public))
    assert leaks_in(PersonalData(name="慕容致远"), f"{before}慕容致远{after}", public=public) == ["name"]


# --- it fails closed ----------------------------------------------------------------------------------------


@vault
def test_nobody_to_look_for():
    assert leaks([], "任何文字") == []
    assert leaks([seal(PersonalData(), kind="report")], "任何文字") == []


@vault
def test_several_persons_are_looked_for_at_once(ref):
    other = seal(PersonalData(name="李四光"), kind="complaint")
    assert leaks([ref, other, ref], "李四光") == ["name"]
    assert leaks((r for r in (ref, other)), "138 9520 4417 李四光") == ["name", "phone"]


@vault
@pytest.mark.parametrize("refs", [["P-0000000000000000"], [""], [None], "P-0000000000000000", None])
def test_an_unknown_person_fails_the_check(ref, refs):
    with pytest.raises(LeakCheckFailed):
        leaks(refs if not isinstance(refs, list) else [ref, *refs], "任何文字")


@vault
@pytest.mark.parametrize("text", [None, 5, b"\xe6", ["慕容致远"]])
def test_what_is_no_text_fails_the_check(ref, text):
    with pytest.raises(LeakCheckFailed):
        leaks([ref], text)


@vault
def test_half_a_character_in_a_text_hides_nothing(ref):
    assert leaks([ref], "慕容\ud800致远") == ["name"]


@vault
@pytest.mark.parametrize("broken", [DatabaseError("慕容致远"), OSError("慕容致远"), RuntimeError("慕容致远")])
def test_an_error_inside_fails_the_check_and_carries_nothing_out(ref, monkeypatch, broken):
    def fail(*args, **kwargs):
        raise broken

    monkeypatch.setattr("identity.leak.reading", fail)
    with pytest.raises(LeakCheckFailed) as failed:
        leaks([ref], "慕容致远")
    assert "慕容" not in f"{failed.value!r} {failed.value}"
    assert failed.value.__cause__ is None
    assert failed.value.__suppress_context__


@vault
def test_the_wrong_index_key_fails_the_check(ref, settings, tmp_path):
    """A key made anew would find nobody: the guard must notice that it is blind."""
    settings.VAULT_PUBLIC_KEY_FILE = str(tmp_path / "public")
    settings.VAULT_INDEX_KEY_FILE = str(tmp_path / "index")
    settings.VAULT_PRIVATE_KEY_FILE = None
    call_command("vault_keys", stdout=io.StringIO())
    with pytest.raises(LeakCheckFailed):
        leaks([ref], "慕容致远")


@vault
def test_no_index_key_fails_the_check(ref, settings):
    settings.VAULT_INDEX_KEY_FILE = "/nowhere"
    with pytest.raises(LeakCheckFailed):
        leaks([ref], "慕容致远")


@vault
def test_a_person_whose_digests_are_incomplete_fails_the_check():
    """As after a restore from half a backup: silence about the missing ones would be taken for a clean text."""
    unmarked = Person.objects.create(ref="P-1", label="AAAAAA", kind="report", sealed_on="2026-11-24")
    with pytest.raises(LeakCheckFailed):
        leaks(["P-1"], "任何文字")
    whole = BlindDigest.objects.filter(person__ref=seal(PersonalData(name="张三丰"), kind="report"))
    for row in whole.exclude(purpose="text"):
        BlindDigest.objects.create(
            person=unmarked, purpose=row.purpose, field=row.field, length=row.length, digest=row.digest
        )
    with pytest.raises(LeakCheckFailed):
        leaks(["P-1"], "任何文字")


@vault
@pytest.mark.usefixtures("no_private_key")
def test_the_guard_needs_no_private_key(ref):
    assert leaks([ref], "慕容致远") == ["name"]


@vault
def test_ten_thousand_characters_are_checked_in_a_moment(ref):
    text = "".join(chr(0x4E00 + (i * 7919) % 20000) for i in range(10_000)) + "13895204417"
    began = time.perf_counter()
    assert leaks([ref], text) == ["phone"]
    assert time.perf_counter() - began < 1.0
