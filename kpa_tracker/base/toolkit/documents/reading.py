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
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from kpa_tracker.base.toolkit import markings
from kpa_tracker.base.toolkit.grids import Bounds, Cell, Grid, Paragraph, Row, SourceDocument, Tally, clean_text

ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"]
TRANSPARENT = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:smartTag"), qn("w:ins"), qn("w:moveTo")}
REMOVED = {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:txbxContent")}
# What the usual characters of Wingdings and Symbol look like: ticks, crosses, boxes, arrows, bullets.
SYMBOLS = {
    "FC": "✓", "FE": "☑", "FB": "✗", "FD": "☒", "6F": "☐", "A8": "☐", "E0": "→", "F0": "→", "A7": "▪", "B7": "•",
    "D8": "➢", "6C": "●", "6E": "■",
}  # fmt: skip
DELETED = (f"{qn('w:trPr')}/{qn('w:del')}", f"{qn('w:trPr')}/{qn('w:moveFrom')}")
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
NO, LONGEST_HEADING, BOLD_HEADING = {"0", "false", "off", "none"}, 120, 4
MOST_FOOTNOTES = 50
SPACING = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def read_document(content: bytes, bounds: Bounds | None = None) -> SourceDocument:
    """Read a .docx file. Run this in a bounded process: a hostile file can still cost time."""
    package = docx.Document(io.BytesIO(content))
    reader = DocumentReader(package, Tally(bounds or Bounds()))
    return SourceDocument([*_marked(package), *reader.blocks(package.element.body)], notes=reader.notes())


def _marked(package: Any) -> Iterator[Paragraph]:
    """Yield the protective marking that stands at the head or the foot of the pages, once; nothing else of those."""
    edges = [edge for section in package.sections for edge in (section.header, section.footer)]
    found = markings.highest(markings.read(line.text) for edge in edges for line in edge.paragraphs)
    if found:
        yield Paragraph(found)


class DocumentReader:
    """Walks one document; keeps the counters of its numbered lists."""

    def __init__(self, package: Any, tally: Tally) -> None:
        self.tally = tally
        self.headings = dict(_heading_levels(package))
        self.list_formats = _list_formats(package)
        self.list_styles = dict(_lists_of_styles(package))
        self.counters: dict[str, int] = defaultdict(int)
        self.tables = self.deleted_rows = 0
        self.footnotes = list(_footnotes(package))

    def notes(self) -> list[str]:
        """Say what of the document stands nowhere in its blocks."""
        deleted = f"Rows of tables that somebody deleted with changes tracked were not read: {self.deleted_rows}."
        notes = [deleted] if self.deleted_rows else []
        return [*notes, *(f"A footnote stands outside the text: “{text}”" for text in self.footnotes[:MOST_FOOTNOTES])]

    def blocks(self, body: Any) -> Iterator[Paragraph | Grid]:
        for element in _children(body):
            if element.tag == qn("w:p"):
                yield from self._paragraph(element)
                for line in _text_box_lines(element):
                    yield from self._paragraph(line)
            elif element.tag == qn("w:tbl"):
                self.tables += 1
                yield Grid(f"Table {self.tables}", list(self._rows(element)))

    def _paragraph(self, element: Any) -> Iterator[Paragraph]:
        text = clean_text(self._line(element))
        self.tally.add_text(text)
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        level = self.headings.get(style.get(qn("w:val")), 0) if style is not None else 0
        if text:
            yield Paragraph(text, level or BOLD_HEADING * _is_bold_line(element, text))

    def _rows(self, table: Any) -> Iterator[Row]:
        for number, element in enumerate((child for child in _children(table) if child.tag == qn("w:tr")), start=1):
            if any(element.find(path) is not None for path in DELETED):
                self.deleted_rows += 1
                continue
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
        lines = "" if merged else "\n".join(self._lines(source))
        span = max(1, min(_number(source, "w:tcPr/w:gridSpan") or 1, self.tally.bounds.columns))
        first = Cell(clean_text(lines), _fill(source), merged, _ink(source))
        return [first, *(Cell(merged="left") for _ in range(span - 1))]

    def _lines(self, source: Any) -> Iterator[str]:
        """Yield the lines of a cell; a row of a table within it is one line."""
        for element in _children(source):
            if element.tag == qn("w:p"):
                yield self._line(element)
                yield from (self._line(line) for line in _text_box_lines(element))
            elif element.tag == qn("w:tbl"):
                rows = (row for row in _children(element) if row.tag == qn("w:tr"))
                for row in rows:
                    cells = (cell for cell in _children(row) if cell.tag == qn("w:tc"))
                    texts = (clean_text("\n".join(self._lines(cell))) for cell in cells)
                    yield " – ".join(text for text in texts if text)

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
        elif child.tag == qn("w:sym"):
            yield SYMBOLS.get((child.get(qn("w:char")) or "")[-2:].upper(), "")
        elif child.tag not in REMOVED and child.tag != qn("w:p"):
            yield from _pieces(child)


def _text_box_lines(paragraph: Any) -> Iterator[Any]:
    """Yield the paragraphs of the text boxes that hang on a paragraph; Word writes each box twice, for old readers."""
    for box in paragraph.iter(qn("w:txbxContent")):
        if not any(above.tag == FALLBACK for above in box.iterancestors()):
            yield from box.iter(qn("w:p"))


def _runs(element: Any) -> list[Any]:
    """Return the runs that show letters."""
    return [run for run in element.iter(qn("w:r")) if any((text.text or "").strip() for text in run.iter(qn("w:t")))]


def _is_bold_line(paragraph: Any, text: str) -> bool:
    """Whether a line stands as a heading does, in bold from end to end, by hand and not by its style."""
    if "\n" in text or len(text) > LONGEST_HEADING or text.endswith((".", ";", ",")):
        return False
    marks = [run.find(f"{qn('w:rPr')}/{qn('w:b')}") for run in _runs(paragraph)]
    return bool(marks) and all(mark is not None and mark.get(qn("w:val"), "1") not in NO for mark in marks)


def _ink(cell: Any) -> str:
    """Return the colour of a cell's letters, where all have one and the same."""
    marks = [run.find(f"{qn('w:rPr')}/{qn('w:color')}") for run in _runs(cell)]
    colours = {mark.get(qn("w:val"), "") if mark is not None else "" for mark in marks}
    colour = colours.pop() if len(colours) == 1 else ""
    return colour.upper() if len(colour) == 6 else ""


def _footnotes(package: Any) -> Iterator[str]:
    """Yield the texts of the footnotes, without the lines that Word draws above them."""
    for part in package.part.package.iter_parts():
        if part.partname.endswith("/footnotes.xml"):
            root = part.element if hasattr(part, "element") else parse_xml(part.blob)
            for note in root.iter(qn("w:footnote")):
                text = clean_text(" ".join(map(_text, note.iter(qn("w:p")))))
                if text and note.get(qn("w:type"), "normal") == "normal":
                    yield text


def _text(paragraph: Any) -> str:
    return "".join(_pieces(paragraph))


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
