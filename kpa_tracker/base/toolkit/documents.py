"""Reading Word documents: paragraphs and tables in their order, with merges, fills and list markers, within bounds.

python-docx opens the package; the walk is over the XML itself, because its own objects pass over content controls and
tracked insertions, and repeat merged cells.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from kpa_tracker.base.toolkit.grids import Bounds, Cell, Grid, Paragraph, Row, SourceDocument, Tally, clean_text

ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"]
TRANSPARENT = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:smartTag"), qn("w:ins"), qn("w:moveTo")}
REMOVED = {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:txbxContent")}
SPACING = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def read_document(content: bytes, bounds: Bounds | None = None) -> SourceDocument:
    """Read a .docx file. Run this in a bounded process: a hostile file can still cost time."""
    package = docx.Document(io.BytesIO(content))
    reader = DocumentReader(package, Tally(bounds or Bounds()))
    return SourceDocument(list(reader.blocks(package.element.body)))


class DocumentReader:
    """Walks one document; keeps the counters of its numbered lists."""

    def __init__(self, package: Any, tally: Tally) -> None:
        self.tally = tally
        self.headings = dict(_heading_levels(package))
        self.list_formats = _list_formats(package)
        self.list_styles = dict(_lists_of_styles(package))
        self.counters: dict[str, int] = defaultdict(int)
        self.tables = 0

    def blocks(self, body: Any) -> Iterator[Paragraph | Grid]:
        for element in _children(body):
            if element.tag == qn("w:p"):
                yield from self._paragraph(element)
            elif element.tag == qn("w:tbl"):
                self.tables += 1
                yield Grid(f"Table {self.tables}", list(self._rows(element)))

    def _paragraph(self, element: Any) -> Iterator[Paragraph]:
        text = clean_text(self._line(element))
        self.tally.add_text(text)
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if text:
            yield Paragraph(text, self.headings.get(style.get(qn("w:val")), 0) if style is not None else 0)

    def _rows(self, table: Any) -> Iterator[Row]:
        for number, element in enumerate((child for child in _children(table) if child.tag == qn("w:tr")), start=1):
            cells = [Cell(merged="left") for _ in range(_number(element, "w:trPr/w:gridBefore"))]
            for source in _children(element):
                if source.tag == qn("w:tc"):
                    cells += self._cells(source)
            self.tally.add_row(cells[: self.tally.bounds.columns])
            yield Row(number, cells[: self.tally.bounds.columns])

    def _cells(self, source: Any) -> list[Cell]:
        """Return a cell and the columns it spans; a cell merged upward has no text of its own."""
        merge = source.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        merged = "up" if merge is not None and merge.get(qn("w:val"), "continue") == "continue" else ""
        self.counters.clear()
        lines = "" if merged else "\n".join(self._line(line) for line in source.iter(qn("w:p")))
        span = max(1, min(_number(source, "w:tcPr/w:gridSpan") or 1, self.tally.bounds.columns))
        return [Cell(clean_text(lines), _fill(source), merged), *(Cell(merged="left") for _ in range(span - 1))]

    def _line(self, paragraph: Any) -> str:
        text = "".join(_pieces(paragraph))
        marker = self._marker(paragraph) if text.strip() else ""
        return f"{marker}{text}"

    def _marker(self, paragraph: Any) -> str:
        """Return what Word draws before a list paragraph: a bullet, or the number it has reached in this cell."""
        number = self._list_of(paragraph)
        number_format = self.list_formats.get(number, "")
        if not number_format or number_format == "none":
            return ""
        if number_format == "bullet":
            return "• "
        self.counters[number] += 1
        reached = self.counters[number]
        return f"{ROMAN[reached - 1]}. " if number_format == "lowerRoman" and reached <= len(ROMAN) else f"{reached}. "

    def _list_of(self, paragraph: Any) -> str:
        """Return the number of the list that a paragraph belongs to, by itself or by its style."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        if own is not None:
            return str(own.get(qn("w:val")))
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return self.list_styles.get(style.get(qn("w:val")), "") if style is not None else ""


def _children(element: Any) -> Iterator[Any]:
    """Yield an element's children, looking through content controls and tracked insertions."""
    for child in element:
        if child.tag in TRANSPARENT:
            yield from _children(child)
        else:
            yield child


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in SPACING:
            yield SPACING[child.tag]
        elif child.tag not in REMOVED and child.tag != qn("w:p"):
            yield from _pieces(child)


def _number(element: Any, path: str) -> int:
    found = element.find("/".join(qn(step) for step in path.split("/")))
    value = found.get(qn("w:val"), "") if found is not None else ""
    return min(int(value), 1_000) if value.isdecimal() else 0


def _fill(cell: Any) -> str:
    shading = cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}")
    colour = shading.get(qn("w:fill"), "auto") if shading is not None else "auto"
    return colour.upper() if len(colour) == 6 else ""


def _heading_levels(package: Any) -> Iterator[tuple[str, int]]:
    for style in package.styles.element.iter(qn("w:style")):
        name = style.find(qn("w:name"))
        words = name.get(qn("w:val"), "").lower().split() if name is not None else []
        if words[:1] == ["heading"] and words[1:2] and words[1].isdecimal():
            yield style.get(qn("w:styleId")), int(words[1])
        elif words[:1] == ["title"]:
            yield style.get(qn("w:styleId")), 1


def _lists_of_styles(package: Any) -> Iterator[tuple[str, str]]:
    for style in package.styles.element.iter(qn("w:style")):
        number = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        if number is not None:
            yield style.get(qn("w:styleId")), number.get(qn("w:val"))


def _list_formats(package: Any) -> dict[str, str]:
    """Map each list's number to how its first level is drawn."""
    parts = [part for part in package.part.package.iter_parts() if part.partname.endswith("/numbering.xml")]
    if not parts or not hasattr(parts[0], "element"):
        return {}
    root = parts[0].element
    level = f"{qn('w:lvl')}/{qn('w:numFmt')}"
    drawn = {
        kind.get(qn("w:abstractNumId")): kind.find(level).get(qn("w:val"), "")
        for kind in root.findall(qn("w:abstractNum"))
        if kind.find(level) is not None
    }
    links = {entry.get(qn("w:numId")): entry.find(qn("w:abstractNumId")) for entry in root.findall(qn("w:num"))}
    return {number: drawn.get(link.get(qn("w:val")), "") for number, link in links.items() if link is not None}
