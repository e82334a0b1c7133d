"""The rows of a list are drawn as django-tables2 draws them, cell for cell, in less."""

from __future__ import annotations

import django_tables2 as tables
import pytest
from django.utils.html import conditional_escape

from deliverables.models import Deliverable
from kpa_tracker.base.toolkit import tables as ours
from kpa_tracker.base.toolkit.cells import drawing, lines_of, valuing
from kpa_tracker.base.toolkit.templatetags.compact import table_body
from plans.models import Plan
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory
from tests.factories.people import PostFactory

pytestmark = pytest.mark.django_db


class Everything(tables.Table):
    reference = ours.LinkColumn("Reference")
    title = tables.Column("Title", linkify=True)
    lead = ours.GapColumn("Lead", accessor="lead__title", gap="No lead post")
    plain = tables.Column("Committee", accessor="committee__name")
    state = tables.Column("State", accessor="plan__state")
    rating = ours.RatingColumn("Rating", accessor="rating")
    told = tables.Column("Told", empty_values=())
    missing = tables.Column("Missing", accessor="nothing__like__this", default="None")
    called = tables.Column("Called", accessor="get_absolute_url")
    everything = tables.Column("Everything", accessor="title")

    class Meta:
        model = Deliverable
        fields = ()

    def render_told(self, record, bound_row, table):
        return f"{record.reference} {bound_row.record.pk} {type(table).__name__}"

    def render_everything(self, **given):
        return ", ".join(sorted(given))


@pytest.fixture
def table(authority):
    full = DeliverableFactory(plan__authority=authority, lead=PostFactory(authority=authority), title="<b>Bold</b>")
    full.latest = ProgressUpdateFactory(deliverable=full, rating="red")
    full.save(update_fields=["latest"])
    DeliverableFactory(plan=full.plan, lead=None, committee=None, title="")
    return Everything(Deliverable.objects.order_by("pk"))


def test_every_cell_is_the_same(table):
    for row in table.rows:
        for column in table.columns:
            drawn = conditional_escape(drawing(column, Deliverable)(row))
            assert drawn == conditional_escape(row.get_cell(column.name)), column.name


def test_words_of_a_field_stand_for_its_values(table):
    state = table.columns["state"]
    assert drawing(state, Deliverable)(next(iter(table.rows))) == Plan.State(Plan.objects.get().state).label


def test_rows_that_are_no_records_are_drawn_too():
    class Lines(tables.Table):
        name = tables.Column()

    assert '<td role="cell" data-label="Name">One</td>' in _body(Lines([{"name": "One"}]))
    assert _body(Lines([])) == ""


def _body(table):
    table.paginate()
    return table_body(table)


def test_every_value_of_a_file_is_the_same(table):
    theirs = list(table.as_values())
    assert [values for _, values in lines_of(table)] == theirs
    for row in table.rows:
        for column in table.columns:
            assert valuing(column, Deliverable)(row) == row.get_cell_value(column.name), column.name


def test_a_file_of_a_query_is_read_some_rows_at_a_time(table, monkeypatch):
    monkeypatch.setattr("kpa_tracker.base.toolkit.cells.AT_ONCE", 1)
    assert len(list(lines_of(table))) == 3
    assert table.data.data._result_cache is None
