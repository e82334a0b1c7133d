"""Factories of imports."""

from __future__ import annotations

import typing

import factory
from factory.django import DjangoModelFactory

from kpa_tracker.base.toolkit.grids import Cell, Grid, Row, SourceDocument
from kpa_tracker.interfaces.exchange.models import (
    ImportMapping,
    ImportRun,
    Origin,
    RiskOrigin,
    StagedImport,
    StagedReturn,
)
from kpa_tracker.interfaces.exchange.reading.book import VERSION, WHAT
from tests.factories.deliverables import ReportingPeriodFactory
from tests.factories.people import AuthorityFactory, PersonFactory
from tests.factories.plans import PlanFactory
from tests.factories.risks import RiskFactory

ROWS = [["Aim", "Action", "Lead"], ["Safe streets", "Patrol the park", "Clerk"]]


def document_of(rows=ROWS, name="Plan"):
    """Return rows of texts as the reading of a file leaves them."""
    cells = [Row(number, [Cell(text) for text in row]) for number, row in enumerate(rows, start=1)]
    return SourceDocument([Grid(name, cells)])


class ImportMappingFactory(DjangoModelFactory):
    class Meta:
        model = ImportMapping

    authority = factory.SubFactory(AuthorityFactory)
    name = factory.Sequence(lambda n: f"Reading {n}")
    signature = factory.Sequence(lambda n: f"{n:064d}")
    headings = "aim | action | lead"
    columns = factory.LazyFunction(lambda: {"0": "ambition", "1": "deliverable", "2": "owner"})


class StagedImportFactory(DjangoModelFactory):
    """An import in hand; `rows` are the texts of its only table."""

    class Meta:
        model = StagedImport

    class Params:
        rows = ROWS

    plan = factory.SubFactory(PlanFactory)
    filename = "plan.xlsx"
    document = factory.LazyAttribute(lambda made: document_of(made.rows).to_json())
    uploaded_by = factory.SubFactory(PersonFactory)


class BookImportFactory(StagedImportFactory):
    """A plan's workbook in hand; `rows` are those of its first sheet."""

    class Params:
        rows: typing.ClassVar = [["What this is", WHAT], ["Version", VERSION]]

    document = factory.LazyAttribute(lambda made: document_of(made.rows, name="Read me").to_json())
    sort = StagedImport.Sort.BOOK


class ImportRunFactory(DjangoModelFactory):
    """A long import that waits."""

    class Meta:
        model = ImportRun

    staged = factory.SubFactory(StagedImportFactory)
    asked_by = factory.SubFactory(PersonFactory)


class OriginFactory(DjangoModelFactory):
    class Meta:
        model = Origin

    plan = factory.SubFactory(PlanFactory)
    kind = Origin.Kind.DELIVERABLE
    record_id = factory.Sequence(lambda n: n + 1)
    text = "Patrol the park"


class RegisterImportFactory(StagedImportFactory):
    """A register in hand."""

    class Params:
        rows: typing.ClassVar = [["Ref", "Risk", "L", "I"], ["KPA 05", "Grants fall", "3", "4"]]

    plan = None
    register_of = factory.SubFactory(AuthorityFactory)
    sort = StagedImport.Sort.REGISTER
    filename = "register.xlsx"


class StagedReturnFactory(DjangoModelFactory):
    """A return that came back; `outcome` is what each of its rows would do."""

    class Meta:
        model = StagedReturn

    period = factory.SubFactory(ReportingPeriodFactory)
    filename = "return.xlsx"
    document = factory.LazyFunction(lambda: document_of([["Key", "Reference"], ["D1", "1.1"]], name="Return").to_json())
    outcome = factory.LazyFunction(
        lambda: [{"number": 2, "title": "1.1 Adopt the plan", "wrong": {"reference": "Not yours."}, "answers": []}]
    )
    uploaded_by = factory.SubFactory(PersonFactory)


class RiskOriginFactory(DjangoModelFactory):
    class Meta:
        model = RiskOrigin

    risk = factory.SubFactory(RiskFactory)
    values = factory.LazyFunction(lambda: {"title": "Grants fall"})
