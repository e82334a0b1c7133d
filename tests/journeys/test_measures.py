"""The pages of measures in a real browser: axe finds nothing, nothing scrolls sideways, the grid needs keys alone."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.dates import months_later
from targets.actions.results import correct_result, judge_otherwise, place_of, record_result
from targets.models import Result
from tests.factories.people import CommitteeFactory, PostFactory, person_with
from tests.factories.plans import PlanFactory, PriorityFactory
from tests.factories.targets import (
    BaselineFactory,
    DefinitionFactory,
    FootnoteFactory,
    MeasureFactory,
    ObjectiveFactory,
    SeriesFactory,
    TargetFactory,
    ToleranceFactory,
)
from tests.journeys.walking import SIZES, faults

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def post(authority):
    return PostFactory(authority=authority, title="Head of Contact")


@pytest.fixture
def measure(authority, post):
    made = MeasureFactory(
        authority=authority, title="Victims satisfied", owner=post, committee=CommitteeFactory(authority=authority)
    )
    for year in (2007, 2009):
        DefinitionFactory(measure=made, applies_from=datetime.date(year, 4, 1))
    return made


@pytest.fixture
def holder(post, measure, authority):
    """The owner of a measure of two series, with a gap, a correction, a judgement, a footnote and a new definition."""
    person = person_with(Role.OFFICER, post=post)
    plan = PlanFactory(authority=authority)
    objective = ObjectiveFactory(plan=plan, priority=PriorityFactory(plan=plan))
    for name in ("White", "BME"):
        series = SeriesFactory(measure=measure, name=name)
        baseline = BaselineFactory(series=series)
        baseline.footnotes.add(FootnoteFactory(authority=authority))
        ToleranceFactory(target=TargetFactory(series=series, plan=plan, objective=objective, baseline=baseline))
        for place in (0, 1, 2, 4, 5):
            starts = months_later(datetime.date(2008, 4, 1), 3 * place)
            days = {"starts": starts, "ends": months_later(starts, 3) - datetime.timedelta(days=1)}
            result = record_result(series, **days, content={"value": Decimal(47 + place)}, by=person)
        newer = correct_result(
            result, content={"value": Decimal(51)}, reason="Late forms", seen=place_of(result), by=person
        )
        judge_otherwise(newer, status="green", reason="Within the error", seen=place_of(newer), by=person)
    return person


@pytest.fixture
def grid(browse, holder):
    """The holder's measures, with a box for each result."""
    page = browse(holder, reverse("my-measures"))
    page.wait_for_selector(".js-enabled")
    return page


def addresses(measure):
    result = Result.objects.current().order_by("-ends").first()
    plan = result.target.plan
    return [
        reverse("measure", args=[measure.pk]), reverse("measure-history", args=[measure.pk]), reverse("my-measures"),
        reverse("result-record", args=[result.series_id]), reverse("result-correct", args=[result.pk]),
        reverse("result-judge", args=[result.pk]), reverse("plan-scorecard", args=[plan.pk]),
        reverse("plan-scorecard", args=[plan.pk]) + "?show=red", measure.committee.get_absolute_url(),
        reverse("committee-scorecard", args=[measure.committee_id]), reverse("my-work"),
    ]  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(page, browse, holder, measure, size):
    page.set_viewport_size(SIZES[size])
    found = {address: faults(browse(holder, address)) for address in addresses(measure)}
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def enter(page):
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_grid_is_filled_from_the_keyboard_and_an_error_loses_nothing(grid, measure):
    series = measure.series.get(name="White")
    first = grid.locator(f"#r-{series.pk}-20091231")
    first.focus()
    grid.keyboard.type("about 50")
    grid.keyboard.press("Tab")
    grid.keyboard.type("52.5")
    enter(grid)
    expect(grid.locator(".govuk-error-summary")).to_be_visible()
    expect(first).to_have_value("about 50")
    assert faults(grid) == []
    assert Result.objects.get(series=series, ends="2010-03-31").value == Decimal("52.5")
    first.fill("50")
    enter(grid)
    expect(grid.locator(".govuk-notification-banner")).to_be_visible()
    expect(grid.locator(".govuk-error-summary")).to_have_count(0)
    assert Result.objects.get(series=series, ends="2009-12-31").value == 50


def test_arrow_keys_move_between_the_boxes_and_stay_in_a_text(grid, measure):
    white, bme = measure.series.get(name="White"), measure.series.get(name="BME")
    upper = grid.locator(f"#r-{white.pk}-20091231")
    lower, beside = (grid.locator(f"#r-{bme.pk}-{ends}") for ends in ("20091231", "20100331"))
    upper.focus()
    grid.keyboard.press("ArrowDown")
    expect(lower).to_be_focused()
    grid.keyboard.press("ArrowRight")
    expect(beside).to_be_focused()
    grid.keyboard.type("52.5")
    grid.keyboard.press("ArrowLeft")
    expect(beside).to_be_focused()
    grid.keyboard.press("Home")
    grid.keyboard.press("ArrowLeft")
    expect(lower).to_be_focused()
    grid.keyboard.press("ArrowUp")
    expect(upper).to_be_focused()


PASTE = """([id, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.getElementById(id).dispatchEvent(event);
}"""


def test_cells_copied_from_a_spreadsheet_fill_the_boxes_below_and_beside(grid, measure):
    white, bme = measure.series.get(name="White"), measure.series.get(name="BME")
    grid.evaluate(PASTE, [f"r-{white.pk}-20091231", "48.1\t48.2\r\n\t49.2\t50\r\n"])
    said = "3 boxes filled. Look at them, then save. 1 did not fit: they are closed, or outside the table."
    expect(grid.locator("[data-entry-said]")).to_have_text(said)
    boxes = [f"#r-{one.pk}-{ends}" for one in (white, bme) for ends in ("20091231", "20100331")]
    assert [grid.locator(box).input_value() for box in boxes] == ["48.1", "48.2", "", "49.2"]
