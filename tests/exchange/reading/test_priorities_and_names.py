from kpa_tracker.interfaces.exchange.reading.names import look_alikes
from kpa_tracker.interfaces.exchange.reading.priorities import runs_together, split_priorities, suggest_split

RUN_ON = "Building Confidence Effectively Tackling Crime and ASB Protecting the Public Making best use of resources"


def test_lines_bullets_and_semicolons_part_priorities():
    assert split_priorities("1. Safer streets\n2. Better value") == ["Safer streets", "Better value"]
    assert split_priorities("• Safer streets • Better value; Trust") == ["Safer streets", "Better value", "Trust"]


def test_a_run_of_priorities_is_noticed_and_an_offer_made():
    assert runs_together(RUN_ON, [])
    assert suggest_split(RUN_ON, []) == [
        "Building Confidence",
        "Effectively Tackling Crime and ASB",
        "Protecting the Public",
        "Making best use of resources",
    ]


def test_priorities_known_from_other_cells_are_cut_out_first():
    assert suggest_split("Safer Streets Value for Money Trust", ["Value for Money"]) == [
        "Safer Streets",
        "Value for Money",
        "Trust",
    ]
    assert runs_together("Safer Streets Value for Money", ["Value for Money"])


def test_an_ordinary_priority_is_left_alone():
    assert not runs_together("Making best use of resources", [])
    assert not runs_together("Tackling crime by working with partners across the whole county", [])


def test_an_initial_a_short_form_and_a_slip_look_like_the_full_name():
    names = ["Ali H", "Ali Hammond", "Sam Brown", "Sam Browne", "Jo Latta", "Jo Lata"]
    assert look_alikes(names) == [("Ali H", "Ali Hammond"), ("Sam Brown", "Sam Browne"), ("Jo Lata", "Jo Latta")]


def test_committees_and_plurals_do_not_look_alike():
    assert look_alikes(["Chair of HR Committee", "Chair of PS Committee", "Lead member", "Lead members", "Chair"]) == []
