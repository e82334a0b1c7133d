"""The lines of a section that place a picture: what is wrong with one."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kpa_tracker.base.toolkit.markdown import beside_pictures, line_of, parsed, pictures_in


def picture_faults(text: str, names: Collection[str]) -> Iterator[str]:
    """Yield which lines place no picture. `names` are those of the plan's pictures."""
    tokens = parsed(text)
    for name in pictures_in(tokens):
        if name not in names:
            yield f"{line_of(name)} places nothing: the plan has no picture of this name."
    for words in beside_pictures(tokens):
        yield (
            f"“{words}” places nothing: a picture stands on a line of its own, outside of lists, with nothing between "
            "[ and ] and its name in small letters. What it shows is said where the picture is kept."
        )
