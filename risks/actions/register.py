"""Entering risks, and what they say. A reference is never used twice: what a paper called KPA 05 is never another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from deliverables.models import Deliverable
from kpa_tracker.base.audit import edits
from kpa_tracker.base.audit.actions import hold_chain
from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.errors import Refused
from plans.models import Ambition
from risks.actions.deciding import same_hands, standing_acceptance
from risks.models import Risk

SAID = ("title", "cause", "event", "effect", "description", "public_wording")
FIELDS = (*SAID, "category", "proximity", "owner", "committee")
ELSEWHERE = "This belongs to another authority."
NUMBERED = re.compile(r"(.*?)(\d+)")


@transaction.atomic
def add_risk(risk: Risk, *, ambitions: Iterable[Ambition], deliverables: Iterable[Deliverable], by: Any) -> Risk:
    """Enter a risk with what hangs on it. Refuses a reference that the register ever held, in whatever capitals and
    spacing, and another authority's owner, committee, ambitions or deliverables."""
    hold_chain(risk.authority_id)
    _refuse_read_alike(risk)
    links = _links(risk, ambitions, deliverables)
    return edits.create(risk, links=links, by=by)


def _refuse_read_alike(risk: Risk) -> None:
    """Refuse a reference that differs from a known one by nothing that is read out; the very same is the record's own
    to refuse. A table sorts "kpa 05" and "KPA  05" as other risks, and no paper tells them from KPA 05."""
    risk.reference = " ".join(risk.reference.split())
    alike = Risk.objects.filter(authority=risk.authority_id, reference__iexact=risk.reference)
    known = alike.exclude(reference=risk.reference).first()
    if known:
        raise Refused(f"The register already has a risk {known.reference}.", field="reference")


@transaction.atomic
def change_risk(
    risk: Risk, *, seen: int, ambitions: Iterable[Ambition], deliverables: Iterable[Deliverable], by: Any
) -> Risk:
    """Save a risk's fields and links as one event; its reference stays as it was entered. Refuses an archived risk, an
    owner who has accepted it, links to another authority, and (Conflict) a version that was not the last."""
    hold_chain(risk.authority_id)
    if risk.is_archived:
        raise Refused("This risk is archived. Restore it first.")
    _refuse_own_approver(risk)
    links = _links(risk, ambitions, deliverables)
    return edits.change(risk, seen=seen, fields=FIELDS, links=links, by=by)


def _refuse_own_approver(risk: Risk) -> None:
    """Refuse an owner whose post, or whose holder, has accepted the risk that they would answer for."""
    standing = standing_acceptance(risk)
    if standing and same_hands(risk.owner, standing.approver):
        raise Refused("This post has accepted the risk. Take the acceptance back first.", field="owner")


def archive_risk(risk: Risk, *, seen: int, reason: str, by: Any) -> Risk:
    """Take a risk out of the register, for a reason. Its reference stays taken, its links and its history stay."""
    archived: Risk = edits.archive(risk, seen=seen, reason=reason, by=by)
    return archived


@transaction.atomic
def restore_risk(risk: Risk, *, seen: int, by: Any) -> Risk:
    """Bring an archived risk back into the register. Refuses while its category is archived: no live risk is in one,
    and its appetite would be lost."""
    hold_chain(risk.authority_id)
    if risk.category and risk.category.is_archived:
        raise Refused(f"Its category, {risk.category}, is archived. Restore the category first.")
    restored: Risk = edits.restore(risk, seen=seen, by=by)
    return restored


def _links(risk: Risk, ambitions: Iterable[Ambition], deliverables: Iterable[Deliverable]) -> dict[str, list[Any]]:
    """Return a risk's links by field, once nothing of another authority is among them."""
    links: dict[str, list[Any]] = {"ambitions": list(ambitions), "deliverables": list(deliverables)}
    single = {name: [getattr(risk, name)] for name in ("owner", "committee", "category")}
    pointing: dict[str, list[Any]] = {**single, **links}
    for field, records in pointing.items():
        if any(one.authority_id != risk.authority_id for one in records if one):
            raise Refused(ELSEWHERE, field=field)
    return links


def next_reference(authority: Authority) -> str:
    """Return the reference after the highest number of the register, archived risks included: gaps stay gaps. Nothing
    where no reference ends in a number."""
    return reference_after(Risk.objects.filter(authority=authority).values_list("reference", flat=True))


def reference_after(used: Iterable[str]) -> str:
    """Return the reference after the highest number of those used, in its spelling."""
    found = [(int(match[2]), match) for match in map(NUMBERED.fullmatch, used) if match]
    if not found:
        return ""
    number, last = max(found, key=lambda one: one[0])
    return f"{last[1]}{number + 1:0{len(last[2])}}"
