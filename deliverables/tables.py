"""The list of deliverables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import django_tables2 as tables
from django.db.models import Case, F, IntegerField, Value, When
from django.utils.html import format_html, format_html_join

from deliverables.models import Comment, Deliverable, ReportingPeriod
from deliverables.models.querysets import PLAN_ORDER
from deliverables.models.selections import rank_of
from deliverables.progress import Slip
from deliverables.standing.stood import progress, severity
from kpa_tracker.base.toolkit.exports import Lines
from kpa_tracker.base.toolkit.ratings import Stage
from kpa_tracker.base.toolkit.tables import (
    DayColumn,
    FileColumn,
    FlagsColumn,
    GapColumn,
    LinkColumn,
    RatingColumn,
    StageColumn,
    TickColumn,
)

STAGE_ORDER = Case(
    *[When(latest__stage=stage.value, then=Value(place)) for place, stage in enumerate(Stage)],
    default=Value(0),
    output_field=IntegerField(),
)


def undated_last(field: str, is_descending: bool) -> Any:
    """Return an ordering in which a gap comes last, whichever way round."""
    return F(field).desc(nulls_last=True) if is_descending else F(field).asc(nulls_last=True)


class DeadlineColumn(GapColumn):
    """A deadline as it is written, with how far it has moved."""

    def render(self, record: Any) -> Any:
        written, slip = super().render(record.deadline_text), record.computed.slip
        if not slip:
            return written
        return format_html('{}<br><span class="app-muted">{}</span>', written, slip.sentence)


class DeadlineInFiles(tables.Table):
    """What a file says of a deadline beside its words, each in a cell of its own that sorts and adds up."""

    due_by = FileColumn("Due by", accessor="deadline_due")
    first_deadline = FileColumn("First adopted deadline", accessor="first_deadline_text")
    days_moved = FileColumn("Days moved", accessor="slip")
    moves = FileColumn("Moves", accessor="deadline_moves")

    def value_days_moved(self, value: Slip) -> int | None:
        """Leave the cell empty where one of the two days is not known: there is nothing to count."""
        return value.days if value.first and value.current else None


IN_FILES = tuple(DeadlineInFiles.base_columns)
JOINED = ("plan", "lead", "committee", "latest")
READ = (
    *("reference", "title", "marking", "plan__title", "plan__marking", "lead__title"),
    *("committee__name", "committee__short_name"),
    *("deadline_text", "deadline_due", "deadline_moves", "first_deadline_text", "first_deadline_due"),
    *(f"latest__{name}" for name in ("stage", "rating", "forecast", "submitted_at", "green_on")),
)
"""What the columns of a file say, and what is worked out of it."""


class DeliverableTable(DeadlineInFiles):
    """Each deliverable: who leads it, by when, what is judged and, beside it, what is computed."""

    row = TickColumn(accessor="pk")
    reference = tables.Column("Ref")
    title = LinkColumn(attrs={"td": {"class": "app-table__main"}})
    plan = tables.Column()
    lead = GapColumn("Lead post", gap="No lead post")
    committee = GapColumn(gap="No committee")
    deadline_text = DeadlineColumn("Deadline", attrs={"td": {"class": "app-table__deadline"}})
    stage = StageColumn()
    rating = RatingColumn()
    computed = FlagsColumn("Worked out", orderable=False)
    latest__submitted_at = DayColumn("Last update", gap="None yet", attrs={"td": {"class": "app-table__day"}})

    class Meta:
        model = Deliverable
        fields: ClassVar = ()
        attrs: ClassVar = {"caption": ""}
        sequence: ClassVar = (
            *("row", "reference", "title", "plan", "lead", "committee", "deadline_text"),
            *(*IN_FILES, "..."),
        )

    def narrowed(self, queryset: Any) -> Any:
        """Return the query for a file, whose rows are many: it loads what a file says, and nothing else of a record."""
        return queryset.select_related(None).select_related(*JOINED).only(*READ)

    def order_reference(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        """Order as the plan does: 1.10 comes after 1.9."""
        ordered = queryset.in_plan_order()
        return (ordered.reverse() if is_descending else ordered), True

    def order_lead(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return queryset.order_by(undated_last("lead__title", is_descending), *PLAN_ORDER), True

    def order_committee(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return queryset.order_by(undated_last("committee__name", is_descending), *PLAN_ORDER), True

    def order_deadline_text(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        """Order by the last day of what the deadline names; what has no date comes last either way."""
        return queryset.order_by(undated_last("deadline_due", is_descending), *PLAN_ORDER), True

    def order_rating(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        """Order red first, not rated last."""
        severity = rank_of("latest__rating")
        return queryset.order_by(severity.desc() if is_descending else severity.asc(), *PLAN_ORDER), True

    def order_stage(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return queryset.order_by(STAGE_ORDER.desc() if is_descending else STAGE_ORDER.asc(), *PLAN_ORDER), True

    def order_latest__submitted_at(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return queryset.order_by(undated_last("latest__submitted_at", is_descending), *PLAN_ORDER), True


class PastTable(DeliverableTable):
    """The same as of a day, with the day in every row of a file."""

    stood_on = DayColumn("As of", orderable=False)

    class Meta(DeliverableTable.Meta):
        pass

    def order_lead(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return queryset.in_order_of(lambda one: one.lead.title, descending=is_descending), True

    def order_committee(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return queryset.in_order_of(lambda one: one.committee.name, descending=is_descending), True

    def order_plan(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return queryset.in_order_of(lambda one: one.plan.title, descending=is_descending), True

    def order_deadline_text(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return queryset.in_order_of(lambda one: one.deadline_due, descending=is_descending), True

    def order_rating(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return queryset.in_order_of(severity, descending=is_descending), True

    def order_stage(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return queryset.in_order_of(progress, descending=is_descending), True

    def order_latest__submitted_at(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return queryset.in_order_of(lambda one: one.latest.submitted_at, descending=is_descending), True


class BecameColumn(tables.Column):
    """What a deliverable became: each leads to its page."""

    empty_values = ()

    def became(self, record: Any) -> list[Any]:
        fate = getattr(record, "fate", None)
        return list(fate.became.all()) if fate else []

    def render(self, record: Any) -> Any:
        link = '<a class="govuk-link" href="{}">{}</a>'
        return format_html_join(", ", link, ((one.get_absolute_url(), one) for one in self.became(record)))

    def value(self, record: Any) -> str:
        return "; ".join(f"{one} ({one.plan})" for one in self.became(record))


class FateTable(tables.Table):
    """What became of each deliverable of the plans that another follows."""

    reference = tables.Column("Ref")
    title = LinkColumn(attrs={"td": {"class": "app-table__main"}})
    plan = tables.Column()
    lead = GapColumn("Lead post", gap="No lead post")
    stage = StageColumn(orderable=False)
    rating = RatingColumn(orderable=False)
    outcome = GapColumn(
        "What became of it", accessor="fate__get_outcome_display", gap="Not decided yet", order_by="fate__outcome"
    )
    became = BecameColumn("What it became", accessor="pk", orderable=False)
    reason = GapColumn("Why", accessor="fate__reason", gap="No reason given", orderable=False)
    decided_by = GapColumn(
        "Decided by", accessor="fate__decided_by", gap="Nobody yet", order_by="fate__decided_by__name"
    )
    decided_at = DayColumn("Decided", accessor="fate__decided_at", gap="Not yet", order_by="fate__decided_at")

    class Meta:
        model = Deliverable
        fields: ClassVar = ()
        attrs: ClassVar = {"caption": ""}

    def order_reference(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        ordered = queryset.in_plan_order()
        return (ordered.reverse() if is_descending else ordered), True


class PartColumn(tables.Column):
    """The part of the plan that a comment is about."""

    def __init__(self) -> None:
        super().__init__("About", accessor="part", orderable=False, empty_values=())

    def render(self, value: Any) -> str:
        return str(value or "The plan as a whole")

    def value(self, value: Any) -> str:
        return self.render(value)


class CommentTable(tables.Table):
    """Comments on plans, each with its response."""

    text = LinkColumn("Comment", orderable=False, attrs={"td": {"class": "app-table__main"}})
    part = PartColumn()
    plan = tables.Column("Plan", accessor="consultation__plan__title")
    voice = tables.Column("From", orderable=False)
    made_at = DayColumn("Made")
    response = tables.Column("Response", accessor="standing_word", order_by="response")
    response_text = GapColumn("Why", gap="Not said yet", orderable=False)
    changed = GapColumn("Changed in the plan", gap="Nothing", orderable=False)
    responded_by = GapColumn("Answered by", gap="Nobody yet", order_by="responded_by__name")

    class Meta:
        model = Comment
        fields: ClassVar = ()
        attrs: ClassVar = {"caption": ""}


PERIOD = ("Period", "Reports on, from", "to", "Updates from", "to", "Submitted", "Of", "State", "Closed by")


def periods_in_file(periods: Iterable[ReportingPeriod]) -> Lines:
    """Return a plan's reporting periods with their returns, as their page shows them."""
    return Lines(PERIOD, [_period(one) for one in periods])


def _period(one: Any) -> tuple[Any, ...]:
    days = (one.observed_from, one.observed_to, one.opens_on, one.due_on)
    return (str(one), *days, one.submitted, one.asked, one.state.value, str(one.closed_by or ""))
