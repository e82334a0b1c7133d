"""Factories of inspections and recommendations."""

from __future__ import annotations

import datetime

import factory
from factory.django import DjangoModelFactory

from targets.models import GradeCount, Inspection, Judgement, Recommendation
from tests.factories.people import AuthorityFactory
from tests.factories.targets import GradeFactory, GradeScaleFactory


class InspectionFactory(DjangoModelFactory):
    class Meta:
        model = Inspection

    authority = factory.SubFactory(AuthorityFactory)
    title = factory.Sequence(lambda n: f"Baseline assessment {n}")
    inspectorate = "HMIC"
    published_on = datetime.date(2010, 3, 1)
    scale = factory.SubFactory(GradeScaleFactory, authority=factory.SelfAttribute("..authority"))
    forces = 43


class JudgementFactory(DjangoModelFactory):
    class Meta:
        model = Judgement

    inspection = factory.SubFactory(InspectionFactory)
    domain = "Citizen Focus"
    reference = factory.Sequence(lambda n: f"{n}A")
    area = factory.Sequence(lambda n: f"Area {n} of the framework")
    position = factory.Sequence(lambda n: n)


class GradeCountFactory(DjangoModelFactory):
    class Meta:
        model = GradeCount

    judgement = factory.SubFactory(JudgementFactory)
    grade = factory.SubFactory(GradeFactory)
    forces = 15


class RecommendationFactory(DjangoModelFactory):
    class Meta:
        model = Recommendation

    inspection = factory.SubFactory(InspectionFactory)
    authority = factory.SelfAttribute("inspection.authority")
    reference = factory.Sequence(lambda n: f"R{n}")
    text = factory.Sequence(lambda n: f"Do something about point {n}.")
