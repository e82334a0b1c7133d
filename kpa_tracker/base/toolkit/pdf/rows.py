"""What WeasyPrint leaves out of a table's row that goes on over the page: the heading that says which row it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def repeat_headings(document: Any) -> None:
    """Print the heading of every row that goes on from the page before again, at the top of what is left of it.

    Called between layout and drawing. The layout has made room for nothing, so a heading higher than the rest of its
    row stays away.
    """
    from weasyprint.formatting_structure.boxes import TableRowBox

    headings: dict[Any, Any] = {}
    for page in document.pages:
        for row in boxes(page._page_box, TableRowBox):
            first = row.children[0] if row.children else None
            if first is None or first.element_tag != "th":
                continue
            if row.element in headings and not first.children:
                print_again(headings[row.element], first, row)
            elif first.children:
                headings.setdefault(row.element, first)


def boxes(box: Any, kind: type) -> Iterator[Any]:
    """Yield the boxes of a kind below a box; they hold none of their own kind."""
    for child in getattr(box, "children", ()):
        if isinstance(child, kind):
            yield child
        else:
            yield from boxes(child, kind)


def print_again(before: Any, now: Any, row: Any) -> None:
    """Copy what stands in a cell into the cell that goes on from it."""
    if before.content_height > row.height:
        return
    now.children = tuple(child.deepcopy() for child in before.children)
    across = now.content_box_x() - before.content_box_x()
    down = now.content_box_y() - before.content_box_y()
    for child in now.children:
        child.translate(across, down)
