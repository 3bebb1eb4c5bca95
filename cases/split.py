"""Does a text hold a dispute, a suspected violation, or both? A suggestion for the clerk, who decides (art. 9)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

# Words people use when they want something back, and words that tell of an act the law forbids. The clerk sees
# which words spoke; nothing is decided here (个保法 art. 24: no decision by automation alone).
DISPUTE = (
    "退款", "退钱", "退货", "赔偿", "赔钱", "换货", "更换", "修理", "返还", "补偿", "退一赔", "医药费", "要求退", "协商",
)  # fmt: skip
VIOLATION = (
    "过期", "变质", "发霉", "有毒", "假冒", "假货", "三无", "掺假", "无证", "无照", "篡改", "改日期", "非法添加", "死猪",
    "中毒", "拉肚子", "呕吐", "生病", "虚假宣传", "短斤少两", "哄抬", "不合格", "添加剂", "涂改", "伪造",
)  # fmt: skip


@dataclass(frozen=True)
class Suggestion:
    complaint: tuple[str, ...]
    report: tuple[str, ...]

    @property
    def both(self) -> bool:
        return bool(self.complaint) and bool(self.report)

    def in_words(self) -> str:
        if self.both:
            return _(
                "陈述同时含有消费争议（%(a)s）和涉嫌违法（%(b)s），将分别登记投诉和举报，分别计算期限"
            ) % {
                "a": "、".join(self.complaint),
                "b": "、".join(self.report),
            }
        if self.complaint:
            return _("陈述为消费争议（%(a)s），登记为投诉") % {"a": "、".join(self.complaint)}
        if self.report:
            return _("陈述为涉嫌违法（%(b)s），登记为举报") % {"b": "、".join(self.report)}
        return _("尚不能从陈述判断类别，请勾选投诉或举报")


def suggest(text: str, request: str = "") -> Suggestion:
    """Which of the two a text holds, with the words that say so (up to four each)."""
    whole = f"{text}\n{request}"
    return Suggestion(
        tuple(word for word in DISPUTE if word in whole)[:4],
        tuple(word for word in VIOLATION if word in whole)[:4],
    )
