"""What inspections ask of one person: of their posts, and for their signature as the second person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery, TextField, Value
from django.db.models.functions import Concat

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.rules import working_posts
from kpa_tracker.interfaces.dashboards.my_work import Group
from targets.models import Recommendation

State = Recommendation.State
LAST_RETURN = Subquery(
    Event.objects.filter(
        subject_type=Recommendation._meta.label_lower,
        subject_id=OuterRef("pk"),
        verb__in=["recommendation sent back", "recommendation reopened"],
    )
    .order_by("-at", "-pk")
    .annotate(words=Concat("actor_name", Value(": "), "reason", output_field=TextField()))
    .values("words")[:1]
)
"""Who sent it back or took it up again last, and why."""
HOLDS: dict[str, Any] = {
    "recommendation_back": lambda one: one.came_back,
    "recommendation_overdue": lambda one: one.is_overdue and one.state != State.PENDING,
    "recommendation_comment": lambda one: one.lacks_comment,
    "recommendation_soon": lambda one: one.is_due_soon and one.state != State.PENDING,
}
GROUPS = (
    Group(
        "recommendation_back",
        "Recommendations sent back",
        "The evidence was not enough, or it was taken up again.",
        "Sent back",
    ),
    Group(
        "recommendation_overdue",
        "Recommendations overdue",
        "The day has passed, and nobody has asked for sign-off.",
        "Overdue",
    ),
    Group(
        "recommendation_comment",
        "Comments to write",
        "The office publishes a line on each: the steps taken, or why none. It has 56 days from the report.",
        "Comment to write",
    ),
    Group("recommendation_soon", "Recommendations due soon", "The day is within the next 30 days.", "Due soon"),
)
IN_ORDER = Group(
    "recommendation_rest", "Recommendations with nothing to do now", "Not due yet, or waiting for sign-off."
)


def holds(group: Group, one: Recommendation) -> bool:
    return bool(HOLDS[group.key](one))


@dataclass(frozen=True)
class Section:
    """The recommendations under one heading, and how many more of its kind stand above, under what they ask first."""

    group: Group
    recommendations: list[Recommendation]
    above: int = 0


@dataclass(frozen=True)
class MyRecommendations:
    """What a person's posts answer for and is unfinished; what waits for the person's signature."""

    items: list[Recommendation]
    to_sign: list[Recommendation]

    def counts(self) -> list[tuple[Group, int]]:
        """How many each group's question is true of. One may count in several."""
        return [(group, sum(holds(group, one) for one in self.items)) for group in GROUPS]

    def grouped(self) -> Iterator[Section]:
        """Every one once, in the first group that it belongs to, those due first on top; empty groups are left out."""
        left = list(self.items)
        for group, count in [*self.counts(), (IN_ORDER, 0)]:
            found = [one for one in left if group is IN_ORDER or holds(group, one)]
            left = [one for one in left if one not in found]
            if found:
                yield Section(group, found, above=max(0, count - len(found)))

    def only(self, key: str) -> Iterator[Section]:
        """All of which one group's question is true."""
        for group in GROUPS:
            if group.key == key:
                yield Section(group, [one for one in self.items if holds(group, one)])


def recommendations_of(person: Any) -> MyRecommendations:
    """Load what inspections ask of a person: two queries, however much it is."""
    visible = Recommendation.objects.visible_to(person).for_list()
    posts = working_posts(person)
    mine = visible.unfinished().filter(owner__in=posts).annotate(because=LAST_RETURN).by_due_date() if posts else []
    return MyRecommendations(list(mine), _to_sign(person, visible))


def _to_sign(person: Any, visible: Any) -> list[Recommendation]:
    """Return what somebody else asked to have signed off, in the authorities where this person may."""
    authorities = person.authorities_granting("targets.change_inspection")
    if not authorities:
        return []
    waiting = visible.pending().filter(authority__in=authorities).exclude(asked_by=person)
    return list(waiting.select_related("asked_by"))
