"""The subject of a complaint for the other party's papers: what the dispute is about, never in the caller's own words.

A call may tell of a dispute and of a violation at once. What the caller said stays with us; the trader learns what the
mediation needs and nothing by which he could know of a report (令121 arts. 9, 37).
"""

from typing import Any

from django.utils.translation import override

DISPUTE = "消费者权益争议"


def offered(submission: Any) -> str:
    """What intake suggests as the subject: the product and the listed requests; empty where neither was told."""
    asked = claimed(submission)
    parts = [submission.product.strip(), f"要求{asked}" if asked else ""]
    return "，".join(part for part in parts if part)


def claimed(submission: Any) -> str:
    """The listed requests in words, without what the caller added to them."""
    with override("zh-hans"):
        return "、".join(submission.requests_in_words())


def for_others(complaint: Any) -> str:
    """What a complaint is about, for an organ that has no need of the caller's words."""
    return complaint.subject or offered(complaint.submission) or DISPUTE
