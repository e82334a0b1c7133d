import pytest

from kpa_tracker.interfaces.exchange.actions.book.entries import Entry
from kpa_tracker.interfaces.exchange.actions.book.knowing import recognised
from kpa_tracker.interfaces.exchange.actions.book.reading import BookRow
from kpa_tracker.interfaces.exchange.actions.book.sheets import DELIVERABLES, DESCRIPTORS, GLOSSARY

HELD = [Entry("G1", {"term": "BCS", "meaning": ""}), Entry("G2", {"term": "PSA", "meaning": ""})]


def rows(sheet, *said):
    return [BookRow(sheet, key, "row", values) for key, values in said]


def keys(found):
    return [entry.key if entry else None for entry in found]


def known(sheet, said, held, *, is_own=False, translation=None):
    return keys(recognised(sheet, rows(sheet, *said), held, is_own=is_own, keys=translation or {}))


def test_in_its_own_workbook_a_row_is_known_by_its_key_whatever_it_says():
    assert known(GLOSSARY, [("G2", {"term": "BCS"}), ("G1", {"term": "Other"})], HELD, is_own=True) == ["G2", "G1"]


def test_in_another_one_by_its_words_whatever_its_key():
    assert known(GLOSSARY, [("G2", {"term": "bcs"}), ("G1", {"term": "Other"})], HELD) == ["G1", None]


def test_no_record_is_two_rows():
    assert known(GLOSSARY, [("G7", {"term": "BCS"}), ("G8", {"term": "BCS"})], HELD) == ["G1", None]
    assert known(GLOSSARY, [("", {"term": "BCS"}), ("G1", {"term": "x"})], HELD, is_own=True) == [None, "G1"]


@pytest.mark.parametrize(("parent", "found"), [("A9", ["D1"]), ("A8", [None])])
def test_what_stands_under_something_is_known_under_it_alone(parent, found):
    held = [Entry("D1", {"ambition": "A1", "title": "Streets"})]
    said = [("D5", {"ambition": parent, "title": "Streets"})]
    assert known(DESCRIPTORS, said, held, translation={"A9": "A1", "A8": "A2"}) == found


def test_a_deliverable_is_known_by_its_reference_or_by_its_words():
    held = [
        Entry("L1", {"ambition": "A1", "reference": "1.1", "title": "Light the lanes"}),
        Entry("L2", {"ambition": "A1", "reference": "1.2", "title": "Share the fleet"}),
    ]
    said = [
        ("L8", {"ambition": "A1", "reference": "7", "title": "Share the fleet"}),
        ("L9", {"ambition": "A1", "reference": "1.1", "title": "Wholly other words"}),
    ]
    assert known(DELIVERABLES, said, held) == ["L2", "L1"]
