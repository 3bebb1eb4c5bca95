"""Papers of the complaint, from the papers asked for to the end of mediation, in the order of the articles."""

from documents.forms.shape import (
    ALWAYS,
    COMPLAINANT,
    CONTACT,
    DISPUTE,
    LETTER,
    MAIN,
    OFFICIAL,
    PARTIES,
    POLICE,
    ROUTES,
    SIDE,
    TABLE,
    UNIT,
    Form,
)

_MEDIATED = {
    "organ": "制发机关",
    "matter_number": "登记编号",
    "complainant": "投诉人",
    "respondent": "被投诉人",
    "subject": "投诉内容",
    "terms": "协议内容",
    "mediators": "调解人员",
    "basis": "法律依据",
}

FORMS = (
    Form(
        code="identity_request",
        title="限期提供身份证明材料通知书",
        layout=LETTER,
        mark="平市监投限",
        volume=MAIN,
        addressee=COMPLAINANT,
        basis="complaint.identity",
        facts=ALWAYS
        | DISPUTE
        | {
            "papers": "须提供的身份证明材料",
            "until_on": "提供期限",
            "warning_basis": "逾期不提供的后果的依据",
        },
        optional=CONTACT,
    ),
    Form(
        code="acceptance",
        title="受理决定书",
        layout=LETTER,
        mark="平市监投受",
        volume=MAIN,
        addressee=COMPLAINANT,
        basis="complaint.acceptance",
        answers=("complaint.acceptance",),
        facts=ALWAYS | DISPUTE | {"mediation_basis": "调解期限的依据"},
        optional=CONTACT
        | {"mediation_due": "调解期限届满日", "handler": "承办人", "handler_phone": "承办人电话"},
    ),
    Form(
        code="non_acceptance",
        title="不予受理决定书",
        layout=OFFICIAL,
        mark="平市监投不受",
        volume=MAIN,
        addressee=COMPLAINANT,
        basis="complaint.non_acceptance",
        answers=("complaint.acceptance",),
        facts=ALWAYS | DISPUTE | ROUTES | {"ground": "不予受理的情形", "reason": "不予受理的理由"},
        optional=CONTACT
        | {
            "ground_no": "情形的项号",
            "legal_basis": "其他情形的具体依据",
            "factors": "考虑的因素",
            "factors_basis": "考虑因素的依据",
        },
    ),
    Form(
        code="mediation_notice",
        title="调解通知书",
        layout=LETTER,
        mark="平市监投调通",
        volume=MAIN,
        addressee=PARTIES,
        basis="complaint.mediation_notice",
        facts=ALWAYS
        | {
            "respondent": "被投诉人",
            "subject": "投诉事项",
            "held_at": "调解时间",
            "place": "调解地点",
            "papers": "须携带的材料",
            "mediators": "调解人员",
            "recusal_days": "申请回避的期限（日）",
            "recusal_basis": "申请回避的依据",
            "basis": "法律依据",
        },
    ),
    Form(
        code="mediation_agreement",
        title="调解书",
        layout=TABLE,
        mark="平市监投调",
        volume=MAIN,
        addressee=PARTIES,
        basis="complaint.agreement",
        facts=_MEDIATED
        | {"addressee": "当事人", "request": "投诉请求", "routes_basis": "不履行时的途径的依据"},
        optional={"respondent_address": "被投诉人经营场所"},
    ),
    Form(
        code="mediation_record",
        title="调解记录",
        layout=TABLE,
        mark="平市监投调记",
        volume=MAIN,
        addressee=UNIT,
        basis="complaint.agreement",
        facts=_MEDIATED | {"addressee": "承办机构", "agreed_on": "达成日期", "why": "不制作调解书的原因"},
        optional={"request": "投诉请求", "way": "调解方式", "recovered": "挽回损失"},
    ),
    Form(
        code="termination",
        title="终止调解决定书",
        layout=OFFICIAL,
        mark="平市监投终",
        volume=MAIN,
        addressee=PARTIES,
        basis="complaint.termination",
        answers=("complaint.termination_notice",),
        facts=ALWAYS
        | ROUTES
        | {
            "respondent": "被投诉人",
            "subject": "投诉事项",
            "ground": "终止调解的情形",
            "basis": "法律依据",
        },
        optional=CONTACT
        | {"ground_no": "情形的项号", "reason": "终止调解的理由", "remedy_basis": "不服终止调解的途径的依据"},
    ),
    Form(
        code="bad_faith_letter",
        title="案件线索移送函",
        layout=LETTER,
        mark="平市监线移",
        volume=MAIN,
        addressee=POLICE,
        basis="intake.bad_faith",
        facts=ALWAYS
        | DISPUTE
        | {
            "addressee": "接收的公安机关",
            "complainant": "投诉人代称",
            "signs": "涉嫌的情形",
            "findings": "查明的主要事实",
        },
    ),
    Form(
        code="result_report_2019",
        title="处理结果报告书",
        layout=LETTER,
        mark="平市监处报",
        volume=SIDE,
        addressee=UNIT,
        basis="intake.dispatch",
        facts=ALWAYS | DISPUTE | {"addressee": "分送的机构", "result": "处理结果"},
        optional={"note": "说明"},
    ),
)
"""Forms 4 to 9 of April 2026, the record where no agreement is drawn up, the letter of art. 42, form 12 of 2019."""
