"""The child process: reads one file from its input under hard limits and writes what it found as JSON.

Started by bounded.py as `python -m`. It sets its own limits first, writes no file, and imports a library only for
the kind of file it was given.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from typing import Any

from kpa_tracker.base.toolkit.grids import SourceDocument, UnreadableFile
from kpa_tracker.interfaces.exchange.reading import returned
from kpa_tracker.interfaces.exchange.reading.archive import DAMAGED, recognise
from kpa_tracker.interfaces.exchange.reading.book import BOUNDS, is_book, may_be_book

MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 25
TOO_HEAVY = "Reading the file would take too much memory. Copy the table into a new file and choose that one."


def limit_this_process() -> None:
    """Bound memory and processor time, and forbid writing to any file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def reader_for(kind: str) -> Callable[[bytes], SourceDocument]:
    if kind == "docx":
        from kpa_tracker.base.toolkit.documents import read_document

        return read_document
    if kind == "xlsx":
        return read_sheets
    from kpa_tracker.interfaces.exchange.reading.delimited import read_delimited

    return read_delimited


def read_sheets(content: bytes) -> SourceDocument:
    """Read a workbook: a plan's own and a return exactly as they stand, any other as a person sees it."""
    from kpa_tracker.base.toolkit.workbooks.exact import read_exactly
    from kpa_tracker.base.toolkit.workbooks.reading import read_workbook

    if returned.may_be_return(content) and returned.is_return(sent := read_exactly(content, returned.BOUNDS)):
        return sent
    document = read_exactly(content, BOUNDS) if may_be_book(content) else SourceDocument()
    return document if is_book(document) else read_workbook(content)


def read(name: str, content: bytes) -> SourceDocument:
    """Read a file of any known kind. Whatever a library trips over is a damaged file to the person."""
    try:
        recognised = recognise(name, content)
        document = reader_for(recognised.kind)(content)
    except (UnreadableFile, MemoryError):
        raise
    except Exception as error:
        raise UnreadableFile(DAMAGED) from error
    document.notes[:0] = [recognised.note] if recognised.note else []
    return document


def main() -> None:
    limit_this_process()
    try:
        answer: dict[str, Any] = {"document": read(sys.argv[1], sys.stdin.buffer.read()).to_json()}
    except UnreadableFile as error:
        answer = {"unreadable": str(error)}
    except MemoryError:
        answer = {"unreadable": TOO_HEAVY}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
