from datetime import date
from decimal import Decimal

import pytest

from kpa_tracker.base.toolkit.grids import Cell, Grid, Paragraph, Row, SourceDocument
from kpa_tracker.interfaces.exchange.reading.measures.found import Choices
from kpa_tracker.interfaces.exchange.reading.measures.targets import read_targets
from targets.performance import Direction, Form, Kind
from tests.factories.exchange import document_of


def read(*rows, name="Table", **choices):
    return read_targets(document_of(rows, name=name), Choices(**choices))


def one(*rows, **options):
    found = read(*rows, **options)
    assert [problem.text for problem in found.problems] == []
    return found.rows[0]


def told(found):
    return [problem.text for problem in found.problems]


def test_columns_stand_in_any_order_under_other_words():
    row = one(
        ["Target 2010/11", "Data source", "KPI ref", "Performance indicator", "Strategic priority", "Current position"],
        ["At least 70%", "Tracker survey", "K1", "Percentage of callers satisfied", "Trust", "68.1%"],
    )
    assert (row.priority, row.reference, row.title, row.source) == (
        "Trust",
        "K1",
        "Percentage of callers satisfied",
        "Tracker survey",
    )
    assert (row.target.form, row.target.value, row.baseline.value) == (Form.FLOOR, Decimal(70), Decimal("68.1"))
    assert row.period == (date(2010, 4, 1), date(2011, 3, 31))


def test_empty_cells_go_on_with_what_stands_above_until_a_higher_level_changes():
    found = read(
        ["Priority", "Objective", "Measure", "Target"],
        ["A", "A1", "Number of thefts", "Reduce to 9"],
        ["", "", "Number of fires", "Reduce to 8"],
        ["B", "", "Number of frauds", "Reduce to 7"],
        ["C", "C1", "", "Reduce to 6"],
    )
    assert [(row.priority, row.objective) for row in found.rows] == [("A", "A1"), ("A", "A1"), ("B", "")]
    assert told(found) == ["The row does not say what is measured. “C | C1 | Reduce to 6”"]


def test_an_area_in_a_column_of_its_own_names_the_series():
    found = read(
        ["Indicator", "Area", "Target"],
        ["Number of thefts", "North", "Reduce to 9"],
        ["", "South", "Reduce to 7"],
    )
    assert [(row.title, row.series) for row in found.rows] == [
        ("Number of thefts", "North"),
        ("Number of thefts", "South"),
    ]


def test_targets_that_nothing_tells_apart_are_shown_and_not_taken():
    found = read(["Indicator", "Target"], ["Number of thefts", "Reduce to 9"], ["", "Reduce to 7"])
    assert found.rows == []
    assert len(found.problems) == 2
    assert "nothing tells them apart" in found.problems[0].text


def test_a_target_that_stands_twice_is_taken_once():
    found = read(["Indicator", "Target"], ["Number of thefts", "Reduce to 9"], ["", "Reduce to 9"])
    assert len(found.rows) == 1
    assert found.notes == ["Table, row 3: The same target stands in the file twice. It is taken once."]


@pytest.mark.parametrize(
    ("title", "target", "baseline", "text"),
    [
        ("Number of thefts", "Reduce 7 of 9 by 3", "10", "The target is not understood: “Reduce 7 of 9 by 3”."),
        ("Thefts", "Reduce by 10%", "", "Neither the target nor the baseline says what sort of figure this is"),
        ("Thefts", "Increase to £5", "44.1%", "The target is a figure of the kind"),
        ("Number of thefts", "Reduce to 0.00001", "1", "more digits than can be kept exactly"),
        ("Percentage satisfied", "Increase to 0.84", "0.81", "may be a share of one: “Increase to 0.84”"),
        ("T" * 401, "Reduce to 5", "1", "longer than can be kept"),
    ],
)
def test_what_is_not_understood_is_shown_and_not_taken(title, target, baseline, text):
    found = read(["Indicator", "Target", "Baseline"], [title, target, baseline])
    assert found.rows == []
    assert text in found.problems[0].text


def test_a_baseline_that_is_not_understood_keeps_its_words():
    found = read(["Indicator", "Target", "Baseline"], ["Number of thefts", "Reduce to 9", "about 12 or 14"])
    assert (found.rows[0].baseline, found.rows[0].baseline_text) == (None, "about 12 or 14")
    assert told(found) == ["The baseline is not understood, and is kept as written: “about 12 or 14”."]


def test_a_target_still_to_come_makes_none():
    found = read(["Indicator", "Target", "Baseline"], ["Number of thefts", "TBC", "12"], ["Number of fires", "", "1"])
    assert found.rows == []
    assert [problem.text for problem in found.missing] == [
        "There is no target yet: “Number of thefts | TBC | 12”.",
        "There is no target yet: “Number of fires | 1”.",
    ]


def test_a_target_in_words_alone_is_a_target():
    row = one(["Indicator", "Target", "Baseline"], ["Visible policing", "Improve public access", "n/a"])
    assert (row.kind, row.target.form, row.baseline_text) == (Kind.QUALITATIVE, Form.WORDS, "")


def test_which_way_is_better_is_taken_from_the_baseline_or_left_open():
    rows = read(["Indicator", "Target", "Baseline"], ["Savings", "£1.5m", "£1.4m"], ["Grants", "£2m", ""]).rows
    assert [row.direction for row in rows] == [Direction.UP, Direction.NONE]
    assert "is taken from the baseline" in rows[0].remarks[0]
    assert "do not say which way is better" in rows[1].remarks[0]


def test_what_a_target_adds_is_told():
    row = one(["Indicator", "Target"], ["Number of teams", "Increase to 6 (one per area) by March 2010"])
    assert len(row.remarks) == 2


def test_the_title_names_what_a_bare_number_is():
    row = one(["Indicator", "Target"], ["Number of crimes per 1,000 population", "Reduce to 68"])
    assert (row.kind, row.unit) == (Kind.RATE, "per 1,000 population")


def test_notes_under_the_table_are_its_own_and_the_next_list_is_left():
    found = read(
        ["Indicator", "Target", "Baseline"],
        ["Number of thefts", "Reduce to 9", "12 ¹"],
        ["¹ As at 31 March 2009.", "", ""],
        ["1. Of another table.", "", ""],
    )
    row = found.rows[0]
    assert [note.text for note in row.baseline_notes] == ["As at 31 March 2009."]
    assert row.baseline_period == (date(2009, 3, 31), date(2009, 3, 31))
    assert [note.text for note in found.notes_left] == ["Of another table."]


def test_several_tables_under_captions_have_these_as_objectives():
    grids = [
        Grid(
            "", [Row(1, [Cell("Indicator"), Cell("Target")]), Row(2, [Cell(f"Number of {what}"), Cell("Reduce to 9")])]
        )
        for what in ("thefts", "fires")
    ]
    blocks = [Paragraph("Safer", 2), grids[0], Paragraph("Warmer", 2), grids[1]]
    assert [row.objective for row in read_targets(SourceDocument(blocks)).rows] == ["Safer", "Warmer"]


def test_a_row_that_only_names_an_objective_heads_the_rows_below():
    found = read(["Indicator", "Target"], ["Safer streets", ""], ["Number of thefts", "Reduce to 9"])
    assert found.rows[0].objective == "Safer streets"
    assert [one.text for one in found.headings] == ["Safer streets"]
    found = read(["Priority", "Indicator", "Target"], ["Trust", "", ""], ["", "Number of thefts", "Reduce to 9"])
    assert found.rows[0].priority == "Trust"


def test_a_person_can_say_what_a_column_is_and_which_table_is_used():
    rows = (["Indicator", "Target", "Old"], ["Number of thefts", "Reduce to 9", "12"])
    signature = read(*rows).tables[0].signature
    assert [one.text for one in read(*rows).fragments] == ["Old"]
    row = one(*rows, mappings={signature: {0: "measure", 1: "target", 2: "baseline"}})
    assert row.baseline.value == 12
    assert read(*rows, used={signature: False}).rows == []


def test_a_file_without_a_table_of_targets_says_so():
    found = read(["Dog", "Cat"], ["a", "b"])
    assert told(found) == ["No table with targets was found in the file."]
    assert [(one.place, one.text) for one in found.fragments] == [("Table, row 1", "Dog | Cat")]


def test_choices_are_kept_as_json():
    choices = Choices({"a": {0: "target", 1: "measure"}}, {"a": True}, "2009/10")
    assert Choices.from_json(choices.to_json()) == choices
    assert Choices.from_json({"mappings": {"a": {"0": "nonsense"}}}).mappings == {"a": {}}


def test_without_a_column_for_it_the_lowest_level_is_what_is_measured():
    row = one(["Objective", "Target"], ["Number of thefts", "Reduce to 9"])
    assert row.title == "Number of thefts"
    row = one(["Objective", "Wording", "Target"], ["Safer", "Number of all recorded thefts", "Reduce to 9"])
    assert (row.objective, row.title) == ("Safer", "Number of all recorded thefts")


def test_a_percentage_below_one_with_its_sign_or_beside_a_larger_one_is_taken():
    heads = ["Indicator", "Target", "Baseline"]
    assert one(heads, ["Percentage lost", "0.25%", "0.31%"]).target.value == Decimal("0.25")
    assert one(heads, ["Percentage lost", "0.95", "1.31"]).target.value == Decimal("0.95")
