"""Loading plans with all that hangs on them, each record once, so that whoever names it sees it as it is rewound."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from deliverables.models import Deliverable, Evidence, ReportingPeriod
from kpa_tracker.base.audit.past import Loaded
from kpa_tracker.base.people.models import Committee, Post
from plans.models import Ambition, Descriptor, Plan, Scale, ScalePoint

PARTS = (
    Prefetch("supporting", to_attr="supporters"),
    Prefetch("measurements", to_attr="ways_to_know"),
    Prefetch("sub_items", to_attr="parts"),
)
"""The links and texts of a deliverable, as lists that can be put back."""


class PlansLoaded(Loaded):
    """The records of some plans, and of the authorities that are given or whose plans they are, as they are now; none
    that was made after a moment. `further` selects what else is loaded with them."""

    def __init__(
        self,
        plans: Iterable[Plan],
        *,
        moment: datetime.datetime,
        authorities: Iterable[int] = (),
        further: Iterable[QuerySet[Any]] = (),
    ) -> None:
        plans = list(plans)
        self.authorities = {*authorities, *(plan.authority_id for plan in plans)}
        selected = (*self._selected([plan.pk for plan in plans], moment), *further)
        super().__init__(*(rows.filter(_there(rows.model, moment)) for rows in selected))
        self._read_words()
        self._tell_supporters()

    def _selected(self, plans: list[int], moment: datetime.datetime) -> tuple[QuerySet[Any], ...]:
        return (
            Plan.objects.filter(pk__in=plans).select_related("authority"),
            Ambition.objects.filter(plan__in=plans),
            Descriptor.objects.filter(ambition__plan__in=plans),
            Deliverable.objects.filter(plan__in=plans).annotate(evidenced=_evidenced(moment)).prefetch_related(*PARTS),
            ReportingPeriod.objects.filter(plan__in=plans),
            Post.objects.filter(authority__in=self.authorities),
            Committee.objects.filter(authority__in=self.authorities),
            Scale.objects.filter(authority__in=self.authorities),
        )

    def _read_words(self) -> None:
        """Give each scale its words by colour."""
        for scale in self[Scale].values():
            scale.words = {}
        for point in ScalePoint.objects.filter(scale__in=self[Scale]):
            self[Scale][point.scale_id].words[point.code] = point.word

    def _tell_supporters(self) -> None:
        for one in self[Deliverable].values():
            one.supporters = [self[Post][post.pk] for post in one.supporters if post.pk in self[Post]]


def _there(kind: type[Any], moment: datetime.datetime) -> Q:
    """Select what was there at a moment. A scale is always: a plan of then may have been given one made since."""
    return Q() if kind is Scale else Q(created_at__lt=moment)


def _evidenced(moment: datetime.datetime) -> Exists:
    """Whether evidence stood beside a deliverable at a moment."""
    there = Evidence.objects.filter(deliverable=OuterRef("pk"), created_at__lt=moment)
    return Exists(there.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gte=moment)))
