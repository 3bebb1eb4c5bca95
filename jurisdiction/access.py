"""What doors and forms ask of the list: which departments there are, and which of them is our own."""

from django.utils.timezone import localdate

from jurisdiction.listing import list_on

OWN_DEPARTMENT = "市场监管局"


def department_names() -> list[str]:
    """The departments as today's list writes them, our own first: the hub sends nowhere else (art. 41)."""
    names = [department.name for department in list_on(localdate()).departments]
    return [OWN_DEPARTMENT, *(name for name in names if name != OWN_DEPARTMENT)]
