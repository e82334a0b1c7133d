"""Lists of what the site shows on other pages: each with the permission of the page that shows it.

What is archived, and what belongs to it, has left them as it has left those pages. Nobody opens them as pages.
"""

from __future__ import annotations

from typing import Any

from deliverables.models import Deliverable, ProgressUpdate, ReportingPeriod
from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.pages import ListPage, visible
from kpa_tracker.interfaces.api import filters
from plans.models import Ambition, Descriptor
from targets.models import Result, Target

OF_CURRENT_SERIES = {"series__archived_at": None, "series__measure__archived_at": None}


class Unlisted(ListPage):
    """A list without a page of its own."""

    def seen(self) -> Any:
        return visible(self.model, self.request.user)


class Authorities(Unlisted):
    model, filterset_class = Authority, filters.AuthorityFilter
    permission_required = "people.view_authority"


class Ambitions(Unlisted):
    """On a plan's page."""

    model, filterset_class = Ambition, filters.AmbitionFilter
    permission_required = "plans.view_plan"

    def get_queryset(self) -> Any:
        return self.seen().current().filter(plan__archived_at=None)


class Descriptors(Unlisted):
    """On a plan's page."""

    model, filterset_class = Descriptor, filters.DescriptorFilter
    permission_required = "plans.view_plan"

    def get_queryset(self) -> Any:
        above = {"ambition__archived_at": None, "ambition__plan__archived_at": None}
        return self.seen().current().filter(**above)


class Periods(Unlisted):
    """On a plan's page of its reporting periods."""

    model, filterset_class = ReportingPeriod, filters.PeriodFilter
    permission_required = "plans.view_plan"

    def get_queryset(self) -> Any:
        return self.seen().filter(plan__archived_at=None)


class Updates(Unlisted):
    """On a deliverable's page of its updates, which shows nobody a draft."""

    model, filterset_class = ProgressUpdate, filters.UpdateFilter
    permission_required = "deliverables.view_deliverable"

    def get_queryset(self) -> Any:
        seen = self.seen().exclude(state=ProgressUpdate.State.DRAFT)
        return seen.filter(deliverable__in=Deliverable.objects.current())


class Targets(Unlisted):
    """On a plan's page of its targets."""

    model, filterset_class = Target, filters.TargetFilter
    permission_required = "targets.view_measure"

    def get_queryset(self) -> Any:
        return self.seen().current().filter(plan__archived_at=None, **OF_CURRENT_SERIES)


class Results(Unlisted):
    """On a measure's page: the newest version of each."""

    model, filterset_class = Result, filters.ResultFilter
    permission_required = "targets.view_measure"

    def get_queryset(self) -> Any:
        return self.seen().current().filter(**OF_CURRENT_SERIES)
