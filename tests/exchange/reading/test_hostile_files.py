"""Files that are damaged, huge, locked or not plans at all: one clear sentence each, in bounded time, nothing left."""

import io
import json
import os
import re
import struct
import tempfile
import zipfile
from pathlib import Path

import pytest

from kpa_tracker.base.toolkit.grids import SourceDocument, UnreadableFile
from kpa_tracker.interfaces.exchange.reading import bounded, child
from kpa_tracker.interfaces.exchange.reading.bounded import read_bounded
from kpa_tracker.interfaces.exchange.reading.interpret import interpret
from tests import processor
from tests.exchange.files import part_of, repacked, word, workbook

ROWS = [["Aim", "Action", "Lead"], ["Safe", "Patrol", "Inspector"]]
SHEET = "xl/worksheets/sheet1.xml"


def refusal(name, content):
    with pytest.raises(UnreadableFile) as caught:
        read_bounded(name, content)
    return str(caught.value)


def bomb():
    return repacked(workbook(ROWS), {"xl/media/filler.xml": b"\x00" * 40_000_000})


def many_entries():
    return repacked(workbook(ROWS), {f"xl/media/{number}.txt": b"x" for number in range(2_100)})


def encrypted_flag():
    content = bytearray(workbook(ROWS))
    directory = content.rindex(b"PK\x01\x02")
    flags = struct.unpack_from("<H", content, directory + 8)[0]
    struct.pack_into("<H", content, directory + 8, flags | 1)
    return bytes(content)


def compound_file(*streams):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + b"".join(name.encode("utf-16-le") for name in streams)


def entity_bomb():
    entities = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};&e{n - 1};&e{n - 1};">' for n in range(1, 20))
    xml = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{entities}]><worksheet>&e19;</worksheet>'
    return repacked(workbook(ROWS), {SHEET: xml.encode()})


def macros():
    return repacked(workbook(ROWS), {"xl/vbaProject.bin": b"macro"})


REFUSED = [
    ("empty.xlsx", b"", "The file is empty."),
    ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "picture"),
    ("plan.docx", b"%PDF-1.7", "PDF"),
    ("plan.docx", b"{\\rtf1", "rich text"),
    ("plan.xlsx", b"<html><table></table></html>", "web page"),
    ("plan.xlsx", workbook(ROWS)[:-200], "damaged or incomplete"),
    ("plan.docx", b"just some words", "damaged or incomplete"),
    ("plan.xlsx", compound_file("EncryptedPackage"), "password"),
    ("plan.xls", compound_file("Workbook"), "before 2007"),
    ("plan.xlsx", encrypted_flag(), "password"),
    ("plan.xlsx", macros(), "macros"),
    ("plan.xlsx", bomb(), "unpacks to far more"),
    ("plan.xlsx", many_entries(), "unpacks to far more"),
    ("plan.xlsx", entity_bomb(), "instructions"),
    ("plan.xlsx", repacked(workbook(ROWS), {SHEET: b"<worksheet><sheetData><row"}), "damaged or incomplete"),
    ("plan.zip", repacked(workbook(ROWS), {"xl/workbook.xml": None}), "neither a Word document nor an Excel workbook"),
    ("plan.ods", repacked(workbook(ROWS), {"xl/workbook.xml": None, "content.xml": b"<x/>"}), "OpenDocument"),
    ("plan.xlsb", repacked(workbook(ROWS), {"xl/workbook.xml": None, "xl/workbook.bin": b"x"}), "binary Excel"),
    ("plan.csv", b"just some words without any table", "No table was found"),
    ("plan.csv", bytes(range(256)) * 40, "not text"),
    ("plan.exe", b"MZ\x90", "program"),
    ("plan.pages", b"words", "cannot be read"),
    ("plan.csv", b"a,b\n" * 13_000, "more than 12,000 rows"),
    ("plan.csv", b"a,b\n1," + b"x" * 40_000, "far more text"),
]


@pytest.mark.parametrize(("name", "content", "said"), REFUSED, ids=[f"{name}: {said}" for name, _, said in REFUSED])
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence_for_people(name, content, said):
    message = refusal(name, content)
    assert said in message
    assert "Error" not in message


@pytest.mark.parametrize(("name", "content", "said"), REFUSED, ids=[f"{name}: {said}" for name, _, said in REFUSED])
def test_the_child_itself_refuses_it(name, content, said):
    with pytest.raises(UnreadableFile, match=re.escape(said)):
        child.read(name, content)


@pytest.mark.parametrize(
    ("found", "answer"),
    [
        (SourceDocument([], ["A note."]), {"document": {"blocks": [], "notes": ["A note."]}}),
        (UnreadableFile("No."), {"unreadable": "No."}),
        (MemoryError(), {"unreadable": child.TOO_HEAVY}),
    ],
)
def test_the_child_answers_in_one_line_whatever_happens(monkeypatch, capsys, found, answer):
    def reader(name, content):
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(child, "read", reader)
    monkeypatch.setattr(child.resource, "setrlimit", lambda *limits: None)
    monkeypatch.setattr(child.sys, "argv", ["child", "plan.xlsx"])
    monkeypatch.setattr(child.sys, "stdin", io.TextIOWrapper(io.BytesIO(b"content")))
    child.main()
    assert json.loads(capsys.readouterr().out) == answer


def test_a_file_over_the_size_limit_is_refused_before_anything_starts(monkeypatch):
    monkeypatch.setattr(bounded.subprocess, "run", None)
    assert "larger than 20 MB" in refusal("plan.xlsx", b"P" * (20 * 1024 * 1024 + 1))


def test_a_far_cell_costs_nothing_and_is_mentioned():
    sheet = part_of(workbook(ROWS), SHEET)
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row></sheetData>'
    content = repacked(workbook(ROWS), {SHEET: sheet.replace(b"</sheetData>", far)})
    before = processor.seconds()
    document = read_bounded("far.xlsx", content)
    assert processor.seconds() - before < 5
    assert document.notes == ["Sheet “Plan” has something in cell XFD1048576, far from the rest. It was not read."]
    assert interpret(document).counts.deliverables == 1


def test_a_merge_over_the_whole_sheet_costs_nothing():
    sheet = part_of(workbook(ROWS), SHEET)
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="D3:XFD1048576"/></mergeCells>'
    content = repacked(workbook(ROWS), {SHEET: sheet.replace(b"</sheetData>", merge)})
    before = processor.seconds()
    assert interpret(read_bounded("merge.xlsx", content)).counts.deliverables == 1
    assert processor.seconds() - before < 5


def test_memory_is_bounded():
    cells = b"".join(b"<c><v>%d</v></c>" % number for number in range(99))
    rows = b"<row>" + cells + b"</row>"
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    content = repacked(workbook(ROWS), {SHEET: sheet + rows * 20_000 + b"</sheetData></worksheet>"})
    before = processor.seconds()
    assert any(word in refusal("wide.xlsx", content) for word in ("more than 12,000 rows", "unpacks", "too long"))
    assert processor.seconds() - before < 40


def test_a_child_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(bounded, "WALL_SECONDS", 0)
    assert "took too long" in refusal("plan.xlsx", workbook(ROWS))


@pytest.mark.parametrize(
    ("returncode", "stderr", "said"), [(-24, b"", "too long"), (1, b"MemoryError", "memory"), (1, b"?", "damaged")]
)
def test_a_child_that_dies_is_explained(monkeypatch, returncode, stderr, said):
    def died(*arguments, **options):
        return bounded.subprocess.CompletedProcess(arguments, returncode, b"", stderr)

    monkeypatch.setattr(bounded.subprocess, "run", died)
    assert said in refusal("plan.xlsx", workbook(ROWS))


def test_a_reader_that_wants_more_memory_than_it_may_have_is_stopped(monkeypatch):
    monkeypatch.setattr(bounded, "CHILD", "tests.exchange.reading.greedy_child")
    assert "too much memory" in refusal("plan.xlsx", workbook(ROWS))


def test_reading_leaves_no_file_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = set(Path(tempfile.gettempdir()).parent.iterdir())
    for name, content in [("a.xlsx", workbook(ROWS)), ("b.docx", word(ROWS)), ("c.csv", b"Aim,Action\na,b\nc,d")]:
        read_bounded(name, content)
    assert list(tmp_path.iterdir()) == []
    assert set(Path(tempfile.gettempdir()).parent.iterdir()) == before


def test_the_child_sees_no_secret_of_ours(monkeypatch):
    seen = {}
    real = bounded.subprocess.run
    monkeypatch.setattr(
        bounded.subprocess, "run", lambda *args, **options: seen.update(options) or real(*args, **options)
    )
    monkeypatch.setitem(os.environ, "SECRET_KEY", "canary")
    read_bounded("plan.docx", word(ROWS))
    assert "canary" not in str(seen["env"])


def test_a_word_document_under_an_excel_name_is_read_and_mentioned():
    document = read_bounded("plan.xlsx", word(ROWS))
    assert document.notes == [
        "The file's name ends in .xlsx, but it is a Word document. It was read as a Word document."
    ]
    assert interpret(document).counts.deliverables == 1


def test_control_characters_are_taken_out():
    content = word([["Aim", "Action", "Lead"], ["Safe", "Pa\ttrol", "Inspector"]])
    xml = part_of(content, "word/document.xml").replace(b"Safe", "Sa\u200bfe\ufeff".encode())
    document = read_bounded("plan.docx", repacked(content, {"word/document.xml": xml}))
    assert [cell.text for cell in document.grids[0].rows[1].cells] == ["Safe", "Pa trol", "Inspector"]
    text = read_bounded("plan.csv", b"Aim,Action\nSa\x00fe,Pa\x07trol\nb,c")
    assert [cell.text for cell in text.grids[0].rows[1].cells] == ["Safe", "Patrol"]


def test_an_archive_that_lies_about_its_sizes_is_refused():
    content = bytearray(workbook(ROWS))
    start = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, start + 24, 5)
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        name = archive.infolist()[-1].filename
    assert name
    assert "damaged" in refusal("plan.xlsx", bytes(content))
