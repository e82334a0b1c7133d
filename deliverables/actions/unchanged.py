"""Saying of several deliverables at once that nothing has changed; each still gets an update of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from deliverables.actions.completeness import Content
from deliverables.actions.updates import NOTHING_SEEN, WORDS, submit_update
from deliverables.models import Deliverable, ProgressUpdate
from deliverables.models.work import Item
from kpa_tracker.base.audit.actions import hold_chains
from kpa_tracker.base.audit.doors import through
from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit.errors import Refused


def unchanged(previous: ProgressUpdate) -> Content:
    """Return what an update says where nothing has changed: the last judgement, and that it still holds."""
    kept = {name: getattr(previous, name) for name in WORDS if name not in ("done", "late_reason")}
    return kept | {"done": f"No change since {previous.period}."}


def spoken_for(of: Deliverable, previous: ProgressUpdate) -> Post | None:
    """Return the post on whose behalf the last update was, as long as it still answers for the deliverable; else the
    post that leads it now."""
    post = previous.on_behalf_of
    answers = post is None or post.pk == of.lead_id or of.supporting.filter(pk=post.pk).exists()
    return post if answers else of.lead


@transaction.atomic
def report_unchanged(items: Iterable[Item], *, by: Any) -> list[ProgressUpdate]:
    """Submit for each of some items that it is as green as it was: one update and one event an item, by the door
    "bulk". Refuses the whole, naming the deliverable, where one asks for more than that, may not be updated by this
    person, or was reported on meanwhile."""
    chosen = sorted(items, key=lambda item: item.deliverable.pk)
    if not chosen:
        raise Refused("Choose at least one of them.", field="items")
    hold_chains(item.deliverable.authority_id for item in chosen)
    with through("bulk"):
        return [_report(item, by=by) for item in chosen]


def _report(item: Item, *, by: Any) -> ProgressUpdate:
    of, previous = item.deliverable, item.deliverable.latest
    if item.period is None or previous is None or not item.may_be_unchanged:
        raise Refused(f"{of.reference} asks for an update in your own words. Nothing was submitted.")
    if not by.has_perm("deliverables.update_deliverable", of):
        raise Refused(f"You may not report on {of.reference}. Nothing was submitted.")
    content = {**unchanged(previous), "on_behalf_of": spoken_for(of, previous)}
    try:
        return submit_update(of, period=item.period, content=content, seen=NOTHING_SEEN, by=by)
    except Refused as refused:
        raise Refused(f"{of.reference}: {refused.message} Nothing was submitted.") from None
