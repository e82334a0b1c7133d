"""What a period covers beside updates: results of measures and reviews of risks, each number with its list."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from deliverables.actions.periods import close_period
from deliverables.models.covered import ends_within
from plans.periods import Frequency
from tests.answers import text
from tests.dashboards.test_every_number import rows_of
from tests.factories.deliverables import DeliverableFactory, ReportingPeriodFactory
from tests.factories.people import CommitteeFactory
from tests.factories.risks import AssessmentFactory, RiskFactory
from tests.factories.situations import meanwhile
from tests.factories.targets import MeasureFactory, ResultFactory, SeriesFactory

pytestmark = pytest.mark.django_db
QUARTER = {"starts": datetime.date(2010, 1, 1), "ends": datetime.date(2010, 3, 31)}


@pytest.fixture
def measured(plan):
    """Return a function that makes a measure on which the plan rests, with the results of some periods."""
    rests = DeliverableFactory(plan=plan)

    def made(frequency="quarter", *results, **values):
        measure = MeasureFactory(authority=plan.authority, frequency=frequency, **values)
        rests.measures.add(measure)
        series = SeriesFactory(measure=measure)
        for result in results:
            ResultFactory(series=series, **result)
        return measure

    return made


@pytest.fixture
def at_risk(plan):
    """Return a function that makes a risk of the plan that is next reviewed by a day and was scored on some."""
    rests = DeliverableFactory(plan=plan)

    def made(next_review, *scored, **values):
        risk = RiskFactory(authority=plan.authority, next_review=next_review, **values)
        rests.risks.add(risk)
        for day in scored:
            AssessmentFactory(risk=risk, basis="current", assessed_on=day)
        return risk

    return made


@pytest.fixture
def page(period, editor, as_person):
    client = as_person(editor)
    return lambda address="": client.get(address or period.get_absolute_url())


def figures(response):
    return {one.kind: [figure.number for figure in one.figures] for one in response.context["coverage"]}


@pytest.mark.parametrize(
    ("frequency", "ends"),
    [
        (Frequency.MONTH, ["2010-01-31", "2010-02-28", "2010-03-31"]),
        (Frequency.QUARTER, ["2010-03-31"]),
        (Frequency.HALF_YEAR, ["2010-03-31"]),
        (Frequency.YEAR, ["2010-03-31"]),
    ],
)
def test_what_ends_within_the_last_quarter(frequency, ends):
    found = ends_within(frequency, datetime.date(2010, 1, 1), datetime.date(2010, 3, 31))
    assert [f"{day}" for day in found] == ends


def test_nothing_but_months_and_quarters_end_in_the_third_quarter():
    days = datetime.date(2009, 10, 1), datetime.date(2009, 12, 31)
    assert [len(ends_within(frequency, *days)) for frequency in Frequency] == [3, 1, 0, 0]


def test_measures_whose_results_are_due_are_counted(measured, page):
    measured("quarter", QUARTER)
    measured("quarter", {"starts": datetime.date(2009, 10, 1), "ends": datetime.date(2009, 12, 31)})
    measured("month", {"starts": datetime.date(2010, 3, 1), "ends": datetime.date(2010, 3, 31)})
    SeriesFactory(measure=measured("year", QUARTER))
    MeasureFactory()
    shown = page()
    assert figures(shown) == {"measures": [1, 3]}
    assert "Measures: 1 of 4 results in." in text(shown)


def test_a_yearly_measure_is_not_asked_for_in_the_middle_of_a_year(measured, plan, earlier_period, editor, as_person):
    measured("year")
    assert figures(as_person(editor).get(earlier_period.get_absolute_url())) == {}


def test_risks_whose_review_is_due_are_counted(at_risk, page):
    at_risk(datetime.date(2010, 3, 31))
    at_risk(datetime.date(2010, 9, 30), datetime.date(2010, 4, 6))
    at_risk(datetime.date(2010, 9, 30), datetime.date(2009, 12, 31))
    at_risk(datetime.date(2010, 3, 1), status="closed", status_reason="Over.")
    RiskFactory(next_review=datetime.date(2010, 3, 1))
    shown = page()
    assert figures(shown) == {"risks": [1, 1]}
    assert "Risks: 1 of 2 reviewed." in text(shown)


def test_every_number_leads_to_as_many_rows(measured, at_risk, page, client):
    measured("quarter", QUARTER)
    measured("quarter")
    at_risk(datetime.date(2010, 3, 31))
    links = [figure for one in page().context["coverage"] for figure in one.figures]
    assert [one.number for one in links] == [1, 1, 0, 1]
    assert [rows_of(client, one.url) for one in links] == [1, 1, 0, 1]


def test_a_closed_period_keeps_what_it_covered(measured, at_risk, period, page, editor, client):
    late, seen = measured("quarter"), at_risk(datetime.date(2010, 3, 31))
    close_period(period, seen=period.version, knowing=True, by=editor)
    ResultFactory(series=late.series.get(), **QUARTER)
    AssessmentFactory(risk=seen, basis="current", assessed_on=datetime.date(2010, 4, 20))
    measured("quarter")
    meanwhile(late, archived_at=datetime.datetime(2010, 5, 1, tzinfo=datetime.timezone.utc), archived_by=editor)
    assert figures(page()) == {"measures": [0, 1], "risks": [0, 1]}
    links = [figure for one in page().context["coverage"] for figure in one.figures]
    assert [rows_of(client, one.url) for one in links] == [0, 1, 0, 1]


def test_a_period_that_was_closed_before_this_was_kept_says_nothing_of_it(measured, period, page, editor):
    measured("quarter")
    closed_at = datetime.datetime(2010, 4, 10, tzinfo=datetime.timezone.utc)
    meanwhile(period, closed_at=closed_at, closed_by=editor)
    assert figures(page()) == {}
    assert "due for these months" in text(page(reverse("period-measures", args=[period.pk])))


@pytest.mark.parametrize("name", ["period-measures", "period-risks"])
def test_who_chases_sees_the_lists_and_nobody_else(name, period, editor, auditor, member, stranger, as_person):
    address = reverse(name, args=[period.pk])
    assert {as_person(one).get(address).status_code for one in (editor, auditor)} == {200}
    assert {as_person(one).get(address).status_code for one in (member, stranger)} == {404}


@pytest.mark.parametrize("number", [1, 3])
def test_a_board_costs_as_many_queries_for_three_as_for_one(
    number, plan, period, measured, at_risk, editor, as_person, django_assert_num_queries
):
    for _ in range(number):
        measured("quarter", QUARTER)
        at_risk(datetime.date(2010, 3, 31))
    ReportingPeriodFactory(plan=plan, observed_from="2009-01-01", observed_to="2009-03-31")
    client = as_person(editor)
    client.get("/plans/")
    with django_assert_num_queries(10):
        client.get(reverse("period-measures", args=[period.pk]))
    with django_assert_num_queries(10):
        client.get(reverse("period-risks", args=[period.pk]))


def test_results_and_reviews_are_narrowed_by_committee(page, period, plan, measured, at_risk):
    committee = CommitteeFactory(authority=plan.authority)
    measured(), measured(committee=committee)
    at_risk(datetime.date(2010, 3, 1)), at_risk(datetime.date(2010, 3, 1), committee=committee)
    for name in ("period-measures", "period-risks"):
        lists = [page(f"{reverse(name, args=[period.pk])}{asked}") for asked in ("", f"?committee={committee.pk}")]
        assert [len(one.context["table"].rows) for one in lists] == [2, 1]
