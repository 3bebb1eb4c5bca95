"""Figures as official papers write them: sums in words, days and moments of Beijing, paper numbers."""

import re
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from statutes.numerals import chinese_number

BEIJING = ZoneInfo("Asia/Shanghai")

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_MYRIADS = ("", "万", "亿")
_LARGEST = Decimal(10) ** 12  # three groups of four places: beyond that a sum is a typing error
_FEN = Decimal("0.01")


class NotMoney(ValueError):
    """A sum that cannot stand on a paper: negative, with parts of a fen, or absurdly large."""


def money_in_words(amount: Decimal) -> str:
    """Write a sum of yuan in the capital figures that cannot be altered (人民币大写).

    Takes yuan as Decimal with at most two decimals, returns for example ``人民币壹万零伍佰元整``; ``整``
    closes a sum without fen. Raises NotMoney for a negative sum, a fraction of a fen or 10^12 yuan and more.
    After 支付结算办法附件一 (正确填写票据和结算凭证的基本规定).
    """
    if not amount.is_finite() or amount < 0 or amount >= _LARGEST or amount != amount.quantize(_FEN):
        raise NotMoney(str(amount))
    fen_in_all = int(amount * 100)
    yuan, rest = divmod(fen_in_all, 100)
    jiao, fen = divmod(rest, 10)
    words = f"{_whole(yuan)}元" if yuan else ""
    if not rest:
        return f"人民币{words or '零元'}整"
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif yuan:
        words += "零"
    words += f"{_DIGITS[fen]}分" if fen else "整"
    return f"人民币{words}"


def _whole(yuan: int) -> str:
    """Four places at a time; one 零 stands for any run of empty places inside the number."""
    words, pending_zero = "", False
    groups = [yuan // 10_000**power % 10_000 for power in range(len(_MYRIADS))]
    for power in reversed(range(len(_MYRIADS))):
        group = groups[power]
        if group == 0:
            pending_zero = bool(words)
            continue
        if words and (pending_zero or group < 1000):
            words += "零"
        words += _four(group) + _MYRIADS[power]
        pending_zero = False
    return words


def _four(group: int) -> str:
    words, gap = "", False
    for power in reversed(range(4)):
        digit = group // 10**power % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[digit] + _PLACES[power]
        gap = False
    return words


def money_in_figures(amount: Decimal) -> str:
    """Write a sum of yuan in figures with both decimals, ``12,345.60元``; raises NotMoney as the words do."""
    if not amount.is_finite() or amount < 0 or amount != amount.quantize(_FEN):
        raise NotMoney(str(amount))
    return f"{amount:,.2f}元"


def chinese_date(day: date | datetime) -> str:
    """Write a day without leading zeros, ``2026年11月3日``; an aware moment gives its day in Beijing."""
    if isinstance(day, datetime) and day.tzinfo is not None:
        day = day.astimezone(BEIJING)
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_moment(at: datetime) -> str:
    """Write a moment of Beijing to the minute, ``2026年11月3日9时05分``; the moment must be aware."""
    if at.tzinfo is None:
        raise ValueError("a moment without its time zone has no Beijing time")
    local = at.astimezone(BEIJING)
    return f"{chinese_date(local)}{local.hour}时{local.minute:02d}分"


def paper_number(mark: str, year: int, n: int) -> str:
    """Write the number of a paper, ``平市监投受〔2026〕12号``: hexagonal brackets, no leading zero, no 第.

    ``mark`` is the organ's mark and the kind of paper (机关代字), ``n`` counts from 1 within the year.
    Raises ValueError for a mark with digits or brackets, a year that is not four digits, or n < 1.
    After GB/T 9704-2012 part 7.2.5.
    """
    if not mark or re.search(r"[\d〔〕\[\]（）()\s]", mark):
        raise ValueError(f"not a mark for paper numbers: {mark!r}")
    if year not in range(1000, 10000) or n < 1:
        raise ValueError(f"not a year and a running number: {year}, {n}")
    return f"{mark}〔{year}〕{n}号"


def chinese_ordinal(n: int) -> str:
    """Write 1 to 99 in plain Chinese figures, as headings and item numbers use them (一, 十二, 二十)."""
    if n not in range(1, 100):
        raise ValueError(f"no heading is numbered {n}")
    return chinese_number(n)
