import pytest

from targets.performance.reading.compound import bare, labels_and_units, scan

SCANNED = [
    ("46.4%", ["46.4%"], [[""], [""]]),
    ("White 80.1% BME 77.1%", ["80.1%", "77.1%"], [["White"], ["BME"], [""]]),
    ("80.1% White; 77.1% BME", ["80.1%", "77.1%"], [[""], ["White", ""], ["BME"]]),
    ("(i) 821 (ii) 5.1", ["821", "5.1"], [["(i)"], ["(ii)"], [""]]),
    ("0.5 per 1,000 population", ["0.5"], [[""], ["per 1,000 population"]]),
    ("80% (April 2008)", ["80%"], [[""], ["(April 2008)"]]),
    ("Kent U/A, Medway 5", ["U/A", "5"], [["Kent"], ["", "Medway"], [""]]),
    ("a, b 5 c", ["5"], [["a", "b"], ["c"]]),
    ("words only", [], [["words only"]]),
    ("", [], [[""]]),
]


@pytest.mark.parametrize(("line", "amounts", "runs"), SCANNED)
def test_a_line_is_its_amounts_and_the_runs_of_words_around_them(line, amounts, runs):
    slots, found = scan(line)
    assert ([slot.found[0] for slot in slots], found) == (amounts, runs)


def test_a_marker_belongs_to_the_amount_before_it():
    slots, _ = scan("¹ Kent 0.5 ² ³ Medway 0.3 *")
    assert [slot.markers for slot in slots] == [("2", "3"), ("*",)]


def test_a_missing_amount_is_an_amount_that_is_missing():
    slots, _ = scan("Kent U/A; Medway (5)")
    assert [(slot.is_missing, slot.is_bracketed) for slot in slots] == [(True, False), (False, True)]


@pytest.mark.parametrize(
    ("words", "bared"),
    [
        (" White: ", "White"),
        ("and BME", "BME"),
        ("& BME", "BME"),
        ("White and", "White"),
        ("White and Asian", "White and Asian"),
        ("- Kent -", "Kent"),
        ("Kent,", "Kent"),
        ("Anderson", "Anderson"),
        ("(KCC area)", "(KCC area)"),
        ("and", "and"),
    ],
)
def test_words_are_bared_of_what_joins_them(words, bared):
    assert bare(words) == bared


LABELLED = [
    ([["White"], [""]], ["White"], [""]),
    ([[""], ["of victims"]], [""], ["of victims"]),
    ([["White"], ["BME"], [""]], ["White", "BME"], ["", ""]),
    ([[""], ["White"], ["BME"]], ["White", "BME"], ["", ""]),
    ([["Kent"], ["days", "Medway"], ["hours"]], ["Kent", "Medway"], ["days", "hours"]),
    ([["Kent"], ["days Medway"], ["days"]], ["Kent", "Medway"], ["days", "days"]),
    ([["Kent"], ["days Medway"], ["hours"]], ["Kent", ""], ["days Medway", "hours"]),
    (
        [[""], ["per 1,000 people in Kent"], ["per 1,000 people in Medway"]],
        ["Kent", "Medway"],
        ["per 1,000 people", "per 1,000 people"],
    ),
    ([[""], ["(Kent)"], ["(Medway)"]], ["Kent", "Medway"], ["", ""]),
    ([[""], ["(i)"], ["(ii)"]], ["(i)", "(ii)"], ["", ""]),
    ([[""], ["White British"], ["White Irish"]], ["White British", "White Irish"], ["", ""]),
    ([[""], ["", "Kent"], ["Medway"]], ["", "Kent"], ["", "Medway"]),
]


@pytest.mark.parametrize(("runs", "labels", "units"), LABELLED)
def test_the_words_around_amounts_are_labels_or_units(runs, labels, units):
    assert labels_and_units(runs) == (labels, units)
