"""The county the board is tested on: 18 December 2026, with something in every part of the board."""

from datetime import datetime

from demo.walk import Walk
from supervision.orders import issue
from tests.conftest import BEIJING

NOW = datetime(2026, 12, 18, 10, 0, tzinfo=BEIJING)
SEALED = {"name": "钱途亮", "phone": "13909520102"}


def begun(cast, month, day, unit="CG"):
    return Walk(cast, datetime(2026, month, day, 9, 0, tzinfo=BEIJING), unit)


def reported(walk, text="店里卖过期食品"):
    return walk.verify(walk.call(text, as_complaint=False).report)


def decided(walk, after):
    report = reported(walk)
    walk.later(days=after)
    walk.do("fuju1", report, "decline_to_file", ground="1", reason="未发现所举报的违法行为")
    return report


def told(cast):
    """A county on 18 December 2026 with something in every part of the board, told through its steps."""
    decided(begun(cast, 11, 2, "YF"), after=8)
    decided(begun(cast, 10, 8), after=40)
    overdue = begun(cast, 11, 9)
    overdue.assign(overdue.dispatch(overdue.call("要求退款", **SEALED).complaint))
    testing = begun(cast, 11, 3)
    paused = reported(testing)
    testing.later(days=2)
    testing.do("chengban1", paused, "entrust_test", institution="检测中心", paper="委字1")
    lately = begun(cast, 12, 14)
    lately.do("chengban1", reported(lately), "entrust_test", institution="检测中心", paper="委字2")
    asking = begun(cast, 12, 4)
    wish = reported(asking)
    asking.later(days=5)
    asking.do("chengban1", wish, "ask_extension", amount=10, reason="须赴外县核实")
    over_new_year = begun(cast, 12, 11, "YF")
    reported(over_new_year)
    near = begun(cast, 12, 10, "ZF")
    near.dispatch(near.call("要求更换", **SEALED).complaint)
    begun(cast, 12, 17).call("要求退货", **SEALED)
    rewarded = begun(cast, 11, 4)
    received = rewarded.call("厂里用过期面粉", as_complaint=False, **SEALED)
    case = rewarded.facts(rewarded.file(rewarded.verify(received.report)), sold="3000")
    rewarded.fine(case, fine="60000")
    rewarded.close_case(case)
    late = begun(cast, 11, 10, "ZF")
    clock = reported(late).clocks.get(rule="report.verification")
    late.now = NOW.replace(hour=9)
    issue(late.act("ducha1"), clock, "请说明逾期原因")
