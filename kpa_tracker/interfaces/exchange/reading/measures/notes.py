"""Footnotes: what stands under a table with a number or a sign before it, and which list of them is a table's own.

Numbers often begin again at 1 for the next table. A list ends where its numbers do not go on by one.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from kpa_tracker.base.toolkit.grids import Row

NOTE = re.compile(
    r"(?:notes? )?(?:(?P<number>\d{1,2})[.):]?\s+|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})\s*"
    r"|[\[(](?P<boxed>\d{1,2})[\])]\s*|(?P<sign>[*†‡§]{1,3})\s*)(?P<text>[A-Z'\"‘“(\d].*)",
    re.DOTALL | re.IGNORECASE,
)
MARK = re.compile(r"[\[(]?(?:\d{1,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}|[*†‡§]{1,3})[\]).:]?")
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True)
class Note:
    """One footnote as the file has it; `place` is where."""

    mark: str
    text: str
    place: str


@dataclass
class NoteList:
    """Notes that stand together; `after` is how many tables began before them."""

    after: int
    notes: dict[str, Note] = field(default_factory=dict)


def note_in(row: Row, place: str) -> Note | None:
    """Read a row of one or two cells as a note: a mark and its text."""
    texts = [cell.text for cell in row.filled]
    if len(texts) == 2 and MARK.fullmatch(texts[0]):
        return Note(_mark(texts[0]), texts[1], place)
    return note_of(texts[0], place) if len(texts) == 1 else None


def note_of(text: str, place: str) -> Note | None:
    match = NOTE.fullmatch(text.strip())
    if not match:
        return None
    mark = match["number"] or match["raised"] or match["boxed"] or match["sign"]
    return Note(_mark(mark), " ".join(match["text"].split()), place)


def _mark(written: str) -> str:
    return written.translate(SUPERSCRIPTS).strip("[]().:")


class NoteLists:
    """All notes of a file, in lists."""

    def __init__(self) -> None:
        self.lists: list[NoteList] = []
        self.used: set[Note] = set()

    def add(self, note: Note, *, after: int) -> None:
        open_list = self.lists[-1] if self.lists else None
        if open_list is None or not self._goes_on(open_list, note, after):
            open_list = NoteList(after)
            self.lists.append(open_list)
        open_list.notes[note.mark] = note

    def _goes_on(self, open_list: NoteList, note: Note, after: int) -> bool:
        if note.mark in open_list.notes or open_list.after != after:
            return False
        numbers = [int(mark) for mark in open_list.notes if mark.isdecimal()]
        return not note.mark.isdecimal() or not numbers or int(note.mark) == numbers[-1] + 1

    def for_table(self, number: int, marks: Collection[str]) -> dict[str, Note]:
        """Return the notes that a table's marks mean: the first list after it that has all of its numbers, else the
        one that has the most; a sign that this list lacks is looked for in the others."""
        later = [one for one in self.lists if one.after >= number]
        numbers = {mark for mark in marks if mark.isdecimal()}
        best = max(later, key=lambda one: len(numbers & set(one.notes)), default=None) if numbers else None
        meant: dict[str, Note] = {}
        for one in [*([best] if best else []), *later, *self.lists]:
            meant.update({mark: note for mark, note in one.notes.items() if _may_mean(mark, one is best, meant)})
        own = {mark: meant[mark] for mark in marks if mark in meant}
        self.used.update(own.values())
        return own

    @property
    def left(self) -> list[Note]:
        return [note for one in self.lists for note in one.notes.values() if note not in self.used]


def _may_mean(mark: str, is_own: bool, meant: dict[str, Note]) -> bool:
    """Numbers are of the table's own list alone; a sign means the same wherever it is explained."""
    return is_own or (not mark.isdecimal() and mark not in meant)
