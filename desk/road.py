"""The usual road of each kind of matter: which of the many steps out of a state leads on, which only stand beside it.

This orders a page and decides nothing: what may be done, by whom and why not, the declarations of the steps say.
"""

from collections.abc import Mapping

Fork = tuple[str, ...]

ROAD: Mapping[str, tuple[Fork, ...]] = {
    "complaint": (
        ("dispatch", "transfer", "transfer_food"),
        ("settle_dispute",),
        ("superior_designates", "superior_takes"),
        ("assign",),
        ("receive_identity",),
        ("accept", "decline"),
        ("review_materials",),
        ("mediate",),
        ("ask_consent",),
        ("end_delegation",),
        ("receive_test",),
        ("decide_recusal",),
        ("agree", "agree_on_record"),
        ("record_receipt",),
        ("close_transferred",),
        ("close",),
    ),
    "report": (
        ("dispatch", "transfer", "transfer_food"),
        ("settle_dispute",),
        ("superior_designates", "superior_takes"),
        ("assign",),
        ("receive_test",),
        ("file", "decline_to_file"),
        ("tell_reporter",),
        ("record_receipt",),
        ("close_transferred",),
        ("close",),
    ),
    "case": (
        ("record_facts",),
        ("submit_for_review",),
        ("review", "send_back"),
        ("give_notice",),
        ("decide",),
        ("serve_decision",),
        ("publish",),
        ("record_payment",),
        ("close",),
        ("close_by_transfer",),
    ),
    "referral": (
        ("appoint_team",),
        ("submit_report",),
        ("approve", "refuse"),
        ("transfer",),
        ("receipt",),
        ("police_file", "police_decline"),
        ("hand_over",),
        ("ask_reconsideration", "resume_administratively"),
        ("file_on_reconsideration", "uphold"),
        ("record_judgment",),
    ),
    "reward": (
        ("qualify", "reject"),
        ("invite",),
        ("apply",),
        ("propose",),
        ("approve", "send_back"),
        ("tell",),
        ("collect",),
        ("pay",),
    ),
    "supervision": (("answer",), ("accept_answer", "send_back")),
    "other": (("confirm", "give_back"),),
    "clue": (("hand_over", "give_back"),),
    "calendar": (("approve", "refuse"),),
    "retaliation": (
        ("call_police",),
        ("triage",),
        ("secure", "end_otherwise"),
        ("route",),
        ("inform",),
        ("close",),
    ),
    "incident": (("contain", "clear"), ("assess",), ("notify",), ("close",)),
    "hold": (("lift",),),
    "schedule": (("approve", "refuse"),),
    "disposal": (("review", "send_back"), ("approve", "refuse")),
    "rights": (("identify", "turn_away"), ("answer", "decline"), ("close",)),
    "disclosure": (
        ("approve_afterwards", "refuse_afterwards"),
        ("check_basis", "deny"),
        ("ask_consent", "skip_consent"),
        ("record_consent", "record_refusal"),
        ("approve_by_rule",),
        ("legal_agree", "decline"),
        ("approve",),
        ("release",),
        ("confirm_release",),
        ("acknowledge",),
        ("record_receipt",),
        ("settle_incident",),
    ),
}
"""By kind, in order. The steps of one fork are alternatives between which an officer decides, so none stands out; the
fork is ahead while its first step is."""

HANDING_ON = frozenset(
    {
        "dispatch",
        "hand_back",
        "transfer",
        "transfer_food",
        "transfer_out",
        "redirect",
        "dispute",
        "settle_dispute",
        "escalate",
        "superior_designates",
        "superior_takes",
        "correct_finding",
    }
)
"""Steps that move a matter to another hand, or say whose it is."""
