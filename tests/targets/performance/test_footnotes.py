"""Footnotes are numbered in the order in which a table first refers to them."""

from __future__ import annotations

from dataclasses import dataclass

from targets.performance.footnotes import Footnotes


@dataclass(frozen=True)
class Note:
    text: str
    mark: str = ""


YEAR, MARCH, STAR = Note("April 2008 to March 2009."), Note("As at 31 March 2009."), Note("Estimated.", "*")


def test_a_note_has_the_number_of_its_first_appearance():
    table = Footnotes()
    assert [table.marks(cell) for cell in ([MARCH], [YEAR, MARCH], [], [YEAR])] == [["1"], ["2", "1"], [], ["2"]]
    assert table.listed == [("1", "As at 31 March 2009."), ("2", "April 2008 to March 2009.")]


def test_notes_of_the_same_words_are_one():
    table = Footnotes()
    assert [table.marks([note]) for note in (YEAR, Note(YEAR.text))] == [["1"], ["1"]]


def test_a_note_with_a_mark_of_its_own_keeps_it_and_takes_no_number():
    table = Footnotes()
    assert [table.marks([note]) for note in (STAR, YEAR, MARCH)] == [["*"], ["1"], ["2"]]
    assert [mark for mark, _ in table.listed] == ["1", "2", "*"]


def test_a_table_without_notes_lists_none():
    assert Footnotes().listed == []
