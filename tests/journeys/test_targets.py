"""Setting a target in a real browser: the words are read into the boxes, and axe finds nothing on the way."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse

from targets.models import Target
from tests.factories.plans import PlanFactory
from tests.factories.targets import FootnoteFactory, MeasureFactory, SeriesFactory
from tests.journeys.test_gallery_axe import SIZES, violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def signed_in(page, live_server, client, editor):
    client.force_login(editor, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    return page


def look(page, step):
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (violations(page), wide) == ([], 0), f"{step} {size}"
    page.set_viewport_size(SIZES["wide"])


def test_from_the_plans_empty_table_to_a_target_with_its_tolerance(signed_in, live_server, authority):
    page, plan = signed_in, PlanFactory(authority=authority)
    SeriesFactory(measure=MeasureFactory(authority=authority, title="Callers satisfied"), name="")
    FootnoteFactory(authority=authority)
    page.goto(live_server.url + reverse("plan-targets", args=[plan.pk]))
    page.get_by_role("link", name="Add a target").first.click()
    page.get_by_label("Measure").select_option(label="Callers satisfied")
    page.get_by_role("button", name="Go on").click()
    look(page, "empty form")

    page.get_by_label("Target as the plan says it").fill("Increase to 52% as measured by the British Crime Survey")
    page.get_by_label("Baseline as the plan says it (optional)").fill("46.4%")
    page.get_by_role("button", name="Read these words into the boxes below").click()
    assert page.get_by_label("Figure", exact=True).input_value() == "52"
    assert page.get_by_label("Its figure").input_value() == "46.4"
    look(page, "read")

    page.get_by_label("Figure", exact=True).fill("about 52")
    page.get_by_role("button", name="Add the target").click()
    page.wait_for_selector(".govuk-error-summary")
    look(page, "error")

    page.get_by_label("Figure", exact=True).fill("52")
    page.get_by_role("button", name="Add the target").click()
    page.get_by_role("link", name="Tolerance of Increase").click()
    page.get_by_label("Amber within").fill("2")
    page.get_by_label("Or by whom").fill("The authority")
    look(page, "tolerance")
    page.get_by_role("button", name="Set the tolerance").click()
    assert page.get_by_text("52% or more is green; within 2 points amber; set by The authority").is_visible()
    look(page, "table")
    assert Target.objects.get().tolerances.count() == 1
