from datetime import date
from decimal import Decimal

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
    assert found.rows == []


def test_a_measure_with_two_kinds_of_figures_is_left():
    found = read(["Indicator", "2007/08", "2008/09"], ["Cost", "£43", "5%"])
    assert found.rows == []
    assert told(found) == ["The results of “Cost” are of different kinds: money, percentage. None is taken."]


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
