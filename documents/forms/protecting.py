"""Papers that protect: the sheet that hands a report of retaliation on, and the two notices of a leak (个保法 art. 57)."""

from documents.forms.shape import (
    ALWAYS,
    CONTACT,
    DEPARTMENT,
    FILER,
    INTERNAL,
    LETTER,
    SIDE,
    TABLE,
    UNIT,
    Form,
)

LEAK = {
    "kinds": "信息种类",
    "cause": "原因",
    "harm": "可能造成的危害",
    "remedies": "已采取的补救措施",
    "own_steps": "个人可以采取的措施",
    "basis": "法律依据",
}

FORMS = (
    Form(
        code="retaliation_sheet",
        title="打击报复情况登记与转办单",
        layout=TABLE,
        mark="平市监护转",
        volume=SIDE,
        addressee=UNIT,
        basis="retaliation.ban",
        facts=INTERNAL
        | {
            "received_on": "收到日期",
            "danger": "人身危险",
            "acts": "情形",
            "roads": "转办去向和依据",
            "request": "提请事项",
            "basis": "登记依据",
        },
        optional={"measures": "提请的保护措施", "paper": "转办文书编号"},
    ),
    Form(
        code="incident_report",
        title="个人信息泄露事件通知书",
        layout=LETTER,
        mark="平市监泄报",
        volume=SIDE,
        addressee=DEPARTMENT,
        basis="incident.notice",
        facts=ALWAYS | LEAK | {"found_on": "发现日期", "persons": "涉及人数", "told": "通知个人的情况"},
        optional=CONTACT,
    ),
    Form(
        code="incident_told",
        title="个人信息泄露告知书",
        layout=LETTER,
        mark="平市监泄告",
        volume=SIDE,
        addressee=FILER,
        basis="incident.notice",
        facts=ALWAYS | LEAK | {"found_on": "发现日期"},
        optional=CONTACT,
    ),
)
"""Forms of this room, all of the side volume: none goes to the other side of any matter."""
