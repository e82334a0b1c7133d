from datetime import date
from decimal import Decimal

import pytest

from kpa_tracker.interfaces.exchange.reading.measures.found import Choices
from kpa_tracker.interfaces.exchange.reading.measures.results import read_results
from targets.performance import Kind
from tests.factories.exchange import document_of


def read(*rows, **choices):
    return read_results(document_of(rows, name="Table"), Choices(**choices))


def told(found):
    return [problem.text for problem in found.problems]


def test_a_column_for_each_period_makes_a_result_for_each():
    found = read(["Indicator", "Q1 2009/10", "Actual 2008/09"], ["Number of thefts", "12", "50"])
    assert [(row.figure.value, row.period) for row in found.rows] == [
        (Decimal(12), (date(2009, 4, 1), date(2009, 6, 30))),
        (Decimal(50), (date(2008, 4, 1), date(2009, 3, 31))),
    ]


def test_a_period_in_each_row_is_read_too():
    found = read(["Period", "Result", "KPI"], ["June 2009", "12", "Number of thefts"], ["soon", "9", ""])
    assert [(row.title, row.period[1]) for row in found.rows] == [("Number of thefts", date(2009, 6, 30))]
    assert told(found) == ["Neither heading nor row says which period this is of: “9”."]


def test_several_figures_in_a_cell_are_several_series():
    found = read(["Indicator", "2008/09"], ["Number of entrants", "KCC area 2,469 Medway U/A"])
    assert [(row.series, row.figure.value) for row in found.rows] == [("KCC area", Decimal(2469))]
    assert [one.text for one in found.missing] == ["No result under “Medway”: “Medway U/A”."]


def test_missing_is_no_result():
    found = read(["Indicator", "2008/09", "2009/10"], ["Number of thefts", "-", ""])
    assert found.rows == []
    assert [one.text for one in found.missing] == ["No result under “2008/09”: “-”."]


def test_what_is_not_understood_is_shown():
    found = read(
        ["Indicator", "Area", "2008/09"],
        ["Number of thefts", "", "about 500"],
        ["Number of fires", "North", "A 5 B 6"],
        ["Number of frauds", "", "0.00001"],
        ["Number of floods", "N" * 121, "5"],
        ["", "", "5"],
    )
    assert [text.split(":")[0].split("“")[0] for text in told(found)] == [
        "The result under ",
        "The result under ",
        "The result under ",
        "A text of the row is longer than can be kept",
    ]
    assert len(found.rows) == 1


def test_a_row_that_names_nothing_is_shown():
    assert told(read(["Indicator", "2008/09"], ["", "5"])) == ["The row does not say what is measured. “5”"]


def test_a_bare_number_is_what_the_others_of_its_measure_are():
    found = read(["Indicator", "2007/08", "2008/09"], ["Detection", "43.8%", "58.8"])
    assert [row.kind for row in found.rows] == [Kind.PERCENTAGE, Kind.PERCENTAGE]
    found = read(["Indicator", "2007/08", "2008/09"], ["Cost", "£43", "58"])
    assert [(row.kind, row.unit, row.figure.value) for row in found.rows] == [
        (Kind.MONEY, "", Decimal(43)),
        (Kind.MONEY, "", Decimal(58)),
    ]
    found = read(["Indicator", "2007/08", "2008/09"], ["Place", "22nd", "7"])
    assert [(row.kind, row.figure.value) for row in found.rows] == [(Kind.RANK, 22), (Kind.RANK, 7)]


@pytest.mark.parametrize(
    ("named", "bare", "kind"),
    [
        ("15.4% : 3.6%", "2.5", "Ratio"),
        ("22nd", "7.5", "Rank"),
        ("22nd", "0", "Rank"),
        ("£1.5m", "1.6", "Money"),
        ("89.0%", "(i) 821", "Percentage"),
    ],
)
def test_a_bare_number_that_may_be_something_else_is_left_and_shown(named, bare, kind):
    found = read(["Indicator", "2007/08", "2008/09"], ["Cash", named, bare])
    assert [row.text for row in found.rows] == [named]
    assert [(one.place, one.text) for one in found.problems] == [
        (
            found.rows[0].place,
            f"Other results of “Cash” are of the kind “{kind}”, and this number does not say what it is. "
            f"Not taken: “{bare}”.",
        )
    ]


def test_a_bare_number_in_another_row_than_the_pounds_is_left():
    rows = (["KPI", "Period", "Result"], ["Cash", "June 2009", "£5"], ["Cash", "July 2009", "6"])
    assert ([row.text for row in read(*rows).rows], len(told(read(*rows)))) == (["£5"], 1)


def test_figures_of_two_kinds_are_left_each_with_its_reason():
    found = read(["Indicator", "2007/08", "2008/09", "2009/10"], ["Cost", "£43", "5%", "7"])
    assert found.rows == []
    assert told(found) == [
        "The results of “Cost” are of different kinds: money, percentage. Not taken: “£43”.",
        "The results of “Cost” are of different kinds: money, percentage. Not taken: “5%”.",
        "Other results of “Cost” are of the kind “money, percentage”, and this number does not say what it is. "
        "Not taken: “7”.",
    ]
    found = read(["Indicator", "2007/08", "2008/09", "2009/10"], ["Cost", "£43", "£44", "5%"])
    assert ([row.text for row in found.rows], len(told(found))) == (["£43", "£44"], 1)


def test_figures_in_two_units_are_left_each_with_its_reason():
    found = read(["Indicator", "2007/08", "2008/09"], ["Fires", "8.9 per 10,000 people", "0.75 per 1,000 people"])
    assert found.rows == []
    assert told(found) == [
        f"The results of “Fires” are in different units: per 10,000 people, per 1,000 people. Not taken: “{text}”."
        for text in ("8.9 per 10,000 people", "0.75 per 1,000 people")
    ]
    found = read(["Indicator", "2007/08", "2008/09", "2009/10"], ["Lost", "35.5 hours", "900 minutes", "36 hours"])
    assert ([row.text for row in found.rows], len(told(found))) == (["35.5 hours", "36 hours"], 1)


def test_one_unit_may_be_said_with_more_words_and_pounds_in_millions():
    found = read(
        ["Indicator", "2007/08", "2008/09"],
        ["Fires", "8.9 per 1,000 people", "9 per 1,000 people in Kent"],
        ["Cost", "£1.5m", "£900k"],
    )
    assert (len(found.rows), told(found)) == (4, [])


def test_results_that_contradict_one_another_are_left_and_the_same_is_taken_once():
    rows = (["Indicator", "2008/09"], ["Number of thefts", "5"], ["Number of thefts", "5"])
    assert len(read(*rows).rows) == 1
    assert "twice" in read(*rows).notes[0]
    found = read(*rows, ["Number of thefts", "6"])
    assert found.rows == []
    assert "gives more than one result" in told(found)[0]


def test_headings_and_notes_say_how_settled_a_figure_is():
    found = read(
        ["Indicator", "2007/08 audited", "2008/09 final", "Q1 2009/10"],
        ["Number of thefts", "5", "6 ¹", "7"],
        ["¹ These data are currently provisional.", "", "", ""],
    )
    assert [row.standing for row in found.rows] == ["audited", "provisional", "provisional"]
    assert read(["Indicator", "2008/09 unaudited"], ["Number of thefts", "5"]).rows[0].standing == "provisional"
    assert read(["Indicator", "2008/09 final"], ["Number of thefts", "5"]).rows[0].standing == "final"


def test_a_file_without_results_says_so():
    assert told(read(["Dog", "Cat"], ["a", "b"])) == ["No table with results was found in the file."]
