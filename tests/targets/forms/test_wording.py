"""What a target's words fill into its form, and what they leave to the person."""

from __future__ import annotations

import pytest

from targets.forms.targets import baseline_read
from targets.forms.wording import wording_of
from targets.performance import Kind
from tests.factories.targets import GradeScaleFactory, MeasureFactory

pytestmark = pytest.mark.django_db


def read(text, kind="percentage", **values):
    scale = GradeScaleFactory() if kind == "grade" else None
    return wording_of(text, MeasureFactory(kind=kind, scale=scale, **values))


@pytest.mark.parametrize(
    ("text", "kind", "filled"),
    [
        ("Increase to 52%", "percentage", {"form": "absolute", "value": "52"}),
        ("Reduce by 10%", "count", {"form": "relative", "change_percent": "-10"}),
        ("No less than 32%", "percentage", {"form": "floor", "value": "32"}),
        ("Reduce to 0.49 per 1,000 population in Kent", "rate", {"form": "absolute", "value": "0.49"}),
        ("£1.5m", "money", {"form": "absolute", "value": "1,500,000"}),
        ("Achieve Level 3", "level", {"form": "level", "value": "3"}),
        ("Achieve Good", "grade", {"form": "grade", "value": "3"}),
        ("Members feel informed", "qualitative", {"form": "words"}),
    ],
)
def test_plain_words_fill_the_boxes(text, kind, filled):
    found = read(text, kind)
    assert {name: value for name, value in found.values.items() if value} == filled
    assert found.understood


@pytest.mark.parametrize(
    ("text", "kind", "why"),
    [
        ("Increase 5% or so", "percentage", "not understood"),
        ("", "percentage", "no words to read"),
        ("Increase to 52%", "qualitative", "cannot have"),
        ("Increase to 52%", "money", "the measure's kind"),
        ("Achieve Outstanding", "grade", "not on the measure's scale"),
        ("Top ten nationally", "percentage", "cannot have"),
    ],
)
def test_what_is_not_understood_or_does_not_fit_is_said_and_fills_nothing(text, kind, why):
    found = read(text, kind)
    assert (found.values, found.understood, len(found.left)) == ({}, [], 1)
    assert why in found.left[0]


def test_what_else_the_words_say_is_left_to_the_person():
    found = read("Increase to 52% as measured by the British Crime Survey")
    assert found.values["value"] == "52"
    assert any("British Crime Survey" in one for one in found.left)


def test_a_direction_that_contradicts_the_measure_is_said():
    assert any("lower is better" in one for one in read("Increase to 52%", direction="down").left)
    assert read("Increase to 52%", direction="up").left == []


@pytest.mark.parametrize(
    ("text", "kind", "filled"),
    [
        ("46.4%", Kind.PERCENTAGE, {"baseline_value": "46.4"}),
        ("15.4% : 3.6%", Kind.RATIO, {"baseline_value": "15.4", "baseline_second": "3.6"}),
        ("21,609", Kind.COUNT, {"baseline_value": "21,609"}),
        ("about 500", Kind.COUNT, {}),
        ("46.4%", Kind.MONEY, {}),
        ("", Kind.COUNT, {}),
    ],
)
def test_a_baselines_words_fill_its_figure_only_where_they_are_one(text, kind, filled):
    assert baseline_read(text, kind) == filled
