"""The objections to refusing a complaint: each ground rests on what was seen, served or stated (令121 arts. 10, 16, 17)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

import statutes
from cases.guards.both import ground_is_listed
from cases.guards.complaint import missing_materials
from procedure.law import law
from procedure.steps import Act, needs_facts


def _is(matter: Any, facts: Mapping[str, Any], ground: str) -> bool:
    """Whether the ground stated is the one the law of the matter calls so; the shelf knows its code."""
    params = statutes.rule("complaint.non_acceptance").on(matter.law_day()).params
    return ground in params and str(facts.get("ground")) == params[ground]


@needs_facts
def non_acceptance_ground(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return ground_is_listed("complaint.non_acceptance", matter, facts.get("ground"))


@needs_facts
def consumption_is_weighed(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Ground 3 rests on a factor with its evidence and on the legal section's consent; no factor decides (art. 17)."""
    if not _is(matter, facts, "consumption_code"):
        return None
    factors = statutes.rule("complaint.consumption_factors")
    if factors.in_force_on(matter.law_day()) and not (
        facts.get("factors") and str(facts.get("evidence") or "").strip()
    ):
        source = factors.on(matter.law_day()).source
        return _("以此情形不予受理，须写明至少一项考虑的因素和证据（%(source)s）") % {"source": source}
    if matter.legal_agrees != "yes":
        return _("以此情形不予受理，须先由法制审核员出具同意的意见")
    return None


@needs_facts
def factors_weigh_for_consumption_alone(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """The factors of art. 17 help to judge ground 3 and stand beside no other."""
    if not facts.get("factors") or _is(matter, facts, "consumption_code"):
        return None
    source = statutes.rule("complaint.consumption_factors").on(matter.law_day()).source
    return _("考虑的因素只用于判断是否为生活消费需要（%(source)s），不能用于其他情形") % {"source": source}


@needs_facts
def limitation_has_run(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Ground 4 holds only when the three years had run at receipt, counted from a day that somebody names.

    It is the day the filer knew or should have known; where the officer names none, that on which it happened.
    """
    if not _is(matter, facts, "limitation_code"):
        return None
    version = statutes.rule("complaint.limit").on(matter.law_day())
    known_on = facts.get("known_on") or matter.submission.happened_on
    if not isinstance(known_on, date):
        return _("须写明知道或者应当知道权益受侵害的日期（%(source)s）") % {"source": version.source}
    until = law().reckon(version, known_on).due_on
    if matter.received_on > until:
        return None
    return _("自 %(day)s 起算，三年至 %(until)s 届满，收到投诉时尚未超过（%(source)s）") % {
        "day": known_on,
        "until": until,
        "source": version.source,
    }


@needs_facts
def a_material_is_missing_or_false(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Ground 5: a material was not there at review, or, under Order 121, one was found false (令20 art. 15(5))."""
    if not _is(matter, facts, "materials_code") or missing_materials(matter):
        return None
    version = statutes.rule("complaint.non_acceptance").on(matter.law_day())
    if not knows_imposture(matter):
        return _("已登记的材料齐全，不能以未提供材料不予受理（%(source)s）") % {"source": version.source}
    if str(facts.get("false_material") or "").strip():
        return None
    return _("已登记的材料齐全；以虚假材料不予受理的，须写明核实情况（%(source)s）") % {
        "source": version.source
    }


@needs_facts
def identity_was_refused(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Ground 6: somebody's name was used, as he says himself, or a served request was let pass (arts. 10(3), 16(6)).

    Who was verified is neither: whatever speaks against it is entered first.
    """
    if not _is(matter, facts, "imposture_code"):
        return None
    if matter.identity_verified == "yes":
        return _("投诉人身份已经核实，不能以此情形不予受理")
    if str(facts.get("impostor") or "").strip():
        return None
    if not _request_was_served(matter):
        return _(
            "以拒不配合核验不予受理，须先发出并送达限期提供身份证明材料通知书；冒用他人名义的，须写明核实情况"
        )
    if localdate(act.at) > matter.identity_due_on:
        return None
    return _("提供身份证明材料的期限至 %(day)s，尚未届满") % {"day": matter.identity_due_on}


def knows_imposture(matter: Any) -> bool:
    """Whether false papers and a borrowed name are grounds of the law of the matter: Order 20 had neither."""
    return statutes.rule("complaint.identity").in_force_on(matter.law_day())


def _request_was_served(matter: Any) -> bool:
    asked = matter.journal.filter(verb="request_identity").order_by("-seq").first()
    if asked is None or matter.identity_due_on is None:
        return False
    later = matter.journal.filter(verb="serve", seq__gt=asked.seq)
    return any(entry.facts.get("form") == "identity_request" for entry in later)


@needs_facts
def other_ground_names_its_law(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """The last ground refers to other law: that law must be named."""
    version = statutes.rule("complaint.non_acceptance").on(matter.law_day())
    if str(facts.get("ground")) != version.items[-1].code or str(facts.get("legal_basis") or "").strip():
        return None
    return _("“其他情形”须写明所依据的法律、法规、规章及条款")
