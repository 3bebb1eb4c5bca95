"""Words that stand in rows and rules in Chinese and are shown in the reader's language: named here for the catalogue.

The shelf is plain Python and knows no catalogue, and the journal keeps what an act was called on its day; both are
translated when shown. A test holds this list against the shelf, the forms and the acts.
"""

from django.utils.translation import gettext_noop as _

# Titles of the rules that run as a clock.
TERMS = (
    _("结案审批"),
    _("申请法院强制执行"),
    _("作出处理决定"),
    _("陈述、申辩和要求听证"),
    _("处罚时效"),
    _("缴纳罚没款"),
    _("处罚信息公示"),
    _("审核"),
    _("处罚决定书送达"),
    _("受理或者不予受理"),
    _("投诉中发现违法线索的核查"),
    _("调解期限"),
    _("调解期限（消保条例）"),
    _("终止调解告知"),
    _("分送的内部目标时限"),
    _("处理权限争议协商"),
    _("批准或者不批准移送"),
    _("涉案物品和材料移交"),
    _("公安机关立案审查"),
    _("提请复议或者建议立案监督"),
    _("公安机关复议决定"),
    _("公安机关转送"),
    _("建议人民检察院立案监督"),
    _("向公安机关移送"),
    _("广告投诉举报处理告知"),
    _("是否立案告知实名举报人"),
    _("公示信息虚假举报的书面告知"),
    _("核查并决定是否立案"),
    _("领取奖励"),
    _("告知举报人可以申领"),
    _("对奖励金额申请复核"),
)
# Titles of the papers.
PAPERS = (
    _("投诉登记回执"),
    _("举报登记回执"),
    _("受理决定书"),
    _("不予受理决定书"),
    _("终止调解决定书"),
    _("涉嫌犯罪案件移送书"),
    _("举报奖励通知书"),
)
# Acts that are no step: the opening of a matter, service, a look at what is sealed.
ACTS = (
    _("登记投诉"),
    _("登记举报"),
    _("建立案件"),
    _("启动移送"),
    _("启动奖励"),
    _("送达"),
    _("查看投诉人联系方式"),
)
