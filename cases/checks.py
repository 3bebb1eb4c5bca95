"""What both doors ask of a letter's fields before it is taken in: numbers in their kept form, days that can be counted.

Every check answers with the value as it is kept, or raises `ValidationError` with words for the field.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumbers import shortnumberinfo
from stdnum.cn import ric, uscc

import statutes
from jurisdiction import NoListInForce, list_on

AREA_CODE = "0952"  # the county's own, for a landline given without one
CLOCK_DRIFT = timedelta(minutes=5)  # two machines never agree on the minute
# Rules without which a contact of that day cannot be entered: what came before them is not ours to count.
NEEDED = ("intake.receipt", "complaint.acceptance", "report.verification")
EARLIEST = 1990
CITIZEN = "居民身份证"
"""The kind of paper whose number has a check digit; Chinese as it is: a value of the vault."""
ID_TYPES = {
    CITIZEN: gettext_lazy("居民身份证"),
    "护照": gettext_lazy("护照"),
    "港澳居民来往内地通行证": gettext_lazy("港澳居民来往内地通行证"),
    "台湾居民来往大陆通行证": gettext_lazy("台湾居民来往大陆通行证"),
    "港澳台居民居住证": gettext_lazy("港澳台居民居住证"),
    "外国人永久居留身份证": gettext_lazy("外国人永久居留身份证"),
    "军人证件": gettext_lazy("军人证件"),
    "其他证件": gettext_lazy("其他证件"),
}
"""The kinds of paper of form 1 (ID type), as they are kept and as a form shows them."""
_ANY = re.compile(r"[\w第字号（）()-]{4,40}")
_SHAPES = {
    "护照": re.compile(r"[A-Z0-9]{5,17}"),
    "港澳居民来往内地通行证": re.compile(r"[HM]\d{8}(?:\d{2})?"),
    "台湾居民来往大陆通行证": re.compile(r"\d{8}|\d{10}[A-Z]?"),
    "港澳台居民居住证": re.compile(r"8[123]0000(?:19|20)\d{9}[\dX]"),
    "外国人永久居留身份证": re.compile(r"[A-Z]{3}\d{12}|9\d{16}[\dX]"),
}
"""What their numbers look like; of military papers several forms are in use."""


def telephone(text: str) -> str:
    """A number as it will be kept: digits, a landline with its area code; empty for none.

    Mobile numbers, landlines with or without the county's area code, service numbers such as 12315.
    """
    plain = re.sub(r"[\s()\-－—]", "", unicodedata.normalize("NFKC", text))
    if not plain:
        return ""
    if plain.startswith("+86"):
        plain = plain[3:]
    for candidate in (plain, AREA_CODE + plain):
        try:
            number = phonenumbers.parse(candidate, "CN")
        except phonenumbers.NumberParseException:
            continue
        if candidate == plain and shortnumberinfo.is_valid_short_number_for_region(number, "CN"):
            return plain
        if phonenumbers.is_valid_number(number):
            return candidate
    raise ValidationError(
        _("电话号码不对。可填：11 位手机号；固定电话（外地的加区号，如 0951-6012345）；12315 一类的短号。"),
        code="phone",
    )


def identity_number(text: str) -> str:
    """A citizen's identity number with its check digit right; empty for none."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    if plain and not ric.is_valid(plain):
        raise ValidationError(_("身份证号不对：应为 18 位，末位校验不符"), code="id_number")
    return plain


def paper_number(kind: str, text: str) -> str:
    """The number of an identity paper of this kind (a value of `ID_TYPES`, none for a citizen's) in its usual shape."""
    if kind in ("", CITIZEN):
        return identity_number(text)
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    if plain and not _SHAPES.get(kind, _ANY).fullmatch(plain):
        raise ValidationError(_("证件号码与所选证件种类不符"), code="id_number")
    return plain


def credit_code(text: str) -> str:
    """A unified social credit code with its check digit right (GB 32100); empty for none."""
    plain = uscc.compact(unicodedata.normalize("NFKC", text)).upper()
    if plain and not uscc.is_valid(plain):
        raise ValidationError(_("统一社会信用代码不对：应为 18 位，末位校验不符"), code="credit_code")
    return plain


def received_at(moment: datetime) -> datetime:
    """A moment of receipt that lies not ahead and under law that we can count by."""
    if moment > timezone.now() + CLOCK_DRIFT:
        raise ValidationError(_("收到时间不能在将来"))
    day = localdate(moment)
    if not all(statutes.rule(name).in_force_on(day) for name in NEEDED):
        raise ValidationError(_("收到时间早于现行规定施行之日，无法计算期限"))
    try:
        list_on(day)
    except NoListInForce:
        raise ValidationError(_("当日尚无事权清单，无法登记")) from None
    return moment


def happened_on(day: date | None) -> date | None:
    """The day something happened, which is not ahead, and not so long ago that only the year can be mistyped."""
    if day is not None and day > localdate():
        raise ValidationError(_("发生日期不能在将来"))
    if day is not None and day.year < EARLIEST:
        raise ValidationError(_("发生日期不能早于 %(year)d 年") % {"year": EARLIEST})
    return day
