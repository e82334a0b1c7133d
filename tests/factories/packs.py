"""Factories of packs."""

from __future__ import annotations

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from kpa_tracker.interfaces.scrutiny.models import Pack, PackFile, PackUse
from kpa_tracker.interfaces.scrutiny.models.packs import fingerprint
from tests.conftest import TODAY
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import MeetingFactory, PersonFactory
from tests.factories.plans import PlanFactory


class PackFactory(DjangoModelFactory):
    class Meta:
        model = Pack

    meeting = factory.SubFactory(MeetingFactory, held_on=TODAY)
    plan = factory.LazyAttribute(lambda made: PlanFactory(authority=made.meeting.committee.authority))

    class Params:
        frozen = factory.Trait(
            content={"head": {}},
            frozen_at=factory.LazyFunction(timezone.now),
            frozen_by=factory.SubFactory(PersonFactory),
        )


class PackFileFactory(DjangoModelFactory):
    class Meta:
        model = PackFile

    pack = factory.SubFactory(PackFactory, frozen=True)
    kind = "pdf"
    name = "pack.pdf"
    content = b"%PDF-1.7"
    size = factory.LazyAttribute(lambda made: len(made.content))
    sha256 = factory.LazyAttribute(lambda made: fingerprint(made.content))


class PackUseFactory(DjangoModelFactory):
    class Meta:
        model = PackUse

    pack = factory.SubFactory(PackFactory, frozen=True)
    deliverable = factory.SubFactory(DeliverableFactory)
