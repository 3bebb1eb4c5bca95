"""A business as the bureau knows it, and the people responsible for it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

from enterprises.names import LONGEST, initials, name_key


def check_credit_code(value: str) -> None:
    """Refuse a unified social credit code whose check digit does not fit (GB 32100)."""
    if not uscc.is_valid(value):
        raise ValidationError(_("统一社会信用代码校验位不符"))


class Kind(models.TextChoices):
    """How it trades; the orders send complaints to different bureaus by it (令121 arts. 13, 31)."""

    SHOP = "shop", _("实体经营者")
    PLATFORM = "platform", _("电子商务平台经营者")
    PLATFORM_SHOP = "platform_shop", _("平台内经营者")
    OWN_SITE = "own_site", _("自建网站经营者")


class EnterpriseQuerySet(models.QuerySet["Enterprise"]):
    def matching(self, text: str, limit: int = 8) -> "EnterpriseQuerySet":
        """At most `limit` businesses that fit what was typed, the nearest first; none for a blank text.

        The name may begin with the text or hold it anywhere (two characters are enough); pinyin initials likewise,
        since every second name begins with 平罗; the credit code must be whole or its beginning.
        """
        key = name_key(text)
        if not key:
            return self.none()
        nearness = {
            0: Q(credit_code=key.upper()) | Q(name_key=key),
            1: Q(name_key__startswith=key),
            2: Q(name_key__contains=key),
        }
        if key.isascii():
            nearness |= {
                3: Q(initials__startswith=key),
                4: Q(initials__contains=key),
                5: Q(credit_code__startswith=key.upper()),
            }
        fits = Q()
        for query in nearness.values():
            fits |= query
        rank = Case(*(When(q, then=Value(n)) for n, q in nearness.items()), output_field=IntegerField())
        return self.filter(fits).order_by(rank, "name", "id")[:limit]

    def get_or_register(
        self,
        name: str,
        *,
        address: str = "",
        credit_code: str = "",
        township: str = "",
        kind: str = "",
        phone: str = "",
    ) -> "Enterprise":
        """The business of that credit code, else of that name and address, entered now if it is new.

        The name first written stays. What the entry lacked (address included) is filled in; what it has is never
        written over. Raises ValidationError for a wrong credit code, township code, kind, or a blank name.
        """
        told = {
            "address": address.strip(),
            "credit_code": uscc.compact(credit_code),
            "township": township,
            "kind": kind,
            "phone": phone.strip(),
        }
        told = {field: value for field, value in told.items() if value}
        new = Enterprise(name=name.strip(), **told)
        new.full_clean(validate_unique=False)
        known = self._known(new)
        if known is None:
            if not new.credit_code:
                new.save()
                return new
            known, created = self.get_or_create(
                credit_code=new.credit_code, defaults={"name": new.name, **told}
            )
            if created:
                return known
        return known.complete(told)

    def _known(self, new: "Enterprise") -> "Enterprise | None":
        if new.credit_code and (found := self.filter(credit_code=new.credit_code).first()):
            return found
        key = name_key(new.name)
        same_name = self.filter(name_key=key) if key else self.filter(name=new.name)  # a name of marks only
        for found in same_name.order_by("id"):
            same_code = not new.credit_code or not found.credit_code
            same_address = not new.address or found.address in ("", new.address)
            if same_code and same_address:
                return found
        return None


class Enterprise(models.Model):
    """One business or trader, entered with the words it was first complained of under."""

    name = models.CharField(_("名称"), max_length=LONGEST, db_index=True)
    credit_code = models.CharField(
        _("统一社会信用代码"),
        max_length=18,
        null=True,
        blank=True,
        unique=True,
        validators=[check_credit_code],
    )
    address = models.CharField(_("经营地址"), max_length=200, blank=True)
    township = models.CharField(
        _("所在乡镇代码"), max_length=9, blank=True, validators=[RegexValidator(r"^\d{9}\Z")]
    )
    kind = models.CharField(_("经营方式"), max_length=16, blank=True, choices=Kind.choices)
    name_key = models.CharField(max_length=LONGEST, db_index=True, editable=False)
    initials = models.CharField(max_length=LONGEST, db_index=True, editable=False)
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    entered_on = models.DateField(auto_now_add=True)

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = _("经营主体")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = name_key(self.name)
        self.initials = initials(self.name)
        super().save(*args, **kwargs)

    def complete(self, told: dict[str, str]) -> "Enterprise":
        """Fill in what the entry lacks; saves only if something was new."""
        missing = {field: value for field, value in told.items() if not getattr(self, field)}
        if missing:
            for field, value in missing.items():
                setattr(self, field, value)
            self.save(update_fields=list(missing))
        return self


class ResponsiblePerson(models.Model):
    """Someone answerable for a business: legal representative, principal person in charge, and the like."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="responsible_persons")
    name = models.CharField(_("姓名"), max_length=40)
    position = models.CharField(_("职务"), max_length=40)

    class Meta:
        verbose_name = _("责任人员")
        constraints = (
            models.UniqueConstraint(fields=["enterprise", "name", "position"], name="one_entry_per_position"),
        )

    def __str__(self) -> str:
        return f"{self.name}（{self.position}）"
