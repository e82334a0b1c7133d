"""Factories of agendas, questions, minuted actions, committees' ratings and resolutions."""

from __future__ import annotations

import datetime

import factory
from factory.django import DjangoModelFactory

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.scrutiny.models import (
    AgendaItem,
    Attendance,
    CommitteeRating,
    MinutedAction,
    Question,
    Resolution,
)
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import CommitteeFactory, MeetingFactory, PersonFactory, PostFactory, person_with
from tests.factories.plans import PlanFactory

HELD_ON = datetime.date(2010, 3, 16)
TO_COME = datetime.date(2010, 5, 18)


class HeldMeetingFactory(MeetingFactory):
    """A meeting of March 2010, that has been held."""

    held_on = HELD_ON


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(HeldMeetingFactory)
    title = factory.Sequence(lambda n: f"Item {n}")
    position = factory.Sequence(lambda n: n)


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    meeting = factory.SubFactory(HeldMeetingFactory)


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    committee = factory.SubFactory(CommitteeFactory)
    text = factory.Sequence(lambda n: f"What became of matter {n}?")
    to = factory.LazyAttribute(lambda made: PostFactory(authority=made.committee.authority))
    asked_by = factory.SubFactory(PersonFactory)


class MinutedActionFactory(DjangoModelFactory):
    class Meta:
        model = MinutedAction

    meeting = factory.SubFactory(HeldMeetingFactory)
    minute = factory.Sequence(lambda n: f"10/{n}")
    text = factory.Sequence(lambda n: f"Report on matter {n}.")
    owner = factory.LazyAttribute(lambda made: PostFactory(authority=made.meeting.committee.authority))


class CommitteeRatingFactory(DjangoModelFactory):
    """A rating by a committee of the authority whose plan the deliverable is of."""

    class Meta:
        model = CommitteeRating

    deliverable = factory.SubFactory(DeliverableFactory)
    meeting = factory.LazyAttribute(
        lambda made: HeldMeetingFactory(committee__authority=made.deliverable.plan.authority)
    )
    rating, owner_rating = "red", "green"
    minute = factory.Sequence(lambda n: f"10/{n}")
    reason = "The committee heard nothing that bears it out."
    recorded_by = factory.SubFactory(PersonFactory)


class ResolutionFactory(DjangoModelFactory):
    class Meta:
        model = Resolution

    meeting = factory.SubFactory(HeldMeetingFactory)
    minute = factory.Sequence(lambda n: f"10/{n}")
    text = factory.Sequence(lambda n: f"The committee notes matter {n}.")


def committee_at_work(authority: Authority | None = None) -> dict:
    """A committee with a chair and a member, a meeting held and one to come, and a deliverable with a lead."""
    plan = PlanFactory(**({"authority": authority} if authority else {}))
    chair, seat, lead = (PostFactory(authority=plan.authority) for _ in range(3))
    committee = CommitteeFactory(authority=plan.authority, chair=chair)
    committee.members.add(seat)
    return {
        "committee": committee,
        "chair": person_with(Role.MEMBER, post=chair),
        "member": person_with(Role.MEMBER, post=seat),
        "owner": person_with(Role.OFFICER, post=lead),
        "lead": lead,
        "held": HeldMeetingFactory(committee=committee),
        "coming": MeetingFactory(committee=committee, held_on=TO_COME),
        "deliverable": DeliverableFactory(plan=plan, lead=lead, committee=committee),
    }
