"""The lines of a section that place a table: what can be placed, and what is wrong with a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from kpa_tracker.base.toolkit.markdown import Mark, marks_in, parsed

DELIVERABLES = "deliverables"
PLACED = {
    "targets": "the targets",
    DELIVERABLES: "all that is planned; with a number, such as [[deliverables: 2]], only what stands under it",
    "priorities": "the priorities",
    "risks": "the risks that hang on the plan",
    "requirements": "what statutes ask, and where it is answered",
    "glossary": "the glossary",
}
"""What a line of its own can place, and what that is."""


def written(mark: Mark) -> str:
    """Return a line as people write it."""
    name, which = mark
    return f"[[{name}: {which}]]" if which else f"[[{name}]]"


def faults_in(text: str, levels: Collection[str]) -> Iterator[str]:
    """Yield what cannot be placed. `levels` are the references and the numbers of the plan's first level."""
    for name, which in marks_in(parsed(text)):
        line = written((name, which))
        if name not in PLACED or (which and name != DELIVERABLES):
            yield f"{line} places nothing. Choose among {', '.join(written((one, '')) for one in PLACED)}."
        elif which and which not in levels:
            yield f"{line} places nothing: nothing in this plan is numbered {which}."


def twice_in(text: str, others: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield what a text places twice, or another of (title, text) places as well."""
    own = Counter(mark for mark in marks_in(parsed(text)) if mark[0] in PLACED)
    yield from (
        f"{written(mark)} stands here twice. A table stands once." for mark, number in own.items() if number > 1
    )
    for title, other in others if own else ():
        both = own.keys() & set(marks_in(parsed(other)))
        yield from (f"{written(mark)} stands in “{title}” already. A table stands once." for mark in sorted(both))
