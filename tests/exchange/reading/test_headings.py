import pytest

from kpa_tracker.interfaces.exchange.reading.columns import map_columns
from kpa_tracker.interfaces.exchange.reading.headings import guess_field, level_name

MEANINGS = [
    ("Our Ambitions", "top"),
    ("Descriptors", "middle"),
    ("Deliverables", "bottom"),
    ("Measurements – how will we know when we have achieved the deliverable", "measurement"),
    ("By who (SMT)", "owner"),
    ("Action owner", "owner"),
    ("Lead for action", "owner"),
    ("Action due date", "deadline"),
    ("Date for completion", "deadline"),
    ("Measure of success", "measurement"),
    ("How will we know?", "measurement"),
    ("Link to Policing Plan priorities", "priorities"),
    ("Q2 RAG", "rating"),
    ("Progress against target", "update"),
    ("Links to risk register", "risks"),
    ("#", "reference"),
    ("Measurments", "measurement"),
]


@pytest.mark.parametrize(("heading", "meaning"), MEANINGS)
def test_a_heading_says_what_its_column_holds(heading, meaning):
    guess = guess_field(heading)
    assert guess is not None
    assert guess.field == meaning


@pytest.mark.parametrize("heading", ["", "Chief Executive", "June 2010", "Budget code", "Was machen wir"])
def test_other_words_say_nothing(heading):
    assert guess_field(heading) is None


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Our Ambitions / Objective", "Ambition"),
        ("Desired outcome", "Desired outcome"),
        ("STRATEGIC\nACTIVITIES", "Strategic activity"),
        ("Contributory activities", "Contributory activity"),
        ("Key actions (2012)", "Action"),
        ("", ""),
        ("(of 2012)", ""),
    ],
)
def test_a_level_is_named_after_one_of_it(heading, name):
    assert level_name(heading) == name


def mapped(headings, values=None):
    mapping = map_columns(headings, values or [["x"]] * len(headings))
    return [mapping.get(index, "") for index in range(len(headings))]


def test_the_priority_left_of_the_action_is_a_level_and_right_of_it_a_link():
    assert mapped(["Priority", "Action", "Lead"]) == ["ambition", "deliverable", "owner"]
    assert mapped(["Action", "Lead", "Priority"]) == ["deliverable", "owner", "priorities"]


def test_a_priority_of_high_and_low_is_neither():
    assert mapped(["Action", "Lead", "Priority"], [["x"], ["y"], ["High", "Low"]]) == ["deliverable", "owner", ""]


def test_an_outcome_is_a_level_before_the_action_and_a_measurement_after():
    assert mapped(["Aim", "Outcome", "Action"]) == ["ambition", "descriptor", "deliverable"]
    assert mapped(["Aim", "Action", "Outcome"]) == ["ambition", "deliverable", "measurement"]


def test_of_two_equal_level_words_the_one_with_fewer_values_stands_higher():
    values = [["a", "b", "c"], ["x", "x", "x"], ["1", "2", "3"]]
    assert mapped(["Outcome", "Objective", "Action"], values) == ["descriptor", "ambition", "deliverable"]


def test_of_two_reference_columns_the_one_beside_the_action_is_its_own():
    assert mapped(["Ref", "Aim", "No", "Action"]) == ["", "ambition", "reference", "deliverable"]


def test_a_second_owner_supports():
    assert mapped(["Action", "Lead", "Responsible officer"]) == ["deliverable", "owner", "support"]


def test_a_bare_date_is_a_deadline_only_where_nothing_else_is():
    assert mapped(["Date", "Action", "Due"]) == ["", "deliverable", "deadline"]
    assert mapped(["Action", "Date"]) == ["deliverable", "deadline"]


def test_a_heading_of_another_year_is_not_taken_for_this_years():
    assert mapped(["Action", "2008/09 result"]) == ["deliverable", ""]


def test_a_nameless_column_of_numbers_is_the_reference():
    assert mapped(["", "Action"], [["1.1", "1.2"], ["x", "y"]]) == ["reference", "deliverable"]


def test_without_any_level_nothing_is_mapped():
    assert mapped(["Name", "Telephone"]) == ["", ""]
