"""Figures, scales and days that no form of ours would send: each is answered, and nothing closed changes colour."""

from __future__ import annotations

import datetime
import time
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kpa_tracker.base.toolkit.errors import Refused
from targets.actions.recommendations import ask_for_sign_off, sign_off
from targets.actions.results import close_results, record_result
from targets.models import Recommendation, Result, Series
from targets.performance import read_figures
from tests.base.toolkit.admin.test_records import address as admin_address
from tests.base.toolkit.admin.test_records import filled
from tests.factories.inspections import InspectionFactory, RecommendationFactory
from tests.factories.people import PostFactory
from tests.factories.plans import PlanFactory
from tests.factories.targets import FIRST_QUARTER, GradeScaleFactory, ResultFactory, SeriesFactory

SECOND_QUARTER = {"starts": datetime.date(2009, 7, 1), "ends": datetime.date(2009, 9, 30)}
FIRST = "{starts}/{ends}".format(**FIRST_QUARTER)


@pytest.fixture
def client(administrator, as_person):
    return as_person(administrator)


@pytest.fixture
def own_post(administrator):
    return administrator.appointments.get().post


# --- Figures ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [" ", "\t", "\u2003", "1 ", "\n"])
def test_a_long_text_of_nothing_is_read_at_once(text):
    began = time.process_time()
    read_figures(f"1{text * 30_000}x")
    assert time.process_time() - began < 2


@pytest.mark.parametrize("unit", ["per 1 people", f"per 1{'0' * 40} people"])
def test_a_fraction_that_gives_more_than_can_be_kept_is_refused(unit, authority, client):
    series = SeriesFactory(measure__authority=authority, measure__kind="rate", measure__unit=unit)
    sent = {"period": FIRST, "numerator": "99,999,999,999", "denominator": "0.0001", "standing": "final"}
    page = client.post(reverse("result-record", args=[series.pk]), sent)
    assert page.context["form"].errors["numerator"] == ["The fraction gives a figure that is too large to be kept."]
    assert not Result.objects.exists()


def test_large_figures_that_hardly_differ_are_drawn(authority, client):
    series = SeriesFactory(measure__authority=authority, measure__kind="count")
    ResultFactory(series=series, value=Decimal("99999999999.9998"))
    ResultFactory(series=series, value=Decimal("99999999999.9999"), **SECOND_QUARTER)
    page = client.get(reverse("measure", args=[series.measure_id]))
    assert (page.status_code, b"<svg" in page.content) == (200, True)


# --- What somebody says to have seen ----------------------------------------------------------------------------------


def test_a_version_that_never_was_is_nothing_to_compare_with(authority, client, own_post):
    series = SeriesFactory(measure__authority=authority, measure__owner=own_post)
    box = f"r-{series.pk}-20090630"
    page = client.post(reverse("my-measures") + "?year=2009", {box: "5", f"{box}-was": "", f"{box}-seen": "7.7"})
    assert (page.status_code, Result.objects.get().value) == (302, 5)
    sent = {"period": "2009-07-01/2009-09-30", "value": "6", "standing": "final", "seen": "7.7"}
    assert client.post(reverse("result-record", args=[series.pk]), sent).status_code == 302
    assert Result.objects.count() == 2


@pytest.mark.parametrize("measure", ["9" * 5000, "²", "٣", "-1"])
def test_a_measure_that_no_address_has_is_none(measure, client):
    assert client.get(reverse("my-measures"), {"measure": measure}).status_code == 200


@pytest.mark.parametrize("rows", ["0", "-1", "9" * 400])
def test_no_address_says_how_many_rows_a_page_has(rows, authority, client):
    SeriesFactory.create_batch(2, measure__authority=authority)
    page = client.get(reverse("measure-list"), {"per_page": rows})
    assert (page.status_code, page.context["table"].paginator.per_page) == (200, settings.PAGE_SIZE)


# --- Closed periods ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("judged", ["red", "amber", ""])
def test_a_correction_recolours_no_closed_judgement(judged, authority, administrator, client):
    made = SeriesFactory(measure__authority=authority, measure__kind="qualitative", measure__owner=PostFactory())
    series = Series.objects.get(pk=made.pk)
    said = {"words": "All is well", "judged_status": "green"}
    result = record_result(series, **FIRST_QUARTER, content=said, by=administrator)
    close_results(authority.pk, until=FIRST_QUARTER["ends"], by=administrator)
    sent = {"words": "All is well", "judged_status": judged, "seen": "1.1", "corrects_because": "", "note": "Late"}
    page = client.post(reverse("result-correct", args=[result.pk]), sent)
    assert (page.status_code, Result.objects.get().judged_status) == (422, "green")
    kept = {**sent, "judged_status": "green"}
    assert client.post(reverse("result-correct", args=[result.pk]), kept).status_code == 302
    assert [(one.judged_status, one.note) for one in Result.objects.current()] == [("green", "Late")]


# --- Scales of grades -------------------------------------------------------------------------------------------------


@pytest.fixture
def scale(authority):
    return GradeScaleFactory(authority=authority)


def change(client, scale, grades):
    scale.refresh_from_db()
    sent = {"name": scale.name, "era": scale.era, "grades": grades, "version": scale.version}
    return client.post(reverse("gradescale-edit", args=[scale.pk]), sent)


def words_of(scale):
    return list(scale.grades.values_list("word", flat=True))


def test_a_grade_may_be_called_what_it_is_set_aside_as(scale, client):
    for words in (["Poor", f"place 1 of {scale.pk}"], [f"place 1 of {scale.pk}", f"place 2 of {scale.pk}"]):
        assert change(client, scale, "\n".join(words)).status_code == 302
        assert words_of(scale) == words


@pytest.mark.parametrize("grades", [": a meaning\nGood", "\n".join(map(str, range(40_000)))], ids=["no word", "many"])
def test_a_scale_of_no_words_or_of_thousands_is_refused(grades, scale, client):
    before = words_of(scale)
    assert (change(client, scale, grades).status_code, words_of(scale)) == (422, before)


# --- Days -------------------------------------------------------------------------------------------------------------

OUTSIDE = ["0001-01-01", "9999-12-31"]


@pytest.mark.parametrize("day", OUTSIDE)
@pytest.mark.parametrize(("make", "name"), [(InspectionFactory, "published_on"), (PlanFactory, "ends_on")])
def test_the_admin_knows_the_calendar_of_the_pages(make, name, day, authority, client):
    record = make(authority=authority)
    before = getattr(record, name)
    url = admin_address(record)
    page = client.post(url, {**filled(client.get(url)), name: day})
    record.refresh_from_db()
    assert page.context["adminform"].form.errors[name] == ["Choose a day between 1900 and 2199."]
    assert getattr(record, name) == before


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_the_first_and_the_last_day_of_that_calendar_are_shown(day, authority, client):
    report = InspectionFactory(authority=authority, published_on=datetime.date.fromisoformat(day))
    pages = [reverse("inspection-list"), report.get_absolute_url(), reverse("my-work")]
    assert [client.get(url).status_code for url in pages] == [200] * 3


# --- Files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("import-list", "views.plans.actions.stage_import"),
        ("import-measures", "views.measures.staging.stage_measures"),
        ("import-my-results", "views.entry.read_file"),
    ],
)
def test_no_more_of_a_file_is_held_than_can_be_read(name, reader, authority, client, monkeypatch):
    held = []

    def refuse(*args, content, **kwargs):
        held.append(len(content))
        raise Refused("Too large")

    monkeypatch.setattr(f"kpa_tracker.interfaces.exchange.{reader}", refuse)
    file = SimpleUploadedFile("results.csv", b"x" * (settings.IMPORT_MAX_BYTES + 5))
    client.post(reverse(name), {"file": file, "plan": PlanFactory(authority=authority).pk, "sort": "results"})
    assert held == [settings.IMPORT_MAX_BYTES + 1]


# --- Two people -------------------------------------------------------------------------------------------------------


def test_whoever_asks_does_not_sign_off_by_an_older_view(authority, administrator):
    """The two requests of one person cross: the second was read before the first was saved."""
    made = RecommendationFactory(inspection__authority=authority, owner=PostFactory(authority=authority))
    Recommendation.objects.filter(pk=made.pk).update(state="in_progress")
    asked, read_before = (Recommendation.objects.get(pk=made.pk) for _ in range(2))
    ask_for_sign_off(asked, seen=1, evidence="Minute 12 of the Performance Committee", by=administrator)
    with pytest.raises(Refused, match="yourself"):
        sign_off(read_before, seen=2, by=administrator)
