"""What a file is, told from its first bytes: each kind with its name, and each wrong kind with its own sentence."""

from __future__ import annotations

import pytest

from kpa_tracker.base.toolkit.grids import UnreadableFile
from kpa_tracker.interfaces.exchange.reading import archive
from kpa_tracker.interfaces.exchange.reading.archive import Recognised, check_size, ending_of, recognise
from tests.exchange.files import repacked, word, workbook

ROWS = [["Aim", "Action"], ["Safe", "Patrol"]]


@pytest.mark.parametrize(
    ("name", "ending"),
    [("plan.DOCX", "docx"), ("plan.2009.xlsx", "xlsx"), ("plan", ""), (".csv", "csv"), ("plan.", "")],
)
def test_the_ending_of_a_name(name, ending):
    assert ending_of(name) == ending


@pytest.mark.parametrize(
    ("name", "make", "kind", "note"),
    [
        ("plan.xlsx", workbook, "xlsx", ""),
        ("plan.docx", word, "docx", ""),
        ("plan", workbook, "xlsx", ""),
        (
            "plan.docx",
            workbook,
            "xlsx",
            "The file's name ends in .docx, but it is an Excel workbook. It was read as an Excel workbook.",
        ),
        (
            "plan.xlsx",
            word,
            "docx",
            "The file's name ends in .xlsx, but it is a Word document. It was read as a Word document.",
        ),
    ],
)
def test_the_content_decides_and_a_wrong_name_is_mentioned(name, make, kind, note):
    assert recognise(name, make(ROWS)) == Recognised(kind, note)


@pytest.mark.parametrize("ending", ["csv", "txt", "tsv", "tab", "CSV"])
def test_text_is_known_by_its_ending(ending):
    assert recognise(f"plan.{ending}", b"Aim,Action\n") == Recognised("text")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("plan.pdf", b"%PDF-1.7", "This is a PDF"),
        ("plan.rtf", b"{\\rtf1", "rich text"),
        ("plan.png", b"\x89PNG", "picture"),
        ("plan.jpg", b"\xff\xd8\xff\xe0", "picture"),
        ("plan.gif", b"GIF89a", "picture"),
        ("plan.exe", b"MZ\x90", "program"),
        ("plan.gz", b"\x1f\x8b\x08", "compressed archive"),
        ("plan.7z", b"7z\xbc\xaf'", "compressed archive"),
        ("plan.rar", b"Rar!\x1a", "compressed archive"),
        ("plan.doc", archive.OLE_START + b"x", "before 2007"),
        ("plan.xlsx", archive.OLE_START + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("plan.xlsx", b"Aim,Action", "damaged"),
        ("plan.xls", b"<html><table>", "web page"),
        ("plan.csv", b"  <?xml version='1.0'?>", "web page"),
        ("plan.csv", b"<!DOCTYPE html>", "web page"),
        ("plan.odt", b"text", r"ending in \.odt cannot be read"),
        ("plan", b"text", r"ending in \.\? cannot be read"),
        ("plan.csv", b"", "empty"),
    ],
)
def test_each_wrong_file_is_refused_in_a_sentence_of_its_own(name, content, said):
    with pytest.raises(UnreadableFile, match=said):
        recognise(name, content)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("xl/workbook.bin", "binary Excel"),
        ("content.xml", "OpenDocument"),
        ("notes.txt", "neither a Word document nor an Excel workbook"),
        ("word/vbaProject.bin", "macros"),
    ],
)
def test_an_archive_of_another_kind_is_named(part, said):
    bare = repacked(workbook(ROWS), {"xl/workbook.xml": None, part: b"x"})
    with pytest.raises(UnreadableFile, match=said):
        recognise("plan.xlsx", bare)


@pytest.mark.parametrize("declared", [b"<!DOCTYPE x>", b"<!ENTITY e 'x'>", "<!DOCTYPE x>".encode("utf-16-le")])
def test_a_part_that_declares_a_document_type_is_not_opened(declared):
    with pytest.raises(UnreadableFile, match="instructions"):
        recognise("plan.xlsx", repacked(workbook(ROWS), {"xl/styles.xml": declared}))


@pytest.mark.parametrize(("size", "fits"), [(1, True), (archive.LARGEST_FILE, True), (archive.LARGEST_FILE + 1, False)])
def test_a_file_has_a_largest_size(size, fits):
    if fits:
        check_size(size)
        return
    with pytest.raises(UnreadableFile, match="larger than 20 MB"):
        check_size(size)


@pytest.mark.parametrize(
    ("limit", "value"),
    [("MOST_ENTRIES", 2), ("LARGEST_CONTENT", 100), ("LARGEST_PART", 50), ("RATIO_MATTERS_FROM", 1)],
)
def test_what_unpacks_to_too_much_is_refused_at_each_bound(monkeypatch, limit, value):
    content = workbook(ROWS)
    assert recognise("plan.xlsx", content).kind == "xlsx"
    monkeypatch.setattr(archive, limit, value)
    monkeypatch.setattr(archive, "HIGHEST_RATIO", 1)
    with pytest.raises(UnreadableFile, match="far more than a table"):
        recognise("plan.xlsx", content)
