"""What doors and forms ask of the list: its departments, their duties, the stages, and which department is our own.

Nothing is stored here. Where an officer corrects a finding, the correction belongs to the matter and is kept in
`cases`: the department and the item he chose (`is_duty` says whether the pair stands on the list), the department
and the item that were proposed, the law day, and who and when.
"""

from datetime import date

from django.utils.timezone import localdate

from jurisdiction.listing import list_on

OWN_DEPARTMENT = "市场监管局"


def department_names(day: date | None = None) -> list[str]:
    """The departments as the list of that day (today) writes them, our own first: the hub sends nowhere else (art. 41)."""
    names = [department.name for department in list_on(day or localdate()).departments]
    return [OWN_DEPARTMENT, *(name for name in names if name != OWN_DEPARTMENT)]


def duties_of(department: str, day: date | None = None) -> list[tuple[str, str]]:
    """The duties of a department as choices (item, words), in the list's order; none for a name not on the list."""
    return [
        (duty.item, duty.words)
        for listed in list_on(day or localdate()).departments
        if listed.name == department
        for duty in listed.duties
    ]


def duty_words(item: str, day: date | None = None) -> str:
    """The words of a duty by its item ("17.1") on the list of that day; raises KeyError for an item that is not on it."""
    return list_on(day or localdate()).duty(item)[1].words


def is_duty(department: str, item: str, day: date | None = None) -> bool:
    """Whether that item is one of that department's duties on the list of that day."""
    return any(item == listed for listed, _words in duties_of(department, day))


def stage_choices(day: date | None = None) -> list[tuple[str, str]]:
    """The stages a clerk may pick, as choices (code, Chinese name), in the list's order."""
    return list(list_on(day or localdate()).stages.items())
