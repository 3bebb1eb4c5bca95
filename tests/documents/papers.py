"""One set of facts for every form, as an officer's work would freeze them."""

from typing import Any

CONTACT = {
    "organ": "平罗县市场监督管理局",
    "contact_phone": "0952-6012315",
    "contact_address": "宁夏回族自治区石嘴山市平罗县",
}
SHOP = "平罗县城关镇好家便民超市"
ROUTES = {
    "routes": [
        "与经营者协商和解",
        "请求消费者协会或者其他调解组织调解",
        "向有关行政部门投诉",
        "根据仲裁协议提请仲裁",
        "向人民法院提起诉讼",
    ],
    "routes_basis": "消费者权益保护法第三十九条",
}
COMPLAINT = {
    "addressee": "投诉人7Q4K",
    "matter_number": "TS2026-000123",
    "received_on": "2026年11月23日",
    "respondent": SHOP,
    "subject": "酸奶：购买的酸奶已过保质期，食用后腹痛腹泻",
}

FACTS: dict[str, dict[str, Any]] = {
    "complaint_receipt": CONTACT
    | COMPLAINT
    | {
        "request": "退还货款58元，赔偿医疗费312.50元",
        "clocks": ["本局将于2026年12月2日前决定是否受理并告知您（令121第十五条第一款）"],
        "basis": "令121第十条第二款、第二十八条第一款",
    },
    "report_receipt": CONTACT
    | COMPLAINT
    | {
        "addressee": "举报人7Q4K",
        "clocks": ["本局将于2026年12月14日前核查并决定是否立案（程序规定第十八条第一款）"],
        "basis": "令121第三十七条",
    },
    "acceptance": CONTACT
    | COMPLAINT
    | {
        "handler": "马文斌",
        "handler_phone": "0952-6012301",
        "mediation_due": "2027年1月25日",
        "mediation_basis": "令121第二十三条第一款第五项",
        "basis": "令121第十五条第一款",
    },
    "non_acceptance": CONTACT
    | COMPLAINT
    | ROUTES
    | {
        "ground": "非为生活消费需要，或者不能证明存在消费者权益争议",
        "ground_no": "3",
        "reason": "所购商品数量明显超出通常消费习惯，且未提供购买凭证。\n经电话请你补充，你表示不再提供。",
        "basis": "令121第十六条",
    },
    "termination": CONTACT
    | COMPLAINT
    | ROUTES
    | {
        "addressee": f"投诉人7Q4K、{SHOP}",
        "ground": "经组织调解，一方明确表示无法达成调解协议",
        "reason": "",
        "basis": "令121第二十三条第一款",
    },
    "crime_transfer": CONTACT
    | {
        "addressee": "平罗县公安局",
        "matter_number": "YS2026-000003",
        "case_number": "AJ2026-000017",
        "case_name": f"{SHOP}涉嫌生产、销售伪劣产品案",
        "respondent": SHOP,
        "offence": "生产、销售伪劣产品罪",
        "basis": ["行政处罚法第二十七条第一款", "移送规定第三条第一款"],
        "enclosures": [
            "涉嫌犯罪案件移送书",
            "涉嫌犯罪案件情况的调查报告",
            "涉案物品清单",
            "有关检验报告或者鉴定结论（无，理由：过期食品无须检验即可认定）",
            "其他有关涉嫌犯罪的材料",
        ],
        "contact_person": "马文斌、王丽",
        "copy_to": "平罗县人民检察院",
        "findings": ["2026年5月至11月，当事人更改生产日期后销售过期食品，销售金额68,400元。"],
        "copies": "本移送书一式三份，一份送达，一份抄送，一份归档",
    },
    "reward_notice": CONTACT
    | {
        "addressee": "举报人7Q4K",
        "matter_number": "JL2026-000002",
        "amount": "6,840.00",
        "amount_in_words": "人民币陆仟捌佰肆拾元整",
        "grade": "一级",
        "claim_days": "30",
        "claim_basis": "举报奖励暂行办法第十七条",
        "basis": "举报奖励暂行办法第十二条",
        "approved_on": "2026年11月20日",
        "recheck": "可以自收到本通知书之日起10个工作日内申请复核（举报奖励暂行办法第十八条）",
    },
}
