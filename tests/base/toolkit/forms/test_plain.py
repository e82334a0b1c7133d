"""What is wrong with a form is said once above it and once beside the field."""

from __future__ import annotations

from django import forms

from kpa_tracker.base.toolkit.samples import SampleForm
from tests.base.toolkit.forms.making import form_of, summary
from tests.base.toolkit.official import same


def test_the_error_summary_is_the_official_one_and_leads_to_the_fields():
    form = form_of(
        {}, day=forms.CharField(error_messages={"required": "The date your passport was issued must be in the past"})
    )
    expected = f"""<div class="govuk-error-summary" data-module="govuk-error-summary"><div role="alert">
        <h2 class="govuk-error-summary__title">There is a problem</h2><div class="govuk-error-summary__body">
        <ul class="govuk-list govuk-error-summary__list"><li><a href="#day">{form.errors["day"][0]}</a></li></ul>
        </div></div></div>"""
    assert same(summary(form), expected)


def test_every_link_of_the_summary_leads_to_something_on_the_page():
    form = SampleForm({})
    links = [part.split('"')[0] for part in summary(form).split('href="#')[1:]]
    assert len(links) == len(form.errors) == 10
    assert [link for link in links if f'id="{link}"' not in str(form)] == []


def test_an_error_of_the_whole_form_stands_in_the_summary():
    form = form_of({"a": "x"}, a=forms.CharField())
    form.add_error(None, "Somebody else has changed this.")
    assert "Somebody else has changed this." in summary(form)


def test_every_missing_answer_is_named():
    errors = {name: texts[0] for name, texts in SampleForm({}).errors.items()}
    assert errors["title"] == "Fill in “Title”."
    assert errors["stage"] == "Choose an answer to “Stage”."
    assert errors["supporting"] == "Choose at least one answer to “Supporting”."
    assert errors["evidence"] == "Choose a file for “Evidence”."
    assert errors["agreed"] == "Tick “The chair has seen this” to go on."


def test_a_form_s_own_words_for_what_is_missing_are_kept():
    form = form_of({}, a=forms.CharField(error_messages={"required": "Say why you archive it."}))
    assert form.errors["a"] == ["Say why you archive it."]


def test_a_correct_form_has_no_summary():
    assert summary(form_of({"a": "x"}, a=forms.CharField())).strip() == ""


def test_what_people_typed_is_never_markup():
    form = form_of({"a": "<script>"}, a=forms.IntegerField(label="<b>"), b=forms.CharField())
    assert "<script>" not in str(form)
    assert "<b>" not in str(form) + summary(form)


def test_a_missing_answer_is_named_by_the_label_that_the_person_saw():
    form = form_of({}, a=forms.CharField())
    form.fields["a"].label = "What was decided?"
    assert form.errors["a"] == ["Fill in “What was decided?”."]


def test_an_answer_that_was_not_offered_is_named_by_its_question():
    form = form_of(
        {"odds": "9", "several": ["x"]},
        odds=forms.ChoiceField(label="How likely (in %)?", choices=[("1", "1")]),
        several=forms.MultipleChoiceField(label="Which?", choices=[("a", "A")]),
    )
    assert form.errors["odds"] == ["Choose one of the answers to “How likely (in %)?” that are offered."]
    assert form.errors["several"] == ["Choose one of the answers to “Which?” that are offered."]
