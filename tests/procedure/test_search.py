"""What an officer finds, in which order, and what nobody finds: the same on both databases."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enterprises.models import Enterprise
from identity.people import PersonalData
from procedure import search
from procedure.access import matters_for
from procedure.corridor import NamesSomebody
from procedure.cutting import ask, cut, marked, pairs
from procedure.matter import Matter
from procedure.search import SearchText, find

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SHOP = "平罗县（城关）好又多超市"


def numbers(walk, account, text, **more):
    return [row.number for row in find(walk.cast[account], text, **more).rows]


@pytest.fixture
def received(walk):
    """One contact of a complaint and a report, about a shop whose credit code is known."""
    Enterprise.objects.create(name=SHOP, credit_code="91640221MA75X1234J", address="人民西路５号楼")
    return walk.call(
        "买的熟食已经过期，店员撕掉标签",
        request="要求退款并赔偿",
        name="钱途亮",
        phone="13909520102",
        business_name=SHOP,
        business_address="人民西路５号楼",
        product="卤牛肉",
        platform_no="1640221002026110200123",
        as_complaint=True,
        as_report=True,
    )


# --- by what a matter is found -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "过期", "过 期", "已经过期", "过期 标签", "标签　过期", "退款", "卤牛肉", "好又多", "平罗县城关好又多超市",
        "平罗县（城关）好又多超市", "hyd", "PLX", "ＨＹＤ", "91640221MA75X1234J", "91640221ma75x1234j", "人民西路", "西路5号", "西路５号",
        "1640221002026110200123", "1640221-00202611-0200123", "好又多 过期", "超市 5",
    ],
)  # fmt: skip
def test_both_matters_of_a_contact_are_found(walk, received, text):
    assert numbers(walk, "fenliu1", text) == [received.report.number, received.complaint.number]


@pytest.mark.parametrize(
    "text", ["期过", "过期 冰箱", "期已", "又多店", "64022", "oduo", "916402", "過期", "91640221MA75X1234K"]
)
def test_what_stands_nowhere_in_it_finds_nothing(walk, received, text):
    assert numbers(walk, "fenliu1", text) == []


@pytest.mark.parametrize("shape", ["{n}", "{l}", "{s}", "{w}", "{d}", "{y}", "{t}"])
def test_a_number_is_found_however_it_is_typed(walk, received, shape):
    number = received.complaint.number
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isascii() else c for c in number)
    typed = shape.format(
        n=number, l=number.lower(), s=number.replace("-", " "), w=wide, d=number.replace("-", ""), y=number[3:], t=number[-6:]
    )  # fmt: skip
    assert received.complaint.number in numbers(walk, "fenliu1", typed)


def test_the_exact_number_comes_first_then_the_business_then_the_text(walk):
    said = walk.call("在德胜粮油店门口的摊子买的", as_complaint=False).report
    shop = walk.call("秤不准", business_name="德胜粮油店", as_complaint=False).report
    later = walk.call("又去德胜粮油，秤还是不准", business_name="甲店", as_complaint=False).report
    assert numbers(walk, "fenliu1", "德胜粮油") == [m.number for m in (shop, later, said)]
    bears_it = walk.call(f"此前举报过，编号{said.number}", as_complaint=False).report
    assert numbers(walk, "fenliu1", said.number) == [said.number, bears_it.number]


def test_a_case_and_a_referral_are_found_by_their_business_and_not_by_what_the_reporter_said(walk, received):
    report = walk.verify(received.report)
    case = walk.facts(walk.file(report), sold="61000", goods="密封袋装卤肉")
    referral = walk.submit(walk.suspect(case))
    for text in ("好又多", "hyd"):
        assert {case.number, referral.number} <= set(numbers(walk, "juzhang1", text))
    assert case.number in numbers(walk, "juzhang1", "91640221MA75X1234J")
    assert referral.number in numbers(walk, "juzhang1", referral.offence[:4])
    assert set(numbers(walk, "juzhang1", "退款")) == {received.complaint.number, report.number}
    assert numbers(walk, "juzhang1", "密封袋装") == []


def test_a_step_that_changes_what_a_matter_is_found_by_writes_it_anew_and_another_asks_nothing(
    walk, received, django_assert_num_queries
):
    case = walk.facts(walk.file(walk.verify(received.report)), sold="61000")
    referral = walk.suspect(case)
    before = SearchText.objects.get(pk=referral.pk).words
    referral = walk.submit(referral)
    assert SearchText.objects.get(pk=referral.pk).words != before
    with django_assert_num_queries(0):
        search.own_words(referral)


# --- who finds it ------------------------------------------------------------------------------------------------


def test_nobody_finds_what_they_may_not_read(walk, received):
    assert numbers(walk, "dengji1", "过期")  # who recorded it
    other = find(walk.cast["dengji2"], "过期")
    nothing = find(walk.cast["dengji2"], "冰箱")
    assert (other.rows, other.more) == (nothing.rows, nothing.more) == ([], "")
    assert numbers(walk, "chengban1", "过期") == []
    report = walk.assign(walk.dispatch(received.report))
    assert numbers(walk, "chengban1", "过期") == [report.number]
    assert numbers(walk, "chengban3", "过期") == []
    assert numbers(walk, "suozhang2", received.report.number) == []


def test_the_police_find_a_referral_only_once_it_was_handed_over(walk, received):
    case = walk.facts(walk.file(walk.verify(received.report)), sold="88000", ill=3)
    referral = walk.submit(walk.suspect(case))
    assert numbers(walk, "gongan1", "好又多") == []
    walk.transfer(referral)
    assert numbers(walk, "gongan1", "好又多") == [referral.number]


# --- what is sealed ----------------------------------------------------------------------------------------------

CALLER = PersonalData(
    name="欧阳守信",
    phone="13909520177",
    id_number="640221198801011234",
    address="石嘴山市平罗县黄渠桥镇永丰村三队",
)


def every_token():
    """Every token the index itself holds, read past the table: from its vocabulary and its raw pages."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT DISTINCT unnest(tsvector_to_array(tokens)) FROM procedure_searchtext")
            return {token for (token,) in cursor.fetchall()}
        cursor.execute("CREATE VIRTUAL TABLE temp.seen USING fts5vocab(main, procedure_searchtext, row)")
        cursor.execute("SELECT term FROM temp.seen")
        found = {term for (term,) in cursor.fetchall()}
        cursor.execute("DROP TABLE temp.seen")
        return found


def raw_rows():
    with connection.cursor() as cursor:
        tables = [
            t for t in connection.introspection.table_names(cursor) if t.startswith("procedure_searchtext")
        ]
        assert tables
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for value in row:
                    yield bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def test_the_caller_stands_nowhere_in_the_index(walk):
    """Name, telephone, identity card and address of the caller, whole and cut; and who else a statement names by one."""
    received = walk.call(
        f"我叫{CALLER.name}，电话{CALLER.phone}，熟食过期。邻居电话139-0952-0188，身份证64022119790203123x，邮箱lin@qq.com",
        person=CALLER,
        replace_names=True,
        as_complaint=True,
        as_report=True,
    )
    case = walk.file(walk.verify(received.report))
    with pytest.raises(NamesSomebody):
        walk.facts(case, sold="88000", ill=3, persons="负责人欧阳守信", goods="欧阳守信")
    walk.facts(case, sold="88000", ill=3, persons="负责人", goods="熟食")
    walk.transfer(walk.submit(walk.suspect(case)))
    assert SearchText.objects.count() == 4
    tokens, raw = every_token(), list(raw_rows())
    assert "过期" in tokens  # the way of looking finds what is there
    assert any("熟食".encode() in value for value in raw)
    for secret in (CALLER.name, CALLER.address):
        assert not any(secret.encode() in value for value in raw)
        assert not any(" ".join(pairs(secret)[:-1]).encode() in value for value in raw)
    # A pair of a common word may stand there for itself; of the name, none does.
    assert not set(pairs(CALLER.name)[:-1]) & tokens
    assert not set(pairs("黄渠桥镇永丰村")[:-1]) & tokens
    for secret in (CALLER.phone, CALLER.id_number, "13909520188", "0952", "64022119790203123x", "lin", "qq"):
        assert not any(token.startswith(secret) for token in tokens), secret
        assert numbers(walk, "juzhang1", secret) == []
    for text in (CALLER.name, "欧阳", "守信", "黄渠桥", CALLER.phone[:7]):
        assert numbers(walk, "juzhang1", text) == []
    for person_ref in (received.complaint.person_ref, received.report.pseudonym):
        assert not any(person_ref.encode() in value for value in raw)


# --- what is typed -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " ", "店", "5", "ｋ", "！！", "()*\"'", "-", "\x00", "\ud800"])
def test_less_than_two_characters_are_not_searched_for(walk, received, text, django_assert_num_queries):
    with django_assert_num_queries(0):
        found = find(walk.cast["fenliu1"], text)
    assert (found.rows, found.asked.is_enough) == ([], False)


GRAMMAR = st.lists(
    st.sampled_from(
        [
            *"过期食品店𠮷ab15 \"'*():&|!<->^{}+~\\%_,.\x00\u3000",
            " AND ",
            " OR ",
            " NOT ",
            "NEAR(",
            "words:",
            "::",
        ]
    )
).map("".join)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=80), GRAMMAR))
def test_nothing_that_is_typed_breaks_the_question(walk, received, text):
    """Whatever is typed, also in the grammar of either database: an answer, and what it marks is what was there."""
    with transaction.atomic():
        found = find(walk.cast["fenliu1"], text, after=text)
    assert {row.number for row in found.rows} <= {received.report.number, received.complaint.number}
    assert "".join(piece for piece, _hit in marked(text, found.asked)) == text


@given(
    text=st.text(st.sampled_from("过期食品熟食店"), min_size=2, max_size=8),
    at=st.integers(0, 6),
    size=st.integers(2, 4),
)
def test_any_part_of_two_characters_is_among_the_tokens(text, at, size):
    part = text[at : at + size]
    asked = list(pairs(part)[:-1])
    tokens = list(cut(text))
    if asked:
        assert any(tokens[start : start + len(asked)] == asked for start in range(len(tokens)))


def test_the_match_is_marked_where_it_is_read():
    assert marked("ＫＦＣ过期鸡块", ask("kfc 期鸡")) == [
        ("ＫＦＣ", True),
        ("过", False),
        ("期鸡", True),
        ("块", False),
    ]
    assert marked("akfc kfc1", ask("kfc")) == [("akfc kfc1", False)]


# --- pages -------------------------------------------------------------------------------------------------------


def test_pages_go_through_every_tier_and_meet_every_matter_once(walk):
    made = {
        walk.call("德胜粮油店卖的面发霉", business_name="甲店", as_complaint=False).report.number
        for _n in range(4)
    }
    made |= {
        walk.call("面发霉", business_name="德胜粮油店", as_complaint=False).report.number for _n in range(4)
    }
    seen, after, turns = [], "", 0
    while turns == 0 or after:
        found = find(walk.cast["fenliu1"], "德胜粮油", after=after, size=3)
        seen += [row.number for row in found.rows]
        after, turns = found.more, turns + 1
    assert turns == 3
    assert len(seen) == len(set(seen)) == 8
    assert set(seen) == made


def test_a_page_costs_three_queries_and_counts_nothing(walk, received, django_assert_max_num_queries):
    walk.cast["fenliu1"].holdings_on(walk.now.date())
    with django_assert_max_num_queries(4) as caught:  # one of them asks which offices are held
        find(walk.cast["fenliu1"], "过期 2026")
        assert not any("COUNT(" in query["sql"] for query in caught.captured_queries)


# --- the index as a whole ----------------------------------------------------------------------------------------


def test_the_command_enters_what_is_missing_and_puts_right_what_differs(walk, received):
    assert "改正 0 件" in indexed()
    SearchText.objects.filter(pk=received.complaint.pk).delete()
    SearchText.objects.filter(pk=received.report.pk).update(words="别的")
    if connection.vendor == "sqlite":  # PostgreSQL refuses it
        SearchText(pk=10**6, numbers="x", business="", initials="", words="").save(force_insert=True)
    with pytest.raises(CommandError, match="2 件不符"):
        indexed("--check")
    assert numbers(walk, "fenliu1", "过期") == []
    assert "改正 2 件" in indexed()
    assert "改正 0 件" in indexed("--check")
    assert numbers(walk, "fenliu1", "过期") == [received.report.number, received.complaint.number]


def indexed(*flags):
    said = io.StringIO()
    call_command("index_search", *flags, stdout=said)
    return said.getvalue()


def test_the_command_writes_what_the_corridor_wrote_for_every_kind(walk, received):
    case = walk.facts(walk.file(walk.verify(received.report)), sold="88000", ill=3)
    walk.transfer(walk.submit(walk.suspect(case)))
    assert Matter.objects.count() == SearchText.objects.count() == 4
    assert "改正 0 件" in indexed("--check")


@pytest.mark.parametrize("text", ["卤牛肉", "卤牛", "JB-2026-004321", "好又多 过期"])
def test_the_index_is_used_however_many_matters_there_are(walk, received, text):
    """The plan of every tier starts from the index and reads matters by their key."""
    fill_up(received, 3000)
    readable = matters_for(walk.cast["fenliu1"])
    for wanted in ask(text).tiers():
        plan = search.newest(readable, wanted)[:26].explain()
        if connection.vendor == "sqlite":
            assert re.search(r"SCAN procedure_searchtext VIRTUAL TABLE INDEX \S*M", plan), plan
            assert "USING INTEGER PRIMARY KEY" in plan, plan
            assert "TEMP B-TREE" not in plan, plan
        else:
            assert re.search("Bitmap Index Scan on procedure_searchtext_(named|tokens)", plan), plan


def fill_up(received, many):
    """Matters like the report, with rows of the index that hold other words."""
    first = Matter.objects.order_by("-pk").first().pk + 1
    like = {f.attname: getattr(received.report, f.attname) for f in Matter._meta.concrete_fields}
    rows = [Matter(**like | {"id": first + n, "number": f"JB-2026-{n + 1000:06d}"}) for n in range(many)]
    Matter._base_manager.bulk_create(rows)
    words = "冰箱 箱不 不制 制冷 冷"
    SearchText.objects.bulk_create(
        SearchText(
            pk=first + n, numbers=f"jb2026{n + 1000:06d}", business=f"{n}店 店", initials="jd d", words=words
        )
        for n in range(many)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
