"""The words that tell of a report, or of where a case came from: one list, and a text folded before it is searched.

Beside the words themselves it takes what people write instead: other characters, blanks and signs nobody sees between
two characters, and whoever is said to have said something. A word that joins two others by chance (列举报告) is none.
"""

import re
import unicodedata

from identity.simplified import simplified

# Who is said to have spoken, and what of him tells that he came to us. The party and its witnesses are not among them.
_WHO = (
    "群众", "市民", "员工", "职工", "工人", "居民", "村民", "业主", "顾客", "消费者", "网友", "网民", "学生", "家长",
    "经营户", "商户", "同行", "同业", "热心人", "热心人士", "内部人士", "社会人士", "有人", "他人",
)  # fmt: skip
_SPOKE = (
    "反映", "来电", "来信", "来访", "来函", "致电", "留言", "提供线索", "提供的线索", "提供信息", "提供的信息",
    "提供了线索",
)  # fmt: skip
# Words that tell by themselves.
_REPORT = (
    r"(?<![列例推选])举报", "检举", "揭发", "告发", "控告", "告密", "密告", "爆料", "吹哨", "匿名", "知情人", "知情者",
    "知情群众", "知情员工", "线人", "信访", "来信来访", "来信(?:称|说|反映)", "来电(?:称|说|反映)", "(?:有|经|据|接|接到)反映",
)  # fmt: skip
# Where a case came from, and the roads on which reports reach us.
_SOURCE = (
    "线索来源", "案件来源", "案源", "线索(?:系|来自|由)", "问题线索", "(?:提供|反映|转来|移交|移送|交办|转办)的(?:有关|相关)?(?:线索|信息)",
    "(?:12315|12345)(?:平台|热线|中心|系统|电话)?(?:上|处)?(?:转|分送|分派|交办|派发|移交|推送|收到|接到|登记)",
    "(?:接|接到|收到|经|据|由|自|从|通过|来自|根据)(?:全国)?(?:12315|12345)",
    "(?:平台|热线)(?:转来|转办|转交|分送|派发|交办|推送)", "转办单", "交办单",
)  # fmt: skip
_TELLS = re.compile(
    "|".join(
        (*_REPORT, *_SOURCE, f"(?:{'|'.join(_WHO)})们?[^，。；：、？！,.;:?!]{{0,4}}(?:{'|'.join(_SPOKE)})")
    )
)
_UNSEEN = frozenset({"Cf", "Mn", "Me", "Cc", "Co", "Zs", "Zl", "Zp"})
_JOINTS = frozenset("·•・‧-‐‑–—_*~～|/\\+`'’\u115f\u1160\u3164\uffa0\u2800")


def folded(text: str) -> str:
    """A text with its sentences' marks left in and everything else between characters taken out, in our own characters."""
    plain = simplified(unicodedata.normalize("NFKC", text))
    return "".join(c for c in plain if c not in _JOINTS and unicodedata.category(c) not in _UNSEEN)


def tells_of_report(text: str, *, besides: re.Pattern[str]) -> bool:
    """Whether a text speaks of a report or of a case's source; what `besides` matches in it says nothing."""
    return _TELLS.search(besides.sub("。", folded(text))) is not None
