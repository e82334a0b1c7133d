"""How the lists of the API are narrowed that have no page of their own: by what their records belong to."""

from __future__ import annotations

from typing import ClassVar

import django_filters

from deliverables.models import Deliverable, ProgressUpdate, ReportingPeriod
from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.filters import ListFilter, RecordFilter
from plans.models import Ambition, Descriptor, Plan
from targets.models import Measure, Result, Series, Target

UPDATE_STATES = [choice for choice in ProgressUpdate.State.choices if choice[0] != ProgressUpdate.State.DRAFT]


class AuthorityFilter(ListFilter):
    """Nothing: there are few."""

    class Meta(ListFilter.Meta):
        model = Authority
        fields: ClassVar[list[str]] = []


class OfPlanFilter(ListFilter):
    """The plan."""

    plan = RecordFilter(Plan, label="Plan")


class AmbitionFilter(OfPlanFilter):
    """The plan."""

    class Meta(ListFilter.Meta):
        model = Ambition
        fields: ClassVar[list[str]] = []


class DescriptorFilter(ListFilter):
    """The plan, the ambition."""

    plan = RecordFilter(Plan, field_name="ambition__plan", label="Plan")
    ambition = RecordFilter(Ambition, label="Ambition")

    class Meta(ListFilter.Meta):
        model = Descriptor
        fields: ClassVar[list[str]] = []


class PeriodFilter(OfPlanFilter):
    """The plan."""

    class Meta(ListFilter.Meta):
        model = ReportingPeriod
        fields: ClassVar[list[str]] = []


class UpdateFilter(ListFilter):
    """The plan, the deliverable, the period, and how far an update has come."""

    plan = RecordFilter(Plan, field_name="deliverable__plan", label="Plan")
    deliverable = RecordFilter(Deliverable, label="Deliverable")
    period = RecordFilter(ReportingPeriod, label="Period")
    state = django_filters.ChoiceFilter(label="State", choices=UPDATE_STATES)

    class Meta(ListFilter.Meta):
        model = ProgressUpdate
        fields: ClassVar[list[str]] = []


class TargetFilter(OfPlanFilter):
    """The plan, the measure, the series."""

    measure = RecordFilter(Measure, field_name="series__measure", label="Measure")
    series = RecordFilter(Series, label="Series")

    class Meta(ListFilter.Meta):
        model = Target
        fields: ClassVar[list[str]] = []


class ResultFilter(ListFilter):
    """The measure, the series."""

    measure = RecordFilter(Measure, field_name="series__measure", label="Measure")
    series = RecordFilter(Series, label="Series")

    class Meta(ListFilter.Meta):
        model = Result
        fields: ClassVar[list[str]] = []
