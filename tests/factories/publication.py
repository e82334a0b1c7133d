"""Factories of what is approved for the public, published and taken back."""

from __future__ import annotations

import io

import factory
from factory.django import DjangoModelFactory

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.kept import fingerprint
from kpa_tracker.interfaces.publication.look.pictures import read_logo
from kpa_tracker.interfaces.publication.models import (
    Logo,
    Look,
    PublicAddress,
    Publication,
    PublicationFile,
    PublicationUse,
    Rendering,
    Requirement,
    Withdrawal,
    Wording,
)
from kpa_tracker.interfaces.publication.wordings import Unit, units_of_plan, units_of_register
from tests.factories.deliverables import ProgressUpdateFactory
from tests.factories.people import AuthorityFactory, PersonFactory
from tests.factories.pictures import picture
from tests.factories.plans import PlanFactory


class WordingFactory(DjangoModelFactory):
    class Meta:
        model = Wording

    authority = factory.SubFactory(AuthorityFactory)
    kind = "risk"
    subject = factory.Sequence(lambda n: n + 1)
    name = "KPA 05 Staff leave"
    said = factory.LazyFunction(lambda: {"public_wording": "We may lose people whom we need."})
    submitted_at = factory.LazyFunction(clock.now)
    submitted_by = factory.SubFactory(PersonFactory)

    class Params:
        approved = factory.Trait(
            state="approved", decided_at=factory.LazyFunction(clock.now), decided_by=factory.SubFactory(PersonFactory)
        )


class PublicationFactory(DjangoModelFactory):
    class Meta:
        model = Publication

    plan = factory.SubFactory(PlanFactory, state="adopted")
    number = factory.LazyAttribute(lambda made: 1 + Publication.objects.filter(plan=made.plan).count())
    content = factory.LazyFunction(dict)
    published_at = factory.LazyFunction(clock.now)
    public_from = factory.SelfAttribute("published_at")
    published_by = factory.SubFactory(PersonFactory)


class PublicAddressFactory(DjangoModelFactory):
    class Meta:
        model = PublicAddress

    plan = factory.SubFactory(PlanFactory, state="adopted")
    authority_slug = factory.LazyAttribute(lambda made: made.plan.authority.slug)
    plan_slug = factory.Sequence(lambda n: f"plan-{n}")


class PublicationFileFactory(DjangoModelFactory):
    class Meta:
        model = PublicationFile

    publication = factory.SubFactory(PublicationFactory)
    kind = "pdf"
    name = "plan.pdf"
    content = b"%PDF-1.7"
    size = factory.LazyAttribute(lambda made: len(made.content))
    sha256 = factory.LazyAttribute(lambda made: fingerprint(made.content))


class PublicationUseFactory(DjangoModelFactory):
    class Meta:
        model = PublicationUse

    publication = factory.SubFactory(PublicationFactory)
    update = factory.SubFactory(ProgressUpdateFactory)
    deliverable = factory.SelfAttribute("update.deliverable")


class WithdrawalFactory(DjangoModelFactory):
    class Meta:
        model = Withdrawal

    publication = factory.SubFactory(PublicationFactory)
    at = factory.LazyFunction(clock.now)
    by = factory.SubFactory(PersonFactory)
    reason = "A figure was wrong."


class RequirementFactory(DjangoModelFactory):
    class Meta:
        model = Requirement

    authority = factory.SubFactory(AuthorityFactory)
    title = factory.Sequence(lambda n: f"Requirement {n}")
    seen_by = "priorities"


class LogoFactory(DjangoModelFactory):
    class Meta:
        model = Logo

    authority = factory.SubFactory(AuthorityFactory)
    content = factory.LazyFunction(lambda: read_logo(io.BytesIO(picture())).content)
    name = factory.LazyAttribute(lambda made: f"logo-{fingerprint(made.content)[:20]}.png")
    size = factory.LazyAttribute(lambda made: len(made.content))
    sha256 = factory.LazyAttribute(lambda made: fingerprint(made.content))


class LookFactory(DjangoModelFactory):
    class Meta:
        model = Look

    authority = factory.SubFactory(AuthorityFactory)
    main_colour = "#5b1236"

    class Params:
        with_logo = factory.Trait(
            logo=factory.SubFactory(LogoFactory, authority=factory.SelfAttribute("..authority")),
            logo_alt="White horse",
            back_page="## Where to write\n\nGateway House",
        )


class RenderingFactory(DjangoModelFactory):
    class Meta:
        model = Rendering

    plan = factory.SubFactory(PlanFactory, state="adopted")
    kind = "working"
    asked_by = factory.SubFactory(PersonFactory)

    class Params:
        drawn = factory.Trait(state="drawn", name="plan.pdf", content=b"%PDF-1.7 drawn")


def approve_all(of):
    """Approve every text for the public of a plan, or of an authority's register, as it reads now."""
    is_register = isinstance(of, Authority)
    units = units_of_register(of) if is_register else units_of_plan(of)
    Wording.objects.bulk_create(approved(unit, of.authority_id) for unit in units)
    return of


def approved(unit: Unit, authority_id: int) -> Wording:
    return WordingFactory.build(
        authority=None,
        authority_id=authority_id,
        kind=unit.kind,
        subject=unit.subject,
        name=unit.name[:400],
        said=unit.said,
        basis=unit.basis,
        state="approved",
        submitted_by=PersonFactory(),
        decided_by=PersonFactory(),
        decided_at=clock.now(),
    )
