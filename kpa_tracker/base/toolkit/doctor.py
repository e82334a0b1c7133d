"""What an installation is examined for: each app names what of its own can be wrong, in a module `examinations`.

An examination yields what is wrong, in words for whoever looks after the server, and what mends it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple


class Finding(NamedTuple):
    """Something that is not as it should be, and what to do. What is not grave can wait, or may be meant so."""

    what: str
    mend: str
    grave: bool = True


class Examined(NamedTuple):
    """What one examination came to."""

    name: str
    findings: list[Finding]


Examination = Callable[[], Iterator[Finding]]
examinations: dict[str, Examination] = {}
"""By what they look at, in the order in which they are told."""


def looks_at(name: str) -> Callable[[Examination], Examination]:
    """Let a function be an examination of this name."""

    def kept(examination: Examination) -> Examination:
        examinations[name] = examination
        return examination

    return kept


def examine() -> Iterator[Examined]:
    """Look at everything. One examination that breaks off hides no other."""
    for name, examination in examinations.items():
        yield Examined(name, list(found_by(examination)))


def found_by(examination: Examination) -> Iterator[Finding]:
    try:
        yield from examination()
    except Exception as error:
        yield Finding(
            f"This could not be looked at: {type(error).__name__}.",
            "Mend what is named above first, the database before all; then run this again.",
        )
