"""Factories of risks."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from risks.models import Risk
from tests.factories.people import AuthorityFactory


class RiskFactory(DjangoModelFactory):
    class Meta:
        model = Risk

    authority = factory.SubFactory(AuthorityFactory)
    reference = factory.Sequence(lambda n: f"KPA {n:02}")
    title = factory.Sequence(lambda n: f"Risk {n}")
