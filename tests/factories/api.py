"""Factory of API tokens."""

from __future__ import annotations

import datetime

import factory
from factory.django import DjangoModelFactory

from kpa_tracker.interfaces.api.models import ApiToken, digest_of
from tests.factories.people import PersonFactory

SECRET = "s" * 43


class ApiTokenFactory(DjangoModelFactory):
    """A token of which the secret is known: `text_of` writes it."""

    class Meta:
        model = ApiToken

    person = factory.SubFactory(PersonFactory)
    name = factory.Sequence(lambda n: f"Report {n}")
    selector = factory.Sequence(lambda n: f"{n:016x}")
    digest = digest_of(SECRET)
    expires_on = datetime.date(2010, 7, 11)


def text_of(token: ApiToken) -> str:
    return f"kpa_{token.selector}_{SECRET}"
