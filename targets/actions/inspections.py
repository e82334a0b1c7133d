"""What changes inspections, what they judged, and the office's comments on them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit import edits
from kpa_tracker.base.audit.actions import hold_chain
from kpa_tracker.base.people.actions import linked_records, refuse_other_authorities
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from kpa_tracker.base.toolkit.models import assign, next_position
from targets.actions.substance import is_placeholder
from targets.models import Grade, GradeCount, Inspection, Judgement

ARCHIVED = "This inspection is archived. Restore it first."
SETTLED_DAY = "The office’s comments on this report are published. The day from which their 56 days count stays."
WHY_MOVED = "Say why the day of publication moves: the 56 days for the office’s comments count from it."
KEPT = frozenset({"authority", "inspection", "position", "comments", "comments_on"})
Distribution = Mapping[Grade, int]
"""How many forces of the country got each grade."""


@transaction.atomic
def add_inspection(inspection: Inspection, *, by: Any) -> Inspection:
    """Enter an inspectorate's report. Refuses another authority's scale, a title that the authority has already, and a
    report that is still to be published."""
    refuse_other_authorities(inspection.authority_id, linked_records(inspection))
    _refuse_to_come(inspection)
    return edits.create(inspection, by=by)


@transaction.atomic
def change_inspection(
    inspection: Inspection, *, seen: int, changes: Mapping[str, Any], by: Any, reason: str = ""
) -> Inspection:
    """Correct a report's facts. Refuses what is archived, another scale once grades were given on the old one, a number
    of forces that a distribution does not add up to, a day of publication that is still to come, and (Conflict) a
    version that was not the last. The 56 days begin with the day of publication: while they run it is moved for a
    `reason` alone, which stays in the history, and once the comments are published it stays."""
    hold_chain(inspection.authority_id)
    refuse_where((inspection.is_archived, ARCHIVED))
    fields, _ = assign(inspection, {name: value for name, value in changes.items() if name not in KEPT})
    refuse_other_authorities(inspection.authority_id, linked_records(inspection))
    _refuse_to_come(inspection)
    moved = _refuse_moved_in_passing(inspection, reason)
    _refuse_what_judgements_forbid(inspection)
    return edits.change(inspection, seen=seen, fields=fields, by=by, reason=reason.strip() if moved else "")


def archive_inspection(inspection: Inspection, *, seen: int, reason: str, by: Any) -> Inspection:
    """Take a report out of the lists, for a reason. Refuses while recommendations of it are unfinished: they would be
    lost from sight."""
    unfinished = inspection.recommendations.filter(archived_at=None).unfinished().count()
    refuse_where((unfinished, f"{unfinished} of its recommendations are not finished. Close, reject or archive them."))
    archived: Inspection = edits.archive(inspection, seen=seen, reason=reason, by=by)
    return archived


def restore_inspection(inspection: Inspection, *, seen: int, by: Any) -> Inspection:
    """Bring a report back into the lists."""
    restored: Inspection = edits.restore(inspection, seen=seen, by=by)
    return restored


@transaction.atomic
def publish_comments(
    inspection: Inspection, *, seen: int, on: datetime.date, comments: str = "", by: Any
) -> Inspection:
    """Say that the office's comments on a report were published on a day: the end of the 56 days. Refuses while a
    recommendation has no line of its own (Police Act 1996, section 55: steps taken, or why none), a day that is before
    the report or still to come, and what is published already: that is corrected, for a reason."""
    hold_chain(inspection.authority_id)
    lines = inspection.recommendations.filter(archived_at=None).values_list("reference", "comment")
    silent = [reference for reference, comment in lines if is_placeholder(comment)]
    refuse_where(
        (inspection.is_archived, ARCHIVED),
        (inspection.comments_on, "The comments are published, and their day stays. Correct them for a reason.", "on"),
        (silent, f"These recommendations have no comment yet: {', '.join(silent)}.", "on"),
        (on < inspection.published_on, "The report was published later than this.", "on"),
        (on > clock.today(), "This day is still to come.", "on"),
    )
    inspection.comments_on, inspection.comments = on, comments
    return edits.change(inspection, seen=seen, fields=["comments_on", "comments"], by=by)


# --- What was judged --------------------------------------------------------------------------------------------------


@transaction.atomic
def add_judgement(judgement: Judgement, *, by: Any, distribution: Distribution | None = None) -> Judgement:
    """Enter what an inspection judged of one area, with how the country stood. Refuses a grade of another scale, and a
    distribution that does not add up to the forces that were inspected."""
    hold_chain(judgement.authority_id)
    counts = dict(distribution or {})
    _refuse_misfit(judgement, counts)
    judgement.position = next_position(judgement.inspection.judgements.all())
    told = in_words(counts)
    made = edits.create(judgement, also={"distribution": [None, told]} if told else None, by=by)
    _keep(made, counts)
    return made


@transaction.atomic
def change_judgement(
    judgement: Judgement,
    *,
    seen: int,
    changes: Mapping[str, Any],
    by: Any,
    distribution: Distribution | None = None,
) -> Judgement:
    """Correct a judgement or its distribution, as one event. Refuses as `add_judgement` does, and (Conflict) a version
    that was not the last."""
    hold_chain(judgement.authority_id)
    fields, _ = assign(judgement, {name: value for name, value in changes.items() if name not in KEPT})
    before = {count.grade: count.forces for count in judgement.distribution.select_related("grade")}
    after = before if distribution is None else dict(distribution)
    _refuse_misfit(judgement, after)
    also = {"distribution": [in_words(before), in_words(after)]} if before != after else None
    changed = edits.change(judgement, seen=seen, fields=fields, also=also, by=by)
    if also:
        _keep(changed, after)
    return changed


def in_words(counts: Distribution) -> str:
    """Poor 0, Fair 15, Good 28, Excellent 0: from the worst grade to the best."""
    return ", ".join(f"{grade} {counts[grade]}" for grade in sorted(counts, key=lambda grade: grade.rank))


def _keep(judgement: Judgement, counts: Distribution) -> None:
    judgement.distribution.all().delete()
    GradeCount.objects.bulk_create(
        GradeCount(judgement=judgement, grade=grade, forces=forces) for grade, forces in counts.items()
    )


def _refuse_misfit(judgement: Judgement, counts: Distribution) -> None:
    inspection, total = judgement.inspection, sum(counts.values())
    elsewhere = any(grade.scale_id != inspection.scale_id for grade in [*counts, judgement.grade] if grade)
    refuse_where(
        (inspection.is_archived, ARCHIVED),
        (elsewhere, "This grade belongs to another scale than the inspection's.", "grade"),
        (
            counts and inspection.forces and total != inspection.forces,
            f"The grades of the country add up to {total}, and {inspection.forces} forces were inspected.",
            "distribution",
        ),
    )


def _refuse_to_come(inspection: Inspection) -> None:
    later = inspection.published_on is not None and inspection.published_on > clock.today()
    refuse_where((later, "This day is still to come. Enter the report when it is published.", "published_on"))


def _refuse_moved_in_passing(inspection: Inspection, reason: str) -> bool:
    """Return whether the day of publication moves, unless that is refused. Whether comments are due counts as it was
    and as it will be: to change both at once needs the reason as well."""
    before = Inspection.objects.get(pk=inspection.pk)
    moved = before.published_on != inspection.published_on
    runs = before.needs_comments or inspection.needs_comments
    refuse_where(
        (moved and before.comments_on, SETTLED_DAY, "published_on"),
        (moved and runs and not reason.strip(), WHY_MOVED, "reason"),
    )
    return moved


def _refuse_what_judgements_forbid(inspection: Inspection) -> None:
    graded = Judgement.objects.filter(inspection=inspection).exclude(grade=None)
    if graded.exclude(grade__scale=inspection.scale_id).exists():
        raise Refused("Grades were given on the scale that it has. They would not fit another.", field="scale")
    for judgement in inspection.judgements.prefetch_related("distribution"):
        total = sum(count.forces for count in judgement.distribution.all())
        if total and inspection.forces and total != inspection.forces:
            raise Refused(f"The grades for {judgement} add up to {total} forces.", field="forces")
