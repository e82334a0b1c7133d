"""What an update cannot be submitted without, and which of its answers count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from deliverables.models import Deliverable
from deliverables.progress import needs_evidence, needs_late_reason, needs_recovery, required
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.ratings import stage_of

Content = Mapping[str, Any]
"""What somebody says, by the names of an update's fields."""
Wrong = dict[str, str]
"""What is wrong, by field."""


def only_what_applies(deliverable: Deliverable, content: Content) -> dict[str, Any]:
    """Drop answers to questions that do not arise: a cause typed before the rating was set back to green."""
    kept = dict(content)
    if not needs_recovery(_said(content, "rating")):
        kept |= {"cause": "", "recovery": "", "recovery_by": None, "green_on": None}
    if not needs_late_reason(**_judgement(deliverable, content)):
        kept["late_reason"] = ""
    return kept


def refuse_incomplete(deliverable: Deliverable, content: Content, *, brings_evidence: bool) -> None:
    """Refuse, all at once and field by field, what an update cannot be submitted without."""
    wrong = _missing(deliverable, content)
    for check in (_off_the_scale, _of_another_authority, _green_in_the_past):
        wrong |= check(deliverable, content)
    if not brings_evidence:
        wrong |= _unproven(deliverable, content)
    if wrong:
        raise ValidationError(wrong)


def _said(content: Content, name: str) -> str:
    return content.get(name) or ""


def _judgement(deliverable: Deliverable, content: Content) -> dict[str, Any]:
    """Return what decides which questions arise."""
    said = {name: _said(content, name) for name in ("stage", "rating")}
    return {**said, "deadline_due": deliverable.deadline_due, "today": clock.today()}


def _missing(deliverable: Deliverable, content: Content) -> Wrong:
    needed = required(**_judgement(deliverable, content))
    return {field: sentence for field, sentence in needed.items() if not content.get(field)}


def _off_the_scale(deliverable: Deliverable, content: Content) -> Wrong:
    codes = {"", *deliverable.plan.scale.points.values_list("code", flat=True)}
    off = [field for field in ("rating", "forecast") if _said(content, field) not in codes]
    return dict.fromkeys(off, "This plan's scale has no such rating.")


def _of_another_authority(deliverable: Deliverable, content: Content) -> Wrong:
    posts = {field: content.get(field) for field in ("recovery_by", "on_behalf_of")}
    foreign = [field for field, post in posts.items() if post and post.authority_id != deliverable.authority_id]
    return dict.fromkeys(foreign, "This post belongs to another authority.")


def _green_in_the_past(deliverable: Deliverable, content: Content) -> Wrong:
    green_on, is_open = content.get("green_on"), stage_of(_said(content, "stage")).is_open
    if not green_on or green_on >= clock.today() or not is_open:
        return {}
    return {"green_on": "This day has passed. Give the day by which it will be green again."}


def _unproven(deliverable: Deliverable, content: Content) -> Wrong:
    if not needs_evidence(_said(content, "stage")) or deliverable.evidence.standing().exists():
        return {}
    return {"evidence": "Attach or link something that shows it is complete."}
