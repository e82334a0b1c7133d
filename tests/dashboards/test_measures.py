"""What measures lack is counted on the dashboards and waits on the owner's own page."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.dashboards.measures import measures_waiting
from targets.models import Series
from tests.factories.people import CommitteeFactory, PostFactory, person_with
from tests.factories.plans import PlanFactory
from tests.factories.targets import MeasureFactory, ResultFactory, SeriesFactory, TargetFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(authority):
    return PostFactory(authority=authority)


@pytest.fixture
def committee(authority):
    return CommitteeFactory(authority=authority)


@pytest.fixture
def add(authority, committee, post):
    """Return a function that adds a measure: with a target and a result in time, unless told otherwise."""

    def added(*, reported=True, has_target=True, has_owner=True):
        owner = post if has_owner else None
        series = SeriesFactory(measure=MeasureFactory(authority=authority, committee=committee, owner=owner))
        if has_target:
            TargetFactory(series=series)
        if reported:
            days = {"starts": "2009-10-01", "ends": "2009-12-31"}
            Series.objects.filter(pk=series.pk).update(latest=ResultFactory(series=series, **days, value=Decimal(50)))
        return series.measure

    return added


def figures(client, address):
    measured = client.get(address).context["measured"]
    return {one.label: one.number for one in (measured.total, *measured.gaps)}


def test_the_dashboards_count_what_measures_lack(add, authority, committee, post, officer, as_person):
    PlanFactory(authority=authority)
    add()
    add(reported=False)
    add(has_target=False)
    add(has_owner=False)
    client = as_person(officer)
    everything = {"Measures": 4, "Overdue for data": 1, "Without owner": 1, "Without target": 1}
    assert figures(client, authority.get_absolute_url()) == everything
    assert figures(client, committee.get_absolute_url()) == everything
    assert figures(client, post.get_absolute_url()) == {**everything, "Measures": 3, "Without owner": 0}


def test_each_number_leads_to_the_list_behind_it(add, committee, officer, as_person):
    add()
    add(reported=False, has_owner=False)
    client = as_person(officer)
    gaps = client.get(committee.get_absolute_url()).context["measured"].gaps
    assert sum(one.number for one in gaps) > 0
    for one in gaps:
        assert len(client.get(one.url).context["table"].rows) == one.number, one.label


@pytest.mark.parametrize("holder", ["own", "above", "other", None])
def test_the_authoritys_dashboard_leads_to_the_scorecard_that_has_targets(add, authority, officer, as_person, holder):
    above = PlanFactory(authority=authority, title="Policing plan")
    own = PlanFactory(authority=authority, title="Business plan", under=above)
    other = PlanFactory(authority=authority, title="Another plan")
    plans = {"own": own, "above": above, "other": other}
    measure = add(has_target=False)
    if holder:
        TargetFactory(series=measure.series.get(), plan=plans[holder])
    client = as_person(officer)
    page = client.get(authority.get_absolute_url(), {"plan": own.pk}).content.decode()
    led = [name for name, one in plans.items() if reverse("plan-scorecard", args=[one.pk]) in page]
    assert led == ([holder] if holder in ("own", "above") else [])
    for name in led:
        assert client.get(reverse("plan-scorecard", args=[plans[name].pk])).context["scorecard"].rows


def test_without_measures_a_dashboard_says_nothing_of_them(committee, officer, as_person):
    assert as_person(officer).get(committee.get_absolute_url()).context["measured"] is None


def test_what_is_overdue_or_without_target_waits_for_the_owner(add, post, officer, as_person):
    add()
    late, aimless = add(reported=False), add(has_target=False)
    add(reported=False, has_owner=False)
    holder = person_with(Role.OFFICER, post=post)
    assert [(one.measure, one.due is not None, one.lacks_target) for one in measures_waiting(holder)] == [
        (late, True, False), (aimless, False, True),
    ]  # fmt: skip
    html = as_person(holder).get(reverse("my-work")).content.decode()
    assert "Quarter 3, October to December 2009 was due by 21 January 2010" in html
    assert reverse("my-measures") in html
    assert measures_waiting(officer) == []


def test_an_archived_measure_waits_for_nobody(add, post, editor):
    measure = add(reported=False)
    measure.archived_at, measure.archived_by = measure.created_at, editor
    measure.save()
    assert measures_waiting(person_with(Role.OFFICER, post=post)) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_what_waits_costs_two_queries_however_much_it_is(add, post, django_assert_num_queries, rows):
    for _ in range(rows):
        add(reported=False, has_target=False)
    holder = person_with(Role.OFFICER, post=post)
    assert holder.standing
    with django_assert_num_queries(2):
        assert len(measures_waiting(holder)) == rows


def test_a_result_that_was_corrected_after_its_judgement_waits_for_its_owner(add, post, as_person):
    """An older result asks as well as the latest one; a version that was corrected again does not."""
    measure, holder = add(), person_with(Role.OFFICER, post=post)
    series = measure.series.get()
    assert measures_waiting(holder) == []
    ResultFactory(series=series, judged_before="green", number=1, is_current=False)
    assert measures_waiting(holder) == []
    ResultFactory(series=series, judged_before="green", number=2)
    assert [(one.measure, one.to_judge) for one in measures_waiting(holder)] == [(measure, 1)]
    html = as_person(holder).get(reverse("my-work")).content.decode()
    assert all(words in html for words in ("To be judged again", "1 result corrected after the judgement"))
