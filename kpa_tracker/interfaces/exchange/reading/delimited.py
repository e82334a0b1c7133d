"""Reading CSV, tab-separated text, and plain text where tables stand among paragraphs."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from kpa_tracker.base.toolkit.grids import (
    Bounds,
    Cell,
    Grid,
    Paragraph,
    Row,
    SourceDocument,
    Tally,
    UnreadableFile,
    clean_text,
)
from kpa_tracker.interfaces.exchange.reading.spaced import is_spaced, read_spaced

DELIMITERS = ["\t", ";", ",", "|"]
LINE_TAGS = re.compile(r"</?(?:p|ul|ol|br|div|tr|table|h[1-6])\b[^<>]*>", re.I)
ITEM_TAGS = re.compile(r"<li\b[^<>]*>", re.I)
OTHER_TAGS = re.compile(r"</?(?:li|span|strong|em|b|i|u|td|th|font|a|sup|sub|small)\b[^<>]*>", re.I)
RULE = re.compile(r":?-*:?")  # the line under a table's headings in Markdown
EXCELS_WORD = re.compile(r"\"?sep=([,;|\t])\"?\r?\n", re.I)  # a first line by which Excel is told the separator
MARKDOWN_HEADING = re.compile(r"^#{1,6}\s+")
STRANGE = re.compile(r"[\x00-\x08\x0e-\x1f]")
STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
SENTENCE_END = (".", ",", ";", ":", "?", "!")
Record = tuple[int, list[str]]
"""A line's number and its fields."""
Reader = Callable[[Iterable[Record], Tally], Iterator[Paragraph | Grid]]


def read_delimited(content: bytes, bounds: Bounds | None = None) -> SourceDocument:
    """Read text whose rows are lines; lines without the separator are paragraphs between tables."""
    bounds, text = bounds or Bounds(), decoded(content)
    if len(text) > bounds.characters:
        raise UnreadableFile("The file holds far more text than can be read. Copy the table into a file of its own.")
    if "\t" not in text and is_spaced(text):
        return read_spaced(text, bounds)
    told = EXCELS_WORD.match(text)
    text, delimiter = (text[told.end() :], told[1]) if told else (text, find_delimiter(text))
    return SourceDocument(list(_blocks(_records(text, delimiter), Tally(bounds))))


def decoded(content: bytes) -> str:
    """Decode as Unicode where a mark or the bytes say so, else as Windows wrote it in Britain."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _try(content, "utf-16")
    if content.count(b"\x00") > len(content) // 5:
        return _try(content, "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _try(content, "cp1252")


def _try(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding, errors="replace" if encoding == "cp1252" else "strict")
    except UnicodeDecodeError as error:
        raise UnreadableFile("The file is not text. Open it in Excel and save it as .xlsx or CSV.") from error
    if len(STRANGE.findall(text)) > len(text) // 100 + 3:
        raise UnreadableFile("The file is not text. Open it in Excel and save it as .xlsx or CSV.")
    return text


def find_delimiter(text: str) -> str:
    """Return the separator that gives the most rows of one width; a tab always wins, it is in no prose."""
    if sum(1 for line in text.splitlines() if line.count("\t") >= 1) >= 2:
        return "\t"
    scores = {delimiter: _agreement(text, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    if scores[best] < 2:
        raise UnreadableFile(
            "No table was found in the file. Its columns must stand apart by tabs, commas or semicolons."
        )
    return best


def _agreement(text: str, delimiter: str) -> int:
    widths: dict[int, int] = {}
    for _, fields in _records(text[:200_000], delimiter):
        widths[len(fields)] = widths.get(len(fields), 0) + 1
    return max((count * (width > 1) * (2 if width > 2 else 1) for width, count in widths.items()), default=0)


def _records(text: str, delimiter: str) -> list[Record]:
    """Split into records with the line each starts on. Unbalanced quotation marks are ordinary characters."""
    balanced = text.count('"') % 2 == 0
    reader = csv.reader(
        io.StringIO(text.replace("\x00", ""), newline=""),
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if balanced else csv.QUOTE_NONE,
    )
    records, line = [], 1
    try:
        for fields in reader:
            records.append((line, fields))
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile("One cell of the file is too long, or its quotation marks do not match.") from error
    return records


def _blocks(records: list[Record], tally: Tally) -> Iterator[Paragraph | Grid]:
    for is_table, group in groupby(records, key=lambda record: len(record[1]) > 1):
        read: Reader = _grid if is_table else _paragraphs
        yield from read(group, tally)


def _grid(records: Iterable[Record], tally: Tally) -> Iterator[Grid]:
    rows = [_row(line, fields, tally) for line, fields in records if not _is_rule(fields)]
    filled = [row for row in rows if row.filled]
    if filled:
        yield Grid("", filled, "line")


def _is_rule(fields: list[str]) -> bool:
    return all(RULE.fullmatch(field.strip()) for field in fields)


def _row(line: int, fields: list[str], tally: Tally) -> Row:
    row = Row(line, [Cell(without_markup(field)) for field in fields[: tally.bounds.columns]])
    tally.add_row(row.cells)
    return row


def _paragraphs(records: Iterable[Record], tally: Tally) -> Iterator[Paragraph]:
    for _, fields in records:
        text = without_markup("".join(fields))
        tally.add_text(text)
        if text:
            yield Paragraph(MARKDOWN_HEADING.sub("", text), 2 if _looks_like_heading(text) else 0)


def _looks_like_heading(text: str) -> bool:
    return len(text) <= 80 and "\n" not in text and not text.endswith(SENTENCE_END) and not text.startswith("•")


def without_markup(text: str) -> str:
    """Turn remnants of HTML and Markdown into lines and bullets; an unknown tag is left as written."""
    if "<" in text:
        text = OTHER_TAGS.sub("", ITEM_TAGS.sub("\n• ", LINE_TAGS.sub("\n", text)))
    if "&" in text and ";" in text:
        text = html.unescape(text)
    return clean_text(STRONG.sub(r"\1", text))
