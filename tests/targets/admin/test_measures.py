"""Measures and what they share, kept in the Django admin through the actions of the site."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kpa_tracker.base.audit.actions import history_of
from targets.models import Definition, Footnote, GradeScale, Measure, Series
from tests.factories.people import PostFactory
from tests.factories.targets import (
    DefinitionFactory,
    FootnoteFactory,
    GradeScaleFactory,
    MeasureFactory,
    ResultFactory,
    SeriesFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db
WORDS = {
    "reference": "SPI 1",
    "title": "Callers satisfied",
    "kind": "percentage",
    "decimals": "1",
    "direction": "up",
    "frequency": "quarter",
    "gathering": "average",
    "forecast_by": "linear",
}


def address(name, page, *args):
    return reverse(f"admin:targets_{name}_{page}", args=args)


def rows(**lines):
    """What the rows of a measure's parts send: series and definitions, each a list of {field: value}."""
    sent = {}
    for prefix in ("series", "definitions"):
        said = lines.get(prefix, [])
        kept = sum(1 for line in said if "id" in line)
        sent |= {f"{prefix}-TOTAL_FORMS": len(said), f"{prefix}-INITIAL_FORMS": kept}
        for place, line in enumerate(said):
            sent |= {f"{prefix}-{place}-{name}": value for name, value in line.items()}
    return sent


def errors(response):
    return response.context["adminform"].form.errors if response.context else {}


def test_a_measure_is_added_with_its_first_series(authority, administrator, as_person):
    note = FootnoteFactory(authority=authority)
    sent = {**WORDS, "authority": authority.pk, "footnotes": [note.pk]}
    response = as_person(administrator).post(address("measure", "add"), sent)
    assert response.status_code == 302, errors(response)
    made = Measure.objects.get()
    assert ([one.name for one in made.series.all()], list(made.footnotes.all())) == ([""], [note])
    assert history_of(made).get().door == "admin"


def test_a_measure_is_changed_with_its_series_and_a_definition(authority, administrator, as_person):
    measure = MeasureFactory(authority=authority)
    series = SeriesFactory(measure=measure, name="White")
    kept = {"id": series.pk, "measure": measure.pk, "name": "White British", "seen_version": 1}
    defined = {"measure": measure.pk, "text": "All calls.", "applies_from": "2009-04-01"}
    sent = {
        **WORDS,
        "seen_version": 1,
        **rows(series=[kept, {"measure": measure.pk, "name": "BME"}], definitions=[defined]),
    }
    response = as_person(administrator).post(address("measure", "change", measure.pk), sent)
    assert response.status_code == 302, errors(response)
    assert sorted(one.name for one in measure.series.all()) == ["BME", "White British"]
    assert Definition.objects.get().text == "All calls."
    assert [history_of(one).count() for one in (measure, series)] == [1, 1]


def test_what_the_action_refuses_is_said_and_nothing_is_kept(authority, administrator, as_person):
    measure = MeasureFactory(authority=authority, kind="count")
    ResultFactory(series=SeriesFactory(measure=measure))
    sent = {**WORDS, "seen_version": 1, **rows()}
    response = as_person(administrator).post(address("measure", "change", measure.pk), sent)
    assert list(errors(response)) == ["kind"]
    assert Measure.objects.get(pk=measure.pk).title == measure.title


def test_another_authoritys_owner_is_not_a_choice(authority, administrator, as_person):
    sent = {**WORDS, "authority": authority.pk, "owner": PostFactory().pk}
    assert list(errors(as_person(administrator).post(address("measure", "add"), sent))) == ["owner"]
    assert not Measure.objects.exists()


def test_whoever_comes_second_sees_both_texts(authority, administrator, as_person):
    source = SourceFactory(authority=authority, name="First")
    client, url = as_person(administrator), address("source", "change", source.pk)
    sent = {"name": "Second", "sort": "survey", "seen_version": 1}
    assert client.post(url, sent).status_code == 302
    late = client.post(url, {**sent, "name": "Third"})
    assert "Saved by somebody else meanwhile: Second" in late.content.decode()


def test_a_scale_is_added_and_changed_with_its_grades(authority, administrator, as_person):
    client = as_person(administrator)
    sent = {"authority": authority.pk, "name": "Assessment", "era": "2006", "grades": "Poor: weak\nFair\nGood"}
    assert client.post(address("gradescale", "add"), sent).status_code == 302
    scale = GradeScale.objects.get()
    url = address("gradescale", "change", scale.pk)
    assert "Poor: weak" in client.get(url).content.decode()
    assert client.post(url, {**sent, "grades": "Poor\nFair\nGood\nBest", "seen_version": 1}).status_code == 302
    assert [one.word for one in scale.grades.all()] == ["Poor", "Fair", "Good", "Best"]
    refused = client.post(url, {**sent, "grades": "Poor", "seen_version": 2})
    assert list(errors(refused)) == ["grades"]


def test_what_measures_name_is_not_archived_here_either(authority, administrator, as_person):
    scale = GradeScaleFactory(authority=authority)
    MeasureFactory(authority=authority, kind="grade", scale=scale)
    sent = {"action": "archive", "_selected_action": [scale.pk], "reason": "Old."}
    page = as_person(administrator).post(address("gradescale", "changelist"), sent, follow=True).content.decode()
    assert ("1 measure names this" in page, GradeScale.objects.get().is_archived) == (True, False)


def test_footnotes_are_added_and_archived(authority, administrator, as_person):
    client = as_person(administrator)
    client.post(address("footnote", "add"), {"authority": authority.pk, "text": "As at March."})
    assert Footnote.objects.get().text == "As at March."
    sent = {"action": "archive", "_selected_action": [Footnote.objects.get().pk], "reason": "Nobody refers to it."}
    client.post(address("footnote", "changelist"), sent)
    assert Footnote.objects.get().is_archived


def test_a_definition_and_a_series_have_pages_of_their_own(authority, administrator, as_person):
    client, measure = as_person(administrator), MeasureFactory(authority=authority)
    DefinitionFactory(measure=measure, applies_from="2009-04-01")
    sent = {"measure": measure.pk, "text": "All.", "applies_from": "2009-04-01"}
    refused = client.post(address("definition", "add"), sent)
    assert errors(refused) == {"__all__": ["Another definition applies from this day."]}
    client.post(address("series", "add"), {"measure": measure.pk, "name": "White"})
    assert Series.objects.get().measure == measure
