"""The lists of the API: each a list of the site (its rows, its permission, its filters) and what it says of a row.

`load` adds to the rows what the answer names: joins for the single, one query each for what is several.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from deliverables.views.lists import DeliverableList
from kpa_tracker.base.people.models import Post
from kpa_tracker.base.people.views.bodies import CommitteeList, MeetingList, PostList
from kpa_tracker.base.toolkit.asof import ListedAsOf
from kpa_tracker.base.toolkit.pages import ListPage
from kpa_tracker.interfaces.api import shapes, unlisted
from plans.views.plans import PlanList
from risks.models import Assessment
from risks.views.register import RiskList
from targets.views.inspections import InspectionList
from targets.views.measures import MeasureList
from targets.views.recommendations import RecommendationList

Load = Callable[[Any], Any]


@dataclass(frozen=True)
class Resource:
    """One list: its name in addresses, whose rows it has, what it says of each."""

    name: str
    page: type[ListPage]
    shape: type[shapes.Answer]
    load: Load

    @property
    def reads_the_past(self) -> bool:
        """Whether it can be read as of a day: where the list of the site can."""
        return issubclass(self.page, ListedAsOf)


def loaded(*joined: str, several: tuple[Any, ...] = ()) -> Load:
    """Return what loads what the answers name. With what is read from the past it is loaded already, under the same
    names."""

    def load(rows: Any) -> Any:
        if not isinstance(rows, QuerySet):
            return rows
        with_joins = rows.select_related(*joined) if joined else rows  # without names it joins everything
        return with_joins.prefetch_related(*several)

    return load


PARTS_OF_DELIVERABLE = (
    "priorities",
    Prefetch("supporting", to_attr="supporters"),
    Prefetch("measurements", to_attr="ways_to_know"),
    Prefetch("sub_items", to_attr="parts"),
)
PARTS_OF_PLAN = ("priorities", "sections", "glossary", "scale__points")
OF_UPDATE = ("deliverable__plan", "period", "recovery_by", "on_behalf_of", "submitted_by", "reviewed_by")
ASSESSMENTS = Prefetch("assessments", Assessment.objects.order_by("assessed_on", "pk"), to_attr="all_scores")
OF_TARGET = ("plan", "series__measure", "objective", "baseline")
BODIES = (
    Resource("authorities", unlisted.Authorities, shapes.Authority, loaded()),
    Resource(
        "committees",
        CommitteeList,
        shapes.Committee,
        loaded("authority", "chair", several=(Prefetch("members", Post.objects.order_by("title")),)),
    ),
    Resource("meetings", MeetingList, shapes.Meeting, loaded("committee")),
    Resource("posts", PostList, shapes.Post, loaded("authority", "answers_to")),
)
PLANS = (
    Resource("plans", PlanList, shapes.Plan, loaded("authority", "previous", "under", "scale", several=PARTS_OF_PLAN)),
    Resource("ambitions", unlisted.Ambitions, shapes.Ambition, loaded("plan", several=("priorities",))),
    Resource("descriptors", unlisted.Descriptors, shapes.Descriptor, loaded("ambition__plan")),
    Resource("deliverables", DeliverableList, shapes.Deliverable, loaded(several=PARTS_OF_DELIVERABLE)),
    Resource("periods", unlisted.Periods, shapes.Period, loaded("plan")),
    Resource("updates", unlisted.Updates, shapes.Update, lambda rows: loaded(*OF_UPDATE)(rows.with_words())),
)
TARGETS = (
    Resource("measures", MeasureList, shapes.Measure, loaded("authority", several=("definitions",))),
    Resource(
        "targets",
        unlisted.Targets,
        shapes.Target,
        loaded(*OF_TARGET, several=("tolerances__committee", "expected_values")),
    ),
    Resource("results", unlisted.Results, shapes.Result, loaded("series__measure")),
    Resource(
        "inspections",
        InspectionList,
        shapes.Inspection,
        loaded("authority", "scale", several=("judgements__grade",)),
    ),
    Resource(
        "recommendations",
        RecommendationList,
        shapes.Recommendation,
        loaded("authority", "inspection", "judgement", several=("deliverables",)),
    ),
)
RISKS = (Resource("risks", RiskList, shapes.Risk, loaded("authority", several=(ASSESSMENTS,))),)
RESOURCES: dict[str, Resource] = {one.name: one for one in (*BODIES, *PLANS, *TARGETS, *RISKS)}
