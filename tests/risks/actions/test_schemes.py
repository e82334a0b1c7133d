"""How an authority scores its risks."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from risks.actions import (
    add_category,
    archive_category,
    change_category,
    define_steps,
    make_scheme,
    move_category,
    restore_category,
    scheme_of,
    set_matrix,
    set_review_months,
)
from risks.models import Category, Definition, Scheme
from risks.scoring import STANDARD_MONTHS, Level, standard_matrix
from tests.factories.risks import CategoryFactory, RiskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme(authority, editor):
    return make_scheme(authority, by=editor)


def test_an_authority_starts_with_the_standard_way_once(authority, editor):
    first, again = scheme_of(authority, by=editor), scheme_of(authority, by=editor)
    assert (first, first.matrix, first.months) == (again, standard_matrix(), STANDARD_MONTHS)
    assert Definition.objects.count() == 25
    assert history_of(first).count() == 1


def test_two_who_make_it_at_once_make_one(authority, editor):
    assert make_scheme(authority, by=editor) == make_scheme(authority, by=editor)
    assert Scheme.objects.count() == 1


def test_a_matrix_is_set_as_one_event_that_names_its_cells(scheme, editor):
    set_matrix(scheme, matrix={**standard_matrix(), (1, 1): Level.MEDIUM, **raised()}, seen=1, by=editor)
    event = history_of(scheme).first()
    assert event.changes["likelihood 1, impact 1"] == ["Low", "Medium"]
    assert Scheme.objects.get().matrix[1, 1] is Level.MEDIUM


def raised():
    return {pair: Level.MEDIUM for pair, level in standard_matrix().items() if level is Level.LOW}


def test_a_matrix_that_falls_is_refused_with_its_cells(scheme, editor):
    with pytest.raises(Refused, match="Likelihood 5 and impact 5 is low"):
        set_matrix(scheme, matrix={**standard_matrix(), (5, 5): Level.LOW}, seen=1, by=editor)
    assert Scheme.objects.get().matrix == standard_matrix()


def test_the_same_matrix_again_is_no_event(scheme, editor):
    set_matrix(scheme, matrix=standard_matrix(), seen=1, by=editor)
    assert history_of(scheme).count() == 1


def test_of_two_who_set_the_matrix_the_second_is_told_and_nothing_of_hers_stays(scheme, editor):
    set_matrix(scheme, matrix={**standard_matrix(), **raised()}, seen=1, by=editor)
    with pytest.raises(Conflict):
        set_matrix(scheme, matrix=dict.fromkeys(standard_matrix(), Level.HIGH), seen=1, by=editor)
    assert Scheme.objects.get().matrix[1, 1] is Level.MEDIUM


def test_the_months_between_reviews_are_the_authoritys_own(scheme, editor):
    set_review_months(scheme, months={**STANDARD_MONTHS, Level.LOW: 9}, seen=1, by=editor)
    assert history_of(scheme).first().changes == {"low_months": [12, 9]}


def test_graver_risks_are_not_reviewed_less_often(scheme, editor):
    with pytest.raises(Refused, match="less often"):
        set_review_months(scheme, months={**STANDARD_MONTHS, Level.VERY_HIGH: 4}, seen=1, by=editor)


@pytest.mark.parametrize("months", [0, 25])
def test_a_review_comes_after_one_month_to_two_years(scheme, editor, months):
    with pytest.raises(ValidationError):
        set_review_months(scheme, months=dict.fromkeys(Level, months), seen=1, by=editor)


STEPS = [(f"Word {step}", f"Meaning {step}") for step in range(1, 6)]


def test_steps_are_defined_in_the_authoritys_own_words(scheme, editor):
    define_steps(scheme, axis="money", steps=STEPS, seen=1, by=editor)
    rows = scheme.definitions.filter(axis="money")
    assert [(row.word, row.meaning) for row in rows] == STEPS
    assert "Impact on money, step 3" in history_of(scheme).first().changes
    define_steps(scheme, axis="money", steps=STEPS, seen=2, by=editor)
    assert history_of(scheme).count() == 2


def test_a_step_without_a_word_is_refused(scheme, editor):
    with pytest.raises(Refused, match="step 2 is called"):
        define_steps(scheme, axis="money", steps=[STEPS[0], ("", "Nothing")], seen=1, by=editor)


def test_categories_are_entered_changed_ordered_archived_and_restored(authority, editor):
    first = add_category(Category(authority=authority, name="Finance", appetite=2), by=editor)
    second = add_category(Category(authority=authority, name="People"), by=editor)
    assert (first.position, second.position) == (1, 2)
    change_category(first, seen=1, changes={"appetite": 1, "position": 9}, by=editor)
    assert history_of(first).first().changes == {"appetite": ["Medium", "Low"]}
    move_category(second, up=True, seen=1, by=editor)
    assert list(Category.objects.order_by("position")) == [second, first]
    first.refresh_from_db()
    archive_category(first, seen=first.version, reason="Not used.", by=editor)
    with pytest.raises(Refused, match="archived"):
        change_category(first, seen=first.version, changes={"name": "Other"}, by=editor)
    restore_category(first, seen=first.version, by=editor)
    assert not first.is_archived


def test_a_category_with_risks_is_not_archived(authority, editor):
    category = CategoryFactory(authority=authority)
    RiskFactory(authority=authority, category=category)
    with pytest.raises(Refused, match="Risks in this category: 1"):
        archive_category(category, seen=1, reason="Not used.", by=editor)


def test_a_name_stands_once_an_authority(authority, editor):
    CategoryFactory(authority=authority, name="Finance")
    with pytest.raises(ValidationError, match="already has a category"):
        add_category(Category(authority=authority, name="Finance"), by=editor)
