"""Two plans side by side: each side says what its plan says, and marks what only it says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plans.differences import Change, Fact, Fate, Level, Line, Mark, Part, compare, sides


def part(title, *, lead="", measurements=(), **values):
    facts = (Fact(Change.REWORDED, "Title", title), Fact(Change.LEAD, "Lead post", lead))
    return Part(title, Level.DELIVERABLE, facts=facts, measurements=tuple(measurements), **values)


def text(pieces):
    return "".join(piece.text for piece in pieces)


def test_each_side_marks_what_the_other_does_not_say():
    found = sides(Line(part("Agree the budget"), part("Agree the annual budget")))
    assert [one.name for one in found] == ["Title"]
    assert [(piece.mark, piece.text) for piece in found[0].new] == [
        (Mark.SAME, "Agree the"),
        (Mark.IN, " annual"),
        (Mark.SAME, " budget"),
    ]
    assert {piece.mark for piece in found[0].old} == {Mark.SAME}


def test_what_only_one_plan_says_stands_on_its_side_alone():
    (title, lead, how) = sides(Line(part("A", lead="Clerk", measurements=["One", "Two"]), part("A")))
    assert (text(title.old), text(title.new)) == ("A", "A")
    assert (lead.name, text(lead.old), lead.new) == ("Lead post", "Clerk", [])
    assert (how.name, text(how.old), how.new) == ("How we will know", "One\nTwo", [])


def test_a_part_of_one_plan_has_one_side():
    assert [(one.old, text(one.new)) for one in sides(Line(None, part("A")))] == [([], "A")]
    assert [(text(one.old), one.new) for one in sides(Line(part("A"), None))] == [("A", [])]


@given(st.text(max_size=60), st.text(max_size=60))
def test_nothing_that_either_plan_says_is_lost(old, new):
    for one in sides(Line(part(old or "A"), part(new or "A"))):
        assert (text(one.old), text(one.new)) == (old or "A", new or "A")


def test_what_somebody_said_of_a_part_goes_before_its_words():
    joined = part("Visit custody", same="7"), part("Publish figures", same="7")
    ended = part("Agree the budget", same="ended 1", ended=Fate.COMPLETED, note="Completed: Minuted.")
    found = compare([joined[0], ended], [joined[1], part("Agree the budget")])
    assert [(line.fate, line.note) for line in found.lines] == [
        (Fate.CHANGED, ""),
        (Fate.ADDED, ""),
        (Fate.COMPLETED, "Completed: Minuted."),
    ]
