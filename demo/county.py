"""平罗县 as a demonstration: units, and one or two invented officers for each office. No real person is meant."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from offices.models import Holding, Officer, Unit
from offices.roles import Office
from rewards.models import Fund

BUREAU = "市场监管局"
UNITS = [
    ("HUB", "12315指挥中心", BUREAU, False),
    ("CG", "城关市场监管所", BUREAU, True),
    ("YF", "姚伏市场监管所", BUREAU, True),
    ("CGZ", "崇岗市场监管所", BUREAU, True),
    ("TL", "陶乐市场监管所", BUREAU, True),
    ("ZF", "综合执法大队", BUREAU, True),
    ("FG", "法规科", BUREAU, False),
    ("JLD", "局领导", BUREAU, False),
    ("BMS", "保密室", BUREAU, False),
    ("CW", "财务科", BUREAU, False),
    ("DC", "督查室", BUREAU, False),
    ("JJ", "派驻纪检监察组", BUREAU, False),
    ("GA", "平罗县公安局", "公安局", False),
    ("JC", "平罗县人民检察院", "检察院", False),
]
# account, name, unit, offices, certificate number
OFFICERS = [
    ("dengji1", "马晓兰", "HUB", [Office.CLERK], ""),
    ("dengji2", "王雨桐", "HUB", [Office.CLERK], ""),
    ("fenliu1", "李建平", "HUB", [Office.DISPATCHER], ""),
    ("chengban1", "张卫国", "CG", [Office.HANDLER], "640221-0101"),
    ("chengban2", "杨海燕", "CG", [Office.HANDLER], "640221-0102"),
    ("suozhang1", "陈志远", "CG", [Office.UNIT_HEAD], "640221-0100"),
    ("chengban3", "刘思齐", "YF", [Office.HANDLER], "640221-0201"),
    ("chengban4", "丁玉梅", "YF", [Office.HANDLER], "640221-0202"),
    ("suozhang2", "周国栋", "YF", [Office.UNIT_HEAD], "640221-0200"),
    ("zhifa1", "吴振华", "ZF", [Office.HANDLER], "640221-0301"),
    ("zhifa2", "郑文静", "ZF", [Office.HANDLER], "640221-0302"),
    ("duizhang1", "孙立新", "ZF", [Office.UNIT_HEAD], "640221-0300"),
    ("fazhi1", "何静怡", "FG", [Office.LEGAL], "640221-0401"),
    ("fuju1", "赵明德", "JLD", [Office.LEADER], "640221-0002"),
    ("juzhang1", "白永强", "JLD", [Office.PRINCIPAL], "640221-0001"),
    ("baomi1", "田秀英", "BMS", [Office.CUSTODIAN], ""),
    ("jiangli1", "沈嘉禾", "FG", [Office.REWARD], ""),
    ("caiwu1", "罗晓峰", "CW", [Office.FINANCE], ""),
    ("gongan1", "纳建军", "GA", [Office.POLICE], ""),
    ("jiancha1", "郭清源", "JC", [Office.PROCURATOR], ""),
    ("ducha1", "冯致远", "DC", [Office.SUPERVISOR], ""),
    ("shenji1", "贺敏", "DC", [Office.AUDITOR], ""),
    ("jijian1", "秦守正", "JJ", [Office.DISCIPLINE], ""),
]


@dataclass(frozen=True)
class Cast:
    """The officers by account, so that a story reads `cast["chengban1"]`."""

    by_account: dict[str, Officer]

    def __getitem__(self, account: str) -> Officer:
        return self.by_account[account]


@transaction.atomic
def settle_county(since: date, *, fund_year: int, appropriated: Decimal = Decimal(200000)) -> Cast:
    """Enter units, officers with their holdings from `since`, and the year's reward fund; safe to run again."""
    units = {}
    for code, name, department, handles in UNITS:
        units[code], _created = Unit.objects.get_or_create(
            code=code, defaults={"name": name, "department": department, "handles_matters": handles}
        )
    cast = {}
    for account, name, unit, offices, certificate in OFFICERS:
        officer = Officer.objects.filter(username=account).first()
        if officer is None:
            officer = Officer.objects.create_officer(
                account,
                full_name=name,
                certificate_no=certificate,
                certificate_until_on=date(fund_year + 2, 12, 31) if certificate else None,
                phone="0952-6090000" if certificate else "",
            )
        for office in offices:
            Holding.objects.get_or_create(
                officer=officer, office=office, unit=units[unit], defaults={"from_on": since}
            )
        cast[account] = officer
    Fund.objects.get_or_create(year=fund_year, defaults={"appropriated": appropriated})
    return Cast(cast)
