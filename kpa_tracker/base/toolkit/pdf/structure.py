"""What WeasyPrint leaves out of a document's structure: of what a table's heading is the heading."""

from __future__ import annotations

from typing import Any

import pydyf


def say_scopes(document: Any, pdf: pydyf.PDF) -> None:
    """Write at every table heading whether it heads its column or its row. Called just before the file is written."""
    elements = {one.reference: one for one in pdf.objects if isinstance(one, pydyf.Dictionary) and "S" in one}
    for element in elements.values():
        if element["S"] == "/TH":
            element["A"]["Scope"] = scope_of(element, elements)


def scope_of(heading: pydyf.Dictionary, elements: dict[Any, pydyf.Dictionary]) -> str:
    """A heading in the head of its table heads a column, one in the body a row."""
    group = elements[elements[heading["P"]]["P"]]
    return "/Column" if group["S"] == "/THead" else "/Row"


def name_apart(pdf: pydyf.PDF, name: str) -> None:
    """Begin the names of table headings with one of their section's own, so that no other section has the same. The
    cells that a heading is for know it by the same string."""
    for one in pdf.objects:
        if isinstance(one, pydyf.Dictionary) and "ID" in one and one.get("S") == "/TH":
            one["ID"].string = f"{name}-{one['ID'].string}"
