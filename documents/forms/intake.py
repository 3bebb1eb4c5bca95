"""Papers of the way in and of the hub: registration, receipts, dispatch, transfer, and where else to turn."""

from documents.forms.shape import (
    ALWAYS,
    CAME_IN,
    COMPLAINANT,
    CONTACT,
    DEPARTMENT,
    DISPUTE,
    FILER,
    INFORMANT,
    INTERNAL,
    LETTER,
    REPORTED,
    ROUTES,
    SIDE,
    TABLE,
    UNIT,
    Form,
)

_REGISTERED = INTERNAL | {"addressee": "登记单位", "identity": "身份信息", "channel": "接收渠道"}
_TOLD_OF = {
    "platform_no": "全国12315平台编号",
    "hotline_no": "12345工单编号",
    "respondent_address": "被反映人地址",
    "trader_kind": "经营方式",
    "product": "商品或者服务",
    "amount": "涉及金额",
    "happened_on": "发生日期",
    "proof": "证明材料",
    "contact_wishes": "联系意愿",
    "recorder": "登记人",
}

FORMS = (
    Form(
        code="complaint_registration",
        title="投诉登记表",
        layout=TABLE,
        mark="平市监投记",
        volume=SIDE,
        addressee=UNIT,
        basis="intake.receipt",
        facts=_REGISTERED
        | DISPUTE
        | {"complainant": "投诉人", "subject": "消费者权益争议事实依据", "request": "投诉请求"},
        optional=_TOLD_OF
        | {
            "publish_consent": "是否同意公示投诉信息",
            "delegation_consent": "是否同意委托调解",
            "agent": "委托代理",
            "joint": "共同投诉",
        },
    ),
    Form(
        code="report_registration",
        title="举报登记表",
        layout=TABLE,
        mark="平市监举记",
        volume=SIDE,
        addressee=UNIT,
        basis="intake.receipt",
        facts=_REGISTERED | REPORTED | {"informant": "举报人", "subject": "具体线索和事实依据"},
        optional=_TOLD_OF | {"source": "线索来源"},
    ),
    Form(
        code="complaint_receipt",
        title="投诉登记回执",
        layout=TABLE,
        mark="平市监投登",
        volume=SIDE,
        addressee=COMPLAINANT,
        basis="intake.receipt",
        facts=ALWAYS | DISPUTE | {"clocks": "办理期限"},
        optional=CONTACT | {"request": "投诉请求", "channel": "接收渠道", "platform_no": "全国12315平台编号"},
    ),
    Form(
        code="report_receipt",
        title="举报登记回执",
        layout=TABLE,
        mark="平市监举登",
        volume=SIDE,
        addressee=INFORMANT,
        basis="intake.receipt",
        facts=ALWAYS | REPORTED | {"clocks": "办理期限"},
        optional=CONTACT | {"channel": "接收渠道", "platform_no": "全国12315平台编号"},
    ),
    Form(
        code="dispatch_notice",
        title="分送通知书",
        layout=LETTER,
        mark="平市监分送",
        volume=SIDE,
        addressee=UNIT,
        basis="intake.dispatch",
        facts=ALWAYS | CAME_IN | {"addressee": "承办机构", "filer": "来件人代称", "subject": "反映事项"},
        optional={"item": "事权清单条目", "answer_by_on": "报告处理结果的日期"},
    ),
    Form(
        code="transfer_letter",
        title="移送函",
        layout=LETTER,
        mark="平市监移函",
        volume=SIDE,
        addressee=DEPARTMENT,
        basis="intake.transfer",
        facts=ALWAYS
        | CAME_IN
        | {"addressee": "接收的部门", "subject": "移送事项", "finding": "审查结论", "reason": "移送理由"},
        optional={"item": "事权清单条目", "received_by": "对方联系人"},
    ),
    Form(
        code="transfer_notice",
        title="移送告知书",
        layout=LETTER,
        mark="平市监移告",
        volume=SIDE,
        addressee=FILER,
        basis="intake.transfer",
        answers=("complaint.acceptance",),
        facts=ALWAYS
        | CAME_IN
        | {"subject": "反映事项", "finding": "审查结论", "department": "接收的部门", "reason": "移送理由"},
        optional={"received_by": "对方联系人", **ROUTES},
    ),
    Form(
        code="dispatch_told_2019",
        title="分送情况告知书",
        layout=LETTER,
        mark="平市监分告",
        volume=SIDE,
        addressee=COMPLAINANT,
        basis="intake.dispatch",
        facts=ALWAYS | DISPUTE | {"unit": "承办机构"},
    ),
    Form(
        code="other_notice",
        title="去向告知书",
        layout=LETTER,
        mark="平市监来告",
        volume=SIDE,
        addressee=FILER,
        basis="intake.not_applicable",
        facts=ALWAYS
        | {"received_on": "收到日期", "category": "来件性质", "told_to": "反映的途径", "basis": "法律依据"},
    ),
)
"""Forms 1, 2 and 3 of April 2026, the receipts of the house, and form 4 of 2019."""
