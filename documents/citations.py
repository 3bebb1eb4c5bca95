"""Full titles of the instruments that the shelf cites by a short name; a paper never says 令121."""

import re

INSTRUMENTS = {
    "令121": "《市场监督管理投诉举报处理办法》",
    "令20": "《市场监督管理投诉举报处理暂行办法》",
    "程序规定": "《市场监督管理行政处罚程序规定》",
    "程序暂行规定": "《市场监督管理行政处罚程序暂行规定》",
    "处罚信息公示规定": "《市场监督管理行政处罚信息公示规定》",
    "举报奖励暂行办法": "《市场监管领域重大违法行为举报奖励暂行办法》",
    "移送规定": "《行政执法机关移送涉嫌犯罪案件的规定》",
    "企业信息公示暂行条例": "《企业信息公示暂行条例》",
    "立案追诉标准（一）": "《最高人民检察院、公安部关于公安机关管辖的刑事案件立案追诉标准的规定（一）》",
    "伪劣商品解释": "《最高人民法院、最高人民检察院关于办理生产、销售伪劣商品刑事案件具体应用法律若干问题的解释》",
    "危害食品安全解释": "《最高人民法院、最高人民检察院关于办理危害食品安全刑事案件适用法律若干问题的解释》",
    **{
        short: f"《中华人民共和国{short}》"
        for short in (
            "行政处罚法",
            "消费者权益保护法",
            "消费者权益保护法实施条例",
            "食品安全法",
            "食品安全法实施条例",
            "广告法",
            "刑法",
            "刑事诉讼法",
            "民法典",
        )
    },
}
"""Short name on the shelf → full title with its title marks."""

# A short name counts only where a citation can begin and an article follows: 刑法 inside 中华人民共和国刑法 does not.
_SHORT = re.compile(
    r"(?<![\u4e00-\u9fff《])("
    + "|".join(re.escape(short) for short in sorted(INSTRUMENTS, key=len, reverse=True))
    + r")(?:（[^（）]*）)?(?=第[一二三四五六七八九十百零]+条)"
)


def cite(words: str) -> str:
    """Give every short citation in a text its full title: 令121第八条 → 《市场监督管理投诉举报处理办法》第八条.

    A document number in brackets after the short name (法释〔2021〕24号) is dropped, the full title replaces both.
    What is no known short name stays as it is.
    """
    return _SHORT.sub(lambda found: INSTRUMENTS[found[1]], words)
