from kpa_tracker.interfaces.exchange.matching import Known, Sought, match


def found(sought, known):
    return match(list(sought), list(known))


def test_a_reference_finds_a_row_with_other_words():
    known = [Known("a", "Patrol", reference="1"), Known("b", "Visit", reference="2")]
    assert found([Sought("Something else", "", reference="2")], known) == ["b"]


def test_renumbered_rows_are_found_by_their_words():
    known = [Known("a", "Patrol", reference="1"), Known("b", "Visit", reference="2")]
    rows = [Sought("New", "", reference="1"), Sought("Patrol", "", reference="2"), Sought("Visit", "", reference="3")]
    assert found(rows, known) == [None, "a", "b"]


def test_the_text_a_record_came_from_finds_it_after_its_title_was_changed():
    assert found([Sought("Patrol", "Patrol")], [Known("a", "Walk the beat", origin="patrol")]) == ["a"]


def test_of_two_with_the_same_words_the_one_in_its_place_is_meant():
    known = [Known("a", "Report", parent="x"), Known("b", "Report", parent="y")]
    assert found([Sought("Report", "Report", parent="y")], known) == ["b"]


def test_two_rows_with_the_same_words_are_two_records():
    known = [Known("a", "Report", parent="x"), Known("b", "Report", parent="x")]
    rows = [Sought("Report", "Report", parent="x")] * 3
    assert found(rows, known) == ["a", "b", None]


def test_a_row_that_moved_is_found_by_its_words():
    assert found([Sought("Report", "Report", parent="y")], [Known("a", "Report", parent="x")]) == ["a"]


def test_reworded_rows_are_found_only_beside_their_siblings():
    known = [Known("a", "Patrol the northern park", parent="x")]
    assert found([Sought("Patrol the northern parks", "", parent="x")], known) == ["a"]
    assert found([Sought("Patrol the northern parks", "", parent="y")], known) == [None]
    assert found([Sought("Patrol the northern parks", "")], known) == [None]


def test_in_the_same_place_less_likeness_is_enough():
    known = [Known("a", "Patrol the park every day", parent="x", place=2)]
    assert found([Sought("Patrol the park at night, in pairs", "", parent="x", place=2)], known) == ["a"]
    assert found([Sought("Patrol the park at night, in pairs", "", parent="x", place=1)], known) == [None]
    assert found([Sought("Buy vans", "", parent="x", place=2)], known) == [None]


def test_an_exact_row_is_never_lost_to_a_similar_one_before_it():
    known = [Known("a", "Patrol the park", parent="x")]
    rows = [Sought("Patrol the parks", "", parent="x"), Sought("Patrol the park", "", parent="x")]
    assert found(rows, known) == [None, "a"]
