"""Who last wrote a text that waits for approval, as the history tells: they do not approve it, whoever submitted it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q

from deliverables.models import Deliverable
from kpa_tracker.base.audit.models import Event
from kpa_tracker.interfaces.publication.models import Wording
from kpa_tracker.interfaces.publication.wordings.standing import Standing
from plans.models import Plan, Section
from risks.models import Risk

Kind = Wording.Kind
Key = tuple[str, int]
STANDS_IN: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    Kind.PLAN: (Plan, ("vision", "values", "foreword")),
    Kind.SECTION: (Section, ("title", "body")),
    Kind.DELIVERABLE: (Deliverable, ("public_wording",)),
    Kind.RISK: (Risk, ("public_wording",)),
}
"""In which record a text stands, and in which of its fields. Who wrote an update is known from the update itself."""


def writers_of(wordings: Iterable[Wording]) -> dict[Key, int]:
    """Return who last changed each of some texts since it was approved last. Of a text that reads as it was approved
    last, a second person has read every word, whoever wrote it. Two queries; none for no texts."""
    asked = {one.key: one for one in wordings if one.kind in STANDS_IN}
    if not asked:
        return {}
    approved = _last_approved(asked)
    unread = [key for key, one in asked.items() if key not in approved or approved[key] != one.said]
    return _last_changed(unread)


def _last_approved(asked: dict[Key, Wording]) -> dict[Key, Any]:
    """Return what each text said when it was approved last, where it was."""
    subjects, authorities = {one.subject for one in asked.values()}, {one.authority_id for one in asked.values()}
    found = Wording.objects.filter(authority__in=authorities, subject__in=subjects, state=Wording.State.APPROVED)
    return {one.key: one.said for one in found.order_by("pk")}


def _last_changed(keys: list[Key]) -> dict[Key, int]:
    kinds = {_label(kind): kind for kind, _ in keys}
    if not kinds:
        return {}
    events = Event.objects.filter(reduce(or_, (_touched(kind, keys) for kind in kinds.values()))).order_by("pk")
    told = events.values_list("subject_type", "subject_id", "actor_id")
    last = {(kinds[label], subject): actor for label, subject, actor in told}
    return {key: actor for key, actor in last.items() if actor is not None}


def _touched(kind: str, keys: list[Key]) -> Q:
    """Select the events by which the text of one of some records of a kind was written."""
    subjects = [subject for of, subject in keys if of == kind]
    return Q(subject_type=_label(kind), subject_id__in=subjects, changes__has_any_keys=STANDS_IN[kind][1])


def _label(kind: str) -> str:
    return STANDS_IN[kind][0]._meta.label_lower


def writers_in(found: Iterable[Standing]) -> dict[Key, int]:
    """Return who wrote each of the texts that wait, where that is known. Two queries; none where nothing waits."""
    waiting = [one for one in found if one.waits]
    known = {one.unit.key: one.unit.writer for one in waiting if one.unit.writer}
    return writers_of(one.wording for one in waiting if one.wording) | known
