"""Factories of risks, their scores, their treatment and the decisions on them."""

from __future__ import annotations

import datetime

import factory
from factory.django import DjangoModelFactory

from kpa_tracker.base.people.roles import Role
from risks.actions import make_scheme
from risks.models import (
    Acceptance,
    Action,
    Assessment,
    Category,
    Cell,
    Control,
    Definition,
    Risk,
    Scheme,
)
from risks.scoring import Level
from tests.factories.people import AuthorityFactory, PostFactory, person_with


class SchemeFactory(DjangoModelFactory):
    """A way of scoring without cells; `make_scheme` enters them."""

    class Meta:
        model = Scheme

    authority = factory.SubFactory(AuthorityFactory)


class CellFactory(DjangoModelFactory):
    class Meta:
        model = Cell

    scheme = factory.SubFactory(SchemeFactory)
    likelihood, impact, level = 3, 4, Level.HIGH


class DefinitionFactory(DjangoModelFactory):
    class Meta:
        model = Definition

    scheme = factory.SubFactory(SchemeFactory)
    axis, step, word, meaning = "likelihood", 3, "Possible", "It may well happen."


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = Category

    authority = factory.SubFactory(AuthorityFactory)
    name = factory.Sequence(lambda n: f"Category {n}")
    appetite = Level.MEDIUM


class RiskFactory(DjangoModelFactory):
    class Meta:
        model = Risk

    authority = factory.SubFactory(AuthorityFactory)
    reference = factory.Sequence(lambda n: f"KPA {n + 100}")  # none that a test names itself
    title = factory.Sequence(lambda n: f"Risk {n}")


class AssessmentFactory(DjangoModelFactory):
    """A score by the matrix in force. `latest=True` makes it the risk's own, as assessing does."""

    class Meta:
        model = Assessment
        skip_postgeneration_save = True

    risk = factory.SubFactory(RiskFactory)
    basis = "current"
    likelihood, impact = 3, 4
    impact_kind = "service"
    rationale = "As the committee saw it."
    assessed_by = factory.LazyAttribute(lambda made: person_with(Role.EDITOR, authority=made.risk.authority))
    level = factory.LazyAttribute(
        lambda made: make_scheme(made.risk.authority, by=made.assessed_by).matrix[made.likelihood, made.impact]
    )
    assessed_on = datetime.date(2010, 1, 15)
    assessed_at = factory.LazyAttribute(
        lambda made: datetime.datetime.combine(made.assessed_on, datetime.time(12), datetime.timezone.utc)
    )

    @classmethod
    def _create(cls, model_class, *args, latest=True, **kwargs):
        made = super()._create(model_class, *args, **kwargs)
        if latest:
            Risk.objects.filter(pk=made.risk.pk).update(**{made.basis: made})
            setattr(made.risk, made.basis, made)
        return made


class ControlFactory(DjangoModelFactory):
    class Meta:
        model = Control

    risk = factory.SubFactory(RiskFactory)
    title = factory.Sequence(lambda n: f"Control {n}")
    type = Control.Type.PREVENTIVE


class ActionFactory(DjangoModelFactory):
    class Meta:
        model = Action

    risk = factory.SubFactory(RiskFactory)
    title = factory.Sequence(lambda n: f"Action {n}")


class AcceptanceFactory(DjangoModelFactory):
    class Meta:
        model = Acceptance

    risk = factory.SubFactory(RiskFactory)
    approver = factory.LazyAttribute(lambda made: PostFactory(authority=made.risk.authority))
    accepted_on = datetime.date(2010, 1, 20)
    until = datetime.date(2010, 9, 30)
    reason = "Treating it would cost more than it could do."
    likelihood, impact, level = 3, 4, Level.HIGH
    recorded_by = factory.LazyAttribute(lambda made: person_with(Role.EDITOR, authority=made.risk.authority))
