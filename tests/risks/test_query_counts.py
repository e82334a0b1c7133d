"""Every page of the register that shows several of something asks the database as often for one as for three."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from tests.conftest import TODAY
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory, ReportingPeriodFactory
from tests.factories.people import CommitteeFactory, PersonFactory, PostFactory, person_with
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.factories.risks import (
    AcceptanceFactory,
    ActionFactory,
    AssessmentFactory,
    CategoryFactory,
    ControlFactory,
    RiskFactory,
)

pytestmark = pytest.mark.django_db
PAGES = {
    ("risk-list", ""): 14,
    ("risk-list", "state=needing_decision"): 14,
    ("risk-list", "export=csv"): 10,
    ("risk-archived", ""): 7,
    ("risk-top", ""): 13,
    ("risk-heat-map", "basis=inherent"): 11,
    ("risk-heat-map", "basis=target"): 11,
    ("risk-whole", ""): 13,
    ("risk-whole", "export=csv"): 10,
    ("risk-checks", ""): 12,
    ("risk-scheme", ""): 10,
    ("risk-review", "all=1"): 8,
    ("my-work", ""): 21,
}
RISK_PAGE = 20


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, state="adopted")


@pytest.fixture
def owner_post(authority):
    return PostFactory(authority=authority)


@pytest.fixture
def client(owner_post, as_person):
    return as_person(person_with(Role.EDITOR, post=owner_post))


def full_risk(plan, post, **values):
    """A risk with one of everything that can hang on one."""
    authority = plan.authority
    risk = RiskFactory(
        authority=authority,
        owner=post,
        committee=CommitteeFactory(authority=authority),
        category=CategoryFactory(authority=authority),
        next_review=TODAY,
        **values,
    )
    more(risk, plan)
    return risk


def more(risk, plan):
    for basis in ("inherent", "current", "target"):
        AssessmentFactory(risk=risk, basis=basis)
    ended = {"ended_at": "2010-02-01T00:00Z", "ended_by": PersonFactory(), "ended_reason": "Taken back."}
    AcceptanceFactory(risk=risk, **ended)
    for kind in (ControlFactory, ActionFactory):
        kind(risk=risk, owner=risk.owner)
        kind(risk=risk, archived_at="2010-01-01T00:00Z", archived_by=PersonFactory())
    ambition = AmbitionFactory(plan=plan)
    deliverable = DeliverableFactory(plan=plan, ambition=ambition)
    period = plan.periods.first() or ReportingPeriodFactory(plan=plan)
    ProgressUpdateFactory(deliverable=deliverable, period=period, rating="red", latest=True)
    risk.ambitions.add(ambition)
    risk.deliverables.add(deliverable)


def read(client, address, query=""):
    response = client.get(f"{address}?{query}")
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("asked", "queries"), PAGES.items(), ids=["?".join(page) for page in PAGES])
def test_a_page_asks_as_often_for_one_risk_as_for_three(
    asked, queries, number, plan, owner_post, client, django_assert_num_queries
):
    gone = {"archived_at": "2010-01-01T00:00Z", "archived_by": PersonFactory()}
    for _ in range(number):
        full_risk(plan, owner_post)
        RiskFactory(authority=plan.authority, owner=owner_post, **gone)
    with django_assert_num_queries(queries):
        read(client, reverse(asked[0]), asked[1])


@pytest.mark.parametrize("number", [1, 3])
def test_a_risks_page_asks_as_often_for_one_of_everything_as_for_three(
    number, plan, owner_post, client, django_assert_num_queries
):
    risk = full_risk(plan, owner_post)
    for _ in range(number - 1):
        more(risk, plan)
    with django_assert_num_queries(RISK_PAGE):
        read(client, risk.get_absolute_url())
