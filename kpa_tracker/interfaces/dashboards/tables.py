"""The list of a period's board."""

from __future__ import annotations

from typing import Any, ClassVar

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from deliverables.models import Deliverable
from deliverables.models.querysets import PLAN_ORDER
from deliverables.models.returns import CONTRADICTIONS, LATE, PLACES
from deliverables.progress import Flag, Kind
from kpa_tracker.base.toolkit.tables import DayColumn, FlagsColumn, GapColumn, LinkColumn, RatingColumn
from kpa_tracker.interfaces.dashboards.coverage import WORDS


class PlaceColumn(tables.Column):
    """Where an update stands; what waits for a review leads to it."""

    def render(self, value: str, record: Any) -> Any:
        word = PLACES[value].word
        if not record.reviewable:
            return word
        return format_html(
            '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> {}</span></a>',
            reverse("update-review", args=[record.said_pk]),
            word,
            record.reference,
        )

    def value(self, value: str) -> str:
        return PLACES[value].word


class BesideColumn(FlagsColumn):
    """What is late and what does not go together, as flags."""

    def flags(self, record: Any) -> list[Flag]:
        late = [Flag(key, one.word, one.how, Kind.TIME) for key, one in LATE.items() if getattr(record, key)]
        odd = [
            Flag(key, one.word, one.how, Kind.CONTRADICTION)
            for key, one in CONTRADICTIONS.items()
            if getattr(record, key)
        ]
        return late + odd

    def render(self, record: Any) -> str:
        return super().render(self.flags(record))

    def value(self, record: Any) -> str:
        return super().value(self.flags(record))


class ReturnTable(tables.Table):
    """Each deliverable of the plan: who leads it, and how its update of the period stands."""

    reference = tables.Column("Ref")
    title = LinkColumn(attrs={"td": {"class": "app-table__main"}})
    lead = GapColumn("Lead post", accessor="asked_post", gap="No lead post")
    place = PlaceColumn("Where it stands")
    said_rating = RatingColumn("Rating in it")
    said_on = DayColumn("Submitted", gap="Not yet")
    said_by = GapColumn("Submitted by", gap="Nobody yet")
    said_for = GapColumn("On behalf of", gap="Not said")
    beside = BesideColumn("To look at", accessor="pk", orderable=False)

    class Meta:
        model = Deliverable
        fields: ClassVar = ()
        attrs: ClassVar = {"caption": ""}

    def order_reference(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        """Order as the plan does: 1.10 comes after 1.9."""
        ordered = queryset.order_by(*PLAN_ORDER)
        return (ordered.reverse() if is_descending else ordered), True


class CoveredTable(tables.Table):
    """What a period covers: whose it is, and whether what is asked of it has come."""

    reference = tables.Column("Ref")
    title = LinkColumn(attrs={"td": {"class": "app-table__main"}})
    owner = GapColumn("Owner", gap="No owner", order_by="owner__title")

    class Meta:
        fields: ClassVar = ()
        attrs: ClassVar = {"caption": ""}

    words: ClassVar[dict[str, str]] = {}

    def render_came(self, value: str) -> str:
        return self.words[value]

    def value_came(self, value: str) -> str:
        return self.render_came(value)


class ResultsTable(CoveredTable):
    """Measures with a result due for a period."""

    came = tables.Column("Result")
    words = WORDS["measures"]


class ReviewsTable(CoveredTable):
    """Risks with a review due in a period."""

    came = tables.Column("Review")
    words = WORDS["risks"]
