"""The list of inspections."""

from __future__ import annotations

import django_tables2 as tables

from kpa_tracker.base.toolkit.tables import DayColumn, GapColumn, LinkColumn
from targets.models import Inspection


class CommentsColumn(tables.Column):
    """Where the 56 days stand."""

    empty_values = ()

    def render(self, record: Inspection) -> str:
        return record.where_comments_stand


class InspectionTable(tables.Table):
    """A report, what it judged, what is still to be done about it."""

    title = LinkColumn("Inspection", attrs={"td": {"class": "app-table__main"}})
    inspectorate = tables.Column("By")
    published_on = DayColumn("Published")
    scale = GapColumn("Scale of grades", gap="No grades", order_by="scale__name")
    judgement_count = tables.Column("Judgements")
    open_count = tables.Column("Recommendations unfinished")
    comments = CommentsColumn("The office's comments", orderable=False)

    class Meta:
        model = Inspection
        fields = ("title", "inspectorate", "published_on", "scale", "judgement_count", "open_count", "comments")
