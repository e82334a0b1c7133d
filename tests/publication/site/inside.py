"""Everything that a house holds beside what the public reads: a record of every kind, in every internal state."""

from __future__ import annotations

import datetime

from kpa_tracker.base.audit.actions import record
from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.publication.actions.publishing import publish, withdraw
from plans.models import Plan
from tests.factories.deliverables import (
    ClosedReturnFactory,
    CommentFactory,
    ConsultationFactory,
    DeadlineRequestFactory,
    DeliverableFactory,
    EvidenceFactory,
    FateFactory,
    MeasurementFactory,
    ProgressUpdateFactory,
    ReportingPeriodFactory,
    SubItemFactory,
)
from tests.factories.exchange import OriginFactory, RiskOriginFactory
from tests.factories.inspections import GradeCountFactory
from tests.factories.notifications import FeedTokenFactory, NoticeFactory, PreferenceFactory, ScheduleFactory
from tests.factories.packs import PackFactory, PackFileFactory, PackUseFactory
from tests.factories.people import CommitteeFactory, MeetingFactory, PersonFactory
from tests.factories.plans import (
    AmbitionFactory,
    DescriptorFactory,
    GlossaryEntryFactory,
    PlanFactory,
    PriorityFactory,
    SectionFactory,
)
from tests.factories.publication import PublicationUseFactory, RenderingFactory, WordingFactory, approve_all
from tests.factories.risks import AcceptanceFactory, AssessmentFactory, DefinitionFactory, RiskFactory
from tests.factories.scrutiny import CommitteeRatingFactory, MinutedActionFactory, QuestionFactory
from tests.factories.sign_in import TriesFactory
from tests.factories.targets import ClosingFactory, ResultFactory
from tests.hostile.world import MAKERS

ON_THE_SHELF = {"publication", "look"}
"""What the public would read, if there were another one of it."""
LATER = datetime.datetime(2030, 1, 1, tzinfo=datetime.timezone.utc)
GONE = {
    "archived_at": datetime.datetime(2010, 1, 5, tzinfo=datetime.timezone.utc),
    "archived_reason": "Inside: given up",
}

ALSO = (
    *(AcceptanceFactory, ClosedReturnFactory, ClosingFactory, DefinitionFactory, FeedTokenFactory, GradeCountFactory),
    *(MeasurementFactory, NoticeFactory, OriginFactory, PackUseFactory, PreferenceFactory, RiskOriginFactory),
    *(ScheduleFactory, SubItemFactory, TriesFactory),
)
"""What stands on no page of its own."""


def fill(plan: Plan) -> None:
    """Put a record of every kind beside what is public of a plan, of its authority and of another one."""
    for authority in (plan.authority, PlanFactory(title="Inside: of others").authority):
        for kind, make in MAKERS.items():
            if kind not in ON_THE_SHELF:
                make(authority)
    gone = {**GONE, "archived_by": PersonFactory(name="Inside Person")}
    archived_parts(plan, gone)
    texts_in_flight(plan)
    risks_of_nobody(plan, gone)
    progress_inside(plan)
    meetings(plan)
    other_plans(plan)
    for make in ALSO:
        make()
    RenderingFactory(plan=plan, drawn=True)
    record("inside", plan, by=gone["archived_by"], authority_id=plan.authority_id, reason="Inside: a reason")


def archived_parts(plan, gone):
    ambition = plan.ambitions.first()
    DeliverableFactory(plan=plan, ambition=ambition, title="Inside: archived", **gone)
    other = AmbitionFactory(plan=plan, title="Inside: archived", **gone)
    DeliverableFactory(plan=plan, ambition=other, title="Inside: under what is archived")
    DescriptorFactory(ambition=ambition, title="Inside: archived", **gone)
    SectionFactory(plan=plan, title="Inside: archived", **gone)
    GlossaryEntryFactory(plan=plan, term="Inside: archived", **gone)
    PriorityFactory(plan=plan, title="Inside: archived", **gone)


def texts_in_flight(plan):
    """Texts on their way: one nobody submitted, one each that waits, was sent back, has no approval any more."""
    SectionFactory(plan=plan, title="Inside: for members", body="Inside", is_public=False)
    SectionFactory(plan=plan, title="Inside: not submitted", body="Inside")
    person = PersonFactory(name="Inside Decider")
    decided = {"decided_by": person, "decided_at": clock.now()}
    for said in (
        {},
        {"state": "sent_back", "reason": "Inside", **decided},
        {"state": "revoked", "reason": "Inside", "revoked_by": person, "revoked_at": clock.now(), **decided},
    ):
        one = SectionFactory(plan=plan, title="Inside: in flight", body="Inside")
        text = {"title": one.title, "body": one.body}
        WordingFactory(authority=plan.authority, plan=plan, kind="section", subject=one.pk, said=text, **said)
    worded = DeliverableFactory(plan=plan, ambition=plan.ambitions.first(), public_wording="Inside: not approved")
    ProgressUpdateFactory(
        deliverable=worded, period=plan.periods.first(), state="accepted", public_wording="Inside: accepted"
    )


def risks_of_nobody(plan, gone):
    """Risks on parts of the plan that nobody approved for the public: with and without words, and archived."""
    for said in ({"public_wording": "Inside: nobody approved it"}, {}, gone):
        risk = RiskFactory(authority=plan.authority, title="Inside: a title", **said)
        risk.ambitions.add(plan.ambitions.first())
        risk.deliverables.add(plan.deliverables.first())
        AssessmentFactory(risk=risk)


def progress_inside(plan):
    """Updates of later periods in every state that is not public, with evidence and a wish for a later deadline."""
    days = {"observed_from": datetime.date(2010, 1, 1), "observed_to": datetime.date(2010, 3, 31)}
    days |= {"opens_on": datetime.date(2010, 4, 1), "due_on": datetime.date(2010, 4, 20)}
    later = ReportingPeriodFactory(plan=plan, name="Inside: a period", **days)
    said = {"public_wording": "Inside: not accepted", "done": "Inside", "rating": "red", "stage": "cancelled"}
    states = ("submitted", "sent_back", "draft", "corrected")
    for one, state in zip([*plan.deliverables.all(), *plan.deliverables.all()], states, strict=False):
        update = ProgressUpdateFactory(deliverable=one, period=later, state=state, latest=state == "submitted", **said)
        EvidenceFactory(deliverable=one, update=update, title="Inside: evidence")
    DeadlineRequestFactory(deliverable=plan.deliverables.first(), reason="Inside: late")
    CommentFactory(consultation=ConsultationFactory(plan=plan), text="Inside: a comment")
    ResultFactory(series=plan.targets.first().series, note="Inside: a note")


def meetings(plan):
    """A pack with its file, questions, minuted actions, and how the committee itself rates a deliverable."""
    meeting = MeetingFactory(committee=CommitteeFactory(authority=plan.authority, name="Inside: a committee"))
    PackFileFactory(pack=PackFactory(meeting=meeting))
    QuestionFactory(committee=meeting.committee, text="Inside: a question")
    MinutedActionFactory(meeting__committee=meeting.committee, text="Inside: an action")
    CommitteeRatingFactory(deliverable=plan.deliverables.first(), rating="red")


def other_plans(plan):
    """Next year's draft with what became of a promise, and plans that wait for their time or never came to it."""
    PlanFactory(authority=plan.authority, previous=plan, title="Inside: next year")
    FateFactory(deliverable=plan.deliverables.first(), reason="Inside: why")
    for authority in (plan.authority, PlanFactory().authority):
        one = PlanFactory(authority=authority, state="adopted", title="Inside: under embargo", vision="Inside")
        made = publish(approve_all(one), by=PersonFactory(), public_from=LATER, why="Inside")
    PublicationUseFactory(publication=made)
    withdraw(made, reason="Inside", by=PersonFactory())


def wait_for_its_time(plan):
    """Publish a plan that the public reads once more, for a time to come."""
    Plan.objects.filter(pk=plan.pk).update(vision="Inside: under embargo")
    publish(
        approve_all(Plan.objects.get(pk=plan.pk)), by=PersonFactory(), public_from=LATER, why="Inside", note="Inside"
    )
