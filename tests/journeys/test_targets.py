"""Setting a target in a real browser: the words are read into the boxes, and axe finds nothing on the way."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from targets.models import Target
from tests.factories.plans import PlanFactory
from tests.factories.targets import FootnoteFactory, MeasureFactory, SeriesFactory
from tests.journeys.walking import follow, look, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_from_the_plans_empty_table_to_a_target_with_its_tolerance(browse, editor, authority):
    plan = PlanFactory(authority=authority)
    SeriesFactory(measure=MeasureFactory(authority=authority, title="Callers satisfied"), name="")
    FootnoteFactory(authority=authority)
    page = browse(editor, reverse("plan-targets", args=[plan.pk]))
    follow(page, "Add a target")
    page.get_by_label("Measure").select_option(label="Callers satisfied")
    press(page, "Go on")
    look(page, "empty form")

    page.get_by_label("Target as the plan says it").fill("Increase to 52% as measured by the British Crime Survey")
    page.get_by_label("Baseline as the plan says it (optional)").fill("46.4%")
    press(page, "Read these words into the boxes below")
    expect(page.get_by_label("Figure", exact=True)).to_have_value("52")
    expect(page.get_by_label("Its figure")).to_have_value("46.4")
    look(page, "read")

    page.get_by_label("Figure", exact=True).fill("about 52")
    press(page, "Add the target")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    look(page, "error")

    page.get_by_label("Figure", exact=True).fill("52")
    press(page, "Add the target")
    follow(page, "Tolerance of Increase")
    page.get_by_label("Amber within").fill("2")
    page.get_by_label("Or by whom").fill("The authority")
    look(page, "tolerance")
    press(page, "Set the tolerance")
    expect(page.get_by_text("52% or more is green; within 2 points amber; set by The authority")).to_be_visible()
    look(page, "table")
    assert Target.objects.get().tolerances.count() == 1
