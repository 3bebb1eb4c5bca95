"""A business as the bureau knows it, and the people responsible for it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from pypinyin import Style, lazy_pinyin
from stdnum.cn import uscc


def initials(name: str) -> str:
    """The pinyin initials of a name, in small letters: what a clerk types to find it quickly (喜洋洋 → xyy)."""
    return "".join(part[:1] for part in lazy_pinyin(name, style=Style.NORMAL)).lower()[:120]


def check_credit_code(value: str) -> None:
    """Refuse a unified social credit code whose check digit does not fit (GB 32100)."""
    if not uscc.is_valid(value):
        raise ValidationError(_("统一社会信用代码校验位不符"))


class EnterpriseQuerySet(models.QuerySet["Enterprise"]):
    def matching(self, text: str, limit: int = 8) -> "EnterpriseQuerySet":
        """Businesses whose name begins with or holds the text, or whose initials or code begin with it."""
        wanted = text.strip()
        if not wanted:
            return self.none()
        found = Q(name__contains=wanted) | Q(initials__startswith=wanted.lower()) | Q(credit_code=wanted.upper())
        return self.filter(found).order_by("name")[:limit]


class Enterprise(models.Model):
    """One business or trader, entered with the words it was first complained of under."""

    name = models.CharField(_("名称"), max_length=120, db_index=True)
    credit_code = models.CharField(
        _("统一社会信用代码"), max_length=18, null=True, blank=True, unique=True, validators=[check_credit_code]
    )
    address = models.CharField(_("经营地址"), max_length=200, blank=True)
    initials = models.CharField(max_length=120, db_index=True, editable=False)
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    entered_on = models.DateField(auto_now_add=True)

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = _("经营主体")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.initials = initials(self.name)
        super().save(*args, **kwargs)


class ResponsiblePerson(models.Model):
    """Someone answerable for a business: legal representative, principal person in charge, and the like."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="responsible_persons")
    name = models.CharField(_("姓名"), max_length=40)
    position = models.CharField(_("职务"), max_length=40)

    class Meta:
        verbose_name = _("责任人员")

    def __str__(self) -> str:
        return f"{self.name}（{self.position}）"
