"""The grid of one's own measures as a file: taken away, filled in, read back into the boxes, and only then saved."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.exchange.actions.measures import propose_results
from kpa_tracker.interfaces.exchange.actions.measures.filling import read_file
from targets.actions.results import close_results, record_result
from targets.models import Result
from tests.exchange.files import workbook
from tests.factories.people import PostFactory, person_with
from tests.factories.targets import FIRST_QUARTER, YEAR, GradeScaleFactory, MeasureFactory, SeriesFactory

pytestmark = pytest.mark.django_db
GRID, FILL = "/measures/mine/", "/import/measures/mine/"
HEADINGS = ["Reference", "Measure", "Series", "April to June 2009", "July to September 2009"]
KNOWN = [
    # kind, unit, what is held
    ("percentage", "", {"value": Decimal("46.4567")}),
    ("count", "", {"value": Decimal(21609)}),
    ("rate", "per 1,000 population", {"value": Decimal("0.49")}),
    ("ratio", "%", {"value": Decimal("15.4"), "second": Decimal("3.6")}),
    ("money", "£m", {"value": Decimal(1500000)}),
    ("hours", "working hours lost", {"value": Decimal("35.5")}),
    ("rank", "nationally, of the most similar group", {"value": Decimal(22), "second": Decimal(7)}),
    ("level", "", {"value": Decimal(3)}),
    ("grade", "", {"words": "Good"}),
]


@pytest.fixture
def post(authority):
    return PostFactory(authority=authority)


@pytest.fixture
def holder(post):
    return person_with(Role.OFFICER, post=post)


@pytest.fixture
def series(authority, post):
    return SeriesFactory(measure=MeasureFactory(authority=authority, owner=post, title="Satisfied", reference="S1"))


def upload(client, content, name="results.xlsx", query=""):
    return client.post(FILL + query, {"file": SimpleUploadedFile(name, content)})


def boxes(response):
    return {cell.name: cell for grid in response.context["grids"] for cell in grid.cells}


def row(series, *figures):
    return [series.measure.reference, series.measure.title, series.name, *figures]


@pytest.mark.parametrize("frequency", ["month", "quarter", "half_year", "year"])
def test_every_period_of_the_file_is_read_back_as_itself(authority, post, holder, as_person, frequency):
    SeriesFactory(measure=MeasureFactory(authority=authority, owner=post, frequency=frequency, title="Known"))
    client = as_person(holder)
    (grid,) = client.get(GRID).context["grids"]
    content = client.get(f"{GRID}?export=xlsx").content
    rows = [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]
    filled = [*rows[1][:3], *["48%"] * len(grid.slots)]
    response = upload(client, workbook([rows[0], filled]))
    assert {cell.text for cell in boxes(response).values()} == {"48%"}
    assert (response.context["filled"].count, response.context["filled"].left) == (len(grid.slots), [])


def test_a_file_that_nobody_touched_says_nothing_new(authority, post, holder, editor, as_person):
    scale = GradeScaleFactory(authority=authority)
    for kind, unit, held in KNOWN:
        more = {"scale": scale} if kind == "grade" else {}
        frequency = "year" if kind == "level" else "quarter"
        more |= {"title": f"Known {kind}", "kind": kind, "unit": unit, "frequency": frequency}
        measure = MeasureFactory(authority=authority, owner=post, **more)
        for name in ("", "Medway"):
            one = SeriesFactory(measure=measure, name=name)
            record_result(one, **(YEAR if kind == "level" else FIRST_QUARTER), content=held, by=editor)
    withheld = SeriesFactory(measure=MeasureFactory(authority=authority, owner=post))
    record_result(withheld, **FIRST_QUARTER, content={"withheld_reason": "Too few"}, by=editor)
    client = as_person(holder)
    content = client.get(f"{GRID}?export=xlsx").content
    response = upload(client, content)
    filled = response.context["filled"]
    assert (filled.count, filled.same, filled.left) == (0, 2 * len(KNOWN), [])
    assert "Nothing in “results.xlsx” is new." in response.content.decode()
    proposal = propose_results(authority, read_file(name="results.xlsx", content=content))
    assert [*proposal.problems, *proposal.read.problems, *proposal.new, *proposal.changed] == []
    assert len(proposal.same) == 2 * len(KNOWN)


def test_measures_in_words_are_not_in_the_file(authority, post, holder, as_person):
    SeriesFactory(measure=MeasureFactory(authority=authority, owner=post, kind="qualitative", title="Teams"))
    content = as_person(holder).get(f"{GRID}?export=xlsx").content
    assert list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)) == []


def test_a_file_fills_the_boxes_and_saving_is_another_step(series, holder, as_person):
    client = as_person(holder)
    response = upload(client, workbook([HEADINGS, row(series, "48.5%", "49")]))
    first, second = list(boxes(response).values())[:2]
    assert [(cell.text, cell.was, cell.is_filled) for cell in (first, second)] == [
        ("48.5%", "", True),
        ("49", "", True),
    ]
    page = response.content.decode()
    assert "2 boxes filled from “results.xlsx”." in page
    assert f'action="{GRID}?year=2009"' in page
    assert not Result.objects.exists()
    sent = {cell.name: cell.text for cell in boxes(response).values()}
    assert client.post(f"{GRID}?year=2009", sent).status_code == 302
    assert list(Result.objects.order_by("ends").values_list("value", flat=True)) == [Decimal("48.5"), 49]


def test_csv_fills_them_too_and_titles_find_their_measure(series, holder, as_person):
    text = "Indicator,Q1 2009/10\nSatisfied,48.5%\n"
    series.name = ""
    series.save()
    response = upload(as_person(holder), text.encode(), "results.csv")
    assert response.context["filled"].count == 1


def test_what_finds_no_box_is_closed_or_is_not_read_is_said(series, holder, editor, as_person):
    record_result(series, **FIRST_QUARTER, content={"value": Decimal(47)}, by=editor)
    close_results(series.authority_id, until=FIRST_QUARTER["ends"], by=editor)
    rows = [row(series, "48%", "about 49"), ["X9", "Unknown", "", "3", ""]]
    response = upload(as_person(holder), workbook([HEADINGS, *rows]))
    left = " ".join(response.context["filled"].left)
    assert "is closed. Correct it on its own page." in left
    assert "X9 Unknown” for April to June 2009 has no box here" in left
    assert "“about 49”" in left
    assert response.context["filled"].count == 0


def test_a_figure_of_another_unit_is_not_put_into_a_box(authority, post, holder, as_person):
    rate = SeriesFactory(
        measure=MeasureFactory(authority=authority, owner=post, kind="rate", unit="per 1,000 population")
    )
    response = upload(as_person(holder), workbook([HEADINGS, row(rate, "4.9 per 10,000 population", "")]))
    assert response.context["filled"].count == 0
    assert "This is per 10,000" in response.context["filled"].left[0]


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [(b"PK\x03\x04 nothing", "results.xlsx", "damaged"), (b"One,Two\n1,2\n", "results.csv", "No table with results")],
)
def test_what_cannot_be_read_leads_back_and_says_why(series, holder, as_person, content, name, why):
    client = as_person(holder)
    response = upload(client, content, name)
    assert response.url == f"{GRID}?year=2009"
    assert why in client.get(response.url).content.decode()


def test_no_file_and_one_too_large_lead_back(series, holder, as_person, settings):
    client = as_person(holder)
    assert "Choose a file first." in client.post(FILL, follow=True).content.decode()
    settings.IMPORT_MAX_BYTES = 10
    response = upload(client, workbook([HEADINGS, row(series, "48", "")]))
    assert "The file is larger than" in client.get(response.url).content.decode()


def test_only_who_enters_results_fills_boxes_and_only_of_their_own_measures(
    series, holder, auditor, officer, as_person
):
    content = workbook([HEADINGS, row(series, "48%", "")])
    assert upload(as_person(auditor), content).status_code == 404
    other = upload(as_person(officer), content)
    assert (other.context["grids"], other.context["filled"].count) == ([], 0)
    assert upload(as_person(holder), content).context["filled"].count == 1


def test_the_grid_leads_to_the_file_and_editors_to_the_import(series, holder, editor, as_person):
    page = as_person(holder).get(GRID).content.decode()
    assert f'action="{FILL}?year=2009"' in page
    assert "?year=2009&amp;export=xlsx" in page
    link = f'href="{reverse("import-measures")}"'
    assert link not in page
    asked = f"{GRID}?measure={series.measure_id}"
    assert link in as_person(editor).get(asked).content.decode()
