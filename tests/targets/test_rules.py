"""Who may enter results and answer recommendations: the holder of the owner post, editors and administrators."""

from __future__ import annotations

import pytest

from kpa_tracker.base.people.roles import Role
from tests.factories.inspections import RecommendationFactory
from tests.factories.people import PostFactory, person_with
from tests.factories.targets import MeasureFactory, ResultFactory, SeriesFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(authority):
    return PostFactory(authority=authority)


@pytest.fixture
def result(authority, post):
    return ResultFactory(series=SeriesFactory(measure=MeasureFactory(authority=authority, owner=post)))


def may(person, record):
    return person.has_perm("targets.record_result", record)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.EDITOR])
def test_editors_and_administrators_enter_any_result_of_their_authority(result, authority, role):
    assert may(person_with(role, authority=authority), result)


def test_the_holder_of_the_owner_post_enters_results_of_measure_series_and_period(result, post):
    holder = person_with(Role.OFFICER, post=post)
    assert [may(holder, one) for one in (result, result.series, result.series.measure)] == [True] * 3


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEMBER, Role.AUDITOR])
def test_holders_of_other_posts_enter_none(result, authority, role):
    assert not may(person_with(role, authority=authority), result)


def test_an_auditor_writes_nothing_whatever_post_is_held(result, post):
    assert not may(person_with(Role.AUDITOR, post=post), result)


def test_the_editor_of_another_authority_enters_none(result, stranger):
    assert not may(stranger, result)


def test_a_measure_without_owner_is_no_officers(officer, authority):
    assert not may(officer, MeasureFactory(authority=authority))


# --- Recommendations --------------------------------------------------------------------------------------------------


@pytest.fixture
def recommendation(authority, post):
    return RecommendationFactory(inspection__authority=authority, owner=post)


def who_answers(people, record):
    return [person.has_perm("targets.report_recommendation", record) for person in people]


def test_a_recommendation_is_answered_by_the_holder_of_its_post_and_by_editors(recommendation, post, editor, stranger):
    may, may_not = [person_with(Role.OFFICER, post=post), editor], [person_with(Role.AUDITOR, post=post), stranger]
    assert (who_answers(may, recommendation), who_answers(may_not, recommendation)) == ([True] * 2, [False] * 2)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEMBER, Role.AUDITOR])
def test_holders_of_other_posts_answer_no_recommendation(recommendation, authority, role):
    assert who_answers([person_with(role, authority=authority)], recommendation) == [False]


def test_before_a_recommendation_is_known_any_post_may_have_one_to_answer(officer, auditor):
    assert who_answers([officer, auditor], None) == [True, False]
