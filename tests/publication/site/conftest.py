"""What every test of the public site may ask for: a plan, and a way to publish it."""

from __future__ import annotations

import datetime

import pytest

from deliverables.models import ProgressUpdate
from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.publication.actions.publishing import publish
from plans.models import Plan
from tests.factories.deliverables import (
    DeliverableFactory,
    MeasurementFactory,
    ProgressUpdateFactory,
    ReportingPeriodFactory,
    SubItemFactory,
)
from tests.factories.people import AuthorityFactory, CommitteeFactory, PersonFactory
from tests.factories.plans import (
    AmbitionFactory,
    DescriptorFactory,
    GlossaryEntryFactory,
    PlanFactory,
    PriorityFactory,
    SectionFactory,
)
from tests.factories.publication import approve_all
from tests.factories.risks import RiskFactory
from tests.publication.sample import wanted

UTC = datetime.timezone.utc
FIRST = datetime.datetime(2010, 2, 1, 9, tzinfo=UTC)
SECOND = datetime.datetime(2010, 3, 1, 9, tzinfo=UTC)
DRAWN = b"%PDF-1.7 "
SITE = "https://plans.example.police.uk"


def drawn_as_its_words(html, **more):
    """Stand in for the drawing, which the tests of documents look at: a file that says what it would be drawn from."""
    return DRAWN + html.encode()


@pytest.fixture(autouse=True)
def quick(monkeypatch, settings):
    settings.SITE_URL = SITE
    monkeypatch.setattr("kpa_tracker.interfaces.publication.actions.publishing.render_pdf", drawn_as_its_words)


def weald(**values):
    said = {"name": "Weald Police Authority", "slug": "weald", "contact": "Gateway House\nMarlstone"}
    return AuthorityFactory(**{**said, **values})


def small_plan(authority=None, **values):
    """Return a plan that has a little of everything: two ambitions with three deliverables, of which two have told."""
    authority = authority or weald()
    said = {"title": "Business Plan 2009/10", "vision": "A county **without fear**.", "values": "Openness."}
    plan = PlanFactory(authority=authority, state="adopted", foreword="This is the plan.", **{**said, **values})
    priority = PriorityFactory(plan=plan, title="Safer streets")
    GlossaryEntryFactory(plan=plan, term="BCS", meaning="British Crime Survey")
    SectionFactory(plan=plan, title="Who we are", body="Seventeen members.")
    SectionFactory(plan=plan, title="How it is watched", place="after", body="Every *quarter*.")
    period = ReportingPeriodFactory(plan=plan)
    committee = authority.committees.first() or CommitteeFactory(authority=authority, name="Audit Committee")
    for number, title in enumerate(("Listen", "Account"), start=1):
        ambition = AmbitionFactory(plan=plan, reference=str(number), title=title, description=f"We {title.lower()}.")
        ambition.priorities.add(priority)
        risk = RiskFactory(
            authority=authority, reference=f"{plan.pk}-{number:02}", public_wording=f"Nobody may {title}."
        )
        risk.ambitions.add(ambition)
        promises(ambition, period, committee, 3 - number)
    wanted(plan, text="Increase to 52%")
    return plan


def promises(ambition, period, committee, count):
    descriptor = DescriptorFactory(ambition=ambition, title=f"People can {ambition.title.lower()}")
    for number in range(1, count + 1):
        one = DeliverableFactory(
            plan=ambition.plan,
            ambition=ambition,
            descriptor=descriptor,
            reference=f"{ambition.reference}.{number}",
            title=f"Hold meeting {ambition.reference}.{number}",
            due="June 2010",
            committee=committee,
        )
        MeasurementFactory(deliverable=one, text="Minutes are out")
        SubItemFactory(deliverable=one, text="In the north")
        if number == 1:
            report(one, period, "green" if ambition.reference == "1" else "red")


def report(deliverable, period, rating, wording="It was held."):
    return ProgressUpdateFactory(
        deliverable=deliverable, period=period, state="accepted", rating=rating, public_wording=wording, latest=True
    )


def publish_plan(plan, at=FIRST, **more):
    """Approve every text of a plan and publish it at a moment."""
    with clock.at(at):
        approve_all(plan)
        said = {"note": "The first year.", "why": "The rest follows.", **more}
        return publish(Plan.objects.get(pk=plan.pk), by=PersonFactory(), **said)


def publish_again(plan, at=SECOND, **more):
    """Publish a plan of which one promise has got better since."""
    update = ProgressUpdate.objects.filter(deliverable__plan=plan, rating="red").first()
    ProgressUpdate.objects.filter(pk=update.pk).update(rating="amber", public_wording="It is late.")
    return publish_plan(plan, at=at, **{"note": "A better year.", **more})


@pytest.fixture
def plan(db):
    return small_plan()


@pytest.fixture
def published(plan):
    return publish_plan(plan)


@pytest.fixture
def again(plan, published):
    """The second publication of a plan."""
    return publish_again(plan)


HOME = "/public/weald/"
TOP = "/public/weald/business-plan-200910/"


@pytest.fixture
def read(client):
    """Return a function that opens an address below the plan's and returns what it says."""

    def opened(path="", status=200):
        answer = client.get(path if path.startswith("/") else f"{TOP}{path}")
        assert answer.status_code == status, answer.status_code
        return answer.content.decode()

    return opened
