"""Setting and changing a target: first the measure, then what is wanted of it."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.people.roles import Role
from targets.actions import keeping
from targets.models import Target
from tests.factories.people import person_with
from tests.factories.plans import PlanFactory
from tests.factories.targets import (
    BaselineFactory,
    ExpectedValueFactory,
    FootnoteFactory,
    GradeScaleFactory,
    MeasureFactory,
    ObjectiveFactory,
    SeriesFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db
READERS = [Role.OFFICER, Role.MEMBER, Role.AUDITOR, Role.EDITOR, Role.ADMINISTRATOR]
EDITORS = {Role.EDITOR, Role.ADMINISTRATOR}
YEAR = {"starts": "1/4/2009", "ends": "31/3/2010"}


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority)


@pytest.fixture
def series(authority):
    return SeriesFactory(measure=MeasureFactory(authority=authority), name="")


def add(plan, series):
    return reverse("target-add-for", args=[plan.pk, series.pk])


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("name", ["target-add", "target-add-for", "target-edit"])
def test_editors_alone_set_targets(role, name, authority, plan, series, as_person):
    target = TargetFactory(plan=plan, series=SeriesFactory(measure=series.measure))
    args = {"target-add": [plan.pk], "target-add-for": [plan.pk, series.pk], "target-edit": [target.pk]}[name]
    response = as_person(person_with(role, authority=authority)).get(reverse(name, args=args))
    assert response.status_code == (200 if role in EDITORS else 404)


def test_another_authoritys_plan_and_targets_do_not_exist(plan, series, stranger, as_person):
    client, target = as_person(stranger), TargetFactory(plan=plan, series=series)
    for url in (reverse("target-add", args=[plan.pk]), add(plan, series), reverse("target-edit", args=[target.pk])):
        assert (client.get(url).status_code, client.post(url, {}).status_code) == (404, 404)


def test_the_measure_is_chosen_first_from_those_of_the_authority(plan, series, editor, as_person):
    client, url = as_person(editor), reverse("target-add", args=[plan.pk])
    assert client.post(url, {"series": series.pk}).url == add(plan, series)
    for wrong in (SeriesFactory(), archived(series, editor)):
        assert list(client.post(url, {"series": wrong.pk}).context["form"].errors) == ["series"]
        assert client.get(add(plan, wrong)).status_code == 404


def archived(series, editor):
    gone = SeriesFactory(measure=series.measure)
    keeping.archive(gone, seen=1, reason="Old.", by=editor)
    return gone


def test_a_target_is_set_with_its_baseline(authority, plan, series, editor, as_person):
    objective, note = ObjectiveFactory(plan=plan), FootnoteFactory(authority=authority)
    sent = {
        **YEAR,
        "objective": objective.pk,
        "text": "Increase to 52%",
        "form": "absolute",
        "value": "52%",
        "baseline_text": "46.4%",
        "baseline_value": "46.4",
        "baseline_starts": "1/1/2008",
        "baseline_ends": "31/12/2008",
        "baseline_footnotes": [note.pk],
        "new_footnote": "Calendar year.",
    }
    response = as_person(editor).post(add(plan, series), sent)
    assert response.status_code == 302, response.context["form"].errors
    made = Target.objects.get()
    assert (made.value, made.objective, made.baseline.value) == (52, objective, Decimal("46.4"))
    assert {str(one) for one in made.baseline.footnotes.all()} == {str(note), "Calendar year."}
    assert response.url == f"{reverse('plan-targets', args=[plan.pk])}#target-{made.pk}"


@pytest.mark.parametrize(
    ("kind", "sent", "value"),
    [
        ("money", {"form": "absolute", "value": "£1.5m"}, 1500000),
        ("level", {"form": "level", "value": "3"}, 3),
        ("grade", {"form": "grade", "value": "3"}, 3),
        ("rank", {"form": "rank", "value": "10", "second": "2"}, 10),
        ("ratio", {"form": "absolute", "value": "15.4", "second": "3.6"}, Decimal("15.4")),
        ("qualitative", {"form": "words"}, None),
    ],
)
def test_every_kind_of_measure_can_have_a_target(authority, plan, editor, as_person, kind, sent, value):
    scale = GradeScaleFactory(authority=authority) if kind == "grade" else None
    series = SeriesFactory(measure=MeasureFactory(authority=authority, kind=kind, scale=scale), name="")
    response = as_person(editor).post(add(plan, series), {**YEAR, "text": "As the plan says it", **sent})
    assert response.status_code == 302, response.context["form"].errors
    assert Target.objects.get().value == value


def test_figures_that_the_sort_does_not_have_are_left_out(plan, series, editor, as_person):
    sent = {
        **YEAR,
        "text": "Increase by 10%",
        "form": "relative",
        "value": "52",
        "change_percent": "10",
        "is_strict": "on",
    }
    as_person(editor).post(add(plan, series), sent)
    made = Target.objects.get()
    assert (made.value, made.change_percent, made.is_strict) == (None, 10, False)


@pytest.mark.parametrize(
    ("sent", "field", "why"),
    [
        ({"text": ""}, "text", "Fill in “Target as the plan says it”."),
        ({"form": ""}, "form", "Choose an answer to “Sort of target”."),
        ({"value": ""}, "value", "needs a figure here"),
        ({"value": "about 52"}, "value", "is not a figure"),
        ({"form": "grade"}, "form", "that are offered"),
        ({"starts": "1/4/2008"}, "starts", "The plan starts later than this."),
        ({"ends": "soon"}, "ends", "is not a day"),
        (
            {"baseline_text": "46%", "baseline_starts": "1/1/2009", "baseline_ends": "1/1/2008"},
            "__all__",
            "The period ends after it starts.",
        ),
    ],
)
def test_what_does_not_fit_is_said_beside_its_box(plan, series, editor, as_person, sent, field, why):
    said = {**YEAR, "text": "Increase to 52%", "form": "absolute", "value": "52", **sent}
    response = as_person(editor).post(add(plan, series), said)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert why in text(response)
    assert not Target.objects.exists()


def test_the_words_are_read_into_the_boxes_and_nothing_is_saved(plan, series, editor, as_person):
    words = "Increase to 52% as measured by the British Crime Survey"
    sent = {**YEAR, "read": "1", "text": words, "baseline_text": "46.4%", "new_footnote": "Typed already."}
    response = as_person(editor).post(add(plan, series), sent)
    form = response.context["form"]
    shown = {name: form[name].value() for name in ("text", "form", "value", "baseline_value", "new_footnote")}
    assert shown == {
        "text": words,
        "form": "absolute",
        "value": "52",
        "baseline_value": "46.4",
        "new_footnote": "Typed already.",
    }
    assert ("British Crime Survey”" in text(response), response.status_code, form.errors) == (True, 200, {})
    assert not Target.objects.exists()


def test_what_was_not_understood_is_left_to_the_person(plan, series, editor, as_person):
    sent = {**YEAR, "read": "1", "text": "Increase 5 or so", "baseline_text": "about 46", "form": "floor", "value": "5"}
    response = as_person(editor).post(add(plan, series), sent)
    form = response.context["form"]
    assert (form["form"].value(), form["value"].value()) == ("floor", "5")
    assert ("was not understood" in text(response), "left to you" in text(response)) == (True, True)


def test_a_figure_that_somebody_typed_for_the_baseline_stays(plan, series, editor, as_person):
    sent = {**YEAR, "read": "1", "text": "Increase to 52%", "baseline_text": "46.4%", "baseline_value": "46.44"}
    assert as_person(editor).post(add(plan, series), sent).context["form"]["baseline_value"].value() == "46.44"


def changed(target, **values):
    return {**YEAR, "version": target.version, "text": target.text, "form": "absolute", "value": "52", **values}


def test_a_target_is_changed_and_its_history_told(plan, series, editor, as_person):
    target = TargetFactory(plan=plan, series=series, baseline=BaselineFactory(series=series))
    client, url = as_person(editor), reverse("target-edit", args=[target.pk])
    form = client.get(url).context["form"]
    assert (form["value"].value(), form["baseline_text"].value()) == ("52", "46.4%")
    sent = changed(target, value="54", baseline_text="46.4%", baseline_value="46.4")
    assert client.post(url, sent).status_code == 302
    target.refresh_from_db()
    assert (target.value, history_of(target).count()) == (54, 1)
    assert "changed the value from 52 to 54" in text(client.get(url))


def test_two_texts_are_shown_where_somebody_was_faster(plan, series, editor, as_person):
    target = TargetFactory(plan=plan, series=series)
    sent = changed(target, text="Second", baseline_text="46%")
    keeping.change(Target.objects.get(pk=target.pk), seen=1, changes={"text": "First"}, by=editor)
    client, url = as_person(editor), reverse("target-edit", args=[target.pk])
    response = client.post(url, sent)
    page = text(response)
    assert (response.status_code, "First" in page, "Second" in page, "46%" in page) == (422, True, True, True)
    assert client.post(url, {**sent, "version": 2}).status_code == 302
    assert Target.objects.get(pk=target.pk).text == "Second"


def test_a_closed_plan_refuses_in_a_sentence(authority, series, editor, as_person):
    closed = PlanFactory(authority=authority, state="closed")
    sent = {**YEAR, "text": "Increase to 52%", "form": "absolute", "value": "52"}
    response = as_person(editor).post(add(closed, series), sent)
    assert (response.status_code, "This plan is closed." in text(response)) == (422, True)


def test_enter_saves_and_the_words_are_read_by_the_button_below_them(plan, series, editor, as_person):
    html = as_person(editor).get(add(plan, series)).content.decode()
    form = html[html.index('<form method="post" class="app-form"') :]
    first, second, *_ = re.findall(r"<button[^>]*>[^<]*", form)
    assert "name=" not in first  # what Enter sends
    assert first.endswith("Add the target")
    assert second.endswith("Read these words into the boxes below")
    assert form.index('name="text"') < form.index('name="read"') < form.index('name="form"')


def test_a_target_with_a_profile_asks_to_drop_it_with_the_change(plan, series, editor, as_person):
    target = TargetFactory(plan=plan, series=series)
    client, url = as_person(editor), reverse("target-edit", args=[target.pk])
    assert "drop_profile" not in client.get(url).context["form"].fields
    ExpectedValueFactory(target=target)
    assert "drop_profile" in client.get(url).context["form"].fields
    sent = {**YEAR, "version": "1", "text": "Increase to 60%", "form": "absolute", "value": "60"}
    refused = client.post(url, sent)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["drop_profile"])
    page = client.post(url, {**sent, "drop_profile": "on"}, follow=True).content.decode()
    assert "The year’s profile is dropped: set another." in page
    target.refresh_from_db()
    assert (target.value, target.expected_values.count()) == (60, 0)


def test_a_target_that_asks_for_the_worse_is_refused_beside_its_words(plan, series, editor, as_person):
    sent = {**YEAR, "text": "Reduce to 40%", "form": "absolute", "value": "40"}
    refused = as_person(editor).post(add(plan, series), sent)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["text"])
    assert "of this measure more is better" in refused.content.decode()
