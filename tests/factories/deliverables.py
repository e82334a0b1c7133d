"""Factories of deliverables and their progress."""

from __future__ import annotations

import datetime

import factory
from factory.django import DjangoModelFactory

from deliverables.models import (
    ClosedReturn,
    Comment,
    Consultation,
    DeadlineRequest,
    Deliverable,
    Evidence,
    Fate,
    Measurement,
    ProgressUpdate,
    ReportingPeriod,
    SubItem,
)
from kpa_tracker.base.toolkit.dates import parse_partial_date
from tests.factories.people import PersonFactory
from tests.factories.plans import AmbitionFactory, DescriptorFactory, PlanFactory


class ReportingPeriodFactory(DjangoModelFactory):
    class Meta:
        model = ReportingPeriod

    plan = factory.SubFactory(PlanFactory)
    name = factory.Sequence(lambda n: f"Period {n}")
    observed_from = datetime.date(2009, 4, 1)
    observed_to = datetime.date(2009, 6, 30)
    opens_on = datetime.date(2009, 7, 1)
    due_on = datetime.date(2009, 7, 20)


class DeliverableFactory(DjangoModelFactory):
    """A deliverable. `due="June 2010"` sets its current and its first adopted deadline."""

    class Meta:
        model = Deliverable

    class Params:
        due = ""

    plan = factory.SubFactory(PlanFactory)
    ambition = factory.SubFactory(AmbitionFactory, plan=factory.SelfAttribute("..plan"))
    descriptor = factory.SubFactory(DescriptorFactory, ambition=factory.SelfAttribute("..ambition"))
    reference = factory.Sequence(lambda n: f"1.{n}")
    title = factory.Sequence(lambda n: f"Deliverable {n}")
    position = factory.Sequence(lambda n: n)
    deadline_text = first_deadline_text = factory.SelfAttribute("due")
    deadline_precision = first_deadline_precision = factory.LazyAttribute(
        lambda made: parse_partial_date(made.due).precision.value
    )
    deadline_due = first_deadline_due = factory.LazyAttribute(lambda made: parse_partial_date(made.due).due)


class MeasurementFactory(DjangoModelFactory):
    class Meta:
        model = Measurement

    deliverable = factory.SubFactory(DeliverableFactory)
    text = "Agreed by the full authority"


class SubItemFactory(DjangoModelFactory):
    class Meta:
        model = SubItem

    deliverable = factory.SubFactory(DeliverableFactory)
    text = factory.Sequence(lambda n: f"Part {n}")


class ProgressUpdateFactory(DjangoModelFactory):
    """An update; `latest=True` makes a submitted or accepted one its deliverable's latest."""

    class Meta:
        model = ProgressUpdate
        skip_postgeneration_save = True

    deliverable = factory.SubFactory(DeliverableFactory)
    period = factory.SubFactory(ReportingPeriodFactory, plan=factory.SelfAttribute("..deliverable.plan"))
    written_by = factory.SubFactory(PersonFactory)
    state = ProgressUpdate.State.SUBMITTED
    stage = ProgressUpdate.Stage.IN_PROGRESS
    rating = "green"
    forecast = "green"
    done = "The draft was written."
    next_steps = "The draft goes to committee."
    submitted_at = datetime.datetime(2009, 7, 10, 9, 0, tzinfo=datetime.timezone.utc)
    first_submitted_at = factory.SelfAttribute("submitted_at")
    submitted_by = factory.SelfAttribute("written_by")

    @factory.post_generation
    def latest(self, create, extracted, **kwargs):
        if extracted:
            Deliverable.objects.filter(pk=self.deliverable_id).update(latest=self)
            self.deliverable.latest = self


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = Evidence

    deliverable = factory.SubFactory(DeliverableFactory)
    title = "Minutes of the meeting"
    link = "https://authority.example/minutes"
    added_by = factory.SubFactory(PersonFactory)


class DeadlineRequestFactory(DjangoModelFactory):
    class Meta:
        model = DeadlineRequest

    deliverable = factory.SubFactory(DeliverableFactory, due="June 2010")
    old_text, old_precision, old_due = "June 2010", "month", datetime.date(2010, 6, 30)
    new_text, new_precision, new_due = "September 2010", "month", datetime.date(2010, 9, 30)
    reason = "The partner's report is late."
    requested_by = factory.SubFactory(PersonFactory)
    requested_at = datetime.datetime(2010, 2, 1, 9, 0, tzinfo=datetime.timezone.utc)


class ClosedReturnFactory(DjangoModelFactory):
    class Meta:
        model = ClosedReturn

    deliverable = factory.SubFactory(DeliverableFactory)
    period = factory.SubFactory(ReportingPeriodFactory, plan=factory.SelfAttribute("..deliverable.plan"))
    place = "accepted"


class ConsultationFactory(DjangoModelFactory):
    class Meta:
        model = Consultation

    plan = factory.SubFactory(PlanFactory, state="consultation")
    bodies = "The independent advisory group"
    opens_on = datetime.date(2010, 4, 1)
    closes_on = datetime.date(2010, 4, 30)


class CommentFactory(DjangoModelFactory):
    class Meta:
        model = Comment

    consultation = factory.SubFactory(ConsultationFactory)
    text = "Say by when."
    made_by = factory.SubFactory(PersonFactory)


class FateFactory(DjangoModelFactory):
    """A fate; `became=[...]` are the deliverables of the plan that follows."""

    class Meta:
        model = Fate
        skip_postgeneration_save = True

    deliverable = factory.SubFactory(DeliverableFactory)
    outcome = Fate.Outcome.DROPPED
    reason = "Nobody needs it any more."
    decided_by = factory.SubFactory(PersonFactory)

    @factory.post_generation
    def became(self, create, extracted, **kwargs):
        self.became.set(extracted or [])
