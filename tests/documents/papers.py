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

REPORT = COMPLAINT | {
    "addressee": "举报人9M2X",
    "matter_number": "JB-2026-000045",
    "subject": "酸奶：将过期酸奶更改生产日期后重新上架销售",
}
REGISTERED = {
    "addressee": "12315指挥中心",
    "identity": "已封存",
    "channel": "12315电话",
    "platform_no": "6400002026112300456",
    "respondent_address": "平罗县城关镇民族南大街12号",
    "trader_kind": "实体店",
    "product": "酸奶",
    "amount": "58.00元",
    "happened_on": "2026年11月20日",
    "proof": "购物小票一张、照片三张",
    "contact_wishes": "电话，工作时间，不得留言或者由他人转告",
    "recorder": "马晓兰",
}
STATEMENT = (
    "2026年11月20日在该店购买酸奶两箱，共58元，回家后发现已过保质期六天，食用后腹痛腹泻。\n店方拒绝退款。"
)

LEAK = {
    "matter_number": "SJ-2026-000001",
    "found_on": "2026年11月23日",
    "kinds": ["姓名", "电话、住址等联系方式"],
    "cause": "一份登记表误附于对外函件。",
    "harm": "可能被人知悉身份并骚扰。",
    "remedies": "当日追回函件，停止该账号的下载权限。",
    "own_steps": "留意陌生来电；遇骚扰保存记录并告诉我们。",
    "basis": "个人信息保护法第五十七条第一款",
}

FACTS: dict[str, dict[str, Any]] = {
    "complaint_registration": CONTACT
    | COMPLAINT
    | REGISTERED
    | {
        "complainant": "投诉人7Q4K",
        "subject": STATEMENT,
        "request": "退还货款和服务费用、赔偿损失；赔偿医疗费312.50元",
        "publish_consent": "否",
        "delegation_consent": "是",
        "agent": "由受托人提出，受托人身份信息已封存；委托事项和权限：代为投诉和调解，期限至2026年12月31日",
        "joint": "3人共同投诉，推选代表人2名，身份信息已封存",
        "basis": "令121第十条第二款、第二十八条第一款",
    },
    "report_registration": CONTACT
    | REPORT
    | REGISTERED
    | {
        "informant": "举报人9M2X",
        "subject": "该店夜间在库房更改过期酸奶的生产日期，次日上架销售，已持续约一个月。",
        "source": "举报",
        "basis": "令121第十条第二款、第二十八条第一款",
    },
    "dispatch_notice": CONTACT
    | COMPLAINT
    | {
        "addressee": "城关市场监管所",
        "filer": "投诉人7Q4K",
        "kind_word": "投诉",
        "item": "20.5",
        "answer_by_on": "2026年12月11日",
        "basis": "令121第四十一条第一款",
    },
    "transfer_letter": CONTACT
    | REPORT
    | {
        "addressee": "农业农村局",
        "kind_word": "举报",
        "subject": "涉嫌违法的线索",
        "item": "9.3",
        "received_by": "执法大队值班室",
        "finding": "经审查，该事项不属于市场监督管理部门职责",
        "reason": "所反映的是生猪养殖环节使用禁用药物，由农业农村部门负责",
        "basis": "食品安全法第一百一十五条第一款",
    },
    "transfer_notice": CONTACT
    | REPORT
    | {
        "kind_word": "举报",
        "department": "农业农村局",
        "received_by": "执法大队值班室",
        "finding": "经审查，该事项不属于市场监督管理部门职责",
        "reason": "所反映的是生猪养殖环节使用禁用药物，由农业农村部门负责",
        "basis": "食品安全法第一百一十五条第一款",
    },
    "dispatch_told_2019": CONTACT | COMPLAINT | {"unit": "城关市场监管所", "basis": "令20第三十七条第一款"},
    "other_notice": CONTACT
    | {
        "addressee": "来件人2026000007",
        "matter_number": "QT-2026-000007",
        "received_on": "2026年11月23日",
        "category": "政府信息公开申请",
        "told_to": "平罗县市场监督管理局办公室政府信息公开窗口，或者平罗县人民政府门户网站依申请公开栏目",
        "basis": "令121第四十四条",
    },
    "identity_request": CONTACT
    | COMPLAINT
    | {
        "papers": ["本人有效身份证件复印件", "购物小票或者付款记录"],
        "until_on": "2026年11月30日",
        "warning_basis": "令121第十条第一款、第十六条",
        "basis": "令121第十条第三款",
    },
    "mediation_notice": CONTACT
    | COMPLAINT
    | {
        "addressee": f"投诉人7Q4K、{SHOP}",
        "held_at": "2026年12月8日9时30分",
        "place": "城关市场监管所二楼调解室",
        "papers": ["本人身份证明材料", "购物小票、付款记录", "商品照片"],
        "mediators": "马文斌、王丽",
        "recusal_days": "3",
        "recusal_basis": "令121第二十一条第二款",
        "basis": "令121第二十条",
    },
    "mediation_agreement": CONTACT
    | COMPLAINT
    | {
        "addressee": f"投诉人7Q4K、{SHOP}",
        "complainant": "投诉人7Q4K",
        "request": "退还货款和服务费用、赔偿损失",
        "respondent_address": "平罗县城关镇民族南大街12号",
        "terms": "一、被投诉人当场退还货款58元。\n二、被投诉人于2026年12月15日前赔偿医疗费312.50元。\n三、双方就本次争议再无其他争执。",
        "mediators": "马文斌、王丽",
        "routes_basis": "消费者权益保护法第三十九条",
        "basis": "令121第二十四条",
    },
    "mediation_record": CONTACT
    | COMPLAINT
    | {
        "addressee": "城关市场监管所",
        "complainant": "投诉人7Q4K",
        "agreed_on": "2026年12月8日",
        "way": "非现场调解",
        "request": "退还货款和服务费用、赔偿损失",
        "terms": "被投诉人退还货款58元，赔偿医疗费312.50元，已经通过微信转账支付。",
        "mediators": "马文斌、王丽",
        "why": "调解协议已经即时履行",
        "recovered": "370.50元",
        "basis": "令121第二十四条",
    },
    "bad_faith_letter": CONTACT
    | COMPLAINT
    | {
        "addressee": "平罗县公安局",
        "complainant": "投诉人7Q4K",
        "signs": ["夹带", "篡改商品信息"],
        "findings": [
            "店内监控录像显示，投诉人于2026年11月20日将自带的过期酸奶放入货架后自行取下结账。",
            "同一商品的进货批次与投诉人所持商品的批次不符。",
        ],
        "basis": "令121第四十二条",
    },
    "result_report_2019": CONTACT
    | COMPLAINT
    | {
        "addressee": "12315指挥中心",
        "result": "经调解达成协议：被投诉人退还货款58元。",
        "note": "已在全国12315平台反馈",
        "basis": "令20第三十七条第一款",
    },
    "case_source": CONTACT
    | REPORT
    | {
        "addressee": "城关市场监管所",
        "source": "举报",
        "provider": "举报人9M2X",
        "identity": "已封存",
        "subject": "该店夜间在库房更改过期酸奶的生产日期，次日上架销售，已持续约一个月。",
        "respondent_address": "平罗县城关镇民族南大街12号",
        "proof": "照片三张",
        "source_paper": "",
        "handler": "马文斌、王丽",
        "due_on": "2026年12月14日",
        "basis": "程序规定第十八条",
    },
    "redirect_notice": CONTACT
    | REPORT
    | {
        "to": "银川市西夏区市场监督管理局",
        "reason": "所举报的行为发生在银川市西夏区",
        "basis": "令121第三十四条",
    },
    "result_notice": CONTACT
    | REPORT
    | {
        "duty_basis": "食品安全法第一百一十五条第一款",
        "result": "经核查，所举报的违法行为属实，本局已经立案，并作出行政处罚决定。",
        "basis": "令121第三十六条",
    },
    "filing_notice_2019": CONTACT
    | REPORT
    | {
        "decided_on": "2026年3月20日",
        "decision_basis": "程序规定第十九条第一款",
        "basis": "令20第三十一条第二款",
    },
    "non_filing_notice_2019": CONTACT
    | REPORT
    | {
        "decided_on": "2026年3月20日",
        "decision_basis": "程序规定第二十条第一款",
        "ground": "轻微并及时改正，没有造成危害后果",
        "ground_no": "1",
        "basis": "令20第三十一条第二款",
    },
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
        "factors": ["数量、次数、频率与保质期或者通常消费习惯明显不符", "不能证明实际购买和权益实际受损"],
        "factors_basis": "令121第十七条第一款",
        "basis": "令121第十六条",
    },
    "termination": CONTACT
    | COMPLAINT
    | ROUTES
    | {
        "addressee": f"投诉人7Q4K、{SHOP}",
        "ground": "经组织调解，一方明确表示无法达成调解协议",
        "ground_no": "3",
        "reason": "",
        "remedy_basis": "令121第二十五条",
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
    "clock_receipt": CONTACT
    | {
        "addressee": "城关市场监督管理所",
        "matter_number": "JB-2026-000123",
        "term": "核查并决定是否立案",
        "basis": "程序规定第十八条第一款【待核】",
        "rank": "部门规章",
        "version": "2021年7月15日起施行",
        "words": "应当自发现之日起十五个工作日内予以核查，由负责人决定是否立案",
        "start": "2026年11月2日（星期一），收到举报，当日不计",
        "due": "2026年12月14日（星期一）【暂定】",
        "edges": ["从严（不顺延）：2026年12月12日（星期六）"],
        "state": ["自2026年12月1日起中止计算（检测），届满日在恢复计算后重算"],
        "candidates": [
            "适用：消保条例第四十六条，60日（行政法规）",
            "让位：令20第二十一条，45个工作日（部门规章）",
        ],
        "changes": ["延长15个工作日：局负责人2026年11月20日批准，届满日由2026年11月23日改为2026年12月14日"],
        "reckoned": [
            "依据：程序规定第十八条第一款（15个工作日）",
            "所据文本：《市场监督管理行政处罚程序规定》（令2号公布，经令42号、令61号修正）",
            "起算：2026年11月2日收到举报，当日不计",
            "顺延：末日2026年12月12日为元旦，依令121第四十五条顺延",
            "届满：2026年12月14日（星期一）",
        ],
        "strip": [
            "2026-11-02||start|起算;2026-11-03|1|counted|;2026-11-04|2|counted|;2026-11-05|3|counted|;"
            "2026-11-06|4|counted|;2026-11-07||weekend|周末;2026-11-08||weekend|周末",
            "2026-11-09||excluded|检测;2026-11-10||excluded|检测;2026-11-11|5|counted|;2026-11-12|6|counted|;"
            "2026-11-13|7|counted due|届满;|||;|||",
        ],
        "legend": "格内数字为计入的第几个工作日；周末、放假和不计入的日子没有数字。",
        "frozen": "2026年11月24日9时05分",
    },
    "main_volume": {
        "organ": CONTACT["organ"],
        "addressee": "当事人委托的律师",
        "matter_number": "AJ-2026-000004",
        "respondent": "平罗县好年华食品厂",
        "purpose": "听证",
        "basis": "程序规定第七十八条",
        "contents": ["1、案件事实（2026年11月2日）", "2、行政处罚告知（2026年11月9日）"],
        "materials": ["1、案件事实", "销售金额：40,000.00元", "2、行政处罚告知", "告知内容：拟罚款200000元"],
    },
    "supervision_order": CONTACT
    | {
        "addressee": "城关市场监督管理所",
        "matter_number": "DB-2026-000004",
        "about": "TS-2026-000123",
        "term": "受理或者不予受理",
        "term_basis": "令121第十五条第一款",
        "due_on": "2026年11月11日",
        "missed_by": "13日（自然日，截至2026年11月24日）",
        "demand": "请于三日内作出是否受理的决定并告知投诉人。\n同时说明逾期的原因和防止再次逾期的措施。",
        "answer_due_on": "2026年11月27日",
        "answer_basis": "收到督办单三个工作日内书面答复（内部规定，非法律规定）",
        "basis": "市场监督管理执法监督规定（令22）第十七条【待核】",
    },
    "retaliation_sheet": CONTACT
    | {
        "addressee": "县劳动保障监察大队",
        "matter_number": "BF-2026-000003",
        "received_on": "2026年11月23日",
        "danger": "未发现",
        "acts": ["违反规定解聘、辞退或者开除", "克扣或者变相克扣工资、奖金或者其他福利待遇"],
        "roads": ["劳动保障监察、劳动争议仲裁：劳动合同法第四十八条、第八十七条"],
        "measures": ["建议纠正因打击报复受到的错误处理"],
        "request": "请依法处理违法解除劳动合同、拖欠工资。",
        "paper": "平市监函〔2026〕12号",
        "basis": "食品安全法第一百一十五条第二款",
    },
    "incident_report": CONTACT
    | LEAK
    | {
        "addressee": "中共平罗县委网络安全和信息化委员会办公室",
        "persons": "3人",
        "told": "已逐一通知个人",
    },
    "incident_told": CONTACT | LEAK | {"addressee": "举报人9M2X"},
}
