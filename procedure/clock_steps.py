"""The steps every extendable or interruptible term has, declared once and given to a kind in one line each."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from procedure import clock_acts
from procedure.clock_facts import AskExtension, Corrected, Excluded, Included, Reason
from procedure.steps import Act, Guard, needs_facts, step
from statutes import grounds_of


def extension_of(
    rule: str,
    *,
    source: str | Sequence[str],
    asked_by: str | Sequence[str],
    granted_by: str,
    suffix: str = "",
) -> tuple[Any, Any, Any, Any]:
    """Four steps on one term: ask, grant, refuse, withdraw; `suffix` tells two terms of one kind apart.

    Who may grant is the office the rule itself names; `granted_by` repeats it for the tables and is checked
    against the shelf by the suite. An extension is asked for before expiry (程序规定 art. 18, 64).
    """
    ask = _declared(
        f"ask_extension{suffix}",
        gettext_noop("申请延长期限"),
        rule,
        source,
        asked_by,
        facts=AskExtension.about(rule),
        guards=[_may_ask(rule), _amount_is_lawful(rule)],
        asks=rule,
    )
    grant = _declared(
        f"extend{suffix}",
        gettext_noop("批准延长期限"),
        rule,
        source,
        granted_by,
        guards=[_may_grant(rule)],
        extends=rule,
    )
    refuse = _declared(
        f"refuse_extension{suffix}",
        gettext_noop("不批准延长期限"),
        rule,
        source,
        granted_by,
        facts=Reason,
        guards=[_is_asked(rule)],
        refuses=rule,
    )
    withdraw = _declared(
        f"withdraw_extension{suffix}",
        gettext_noop("撤回延长期限"),
        rule,
        source,
        [*([asked_by] if isinstance(asked_by, str) else asked_by), granted_by],
        facts=Reason,
        guards=[_may_withdraw(rule)],
        withdraws=rule,
    )
    return ask, grant, refuse, withdraw


def exclusion_of(
    rule: str,
    *,
    source: str | Sequence[str],
    by: str | Sequence[str],
    without: tuple[str, ...] = (),
    suffix: str = "",
) -> tuple[Any, Any]:
    """Two steps on one term: leave time out of count from a day on, and count again; each with its proof.

    `without` are grounds of the rule that other steps of the kind declare, with offices of their own.
    """
    begin = _declared(
        f"exclude{suffix}",
        gettext_noop("登记不计入期间"),
        rule,
        source,
        by,
        facts=Excluded.about(rule, without),
        guards=[_is_running(rule), _ground_is_listed(rule, without), _days_in_order(rule)],
        pauses=(rule, ""),
    )
    end = _declared(
        f"include{suffix}",
        gettext_noop("恢复计算期限"),
        rule,
        source,
        by,
        facts=Included.about(rule, without),
        guards=[_is_paused(rule), _ends_what_is_open(rule, without)],
        resumes=rule,
    )
    return begin, end


def correction_of(
    rule: str, *, source: str | Sequence[str], by: str | Sequence[str], suffix: str = ""
) -> Any:
    """One step: correct or strike an interval that was entered wrongly."""
    return _declared(
        f"correct_exclusion{suffix}",
        gettext_noop("更正不计入期间"),
        rule,
        source,
        by,
        facts=Corrected.about(rule),
        guards=[_may_correct(rule), _interval_is_there(rule), _days_in_order(rule)],
        corrects=rule,
    )


def _declared(verb: str, name: str, rule: str, source: Any, by: Any, **more: Any) -> Any:
    def body(self: Any, **facts: Any) -> None: ...

    body.__name__ = verb
    body.__qualname__ = verb
    return step(name, basis=rule, source=source, by=by, **more)(body)


def _named(guard: Guard, name: str) -> Guard:
    guard.__name__ = name  # the tables print it
    return guard


def _may_ask(rule: str) -> Guard:
    def guard(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
        return clock_acts.extension_barred(matter, rule, localdate(act.at))

    return _named(guard, "extension_may_be_asked")


def _amount_is_lawful(rule: str) -> Guard:
    @needs_facts
    def guard(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
        clock, amount = clock_acts.running_one(matter, rule), facts.get("amount")
        if not isinstance(amount, int) or amount < 1:
            return _("须写明延长多久")
        if clock is None or (allowed := clock.version().extension) is None:
            return None  # said already by `extension_may_be_asked`
        if not allowed.is_beyond(len(clock.granted())):
            return clock_acts.longer_than_allowed(clock, allowed, amount)
        return None if str(facts.get("paper", "")).strip() else _("再次延长须经集体讨论，写明讨论记录")

    return _named(guard, "amount_is_lawful")


def _may_grant(rule: str) -> Guard:
    def guard(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
        return clock_acts.extension_barred(matter, rule, localdate(act.at), granting=True)

    return _named(guard, "extension_may_be_granted")


def _is_asked(rule: str) -> Guard:
    def guard(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
        clock = clock_acts.running_one(matter, rule)
        return None if clock is not None and clock.asked() else _("没有待批的延长申请")

    return _named(guard, "extension_is_asked")


def _may_withdraw(rule: str) -> Guard:
    def guard(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
        return clock_acts.withdrawal_barred(matter, rule)

    return _named(guard, "extension_may_be_withdrawn")


def _may_correct(rule: str) -> Guard:
    def guard(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
        return clock_acts.correction_barred(matter, rule)

    return _named(guard, "interval_may_be_corrected")


def _is_running(rule: str) -> Guard:
    def guard(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
        clock = clock_acts.running_one(matter, rule)
        if clock is None:
            return _("没有正在计算的期限")
        if not grounds_of(clock.version()):
            return _("此期限没有可以不计入的事由（%(source)s）") % {"source": clock.version().source}
        return None

    return _named(guard, "term_is_running")


def _ground_is_listed(rule: str, without: tuple[str, ...]) -> Guard:
    @needs_facts
    def guard(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
        clock, ground = clock_acts.running_one(matter, rule), facts.get("ground")
        if clock is None:
            return None
        version = clock.version()
        if ground not in grounds_of(version) or ground in without:
            return _("%(source)s没有列明此不计入事由") % {"source": version.source}
        if ground in {p.ground for p in clock.open_pauses()}:
            return _("同一事由已在不计入")
        begins = facts.get("start_on")
        # While an interval is open the day is not known yet: what overlaps it counts once, whichever was entered first.
        if isinstance(begins, date) and begins > clock.due_on and not clock.paused:
            return _("期限已于 %(day)s 届满，此后的时间不再扣除") % {"day": clock.due_on}
        return None

    return _named(guard, "ground_is_listed")


def _ends_what_is_open(rule: str, without: tuple[str, ...]) -> Guard:
    @needs_facts
    def guard(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
        clock = clock_acts.running_one(matter, rule)
        begun = {p.ground: p.start_on for p in clock.open_pauses()} if clock else {}
        started = begun.get(facts.get("ground", ""))
        if started is None or facts.get("ground") in without:
            return _("没有以此事由正在不计入的期间")
        return _in_order(started, facts.get("end_on"), act)

    return _named(guard, "ends_what_is_open")


def _interval_is_there(rule: str) -> Guard:
    @needs_facts
    def guard(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
        clock = clock_acts.running_one(matter, rule)
        known = {str(p.pk) for p in clock.standing_pauses()} if clock else set()
        return None if str(facts.get("interval")) in known else _("没有这一段不计入期间")

    return _named(guard, "interval_is_there")


def _days_in_order(rule: str) -> Guard:
    @needs_facts
    def guard(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
        if facts.get("strike"):
            return None
        return _in_order(facts.get("start_on"), facts.get("end_on"), act)

    return _named(guard, "days_in_order")


def _in_order(begins: Any, ends: Any, act: Act) -> str | None:
    if not isinstance(begins, date):
        return _("须写明起始日")
    if ends is not None and (not isinstance(ends, date) or ends < begins):
        return _("终止日不能早于起始日")
    return _("日期不能在将来") if max(begins, ends or begins) > localdate(act.at) else None


def _is_paused(rule: str) -> Guard:
    def guard(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
        clock = clock_acts.running_one(matter, rule)
        return None if clock is not None and clock.open_pauses() else _("没有正在不计入的期间")

    return _named(guard, "term_is_paused")
