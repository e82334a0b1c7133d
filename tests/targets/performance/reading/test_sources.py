"""The real tables, where they are beside this repository: every cell is read, as it stands there."""

import re
from pathlib import Path

import openpyxl
import pytest

from targets.performance import Direction, Form, read_figures, read_target, show
from targets.performance.reading.text import without_markers

SOURCES = Path(__file__).resolve().parents[4].parent / "shared" / "sources"
WORKBOOK, PLAN = SOURCES / "kent-policing-plan-targets-2009-10.xlsx", SOURCES / "kent-policing-plan-2009-12.txt"

pytestmark = pytest.mark.skipif(not SOURCES.is_dir(), reason="the source documents are not beside this repository")


@pytest.fixture(scope="module")
def targets():
    sheet = openpyxl.load_workbook(WORKBOOK).worksheets[0]
    return [(row[3], row[4]) for row in sheet.iter_rows(min_row=2, values_only=True)]


@pytest.fixture(scope="module")
def indicators():
    lines = PLAN.read_text().splitlines()
    return [line.split("\t") for line in lines if re.match(r"SPI [0-9]+\.[0-9]\*?\t", line)]


def test_every_target_is_understood_and_none_is_left_to_words(targets):
    read = [read_target(target) for target, _ in targets]
    assert [target.text for target in read if not target.understood or target.form is Form.WORDS] == []
    assert len(read) == 25


def test_the_targets_are_of_these_forms(targets):
    forms = [read_target(target).form for target, _ in targets]
    counted = {form: forms.count(form) for form in forms}
    assert counted == {Form.ABSOLUTE: 21, Form.RELATIVE: 2, Form.FLOOR: 1, Form.LEVEL: 1}


def test_the_targets_go_these_ways(targets):
    ways = [read_target(target).direction for target, _ in targets]
    counted = {way: ways.count(way) for way in ways}
    assert counted == {Direction.UP: 15, Direction.DOWN: 8, Direction.HOLD: 1, None: 1}


def test_the_surveys_of_two_targets_are_their_sources(targets):
    sources = [read_target(target).source for target, _ in targets]
    assert [source for source in sources if source] == ["British Crime Survey", "Kent Crime and Victimization Survey"]


def test_every_baseline_is_one_figure_with_one_footnote(targets):
    read = [read_figures(baseline) for _, baseline in targets]
    assert [reading.text for reading in read if reading.figure is None] == []
    assert {len(reading.parts[0].markers) for reading in read} == {1}


def test_a_baseline_is_shown_as_it_was_written(targets):
    shown = [show(read_figures(baseline).figure) for _, baseline in targets]
    assert shown == [without_markers(baseline)[0] for _, baseline in targets]


def test_target_and_baseline_are_figures_of_one_kind(targets):
    pairs = [(read_target(target).figure, read_figures(baseline).figure) for target, baseline in targets]
    assert [pair for pair in pairs if pair[0] and pair[0].kind is not pair[1].kind] == []


def test_every_result_of_the_indicators_is_understood(indicators):
    read = [read_figures(cell) for row in indicators for cell in row[2:]]
    assert [reading.text for reading in read if not reading.understood] == []
    assert len(indicators) == 34


def test_the_missing_results_are_missing(indicators):
    read = [read_figures(cell) for row in indicators for cell in (*row[2:], "")[:2]]
    assert sum(reading.unavailable for reading in read) == 14


def test_the_indicators_with_series_have_two_each(indicators):
    series = {row[0]: [part.label for part in read_figures(row[3]).parts] for row in indicators if len(row) > 3}
    areas, numbered = ["KCC area", "Medway"], ["(i)", "(ii)"]
    assert {reference: labels for reference, labels in series.items() if any(labels)} == {
        "SPI 1.2": ["White", "BME"],
        "SPI 7.1*": numbered,
        "SPI 9.1": numbered,
        "SPI 10.1*": areas,
        "SPI 11.2*": areas,
        "SPI 11.3*": areas,
    }


def test_a_starred_reference_is_a_reference_and_a_marker(indicators):
    markers = [without_markers(row[0])[1] for row in indicators]
    assert {marker for marker in markers if marker} == {("*",)}
    assert markers.count(("*",)) == 22
