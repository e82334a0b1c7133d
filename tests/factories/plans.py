"""Factories of plans and what they are made of."""

from __future__ import annotations

import datetime

import factory
from factory.django import DjangoModelFactory

from plans.models import Ambition, Descriptor, GlossaryEntry, Plan, Priority, Scale, ScalePoint, Section
from tests.factories.people import AuthorityFactory


class ScaleFactory(DjangoModelFactory):
    class Meta:
        model = Scale
        skip_postgeneration_save = True

    authority = factory.SubFactory(AuthorityFactory)
    name = factory.Sequence(lambda n: f"Scale {n}")

    @factory.post_generation
    def points(self, create, extracted, **kwargs):
        for position, code in enumerate(extracted or ("red", "amber", "green")):
            ScalePointFactory(scale=self, code=code, position=position)


class ScalePointFactory(DjangoModelFactory):
    class Meta:
        model = ScalePoint

    scale = factory.SubFactory(ScaleFactory, points=())
    code = "green"
    word = factory.LazyAttribute(lambda point: point.code.replace("_", "/").capitalize())
    definition = factory.LazyAttribute(lambda point: f"What {point.code} means.")


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = Plan

    authority = factory.SubFactory(AuthorityFactory)
    title = factory.Sequence(lambda n: f"Business plan {n}")
    starts_on = datetime.date(2009, 4, 1)
    ends_on = datetime.date(2010, 3, 31)
    state = Plan.State.ADOPTED
    scale = factory.SubFactory(ScaleFactory, authority=factory.SelfAttribute("..authority"))


class PriorityFactory(DjangoModelFactory):
    class Meta:
        model = Priority

    plan = factory.SubFactory(PlanFactory)
    title = factory.Sequence(lambda n: f"Priority {n}")


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = Section

    plan = factory.SubFactory(PlanFactory)
    title = factory.Sequence(lambda n: f"Section {n}")
    body = "Some **narrative** text."


class GlossaryEntryFactory(DjangoModelFactory):
    class Meta:
        model = GlossaryEntry

    plan = factory.SubFactory(PlanFactory)
    term = factory.Sequence(lambda n: f"TERM{n}")
    meaning = "What it stands for"


class AmbitionFactory(DjangoModelFactory):
    class Meta:
        model = Ambition

    plan = factory.SubFactory(PlanFactory)
    title = factory.Sequence(lambda n: f"Ambition {n}")
    position = factory.Sequence(lambda n: n)


class DescriptorFactory(DjangoModelFactory):
    class Meta:
        model = Descriptor

    ambition = factory.SubFactory(AmbitionFactory)
    title = factory.Sequence(lambda n: f"Descriptor {n}")
    position = factory.Sequence(lambda n: n)
