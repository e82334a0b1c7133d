"""Scales of grades, kept in one piece."""

from __future__ import annotations

import pytest

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from targets.actions.lists import add_scale, change_scale
from targets.models import GradeScale
from tests.factories.targets import GradeScaleFactory, MeasureFactory

pytestmark = pytest.mark.django_db
GRADES = [("Poor", "Weak."), ("Fair", ""), ("Good", ""), ("Excellent", "")]


def ranked(scale):
    return [(grade.rank, grade.word) for grade in scale.grades.all()]


@pytest.fixture
def scale(authority):
    return GradeScaleFactory(authority=authority, name="Baseline assessment")


def test_a_scale_is_made_with_its_grades_as_one_event(authority, editor):
    made = add_scale(GradeScale(authority=authority, name="Inspection"), grades=GRADES, by=editor)
    assert ranked(made) == [(1, "Poor"), (2, "Fair"), (3, "Good"), (4, "Excellent")]
    event = history_of(made).get()
    assert event.changes["grades"] == [None, ["1. Poor: Weak.", "2. Fair", "3. Good", "4. Excellent"]]


@pytest.mark.parametrize(
    ("grades", "why"),
    [
        ([("Poor", "")], "at least two"),
        ([("Poor", ""), ("poor", "")], "same word"),
        ([("Poor", ""), ("x" * 61, "")], "at most 60"),
    ],
)
def test_what_is_no_scale_is_refused(authority, editor, grades, why):
    with pytest.raises(Refused, match=why) as refused:
        add_scale(GradeScale(authority=authority, name="Inspection"), grades=grades, by=editor)
    assert refused.value.field == "grades"
    assert not GradeScale.objects.exists()


def test_two_grades_change_places_and_one_is_added(editor, scale):
    places = {grade.rank: grade.pk for grade in scale.grades.all()}
    wanted = [("Fair", ""), ("Poor", ""), ("Good", ""), ("Excellent", ""), ("Outstanding", "")]
    change_scale(scale, seen=1, name=scale.name, era=scale.era, grades=wanted, by=editor)
    assert [word for _, word in ranked(scale)] == ["Fair", "Poor", "Good", "Excellent", "Outstanding"]
    assert {grade.rank: grade.pk for grade in scale.grades.all() if grade.rank < 5} == places
    assert "Outstanding" in str(tell(history_of(scale).get()))


def test_a_scale_in_use_loses_no_grade(authority, editor, scale):
    fewer = [("Fair", ""), ("Good", "")]
    measure = MeasureFactory(authority=authority, kind="grade", scale=scale)
    with pytest.raises(Refused, match="in use"):
        change_scale(scale, seen=1, name=scale.name, era=scale.era, grades=fewer, by=editor)
    assert len(ranked(scale)) == 4
    type(measure).objects.update(kind="count", scale=None)
    change_scale(scale, seen=1, name=scale.name, era=scale.era, grades=fewer, by=editor)
    assert ranked(scale) == [(1, "Fair"), (2, "Good")]


def test_whoever_comes_second_is_told(editor, scale):
    grades = [(grade.word, "") for grade in scale.grades.all()]
    change_scale(scale, seen=1, name="First", era=scale.era, grades=grades, by=editor)
    late = GradeScale.objects.get(pk=scale.pk)
    with pytest.raises(Conflict):
        change_scale(late, seen=1, name="Second", era=scale.era, grades=[*grades, ("New", "")], by=editor)
    assert len(ranked(scale)) == 4
