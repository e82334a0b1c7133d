from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions.rows import as_changes, at_its_row, counts_of


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (ValidationError(["Too long.", "Too odd."]), "row 3, “Thefts”: Too long. Too odd."),
        (ValidationError({"title": ["Too long."]}), "row 3, “Thefts”: Too long."),
        (Refused("It is archived.", field="title"), "row 3, “Thefts”: It is archived."),
    ],
)
def test_what_is_wrong_with_a_row_says_which_row_it_is(fault, sentence):
    with pytest.raises(Refused) as refused, at_its_row("row 3", "Thefts"):
        raise fault
    assert (refused.value.message, refused.value.field) == (sentence, None)


def test_a_fault_of_our_own_is_no_refusal():
    with pytest.raises(ZeroDivisionError), at_its_row("row 3", "Thefts"):
        raise ZeroDivisionError


def test_what_was_done_is_counted_and_told_as_what_came():
    counts = counts_of(SimpleNamespace(new=["a", "b"], changed=[], same=["c"]))
    assert counts == {"made": 2, "changed": 0, "unchanged": 1}
    assert as_changes(counts) == {"made": [None, 2], "changed": [None, 0], "unchanged": [None, 1]}
