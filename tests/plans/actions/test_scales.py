"""A scale is made with its points; its words are the authority's own."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.toolkit.errors import Conflict
from plans.actions import change_points, create_scale, default_scale
from plans.models import ScalePoint
from tests.factories.plans import ScaleFactory


def test_five_points_come_with_their_usual_words(authority, editor):
    scale = create_scale(authority, name="Delivery confidence", kind="five", by=editor)
    assert list(scale.points.values_list("code", flat=True)) == [
        "green", "amber_green", "amber", "amber_red", "red",
    ]  # fmt: skip
    assert all(point.definition for point in scale.points.all())
    assert len(history_of(scale).get().changes["points"][1]) == 5


def test_a_scales_name_is_used_once(authority, editor):
    create_scale(authority, name="Ours", kind="three", by=editor)
    with pytest.raises(ValidationError):
        create_scale(authority, name="Ours", kind="five", by=editor)


def test_the_authoritys_scale_of_three_points_is_its_default(authority, editor):
    ScaleFactory(authority=authority, points=("red", "amber_red", "amber", "amber_green", "green"))
    ScaleFactory()
    three = ScaleFactory(authority=authority)
    assert default_scale(authority, by=editor) == three


def test_new_words_of_points_are_one_event(authority, editor):
    scale = ScaleFactory(authority=authority)
    words = {"red": {"word": "Not achieved"}, "green": {"definition": "Achieved in full."}}
    change_points(scale, seen=1, words=words, by=editor)
    assert history_of(scale).get().changes == {
        "red word": ["Red", "Not achieved"],
        "green definition": ["What green means.", "Achieved in full."],
    }
    assert ScalePoint.objects.get(scale=scale, code="red").word == "Not achieved"


def test_the_same_words_leave_no_event(authority, editor):
    scale = ScaleFactory(authority=authority)
    change_points(scale, seen=1, words={"red": {"word": "Red"}}, by=editor)
    assert (history_of(scale).count(), scale.version) == (0, 1)


def test_the_slower_editor_of_points_is_told_and_changes_nothing(authority, editor):
    scale = ScaleFactory(authority=authority)
    change_points(scale, seen=1, words={"red": {"word": "Theirs"}}, by=editor)
    with pytest.raises(Conflict):
        change_points(scale, seen=1, words={"red": {"word": "Mine"}}, by=editor)
    assert ScalePoint.objects.get(scale=scale, code="red").word == "Theirs"


def test_a_point_without_a_word_is_refused(authority, editor):
    scale = ScaleFactory(authority=authority)
    with pytest.raises(ValidationError):
        change_points(scale, seen=1, words={"red": {"word": ""}}, by=editor)
