"""What the office published stays as it was published; to correct it is an act of its own, with a reason.

The first day stays, and counts for the 56 days. The history keeps what stood there before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit.actions import difference, hold_chain, record, snapshot
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import refuse_where
from kpa_tracker.base.toolkit.models import compare_and_set
from targets.actions.substance import refuse_placeholder
from targets.models import Inspection, Recommendation

ARCHIVED = "This is archived. Restore it first."
NO_REASON = "Say why what was published is corrected. Everybody can read it."
SETTLED = "The office’s comments are published. Correct this one for a reason, on a page of its own."


@transaction.atomic
def correct_comments(inspection: Inspection, *, seen: int, comments: str, reason: str, by: Any) -> Inspection:
    """Correct the office's published comments on a report as a whole. The day of their publication stays.

    Refuses without a reason, what is not published yet, what is archived, and (Conflict) a version that was not the
    last.
    """
    refuse_where(
        (inspection.is_archived, ARCHIVED),
        (inspection.comments_on is None, "The comments are not published yet."),
        (not reason.strip(), NO_REASON, "reason"),
    )
    corrected = {"comments_corrected_on": clock.today(), "comments_corrected_because": reason.strip()}
    values = {"comments": comments, **corrected}
    return _corrected(inspection, "comments corrected", values, told=("comments",), seen=seen, reason=reason, by=by)


@transaction.atomic
def correct_line(recommendation: Recommendation, *, seen: int, comment: str, reason: str, by: Any) -> Recommendation:
    """Correct the published line on a recommendation. Refuses without a reason, without a line or with a placeholder,
    what is not published, what is archived, and (Conflict) a version that was not the last."""
    refuse_where(
        (recommendation.is_archived, ARCHIVED),
        (not recommendation.is_line_published, "Its comment is not published yet: change it as usual."),
        (not comment.strip(), "Give the comment as it should read: the steps taken, or why none.", "comment"),
        (not reason.strip(), NO_REASON, "reason"),
    )
    refuse_placeholder(comment)
    values = {"comment": comment, "comment_corrected_on": clock.today()}
    return _corrected(recommendation, "comment corrected", values, told=("comment",), seen=seen, reason=reason, by=by)


def _corrected(
    subject: Any, verb: str, values: Mapping[str, Any], *, told: tuple[str, ...], seen: int, reason: str, by: Any
) -> Any:
    """Save a correction as one event of its own."""
    hold_chain(subject.authority_id)
    before = snapshot(type(subject).objects.get(pk=subject.pk), told)
    for name, value in values.items():
        setattr(subject, name, value)
    subject.full_clean()
    compare_and_set(subject, seen=seen, fields=values)
    changes = difference(before, snapshot(subject, told))
    record(verb, subject, by=by, authority_id=subject.authority_id, changes=changes, reason=reason)
    return subject


def refuse_changed_line(recommendation: Recommendation, wanted: Mapping[str, Any]) -> None:
    """Refuse to change a published line in passing."""
    changes = "comment" in wanted and wanted["comment"] != recommendation.comment
    refuse_where((changes and recommendation.is_line_published, SETTLED, "comment"))
