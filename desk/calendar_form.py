"""What the legal officer states to change the calendar: the notice, and the days line by line."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procedure.calendar import BadImport, CalendarChange, read_lines

FIRST_YEAR, LAST_YEAR = 2004, 2100
LONGEST_LINE_SHOWN = 60


class Proposal(forms.Form):
    """A year's arrangement or single days; `cleaned_data["days"]` holds (day, kind, name) once the lines are read."""

    YEAR, DAYS = CalendarChange.YEAR, CalendarChange.DAYS
    EXAMPLE: ClassVar[tuple[str, ...]] = (
        "2027-02-05至2027-02-11 放假 春节",  # Chinese as it is: the lines are read in Chinese
        "2027-02-20 上班 春节",  # Chinese as it is: the same
        "2027-03-15 停办 办公楼停电",  # Chinese as it is: the same
        "2027-03-20 补班 补3月15日",  # Chinese as it is: the same
        "2027-03-20 恢复",  # Chinese as it is: the same
    )

    scope = forms.ChoiceField(
        label=gettext_lazy("变更范围"),
        choices=[
            (YEAR, gettext_lazy("全年安排（国务院办公厅公布的一年放假和调休）")),
            (DAYS, gettext_lazy("个别日子（临时停办、补班或者恢复）")),
        ],
        initial=YEAR,
        widget=forms.RadioSelect,
    )
    year = forms.IntegerField(
        label=gettext_lazy("年份"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        required=False,
        help_text=gettext_lazy("只在全年安排时填写"),
    )
    announcement = forms.CharField(
        label=gettext_lazy("通知文号"),
        max_length=120,
        help_text=gettext_lazy("如：国办发明电〔2025〕7号；个别日子填县政府或本局的通知"),
    )
    reason = forms.CharField(
        label=gettext_lazy("事由"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("只在个别日子时填写，与日期一起显示在日历上"),
    )
    lines = forms.CharField(
        label=gettext_lazy("日期"),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what was sent, or the year to begin with."""
        super().__init__(*args, label_suffix="", **kwargs)

    def clean(self) -> dict[str, Any]:
        """Read the lines; every line that cannot be read is named with its number and what it says."""
        said = super().clean() or {}
        whole = said.get("scope") == self.YEAR
        if whole and "year" in said and not said["year"]:
            self.add_error("year", _("全年安排须填写年份"))
        if said.get("scope") == self.DAYS and not (said.get("reason") or "").strip():
            self.add_error("reason", _("临时停办或补班须写明事由"))
        if not said.get("lines") or (whole and not said.get("year")):
            return said
        try:
            said["days"] = read_lines(said["lines"], year=said["year"] if whole else None)
        except BadImport as bad:
            typed = said["lines"].splitlines()
            for number, why in bad.errors.items():
                where = {"n": number, "why": why, "line": typed[number - 1].strip()[:LONGEST_LINE_SHOWN]}
                self.add_error("lines", _("第 %(n)d 行“%(line)s”：%(why)s") % where)
        return said

    def proposal(self) -> dict[str, Any]:
        """The change as the procedure takes it; only for a form that is valid."""
        said = self.cleaned_data
        whole = said["scope"] == self.YEAR
        return {
            "scope": said["scope"],
            "year": said["year"] if whole else said["days"][0][0].year,
            "announcement": said["announcement"],
            "reason": "" if whole else said["reason"],
            "days": said["days"],
        }
