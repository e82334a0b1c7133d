"""Forms on a plan and its parts: what they offer, what they refuse beside which field, what they hand over."""

from __future__ import annotations

import datetime

import pytest

from plans.forms import (
    AmbitionForm,
    DescriptorForm,
    GlossaryEntryForm,
    PlanForm,
    PriorityForm,
    ScaleForm,
    SectionForm,
    priorities_offered,
)
from plans.models import Ambition, Descriptor, GlossaryEntry, Plan, Priority, Section
from tests.factories.plans import AmbitionFactory, PlanFactory, PriorityFactory, ScaleFactory, SectionFactory

ARCHIVED_AT = datetime.datetime(2010, 1, 1, tzinfo=datetime.timezone.utc)
WORDS = {
    "title": "Business plan 2010/11",
    "starts_on": "1 April 2010",
    "ends_on": "31/3/2011",
    "marking": "OFFICIAL",
    "ambition_word": "Theme",
    "descriptor_word": "Outcome",
    "deliverable_word": "Activity",
    "version": "1",
}


def errors(form):
    return set(form.errors)


# --- The plan ---


@pytest.fixture
def filled(plan):
    """Return a function that fills in the form on a plan."""

    def fill(of=plan, **changes):
        return PlanForm({**WORDS, "scale": str(of.scale_id or ""), **changes}, instance=of)

    return fill


def test_a_plan_hands_over_its_words_and_days(filled, plan):
    form = filled()
    assert form.is_valid(), form.errors
    assert (form.seen, form.changes["title"]) == (1, "Business plan 2010/11")
    assert form.changes["ends_on"] == datetime.date(2011, 3, 31)
    assert plan.title != "Business plan 2010/11", "the record itself is left alone"


@pytest.mark.parametrize(
    "field",
    ["title", "starts_on", "ends_on", "marking", "ambition_word", "descriptor_word", "deliverable_word", "scale"],
)
def test_what_a_plan_cannot_be_without(filled, field):
    assert errors(filled(**{field: ""})) == {field}


@pytest.mark.parametrize(
    ("field", "value"),
    [("starts_on", "April 2010"), ("ends_on", "31 June 2010"), ("title", "x" * 201), ("marking", "x" * 61)],
)
def test_what_does_not_fit_is_refused_beside_its_field(filled, field, value):
    assert errors(filled(**{field: value})) == {field}


@pytest.mark.parametrize("state", ["draft", "consultation"])
def test_a_plan_that_is_not_adopted_may_change_its_scale(plan, filled, state):
    Plan.objects.filter(pk=plan.pk).update(state=state)
    assert "scale" in filled(Plan.objects.get(pk=plan.pk)).fields


@pytest.mark.parametrize("state", ["adopted", "closed"])
def test_an_adopted_plan_keeps_its_scale(plan, filled, state):
    Plan.objects.filter(pk=plan.pk).update(state=state)
    assert "scale" not in filled(Plan.objects.get(pk=plan.pk)).fields


def test_a_new_plan_needs_no_scale_for_it_gets_the_usual_one(authority, filled):
    form = filled(Plan(authority=authority), scale="")
    assert form.is_valid(), form.errors
    assert "version" not in form.fields


def test_plans_and_scales_of_others_are_not_offered(plan, filled, authority):
    mine, other = PlanFactory(authority=authority), PlanFactory()
    form = filled()
    assert set(form.fields["previous"].queryset) == {mine}
    assert set(form.fields["under"].queryset) == {mine}
    assert set(form.fields["scale"].queryset) == {plan.scale, mine.scale}
    assert errors(filled(previous=other.pk)) == {"previous"}
    assert errors(filled(scale=ScaleFactory().pk)) == {"scale"}
    assert errors(filled(under=plan.pk)) == {"under"}, "a plan does not stand under itself"


# --- Its parts ---


@pytest.mark.parametrize(
    ("form_class", "model", "data"),
    [
        (AmbitionForm, Ambition, {"title": "Safe streets"}),
        (DescriptorForm, Descriptor, {"title": "Less violence"}),
        (PriorityForm, Priority, {"title": "Confidence"}),
        (SectionForm, Section, {"title": "Foreword", "body": "Welcome", "place": "before"}),
        (GlossaryEntryForm, GlossaryEntry, {"term": "PA"}),
    ],
)
def test_each_part_needs_its_words(plan, form_class, model, data):
    made = form_class(data, instance=model(), plan=plan)
    assert made.is_valid(), made.errors
    for field in data:
        assert errors(form_class({**data, field: " "}, instance=model(), plan=plan)) == {field}


@pytest.mark.parametrize(
    ("form_class", "model", "field", "longest"),
    [
        (AmbitionForm, Ambition, "reference", 20),
        (AmbitionForm, Ambition, "title", 300),
        (DescriptorForm, Descriptor, "title", 400),
        (PriorityForm, Priority, "title", 200),
        (SectionForm, Section, "title", 200),
        (GlossaryEntryForm, GlossaryEntry, "term", 60),
        (GlossaryEntryForm, GlossaryEntry, "meaning", 400),
    ],
)
def test_each_part_has_its_longest_text(plan, form_class, model, field, longest):
    fits, too_long = (form_class({field: "x" * n}, instance=model(), plan=plan) for n in (longest, longest + 1))
    assert field not in fits.errors
    assert field in too_long.errors


def test_an_ambition_serves_priorities_of_its_own_plan(plan):
    mine, other = PriorityFactory(plan=plan), PriorityFactory()
    data = {"title": "Safe streets", "priorities": [mine.pk]}
    form = AmbitionForm(data, instance=Ambition(plan=plan), plan=plan)
    assert form.is_valid(), form.errors
    assert list(form.links["priorities"]) == [mine]
    assert errors(AmbitionForm({**data, "priorities": [other.pk]}, instance=Ambition(), plan=plan)) == {"priorities"}


def test_an_archived_priority_is_offered_only_where_it_is_served_already(plan, editor):
    gone = PriorityFactory(plan=plan, archived_at=ARCHIVED_AT, archived_by=editor)
    current = PriorityFactory(plan=plan)
    serving = AmbitionFactory(plan=plan)
    serving.priorities.add(gone)
    assert set(priorities_offered(plan, serving)) == {gone, current}
    assert set(priorities_offered(plan, AmbitionFactory(plan=plan))) == {current}
    assert set(priorities_offered(plan, Ambition())) == {current}


@pytest.mark.parametrize(("place", "fits"), [("before", True), ("after", True), ("within", False)])
def test_a_section_stands_before_or_after_the_ambitions(plan, place, fits):
    form = SectionForm({"title": "Foreword", "body": "Welcome", "place": place}, instance=Section(), plan=plan)
    assert form.is_valid() == fits


def test_a_sections_markdown_can_be_looked_at(plan):
    data = {"title": "Foreword", "body": "Some **bold** words", "place": "before"}
    form = SectionForm(data, instance=Section(), plan=plan)
    assert form.is_valid()
    assert form.previews() == [("Text", "<p>Some <strong>bold</strong> words</p>\n")]


def section_of(plan, body, instance=None):
    data = {"title": "Budget", "body": body, "place": "before"}
    return SectionForm(data, instance=instance or Section(plan=plan), plan=plan)


@pytest.mark.parametrize("mark", ["targets", "deliverables: A", "deliverables: 1"])
def test_a_section_places_tables(plan, mark):
    AmbitionFactory(plan=plan, reference="A")
    assert section_of(plan, f"[[{mark}]]").is_valid()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("[[nonsense]]", "[[nonsense]] places nothing."),
        ("[[deliverables: 2]]", "nothing in this plan is numbered 2."),
        ("[[targets]]\n[[targets]]", "[[targets]] stands here twice."),
        ("[[risks]]", "[[risks]] stands in “Risks” already."),
    ],
)
def test_a_section_that_places_what_cannot_stand_there_is_refused(plan, body, said):
    AmbitionFactory(plan=plan, reference="A")
    SectionFactory(plan=plan, title="Risks", body="[[risks]]")
    form = section_of(plan, body)
    assert errors(form) == {"body"}
    assert said in " ".join(form.errors["body"])


def test_a_table_may_stand_where_it_stood_and_where_it_was_taken_out(plan, editor):
    SectionFactory(plan=plan, body="[[risks]]", archived_at=ARCHIVED_AT, archived_by=editor)
    SectionFactory(body="[[risks]]")
    own = SectionFactory(plan=plan, body="[[risks]]")
    assert section_of(plan, "[[risks]]", own).is_valid()


# --- The scale ---


@pytest.fixture
def scale(authority):
    return ScaleFactory(authority=authority, points=("red", "green"))


def meant(scale, **changes):
    data = {"word_red": "Off", "definition_red": "Not achieved", "word_green": "On", "definition_green": "Achieved"}
    return ScaleForm({**data, "version": "1", **changes}, scale=scale)


def test_a_scale_asks_for_a_word_and_a_definition_of_each_colour(scale):
    form = meant(scale)
    assert [legend for legend, _ in form.fieldsets] == ["Red", "Green"]
    assert form.is_valid()
    assert form.words == {
        "red": {"word": "Off", "definition": "Not achieved"},
        "green": {"word": "On", "definition": "Achieved"},
    }


@pytest.mark.parametrize("field", ["word_red", "definition_red", "word_green", "definition_green"])
def test_no_colour_is_without_either(scale, field):
    assert errors(meant(scale, **{field: ""})) == {field}


def test_a_word_is_short(scale):
    assert errors(meant(scale, word_red="x" * 41)) == {"word_red"}


def test_what_was_typed_is_laid_beside_what_is_saved(scale):
    form = meant(scale)
    assert form.is_valid()
    assert form.beside(scale)[0] == ("Red, word", "Off", "Red")
    assert len(form.beside(scale)) == 4
