"""Factories of measures, targets and results."""

from __future__ import annotations

import datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from targets.models import (
    Baseline,
    Closing,
    Comparator,
    Definition,
    ExpectedValue,
    Footnote,
    Grade,
    GradeScale,
    Measure,
    MeasureSet,
    Objective,
    Result,
    Series,
    Source,
    Target,
    Tolerance,
)
from tests.factories.people import AuthorityFactory, PersonFactory
from tests.factories.plans import PlanFactory

YEAR = {"starts": datetime.date(2009, 4, 1), "ends": datetime.date(2010, 3, 31)}
FIRST_QUARTER = {"starts": datetime.date(2009, 4, 1), "ends": datetime.date(2009, 6, 30)}


class GradeScaleFactory(DjangoModelFactory):
    class Meta:
        model = GradeScale
        skip_postgeneration_save = True

    authority = factory.SubFactory(AuthorityFactory)
    name = factory.Sequence(lambda n: f"Scale of grades {n}")
    era = "2004 to 2006"

    @factory.post_generation
    def grades(self, create, extracted, **kwargs):
        for rank, word in enumerate(extracted or ("Poor", "Fair", "Good", "Excellent"), 1):
            GradeFactory(scale=self, word=word, rank=rank)


class GradeFactory(DjangoModelFactory):
    class Meta:
        model = Grade

    scale = factory.SubFactory(GradeScaleFactory, grades=())
    word = factory.Sequence(lambda n: f"Grade {n}")
    rank = factory.Sequence(lambda n: n + 1)


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = Source

    authority = factory.SubFactory(AuthorityFactory)
    name = factory.Sequence(lambda n: f"Survey {n}")


class FootnoteFactory(DjangoModelFactory):
    class Meta:
        model = Footnote

    authority = factory.SubFactory(AuthorityFactory)
    text = factory.Sequence(lambda n: f"Footnote {n}.")


class MeasureSetFactory(DjangoModelFactory):
    class Meta:
        model = MeasureSet

    authority = factory.SubFactory(AuthorityFactory)
    title = factory.Sequence(lambda n: f"Indicators {n}")


class MeasureFactory(DjangoModelFactory):
    class Meta:
        model = Measure

    authority = factory.SubFactory(AuthorityFactory)
    title = factory.Sequence(lambda n: f"Percentage of callers satisfied {n}")
    kind = "percentage"
    decimals = 1
    position = factory.Sequence(lambda n: n)


class DefinitionFactory(DjangoModelFactory):
    class Meta:
        model = Definition

    measure = factory.SubFactory(MeasureFactory)
    text = "Callers who say that they are satisfied, of all who answered."
    applies_from = factory.Sequence(lambda n: datetime.date(2005, 4, 1) + datetime.timedelta(days=n % 1000))


class SeriesFactory(DjangoModelFactory):
    class Meta:
        model = Series

    measure = factory.SubFactory(MeasureFactory)
    name = factory.Sequence(lambda n: f"Area {n}")
    position = factory.Sequence(lambda n: n)


class ObjectiveFactory(DjangoModelFactory):
    class Meta:
        model = Objective

    plan = factory.SubFactory(PlanFactory)
    title = factory.Sequence(lambda n: f"Objective {n}")
    position = factory.Sequence(lambda n: n)


class BaselineFactory(DjangoModelFactory):
    class Meta:
        model = Baseline

    series = factory.SubFactory(SeriesFactory)
    value = Decimal("46.4")
    text = "46.4%"


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = Target

    series = factory.SubFactory(SeriesFactory)
    plan = factory.SubFactory(PlanFactory, authority=factory.SelfAttribute("..series.measure.authority"))
    starts, ends = YEAR["starts"], YEAR["ends"]
    text = "Increase to 52%"
    form = "absolute"
    value = Decimal("52")


class ToleranceFactory(DjangoModelFactory):
    class Meta:
        model = Tolerance

    target = factory.SubFactory(TargetFactory)
    amber_within = Decimal("2")
    applies_from = YEAR["starts"]
    set_by = "Performance Committee"
    set_on = datetime.date(2009, 6, 12)


class ExpectedValueFactory(DjangoModelFactory):
    class Meta:
        model = ExpectedValue

    target = factory.SubFactory(TargetFactory)
    starts, ends = FIRST_QUARTER["starts"], FIRST_QUARTER["ends"]
    value = Decimal("48")


class ComparatorFactory(DjangoModelFactory):
    class Meta:
        model = Comparator

    series = factory.SubFactory(SeriesFactory)
    sort = "group"
    starts, ends = FIRST_QUARTER["starts"], FIRST_QUARTER["ends"]
    value = Decimal("50.1")


class ResultFactory(DjangoModelFactory):
    class Meta:
        model = Result

    series = factory.SubFactory(SeriesFactory)
    starts, ends = FIRST_QUARTER["starts"], FIRST_QUARTER["ends"]
    value = Decimal("47.2")
    entered_by = factory.SubFactory(PersonFactory)


class ClosingFactory(DjangoModelFactory):
    class Meta:
        model = Closing

    authority = factory.SubFactory(AuthorityFactory)
    until = FIRST_QUARTER["ends"]
