"""How the list of measures is narrowed."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from kpa_tracker.base.people.filters import AuthorityFilter, bodies_asked
from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.base.toolkit.asof import NotKeptThen, PastDayFilter, ReadThen
from kpa_tracker.base.toolkit.filters import ListFilter, MethodChoice, RecordFilter, SearchFilter, SelectionFilter
from kpa_tracker.base.toolkit.ratings import THREE_POINT
from plans.models import Ambition
from targets.filters.bodies import InThePlan
from targets.models import Measure, MeasureSet
from targets.models.measures import NOT_JUDGED
from targets.performance import Direction, Kind
from targets.standing import MeasureRows, MeasuresThen

GAPS = (
    ("overdue_for_data", "Overdue for data"),
    ("without_owner", "Without an owner"),
    ("without_target", "Without a target"),
    ("without_data", "Without data"),
)


STATUSES = (*THREE_POINT.choices, (NOT_JUDGED, "Not rated"))


class MeasureFilter(AuthorityFilter):
    """Words, who answers for a measure, what it is, and what it still lacks."""

    main = ("words", "owner", "committee", "set", "status", "gap")

    words = SearchFilter(label="Words in it")
    owner = RecordFilter(Post, archived=True, label="Owner")
    committee = RecordFilter(Committee, archived=True, label="Committee")
    set = RecordFilter(MeasureSet, label="Set")
    status = SelectionFilter(by="standing", label="Status", choices=STATUSES)
    gap = MethodChoice(label="Gaps", choices=GAPS)
    kind = SelectionFilter(by="of_kind", label="Its figures are", choices=Kind.choices())
    direction = SelectionFilter(by="directed", label="What is better", choices=Direction.choices())

    ambition = InThePlan(by="rested_on_in", label="A deliverable rests on it under")
    as_of = PastDayFilter(label="As it stood on")

    class Meta(ListFilter.Meta):
        model = Measure
        fields: ClassVar[list[str]] = []


class PastMeasureFilter(ReadThen, MeasureFilter):
    """The facets of a list that is read as of a day. What was archived since is offered as well; on what deliverables
    rested is looked for today alone."""

    set = RecordFilter(MeasureSet, archived=True, label="Set")
    ambition = NotKeptThen(Ambition, label="A deliverable rests on it under")

    def read(self, day: datetime.date, asked: dict[str, Any]) -> MeasureRows:
        """Read the measures that the person may see, or those of the authority that is asked for."""
        return MeasureRows(MeasuresThen(bodies_asked(self.request.user, asked), on=day).measures)


class ArchivedMeasureFilter(ListFilter):
    """Words alone: there are few."""

    words = SearchFilter(label="Words in it")

    class Meta(ListFilter.Meta):
        model = Measure
        fields: ClassVar[list[str]] = []
