"""Papers of the report: where the case came from, and what the informant is told. None of them lies in the main volume."""

from documents.forms.shape import (
    ALWAYS,
    INFORMANT,
    INTERNAL,
    LETTER,
    REPORTED,
    SIDE,
    TABLE,
    UNIT,
    Form,
)

FORMS = (
    Form(
        code="case_source",
        title="案件来源登记表",
        layout=TABLE,
        mark="平市监案源",
        volume=SIDE,
        addressee=UNIT,
        basis="report.verification",
        facts=INTERNAL
        | {
            "source": "案件来源",
            "provider": "案源提供人",
            "identity": "案源提供人的身份信息",
            "respondent": "当事人",
            "received_on": "收到日期",
            "subject": "案源内容",
            "handler": "核查人员",
            "due_on": "核查期限届满日",
            "basis": "法律依据",
        },
        optional={"respondent_address": "当事人地址", "proof": "证明材料", "source_paper": "来源文书编号"},
    ),
    Form(
        code="redirect_notice",
        title="举报去向告知书",
        layout=LETTER,
        mark="平市监举去",
        volume=SIDE,
        addressee=INFORMANT,
        basis="report.redirect",
        facts=ALWAYS | REPORTED | {"to": "有处理权限的部门", "reason": "不具备处理权限的理由"},
    ),
    Form(
        code="result_notice",
        title="举报处理结果告知书",
        layout=LETTER,
        mark="平市监举告",
        volume=SIDE,
        addressee=INFORMANT,
        basis="report.result_notice",
        answers=(
            "report.advertising_notice",
            "report.information_notice",
            "report.household_information_notice",
            "report.result_target",
        ),
        facts=ALWAYS | REPORTED | {"duty_basis": "要求告知的法律和条款", "result": "处理结果"},
        optional={"so_far": "尚在核查"},
    ),
    Form(
        code="filing_notice_2019",
        title="举报立案告知书",
        layout=LETTER,
        mark="平市监举立",
        volume=SIDE,
        addressee=INFORMANT,
        basis="report.filing_notice",
        answers=("report.filing_notice",),
        facts=ALWAYS | REPORTED | {"decided_on": "决定日期", "decision_basis": "立案的依据"},
    ),
    Form(
        code="non_filing_notice_2019",
        title="举报不予立案告知书",
        layout=LETTER,
        mark="平市监举不立",
        volume=SIDE,
        addressee=INFORMANT,
        basis="report.filing_notice",
        answers=("report.filing_notice",),
        facts=ALWAYS
        | REPORTED
        | {"decided_on": "决定日期", "decision_basis": "不予立案的依据", "ground": "不予立案的情形"},
        optional={"ground_no": "情形的项号"},
    ),
)
"""Form 10 of April 2026, forms 10 and 11 of 2019, form 1 of the penalty set."""
