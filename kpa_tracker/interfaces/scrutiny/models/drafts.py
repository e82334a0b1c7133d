"""Draft plans that were put to committees, for comments by a day."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse

from deliverables.models import Comment, Consultation
from deliverables.models.differing import difference_of
from kpa_tracker.base.people.models import Committee
from kpa_tracker.base.people.rules import working_posts
from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.scrutiny.models.agenda import AgendaItem
from plans.differences import Fate, Level
from plans.models import Plan

LATE = datetime.timedelta(days=14)
"""For how long after the last day members are reminded: letters come late, and the plan's editors enter them."""


def put_to_committees() -> Any:
    """Select what is put to committees and is not adopted yet, with plan and committee, the last day first."""
    drafts = Q(plan__state__in=[Plan.State.DRAFT, Plan.State.CONSULTATION], plan__archived_at=None)
    begun = Consultation.objects.filter(drafts, committee__archived_at=None, opens_on__lte=clock.today())
    return begun.select_related("plan", "committee").order_by("closes_on", "pk")


def waiting_for(person: Any) -> Any:
    """Select what is put to the committees on which a person sits, and on which they have not commented: until a
    fortnight after its last day."""
    posts = working_posts(person)
    seats = Committee.objects.filter(Q(chair__in=posts) | Q(members__in=posts))
    said = Comment.objects.standing().filter(consultation=OuterRef("pk"), made_by=person, comes_from="")
    since = clock.today() - LATE
    return put_to_committees().filter(~Exists(said), committee__in=seats.values("pk"), closes_on__gt=since)


def open_to(person: Any) -> Any:
    """Select what of it takes their comments today."""
    return waiting_for(person).open_on(clock.today())


def put_under(item: Any) -> list[Any]:
    """Return how the plan of an agenda's item was put to its committee, each with its comments as `said`, in the order
    in which they were made: two queries, and none where it has no plan."""
    if item.plan_id is None:
        return []
    put = Consultation.objects.filter(plan=item.plan_id, committee=item.meeting.committee_id).with_numbers()
    comments = Comment.objects.standing().for_list().order_by("made_at", "pk")
    return list(put.prefetch_related(Prefetch("comments", comments, to_attr="said")).order_by("opens_on", "pk"))


def changes_in(item: Any) -> list[tuple[int, str, str]]:
    """Return (number, label, address of its list) of what became of the parts of the plan before in the draft that an
    item puts: those of the two plans, and nothing is asked where it puts none or the draft follows none."""
    plan = item.plan if item.kind == AgendaItem.Kind.DRAFT_PLAN else None
    if plan is None or plan.previous is None:
        return []
    found, page = difference_of(plan, since=plan.previous), reverse("plan-difference", args=[plan.pk])
    numbers = [(sum(found.number(level, fate) for level in Level), fate) for fate in Fate]
    return [(number, fate.word, f"{page}?fate={fate.value}#list") for number, fate in numbers]
