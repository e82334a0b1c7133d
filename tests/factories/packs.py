"""Factories of packs."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any
from unittest import mock

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from kpa_tracker.base.toolkit.kept import fingerprint
from kpa_tracker.interfaces.scrutiny.actions.packs import assemble_pack, freeze_pack
from kpa_tracker.interfaces.scrutiny.models import Pack, PackFile, PackUse
from tests.factories.deliverables import DeliverableFactory, MeasurementFactory
from tests.factories.inspections import RecommendationFactory
from tests.factories.people import CommitteeFactory, MeetingFactory, PersonFactory, PostFactory
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.factories.progress import quarter, rated
from tests.factories.risks import AssessmentFactory
from tests.factories.scrutiny import TO_COME, HeldMeetingFactory, MinutedActionFactory, QuestionFactory
from tests.factories.targets import MeasureFactory, SeriesFactory


class PackFactory(DjangoModelFactory):
    class Meta:
        model = Pack

    meeting = factory.SubFactory(MeetingFactory, held_on=TO_COME)
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


def oversight(authority):
    """A committee with something of every kind to look at: a meeting held and one to come, a plan with items rated and
    not, one of them another committee's, a period that is open, a measure, a recommendation, a risk, an action and a
    question. `.pack(by)` assembles a pack for the meeting to come."""
    committee = CommitteeFactory(authority=authority, name="Audit Committee")
    plan = PlanFactory(authority=authority, marking="OFFICIAL", title="Business plan 2009/10")
    first, second = (AmbitionFactory(plan=plan, reference=str(n), title=f"Ambition {n}", position=n) for n in (1, 2))
    lead = PostFactory(authority=authority, title="Treasurer")
    own = {"committee": committee, "ambition": first, "descriptor": None, "lead": lead}
    red = rated(plan, "red", update=RED, due="March 2010", reference="1.1", title="Count the cost", **own)
    green = rated(plan, "green", reference="1.2", title="Keep the books", **own)
    unrated = DeliverableFactory(
        plan=plan, reference="2.1", title="Plan the audit", **{**own, "ambition": second, "lead": None}
    )
    other = rated(
        plan, "amber", reference="2.2", title="Hear the public", **{**own, "committee": None, "ambition": second}
    )
    MeasurementFactory(deliverable=red, text="The auditor signs the accounts")
    risk = AssessmentFactory(risk__authority=authority, risk__committee=committee, risk__reference="KPA 05").risk
    measure = MeasureFactory(authority=authority, committee=committee, title="Cost per head")
    made = {
        "recommendation": RecommendationFactory(
            inspection__authority=authority, authority=authority, committee=committee, text="Count again"
        ),
        "series": SeriesFactory(measure=measure, name=""),
        "action": MinutedActionFactory(
            meeting=HeldMeetingFactory(committee=committee), minute="10/1", text="Look again"
        ),
        "question": QuestionFactory(committee=committee, text="What does it cost?"),
        "coming": MeetingFactory(committee=committee, held_on=TO_COME),
    }
    return Oversight(committee, plan, quarter(plan, 4), lead, red, green, unrated, other, risk, made)


RED = {
    "cause": "Nobody counted.",
    "recovery": "Somebody counts.",
    "green_on": datetime.date(2010, 6, 30),
    "public_wording": "The count takes longer.",
}


@dataclass
class Oversight:
    """What `oversight` made, by name."""

    committee: Any
    plan: Any
    period: Any
    lead: Any
    red: Any
    green: Any
    unrated: Any
    other: Any
    risk: Any
    made: dict

    def pack(self, *, by, **values):
        """Assemble a pack for the meeting to come, as an editor would."""
        said = {"meeting": self.made["coming"], "plan": self.plan, "period": self.period, **values}
        return loaded(assemble_pack(Pack(**said), by=by))

    def frozen(self, *, by, **values):
        """Freeze such a pack, without drawing its PDF."""
        with mock.patch("kpa_tracker.interfaces.scrutiny.actions.packs.render_pdf", return_value=b"%PDF-1.7 drawn"):
            pack = self.pack(by=by, **values)
            return freeze_pack(pack, seen=pack.version, by=by)


def loaded(pack):
    return Pack.objects.for_page().get(pk=pack.pk)
