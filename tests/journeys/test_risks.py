"""A chair reads a red deliverable, its risk's owner scores the risk again, and the committee's chair accepts it."""

from __future__ import annotations

import datetime

import pytest
from django.conf import settings
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from risks.models import Risk
from risks.scoring import Stance
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory
from tests.factories.people import CommitteeFactory, PostFactory, person_with
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.factories.risks import AssessmentFactory, CategoryFactory, RiskFactory
from tests.journeys.test_gallery_axe import SIZES, violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
RED_SINCE = datetime.datetime(2010, 4, 6, 9, tzinfo=datetime.timezone.utc)


@pytest.fixture
def sign_in(page, live_server, client):
    """Return a function that makes the browser somebody else's."""

    def become(person):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.clear_cookies()
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    return become


def look(page, step):
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (violations(page), wide) == ([], 0), f"{step} {size}"
    page.set_viewport_size(SIZES["wide"])


def test_from_a_red_deliverable_to_an_accepted_risk(sign_in, live_server, authority):
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

    page = sign_in(member)
    page.goto(live_server.url + red.get_absolute_url())
    page.get_by_role("link", name="KPA 07").click()
    assert page.get_by_text("Score it again?").is_visible()
    look(page, "the risk of a red deliverable")

    page = sign_in(owner)
    page.goto(live_server.url + risk.get_absolute_url())
    page.get_by_role("button", name="Score it", exact=True).click()
    page.get_by_label("4 Likely").check()
    page.get_by_label("4 Major").check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_selector(".govuk-error-summary")
    look(page, "a score without a reason")
    page.get_by_label("Why this score?").fill("The savings are late.")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("Beyond appetite, neither treated nor accepted").first.is_visible()
    assert not page.get_by_text("Score it again?").count()
    look(page, "the risk scored again")

    page = sign_in(member)
    page.goto(live_server.url + reverse("risk-heat-map"))
    look(page, "heat map")
    page.get_by_role("row", name="4 Likely").get_by_role("link", name="1").click()
    page.get_by_role("link", name="KPA 07").click()
    page.get_by_role("button", name="Record an acceptance").click()
    look(page, "accepting")
    page.get_by_label("Until when?").fill("30/9/2010")
    page.get_by_label("Why is it borne?").fill("The autumn's figures will show more.")
    page.get_by_role("button", name="Record the acceptance").click()
    assert page.get_by_text("Beyond appetite, accepted").is_visible()
    look(page, "the accepted risk")
    assert Stance(Risk.objects.with_stance().get().stance) is Stance.ACCEPTED


@pytest.mark.parametrize("name", ["risk-list", "risk-whole", "risk-checks", "risk-scheme"])
def test_the_pages_of_the_register_are_read_by_everybody(sign_in, live_server, authority, editor, name):
    risk = AssessmentFactory(risk=RiskFactory(authority=authority, category=CategoryFactory(authority=authority))).risk
    risk.ambitions.add(AmbitionFactory(plan=PlanFactory(authority=authority)))
    page = sign_in(editor)
    page.goto(live_server.url + reverse(name))
    look(page, name)
