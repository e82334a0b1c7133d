import pytest

from kpa_tracker.interfaces.exchange.reading.measures.found import TargetRow
from kpa_tracker.interfaces.exchange.reading.measures.notes import Note
from kpa_tracker.interfaces.exchange.reading.measures.yearly import gathering_of
from targets.performance import Gathering, Kind


@pytest.mark.parametrize(
    ("title", "gathering"),
    [
        ("The number of black and minority ethnic police officers", Gathering.LAST),
        ("Special constables (whole force)", Gathering.LAST),
        ("Number of vehicles in the fleet", Gathering.LAST),
        ("Vacant posts", Gathering.LAST),
        ("Number of stolen vehicles", Gathering.SUM),
        ("Number of complaints against officers", Gathering.SUM),
        ("Number of people killed or seriously injured", Gathering.SUM),
        ("Number of thefts", Gathering.SUM),
    ],
)
def test_people_posts_and_vehicles_are_a_stock_and_what_happens_to_them_is_not(title, gathering):
    assert gathering_of([TargetRow("row 2", title)]) is gathering


def test_a_share_of_officers_goes_by_its_kind():
    row = TargetRow("row 2", "Number of officers", kind=Kind.PERCENTAGE)
    assert gathering_of([row]) is Gathering.AVERAGE


@pytest.mark.parametrize(
    ("text", "gathering"),
    [
        ("As at 31 March 2009.", Gathering.LAST),
        ("Counted at 31st March 2009.", Gathering.LAST),
        ("Correct as at 12 April 2009.", Gathering.SUM),
        ("Data relates to the period April 2008 to March 2009.", Gathering.SUM),
    ],
)
def test_what_a_note_or_the_baseline_counts_on_a_day_stands_by_its_last_period(text, gathering):
    noted = TargetRow("row 2", "Conferences", baseline_notes=[Note("1", text, "row 9")])
    plain = TargetRow("row 3", "Conferences")
    assert gathering_of([plain, noted]) is gathering
    assert gathering_of([TargetRow("row 2", "Conferences", baseline_text=f"2, {text}")]) is gathering
