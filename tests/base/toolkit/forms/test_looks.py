"""Forms look like GOV.UK Frontend's, whoever made them."""

from __future__ import annotations

import pytest
from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.forms.models import ModelForm
from django.test import SimpleTestCase

from kpa_tracker.base.people.models import Authority, Person, Post
from kpa_tracker.base.toolkit.forms import GovukRenderer, PlainForm, RatingField
from kpa_tracker.base.toolkit.ratings import THREE_POINT
from kpa_tracker.base.toolkit.samples import SampleForm
from tests.base.toolkit.forms.making import field_html, form_of
from tests.base.toolkit.official import official, same
from tests.factories.people import PostFactory


def test_a_text_field_with_an_error_is_the_official_one():
    messages = {"required": "Enter a National Insurance number in the correct format"}
    field = forms.CharField(label="National Insurance number", error_messages=messages)
    expected = official(
        "input",
        "with error message",
        ("input-with-error-message-error", "ni_error"),
        ("input-with-error-message", "ni"),
        ("test-name-3", "ni"),
        ('class="govuk-label"', 'class="govuk-label govuk-label--s"'),
    )
    assert same(field_html(form_of({}, ni=field), "ni"), expected)


def test_a_text_area_with_an_error_is_the_official_one():
    field = forms.CharField(
        label="Why can’t you provide a National Insurance number?",
        error_messages={"required": "You must provide an explanation"},
        widget=forms.Textarea,
    )
    expected = official(
        "textarea",
        "with error message",
        ("no-ni-reason-error", "no-ni-reason_error"),
        ('class="govuk-label"', 'class="govuk-label govuk-label--s"'),
    )
    assert same(field_html(form_of({}, no_ni_reason=field), "no-ni-reason"), expected)


def test_a_select_with_a_hint_and_an_error_is_the_official_one():
    field = forms.ChoiceField(
        label="Label text goes here",
        help_text="Hint text goes here",
        error_messages={"required": "Error message goes here"},
        choices=[(number, f"GOV.UK frontend option {number}") for number in (1, 2, 3)],
    )
    expected = official(
        "select",
        "with hint text and error message",
        ("select-2-hint", "select-2_helptext"),
        ("select-2-error", "select-2_error"),
        ('class="govuk-label"', 'class="govuk-label govuk-label--s"'),
    )
    assert same(field_html(form_of({}, select_2=field), "select-2"), expected)


def test_radio_buttons_are_the_official_ones():
    field = forms.ChoiceField(
        label="Have you changed your name?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        initial="no",
    )
    form = form_of(None, example=field)
    form.errors["example"] = form.error_class(["Please select an option"])
    expected = official(
        "radios",
        "with fieldset and error message",
        ("example-error", "example_error"),
        ('id="example"', 'id="example_0"'),
        ('for="example"', 'for="example_0"'),
        ("example-2", "example_1"),
        ("govuk-fieldset__legend", "govuk-fieldset__legend govuk-fieldset__legend--s"),
        ('class="govuk-radios"', 'class="govuk-radios govuk-radios--small"'),
    )
    assert same(field_html(form, "example"), expected)


def test_boxes_with_hints_are_the_official_ones():
    words = {
        "animal": "Waste from animal carcasses",
        "mines": "Waste from mines or quarries",
        "farm": "Farm or agricultural waste",
    }
    field = forms.MultipleChoiceField(
        label="Which types of waste do you transport regularly?",
        choices=list(words.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Please select an option"},
    )
    field.option_hints = dict.fromkeys(words, "Nullam id dolor id nibh ultricies vehicula ut id elit.")
    expected = official(
        "checkboxes",
        "with error message",
        ("waste-error", "waste_error"),
        ("waste-2", "waste_1"),
        ("waste-3", "waste_2"),
        ('id="waste"', 'id="waste_0"'),
        ('for="waste"', 'for="waste_0"'),
        ("waste-item-hint", "waste_0-item-hint"),
        ("govuk-fieldset__legend", "govuk-fieldset__legend govuk-fieldset__legend--s"),
        ('class="govuk-checkboxes"', 'class="govuk-checkboxes govuk-checkboxes--small"'),
    )
    assert same(field_html(form_of({}, waste=field), "waste"), expected)


def test_every_kind_of_question_is_drawn_with_its_own_class():
    form = SampleForm()
    kinds = {
        name: form[name].kind for name in ("stage", "cause", "title", "committee", "supporting", "evidence", "agreed")
    }
    assert kinds == {
        "stage": "radios",
        "cause": "textarea",
        "title": "input",
        "committee": "select",
        "supporting": "checkboxes",
        "evidence": "file-upload",
        "agreed": "checkbox",
    }


def test_every_label_hint_and_error_belongs_to_its_input():
    html = str(SampleForm({}))
    for attribute, ours in (("for", "id"), ("aria-describedby", "id")):
        named = {part.split('"')[0] for part in html.split(f' {attribute}="')[1:]}
        for name in " ".join(named).split():
            assert html.count(f' {ours}="{name}"') == 1, name


def test_a_ticked_answer_stays_ticked():
    form = form_of({"one": "b"}, one=forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect))
    assert 'value="b" checked' in str(form)
    assert 'value="a" checked' not in str(form)


def test_many_boxes_get_a_frame():
    many = forms.MultipleChoiceField(
        choices=[(number, number) for number in range(13)], widget=forms.CheckboxSelectMultiple
    )
    few = forms.MultipleChoiceField(
        choices=[(number, number) for number in range(12)], widget=forms.CheckboxSelectMultiple
    )
    form = form_of(None, many=many, few=few)
    assert (form["many"].is_long, form["few"].is_long) == (True, False)


def test_the_browser_adds_no_bubbles_and_no_placeholders():
    form = form_of(None, name=forms.CharField(widget=forms.TextInput(attrs={"placeholder": "Type here"})))
    assert " required" not in str(form)
    assert "placeholder" not in str(form)


def test_what_may_be_left_out_says_so():
    html = str(form_of(None, first=forms.CharField(), second=forms.CharField(required=False)))
    assert html.count("(optional)") == 1
    assert "Second (optional)" in html


def test_groups_of_questions_have_a_legend_and_the_rest_follows():
    class Grouped(PlainForm):
        fieldsets = [("In your words", ["done"])]
        title = forms.CharField()
        done = forms.CharField()
        secret = forms.CharField(widget=forms.HiddenInput)

    groups = [(group.legend, [field.name for field in group.fields]) for group in Grouped().groups()]
    assert groups == [("In your words", ["done"]), ("", ["title"])]
    html = str(Grouped())
    assert html.count('name="secret"') == html.count('name="title"') == html.count('name="done"') == 1


def test_a_question_that_only_some_answers_need_is_marked_for_the_script_and_said_in_words():
    html = str(SampleForm())
    assert 'data-show-when="rating" data-show-answers="amber red"' in html
    assert "Only needed where “Rating now” is Amber or Red." in html
    assert "What caused this? (optional)" not in html


def test_a_prefixed_form_watches_its_own_question():
    assert 'data-show-when="one-rating"' in str(SampleForm(prefix="one"))


def test_a_rating_is_chosen_beside_its_definition():
    form = form_of(None, rating=RatingField())
    form.fields["rating"].offer(THREE_POINT)
    html = str(form)
    for point in THREE_POINT:
        assert f'<span class="app-rating app-rating--{point.modifier}">{point.word}</span>' in html
        assert point.definition in html


def test_the_admin_s_inputs_stay_the_admin_s():
    form = AdminPasswordChangeForm(Person())
    assert isinstance(form.renderer, GovukRenderer)
    assert "govuk" not in str(form["password1"])


def test_any_other_form_is_drawn_in_our_style():
    made = type("Other", (forms.Form,), {"name": forms.CharField()})
    assert 'class="govuk-input"' in str(made())
    assert "(optional)" not in str(made())


def test_a_formset_s_own_fields_are_hidden_and_complete():
    made = forms.formset_factory(type("Line", (PlainForm,), {"text": forms.CharField()}), extra=2)
    html = str(made())
    assert html.count('type="hidden"') == 4
    assert html.count('class="govuk-input"') == 2


def test_a_plain_model_form_knows_the_same_markup(db):
    made = type("F", (ModelForm,), {"Meta": type("Meta", (), {"model": Authority, "fields": ["name"]})})
    assert 'class="govuk-input"' in str(made())


CHOICES = [
    [("", "All"), ("a", "Red & amber"), ("b", "<b>Bold</b>")],
    [("Group “1”", [("a", "One"), (2, "Two")]), (None, "Nothing")],
]


@pytest.mark.parametrize("choices", CHOICES)
@pytest.mark.parametrize("said", [None, {"one": "a"}, {"one": "2"}, {"one": ""}, {"one": "<nowhere>"}])
@pytest.mark.parametrize("more", [{}, {"required": False}, {"disabled": True, "initial": "a"}, {"help_text": "Why."}])
def test_a_choice_is_drawn_as_django_draws_it(choices, said, more):
    class Form(PlainForm):
        one = forms.ChoiceField(choices=choices, widget=forms.Select(attrs={"class": "wide", "data-x": 'a"b'}), **more)

    field = Form(said)["one"]
    attrs = {"class": "govuk-select", "placeholder": False}
    SimpleTestCase().assertHTMLEqual(field.as_select(attrs), field.as_widget(attrs=attrs))


def test_so_is_a_choice_of_records(db):
    posts = [PostFactory(title=title) for title in ("Chief & deputy", "<Clerk>")]

    class Form(PlainForm):
        one = forms.ModelChoiceField(Post.objects.all(), empty_label="All")

    field = Form({"one": posts[1].pk})["one"]
    SimpleTestCase().assertHTMLEqual(field.as_select({}), field.as_widget())
    assert field.as_select({}).count(" selected") == 1
