"""Officers, units, and dated holdings of offices."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from offices.roles import Office, office_name


class Unit(models.Model):
    """A place where officers sit: the bureau's centre, a section, a market supervision office, an outside body."""

    code = models.CharField(_("编码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    department = models.CharField(_("所属部门"), max_length=40, help_text=_("事权清单上的部门名称"))
    handles_matters = models.BooleanField(_("承办案件"), default=False)

    class Meta:
        verbose_name = _("机构")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class OfficerManager(BaseUserManager["Officer"]):
    def create_officer(
        self, username: str, *, full_name: str, password: str | None = None, **more: Any
    ) -> "Officer":
        """Enter an officer into the house; without a password the account signs in by no password at all."""
        officer = self.model(username=username, full_name=full_name, **more)
        if password is None:
            officer.set_unusable_password()
        else:
            officer.set_password(password)
        officer.save(using=self._db)
        return officer


class Officer(AbstractBaseUser):
    """One person who acts in the house; what they may do follows from the offices they hold today."""

    username = models.CharField(_("账号"), max_length=40, unique=True)
    full_name = models.CharField(_("姓名"), max_length=40)
    certificate_no = models.CharField(_("执法证号"), max_length=30, blank=True)
    certificate_until_on = models.DateField(_("执法证有效期至"), null=True, blank=True)
    phone = models.CharField(_("办公电话"), max_length=30, blank=True)
    email = models.EmailField(
        _("电子邮箱"), blank=True, help_text=_("每个工作日的期限提要寄到这里；不填不寄")
    )
    is_active = models.BooleanField(_("在职"), default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]
    objects = OfficerManager()

    class Meta:
        verbose_name = _("人员")

    def __str__(self) -> str:
        return self.full_name

    @cached_property
    def _holdings(self) -> list["Holding"]:
        # Read once per request: every gate asks, and the answer must not change between two gates of one page.
        return list(self.holdings.select_related("unit"))

    def holdings_on(self, day: date) -> list["Holding"]:
        """The offices held on `day`, with their units; nobody inactive holds anything."""
        if not self.is_active:
            return []
        return [h for h in self._holdings if h.covers(day)]

    def offices_on(self, day: date) -> set[str]:
        return {h.office for h in self.holdings_on(day)}

    def holds(self, office: str, *, unit: str | None, day: date) -> bool:
        """Whether this officer holds `office` on `day`, at `unit` where the office belongs to one unit."""
        return any(
            h.office == office and (unit is None or h.office not in UNIT_BOUND or h.unit.code == unit)
            for h in self.holdings_on(day)
        )

    @staticmethod
    def office_names(codes: Iterable[str]) -> list[str]:
        """The names of offices in the reader's language, in the order given."""
        return [office_name(code) for code in codes]

    def certified_on(self, day: date) -> bool:
        """Whether the enforcement certificate is valid on `day` (处罚法 art. 42, 程序规定 art. 22)."""
        return (
            bool(self.certificate_no)
            and self.certificate_until_on is not None
            and day <= self.certificate_until_on
        )

    @property
    def unit_codes(self) -> set[str]:
        return {h.unit.code for h in self.holdings_on(localdate())}


# Offices whose power ends at the edge of their own unit; the others belong to the whole bureau.
UNIT_BOUND = frozenset({Office.HANDLER, Office.UNIT_HEAD})


class Holding(models.Model):
    """That an officer holds an office at a unit, from one day until another (inclusive), open-ended if unset."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="holdings")
    office = models.CharField(_("职务"), max_length=20, choices=Office.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="holdings")
    from_on = models.DateField(_("任职起"))
    until_on = models.DateField(_("任职止"), null=True, blank=True)

    class Meta:
        verbose_name = _("任职")
        constraints = [
            models.CheckConstraint(
                name="holding_ends_after_it_begins",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
            )
        ]
        indexes = [models.Index(fields=["office", "unit"])]

    def __str__(self) -> str:
        return f"{self.officer} {self.get_office_display()} {self.unit}"

    def covers(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)
