"""The pages on which a tolerance and a year's profile are set."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from targets.models import Tolerance
from tests.factories.people import CommitteeFactory, person_with
from tests.factories.plans import PlanFactory
from tests.factories.targets import (
    ClosingFactory,
    ExpectedValueFactory,
    MeasureFactory,
    SeriesFactory,
    TargetFactory,
    ToleranceFactory,
)

pytestmark = pytest.mark.django_db
READERS = [Role.OFFICER, Role.MEMBER, Role.AUDITOR, Role.EDITOR, Role.ADMINISTRATOR]
EDITORS = {Role.EDITOR, Role.ADMINISTRATOR}
DECIDED = {"version": 1, "amber_within": "2", "measured_in": "units", "applies_from": "1/4/2009", "set_on": "12/6/2009"}


@pytest.fixture
def target(authority):
    series = SeriesFactory(measure=MeasureFactory(authority=authority))
    return TargetFactory(series=series, plan=PlanFactory(authority=authority))


def tolerance(target):
    return reverse("target-tolerance", args=[target.pk])


def profile(target, every=""):
    return reverse("target-profile", args=[target.pk]) + (f"?every={every}" if every else "")


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("name", ["target-tolerance", "target-profile"])
def test_editors_alone_set_them(role, name, authority, target, as_person):
    response = as_person(person_with(role, authority=authority)).get(reverse(name, args=[target.pk]))
    assert response.status_code == (200 if role in EDITORS else 404)


@pytest.mark.parametrize("name", ["target-tolerance", "target-profile"])
def test_another_authoritys_target_does_not_exist(name, target, stranger, as_person):
    client, url = as_person(stranger), reverse(name, args=[target.pk])
    assert (client.get(url).status_code, client.post(url, DECIDED).status_code) == (404, 404)


def test_a_tolerance_is_set_by_a_committee(authority, target, editor, as_person):
    committee = CommitteeFactory(authority=authority)
    response = as_person(editor).post(tolerance(target), {**DECIDED, "committee": committee.pk})
    assert response.status_code == 302, response.context["form"].errors
    set_now = Tolerance.objects.get()
    assert (set_now.amber_within, set_now.committee, set_now.set_on) == (2, committee, datetime.date(2009, 6, 12))


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "committee"),
        ({"set_by": "The Board", "amber_within": "-1"}, "amber_within"),
        ({"set_by": "The Board", "amber_within": ""}, "amber_within"),
        ({"set_by": "The Board", "set_on": "1/1/2011"}, "set_on"),
        ({"set_by": "The Board", "applies_from": "30/6/2009"}, "applies_from"),
    ],
)
def test_what_a_tolerance_lacks_is_said_beside_it(target, editor, as_person, sent, field):
    ClosingFactory(authority=target.plan.authority)
    response = as_person(editor).post(tolerance(target), {**DECIDED, **sent})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not Tolerance.objects.exists()


def test_the_page_says_what_is_closed_and_what_was_set_before(target, editor, as_person):
    ClosingFactory(authority=target.plan.authority)
    ToleranceFactory(target=target, amber_within=10, reason="As last year.")
    response = as_person(editor).get(tolerance(target))
    page = text(response)
    assert all(words in page for words in ("Results up to 30 June 2009 are closed", "10 points from", "As last year."))
    assert response.context["form"]["applies_from"].value() == "1 July 2009"


def test_whoever_comes_second_is_told_and_may_send_again(target, editor, as_person):
    client, sent = as_person(editor), {**DECIDED, "set_by": "The Board"}
    client.post(tolerance(target), sent)
    late = client.post(tolerance(target), {**sent, "amber_within": "3"})
    assert (late.status_code, 'name="version" value="2"' in text(late)) == (422, True)
    assert client.post(tolerance(target), {**sent, "amber_within": "3", "version": 2}).status_code == 302


def test_a_profile_is_set_on_one_grid(target, editor, as_person):
    client = as_person(editor)
    assert len(client.get(profile(target, "month")).context["form"].periods) == 12
    sent = {"version": 1, "expected_2009_06_30": "48", "expected_2009_09_30": "", "expected_2010_03_31": "52%"}
    assert client.post(profile(target, "quarter"), sent).status_code == 302
    kept = [(str(one.starts), str(one.ends), one.value) for one in target.expected_values.all()]
    assert kept == [("2009-04-01", "2009-06-30", 48), ("2010-01-01", "2010-03-31", 52)]
    shown = client.get(profile(target)).context["form"]
    assert [box.value() for box in shown.rows()] == ["48", None, None, "52"]


def test_a_profile_by_months_is_shown_by_months_and_says_what_replacing_it_does(target, editor, as_person):
    ExpectedValueFactory(target=target, starts=datetime.date(2009, 4, 1), ends=datetime.date(2009, 4, 30))
    client = as_person(editor)
    assert len(client.get(profile(target)).context["form"].periods) == 12
    assert "Saving here replaces it." in text(client.get(profile(target, "quarter")))


def test_what_is_no_figure_is_said_beside_its_box(target, editor, as_person):
    response = as_person(editor).post(profile(target), {"version": 1, "expected_2009_06_30": "lots"})
    assert list(response.context["form"].errors) == ["expected_2009_06_30"]
    assert "is not a figure" in text(response)


@pytest.mark.parametrize(("gathering", "words"), [("sum", "together they make the year"), ("last", "should stand at")])
def test_the_grid_says_what_its_boxes_mean(target, editor, as_person, gathering, words):
    type(target.series.measure).objects.update(gathering=gathering)
    assert words in text(as_person(editor).get(profile(target)))


def test_whoever_comes_second_with_a_profile_is_told(target, editor, as_person):
    client = as_person(editor)
    client.post(profile(target), {"version": 1, "expected_2009_06_30": "48"})
    late = client.post(profile(target), {"version": 1, "expected_2009_06_30": "49"})
    assert (late.status_code, 'name="version" value="2"' in text(late)) == (422, True)


SET_SO_FAR = [
    ({"kind": "percentage"}, {}, "2 points from 1 April 2009"),
    ({"kind": "percentage"}, {"amber_within": 1}, "1 point from 1 April 2009"),
    ({"kind": "count"}, {"measured_in": "percent"}, "2% of the target from 1 April 2009"),
    ({"kind": "money", "unit": "£m"}, {"amber_within": 100000}, "£0.1m from 1 April 2009"),
]


@pytest.mark.parametrize(("measure", "values", "said"), SET_SO_FAR)
def test_what_was_set_so_far_is_said_in_the_measures_own_terms(authority, editor, as_person, measure, values, said):
    series = SeriesFactory(measure=MeasureFactory(authority=authority, **measure))
    of = TargetFactory(series=series, plan=PlanFactory(authority=authority))
    ToleranceFactory(target=of, applies_from=datetime.date(2009, 4, 1), **values)
    assert said in text(as_person(editor).get(tolerance(of)))
