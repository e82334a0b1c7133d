"""A chair reads a red deliverable, its risk's owner scores the risk again, and the committee's chair accepts it."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from kpa_tracker.base.people.roles import Role
from risks.models import Risk
from risks.scoring import Stance
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory
from tests.factories.people import CommitteeFactory, PostFactory, person_with
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.factories.risks import AssessmentFactory, CategoryFactory, RiskFactory
from tests.journeys.walking import follow, go, look, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
RED_SINCE = datetime.datetime(2010, 4, 6, 9, tzinfo=datetime.timezone.utc)


def test_from_a_red_deliverable_to_an_accepted_risk(browse, authority):
    treasurer, chair = (PostFactory(authority=authority, title=title) for title in ("Treasurer", "Chair of Audit"))
    owner, member = person_with(Role.OFFICER, post=treasurer), person_with(Role.MEMBER, post=chair)
    committee = CommitteeFactory(authority=authority, name="Audit Committee", chair=chair)
    plan = PlanFactory(authority=authority)
    ambition = AmbitionFactory(plan=plan)
    red = DeliverableFactory(plan=plan, ambition=ambition, title="Bank the savings")
    ProgressUpdateFactory(deliverable=red, rating="red", latest=True, submitted_at=RED_SINCE)
    category = CategoryFactory(authority=authority, name="Money")
    risk = RiskFactory(
        authority=authority, reference="KPA 07", title="Savings on paper alone", owner=treasurer,
        committee=committee, category=category,
    )  # fmt: skip
    risk.deliverables.add(red)
    AssessmentFactory(risk=risk, likelihood=3, impact=3)

    page = browse(member, red.get_absolute_url())
    follow(page, "KPA 07")
    expect(page.get_by_text("Score it again?")).to_be_visible()
    look(page, "the risk of a red deliverable")

    browse(owner, risk.get_absolute_url())
    press(page, "Score it", exact=True)
    page.get_by_label("4 Likely").check()
    page.get_by_label("4 Major").check()
    press(page, "Save")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    look(page, "a score without a reason")
    page.get_by_label("Why this score?").fill("The savings are late.")
    press(page, "Save")
    expect(page.get_by_text("Beyond appetite, neither treated nor accepted").first).to_be_visible()
    expect(page.get_by_text("Score it again?")).to_have_count(0)
    look(page, "the risk scored again")

    browse(member, reverse("risk-heat-map"))
    look(page, "heat map")
    go(page.get_by_role("row", name="4 Likely").get_by_role("link", name="1"))
    follow(page, "KPA 07")
    press(page, "Record an acceptance")
    look(page, "accepting")
    page.get_by_label("Until when?").fill("30/9/2010")
    page.get_by_label("Why is it borne?").fill("The autumn's figures will show more.")
    press(page, "Record the acceptance")
    expect(page.get_by_text("Beyond appetite, accepted")).to_be_visible()
    look(page, "the accepted risk")
    assert Stance(Risk.objects.with_stance().get().stance) is Stance.ACCEPTED


@pytest.mark.parametrize("name", ["risk-list", "risk-whole", "risk-checks", "risk-scheme"])
def test_the_pages_of_the_register_are_read_by_everybody(browse, authority, editor, name):
    risk = AssessmentFactory(risk=RiskFactory(authority=authority, category=CategoryFactory(authority=authority))).risk
    risk.ambitions.add(AmbitionFactory(plan=PlanFactory(authority=authority)))
    look(browse(editor, reverse(name)), name)
