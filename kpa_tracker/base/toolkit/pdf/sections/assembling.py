"""Having the sections of a long document drawn until each shows the right page numbers, and merged into one file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from kpa_tracker.base.toolkit.pdf.apart import BROKE_OFF, Apart, NotDrawn
from kpa_tracker.base.toolkit.pdf.child import MERGED, NUMBERS, SECTION
from kpa_tracker.base.toolkit.pdf.sections.cutting import UNKNOWN, Section, sections_of, starts_of
from kpa_tracker.base.toolkit.pdf.sections.merging import packed

AT_ONCE = 2
"""How many processes draw one document."""
ROUNDS = 5
"""How often sections are drawn at most until their page numbers are right. The second is, unless a longer number moves
what stands behind it to the next page."""

Task = tuple[str, str]
"""A task of child.py, and the HTML that it is given."""


@dataclass(frozen=True)
class Drawn:
    """A section as it was drawn: the kind of each page, the number of the page where each anchor is, and the file."""

    pages: list[str]
    anchors: dict[str, int]
    file: bytes


def render_sections(html: str, apart: Apart) -> bytes:
    """Return a long document as PDF/UA-1, equal to what would be drawn of the whole. Raises NotDrawn."""
    sections = sections_of(html)
    unknown = {anchor: UNKNOWN for section in sections for anchor in section.anchors}
    tasks, made = asked(sections, unknown), dict[Task, bytes]()
    for _ in range(ROUNDS):
        made |= all_done([task for task in tasks if task not in made], apart)
        drawn = [opened(made[task]) for task in tasks if task[0] == SECTION]
        before, tasks = tasks, [*asked(sections, numbers_of(drawn)), (NUMBERS, numbered(sections[0], drawn))]
        if tasks == before:
            return apart.do(MERGED, packed([*(one.file for one in drawn), made[tasks[-1]]]))
    raise NotDrawn(BROKE_OFF)


def asked(sections: Iterable[Section], numbers: Mapping[str, str]) -> list[Task]:
    """Return what has to be drawn of the sections, where the numbers are these."""
    return [(SECTION, f"{place}\n{one.html(numbers)}") for place, one in enumerate(sections)]


def all_done(tasks: list[Task], apart: Apart) -> dict[Task, bytes]:
    """Do tasks, some beside one another, the longest first."""
    tasks = sorted(tasks, key=lambda task: len(task[1]), reverse=True)
    with ThreadPoolExecutor(AT_ONCE) as pool, apart.until_told_to_stop():
        return dict(zip(tasks, pool.map(lambda task: apart.do(task[0], task[1].encode()), tasks), strict=True))


def opened(made: bytes) -> Drawn:
    """Return what a child has drawn of a section."""
    told, _, file = made.partition(b"\n")
    return Drawn(**json.loads(told), file=file)


def numbers_of(drawn: list[Drawn]) -> dict[str, str]:
    """Return on which page of the whole each anchor is. The cover is the first."""
    found: dict[str, str] = {}
    for start, one in zip(starts_of([len(one.pages) for one in drawn]), drawn, strict=True):
        found = {name: str(start + place + 1) for name, place in one.anchors.items()} | found
    return found


def numbered(first: Section, drawn: list[Drawn]) -> str:
    """Return a document of as many pages of the same kinds, with nothing on them but what the style sheet says."""
    kinds = [kind or "auto" for one in drawn for kind in one.pages]
    empty = (f'<div style="page: {kind}; break-before: page"></div>' for kind in kinds)
    return f"{first.opening}{''.join(empty)}{first.closing}"
