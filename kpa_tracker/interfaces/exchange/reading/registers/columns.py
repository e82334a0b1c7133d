"""What each column of a register is: by its heading, and where that is not enough by the columns beside it."""

from __future__ import annotations

from collections.abc import Iterator

from kpa_tracker.interfaces.exchange.reading.registers.headings import (
    AXES,
    BASES,
    FIELDS,
    SEVERAL,
    field_of,
    highest_step,
)
from kpa_tracker.interfaces.exchange.reading.registers.table import RegisterTable
from kpa_tracker.interfaces.exchange.reading.registers.texts import is_reference

WORDY = 25
STEPS, STEP_LENGTH = 5, 15
BY_ORDER = "{}: no heading says what the scores in “{}” are, so they are read as {}, by their order. Correct it if not."
AS_TARGET = "{}: there is a current score as well, so “{}” is read as the target."
OTHER_SCALE = "“{}” names a scale up to {}; here likelihood and impact run from 1 to 5. The column is not used."
IN_ONE = (
    "{}: “{}” holds several things in one cell. They are told apart where each is marked; else the cell is kept whole."
)
INSTEAD = ("description", "together", "event")
"""What is read as the risk in one line where no heading names that."""
WORDS = {"inherent": "the risk with no controls", "current": "the risk now", "target": "the target"}

Found = dict[int, str]


def guessed(table: RegisterTable, notes: list[str]) -> Found:
    """Return the field of each column. Of a field that there can only be one of, the first; what is read by anything
    but the heading itself is said in `notes`."""
    found = {index: field_of(heading) for index, heading in enumerate(table.headings)}
    _tell_effects(table, found)
    _leave_other_scales(table, found, notes)
    _settle_residual(table, found, notes)
    _settle_unnamed(table, found, notes)
    _settle_texts(table, found, notes)
    kept: Found = {}
    for index, name in found.items():
        if name in FIELDS and (name in SEVERAL or name not in kept.values()):
            kept[index] = name
    return kept


def _place(table: RegisterTable) -> str:
    return table.places[0] if table.places else "The table"


def _tell_effects(table: RegisterTable, found: Found) -> None:
    """“Impact” over sentences is what would follow; “Consequence” over steps is the impact of a likelihood that has
    none."""
    for index, name in found.items():
        values = table.values_of(index)
        if name.endswith("_impact") and values and sum(map(len, values)) / len(values) > WORDY:
            found[index] = "effect"
    bases = {name.partition("_")[0] for name in found.values() if name.endswith("_likelihood")}
    bases -= {name.partition("_")[0] for name in found.values() if name.endswith("_impact")}
    for index in [index for index, name in found.items() if name == "effect" and len(bases) == 1]:
        if max(map(len, table.values_of(index)), default=WORDY) <= STEP_LENGTH:
            found[index] = f"{bases.pop()}_impact"
            return


def _leave_other_scales(table: RegisterTable, found: Found, notes: list[str]) -> None:
    for index, name in found.items():
        highest = highest_step(table.headings[index])
        if name.endswith(("_likelihood", "_impact")) and highest not in (None, STEPS):
            notes.append(OTHER_SCALE.format(table.headings[index], highest))
            found[index] = ""


def _settle_residual(table: RegisterTable, found: Found, notes: list[str]) -> None:
    """What is left after controls is the risk now; beside a current score and without a target it is the target."""
    bases = {name.partition("_")[0] for name in found.values() if name.partition("_")[2] in AXES}
    as_target = "current" in bases and "target" not in bases
    for index, name in found.items():
        basis, _, axis = name.partition("_")
        if basis == "residual" and axis in AXES:
            found[index] = f"target_{axis}" if as_target else f"current_{axis}"
            notes += [AS_TARGET.format(_place(table), table.headings[index])] if as_target else []


def _settle_unnamed(table: RegisterTable, found: Found, notes: list[str]) -> None:
    """Scores whose headings name no basis: alone they are the risk now, several go by their order."""
    groups = list(_unnamed(found))
    named = {name.partition("_")[0] for name in found.values() if name.partition("_")[2] in AXES}
    free = [basis for basis in BASES if basis not in named]
    if len(groups) == 1 and "current" in free:
        free = ["current"]
    for basis, group in zip(free, groups, strict=False):
        if len(groups) > 1 or basis != "current":
            headings = ", ".join(table.headings[index] for index in group)
            notes.append(BY_ORDER.format(_place(table), headings, WORDS[basis]))
        for index in group:
            found[index] = f"{basis}{found[index]}"


def _unnamed(found: Found) -> Iterator[list[int]]:
    """Yield the columns of each score without a basis: a new one begins where an axis comes again. A second score
    beside a likelihood and an impact is their level in a word, and begins nothing."""
    group: dict[str, int] = {}
    for index, name in sorted(found.items()):
        if not name.startswith("_"):
            continue
        if name in group and (name != "_score" or len(group) == 1):
            yield list(group.values())
            group = {}
        group.setdefault(name, index)
    if group:
        yield list(group.values())


def _settle_texts(table: RegisterTable, found: Found, notes: list[str]) -> None:
    """A register without a title has its risk in another text; one with two calls the second one what may happen."""
    _tell_references(table, found)
    titles = [index for index, name in found.items() if name == "title"]
    instead = next((index for name in INSTEAD for index, one in found.items() if one == name), None)
    if not titles and instead is not None:
        notes += [IN_ONE.format(_place(table), table.headings[instead])] if found[instead] == "together" else []
        found[instead] = "title"
    elif len(titles) > 1 and "event" not in found.values():
        found[titles[1]] = "event"


def _tell_references(table: RegisterTable, found: Found) -> None:
    """A column of nothing but references is theirs, though its heading says “Risk”."""
    for index in [index for index, name in found.items() if name == "title" and "reference" not in found.values()]:
        values = table.values_of(index)
        if values and all(map(is_reference, values)):
            found[index] = "reference"
