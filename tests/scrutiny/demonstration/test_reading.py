"""What the demonstration's files say, and that they say it in words of their own."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from kpa_tracker.interfaces.scrutiny.demonstration.reading import FOLDER, read, read_all, texts, working_day

SOURCES = Path(__file__).parents[4] / "shared" / "sources"
SHINGLE = 8
STAFF = re.compile(r"\b(rooney|latta|hammond|pearson|suzanne|susie)\b", re.IGNORECASE)


def words(text):
    return re.findall(r"[a-z0-9]+", text.lower())


def shingles(text):
    found = words(text)
    return {tuple(found[at : at + SHINGLE]) for at in range(len(found) - SHINGLE + 1)}


def demonstration_texts():
    for one in read_all():
        yield from texts([one.authority, one.plan, one.risks, one.progress, one.inspections])
        yield from (text for text in texts(one.measures) if not re.search(r"\d", text))  # figures stand as printed
        yield from (file.read_text() for file in (one.folder / "files").glob("*") if file.suffix != ".png")


@pytest.fixture(scope="module")
def sources():
    """Return the shingles of the documents that the facts come from."""
    files = sorted(SOURCES.glob("*.txt"))
    if not files:
        pytest.skip("The source documents are not here.")
    return set().union(*(shingles(file.read_text(errors="replace")) for file in files))


def test_no_eight_words_in_a_row_come_from_a_source_document(sources):
    assert [text for text in demonstration_texts() if shingles(text) & sources] == []


def test_a_planted_sentence_of_the_source_would_be_found(sources):
    planted = "They say: carrying out public business KPA members and officers should make objective decisions, always."
    assert shingles(planted) & sources


def test_nobody_of_the_source_documents_is_named():
    assert [text for text in demonstration_texts() if STAFF.search(text)] == []


def test_every_address_is_one_that_cannot_exist():
    addresses = {text for text in demonstration_texts() for text in re.findall(r"[\w.]+@[\w.]+|https?://[\w.]+", text)}
    assert addresses
    assert {address for address in addresses if not address.endswith("demo.example")} == set()


def test_titles_are_all_different():
    rows = [
        deliverable["title"]
        for ambition in read(FOLDER / "kent").plan["ambitions"]
        for descriptor in ambition["descriptors"]
        for deliverable in descriptor["deliverables"]
    ]
    assert len(rows) == len(set(rows)) == 57


def test_texts_are_found_however_deep():
    assert texts({"a": ["one", {"b": "two"}], "c": 3}) == ["one", "two"]


@pytest.mark.parametrize(("day", "works"), [(9, 9), (10, 12), (11, 12), (12, 12)])
def test_a_weekend_becomes_the_monday_after(day, works):
    assert working_day(datetime.date(2010, 4, day)) == datetime.date(2010, 4, works)
