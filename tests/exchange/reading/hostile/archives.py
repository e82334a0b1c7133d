"""Archives, and files that are something else than their name says."""

import io
import struct
import zipfile

from tests.exchange.files import repacked, workbook
from tests.exchange.reading.hostile.kinds import ROWS, SHEET, Kind, book, paper

DAMAGED, TOO_MUCH, MACROS = "damaged or incomplete", "unpacks to far more", "macros"


def starting(start):
    return lambda: start + b"\x00" * 500


def compound_file(*streams):
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    return lambda: start + b"\x00" * 600 + b"".join(one.encode("utf-16-le") for one in streams)


def packed(entries, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()


def entries_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(entry.filename, archive.read(entry)) for entry in archive.infolist()]


def with_entries(*more, method=zipfile.ZIP_DEFLATED):
    return lambda: packed([*entries_of(workbook(ROWS)), *more], method)


def in_directory(offset, layout, change):
    """Change a field of the last entry in the archive's directory."""

    def made():
        content = bytearray(workbook(ROWS))
        place = content.rindex(b"PK\x01\x02") + offset
        struct.pack_into(layout, content, place, change(struct.unpack_from(layout, content, place)[0]))
        return bytes(content)

    return made


def twice():
    """Two parts of one name: what a person sees of it depends on the program."""
    content = packed([*entries_of(workbook(ROWS)), (SHEET.replace("1", "9"), b"<hidden/>")])
    return content.replace(SHEET.replace("1", "9").encode(), SHEET.encode())


def overlapping():
    """Many names for the same packed bytes, as the densest bombs are made."""
    buffer = io.BytesIO(book({"xl/media/filler.xml": b"\x00" * 4_000_000}))
    with zipfile.ZipFile(buffer, "a") as archive:
        filler = archive.getinfo("xl/media/filler.xml")
        for number in range(200):
            another = zipfile.ZipInfo(f"xl/media/filler{number}.xml")
            for field in ("header_offset", "CRC", "compress_size", "file_size", "compress_type"):
                setattr(another, field, getattr(filler, field))
            archive.filelist.append(another)
        archive.writestr("xl/media/last.txt", b"")
    return buffer.getvalue()


def broken_sum():
    content = bytearray(repacked(workbook(ROWS), {}))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        place = archive.getinfo(SHEET).header_offset + 30 + len(SHEET) + 20
    content[place : place + 8] = b"\xff" * 8
    return bytes(content)


def link():
    entry = zipfile.ZipInfo("xl/media/link")
    entry.external_attr = 0o120777 << 16
    return packed([*entries_of(workbook(ROWS)), (entry, "/etc/passwd")])


def with_comment():
    buffer = io.BytesIO(workbook(ROWS))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = b"<script>" * 8_000
    return buffer.getvalue()


KINDS = [
    Kind("nothing", "plan.xlsx", bytes, "The file is empty."),
    Kind("more than is taken", "plan.csv", lambda: b"a," * 11_000_000, "larger than 20 MB"),
    Kind("a line of a hundred megabytes", "plan.csv", lambda: b"x" * 100_000_000, "larger than 20 MB"),
    Kind("a PNG as a workbook", "plan.xlsx", starting(b"\x89PNG\r\n\x1a\n"), "picture"),
    Kind("a JPEG as a document", "plan.docx", starting(b"\xff\xd8\xff\xe0"), "picture"),
    Kind("a GIF as text", "plan.csv", starting(b"GIF89a"), "picture"),
    Kind("a PDF as a document", "plan.docx", starting(b"%PDF-1.7"), "PDF"),
    Kind("rich text as a document", "plan.docx", starting(b"{\\rtf1"), "rich text"),
    Kind("a web page as a workbook", "plan.xlsx", starting(b"<html><table>"), "web page"),
    Kind("an XML spreadsheet as a workbook", "plan.xls", starting(b"<?xml version='1.0'?>"), "web page"),
    Kind("a program as a workbook", "plan.xlsx", starting(b"MZ\x90"), "program"),
    Kind("a gzip", "plan.csv", starting(b"\x1f\x8b"), "compressed archive"),
    Kind("a 7-Zip", "plan.csv", starting(b"7z\xbc\xaf\x27\x1c"), "compressed archive"),
    Kind("a RAR", "plan.csv", starting(b"Rar!\x1a\x07"), "compressed archive"),
    Kind("an encrypted Office file", "plan.xlsx", compound_file("EncryptedPackage"), "password"),
    Kind("a workbook of before 2007", "plan.xlsx", compound_file("Workbook", "VBA"), "before 2007"),
    Kind("an unknown ending", "plan.pages", lambda: b"words", "cannot be read"),
    Kind("a cut-off archive", "plan.xlsx", lambda: workbook(ROWS)[:-300], DAMAGED),
    Kind("the start of an archive alone", "plan.xlsx", starting(b"PK\x03\x04"), DAMAGED),
    Kind("an archive of nothing", "plan.xlsx", lambda: packed([]), "neither a Word document"),
    Kind("a plain archive", "plan.xlsx", lambda: packed([("plan.csv", "a,b")]), "neither a Word document"),
    Kind("an archive within an archive", "plan.xlsx", lambda: packed([("plan.xlsx", book())]), "neither"),
    Kind("an OpenDocument", "plan.xlsx", lambda: packed([("content.xml", "<x/>")]), "OpenDocument"),
    Kind("a binary workbook", "plan.xlsx", lambda: packed([("xl/workbook.bin", "x")]), "binary Excel"),
    Kind("a flat bomb", "plan.xlsx", lambda: book({"xl/media/x.xml": b"\x00" * 40_000_000}), TOO_MUCH),
    Kind(
        "a bomb of many parts", "plan.xlsx", with_entries(*[(f"x{n}", b"\0" * 999_999) for n in range(160)]), TOO_MUCH
    ),
    Kind("a bomb packed by LZMA", "plan.xlsx", with_entries(("x", b"\0" * 40_000_000), method=14), TOO_MUCH),
    Kind("a nested bomb", "plan.docx", lambda: paper({"a.zip": packed([("b", b"\0" * 9_000_000)] * 1)})),
    Kind("overlapping entries", "plan.xlsx", overlapping, TOO_MUCH),
    Kind("thousands of entries", "plan.xlsx", with_entries(*[(f"x{n}.txt", b"x") for n in range(2_100)]), TOO_MUCH),
    Kind("a part that stands twice", "plan.xlsx", twice, DAMAGED),
    Kind("a size that is not true", "plan.xlsx", in_directory(24, "<I", lambda size: 5), DAMAGED),
    Kind("a sum that is not true", "plan.xlsx", broken_sum, DAMAGED),
    Kind("an entry behind the end", "plan.xlsx", in_directory(42, "<I", lambda place: 4_000_000_000), DAMAGED),
    Kind("an unknown way of packing", "plan.xlsx", in_directory(10, "<H", lambda method: 99), DAMAGED),
    Kind("an encrypted entry", "plan.xlsx", in_directory(8, "<H", lambda flags: flags | 1), "password"),
    Kind("a name that climbs", "plan.xlsx", with_entries(("../../../../etc/cron.d/plan", b"* * * * *"))),
    Kind("an absolute name", "plan.xlsx", with_entries(("/etc/passwd", b"root"), ("C:\\Windows\\x.dll", b"MZ"))),
    Kind("a link to another file", "plan.xlsx", link),
    Kind("an archive with a script for a comment", "plan.xlsx", with_comment),
    Kind("a script before the archive", "plan.xlsx", lambda: b"#!/bin/sh\nexit\n" + book(), DAMAGED),
    Kind("a picture that is an archive too", "plan.xlsx", lambda: b"GIF89a" + book(), "picture"),
    Kind("a workbook in a document's name", "plan.docx", book, noted="It was read as an Excel workbook"),
    Kind("a document in a workbook's name", "plan.xlsx", paper, noted="It was read as a Word document"),
    Kind("a workbook with a program's name", "plan.xlsx.exe", book, noted="ends in .exe"),
    Kind("a name with a line break", "plan\n.xlsx\x00.csv", book, noted="It was read as an Excel workbook"),
    Kind("macros in a workbook", "plan.xlsx", lambda: book({"xl/vbaProject.bin": b"x"}), MACROS),
    Kind("macros in a document", "plan.docx", lambda: paper({"word/vbaProject.bin": b"x"}), MACROS),
    Kind("macros of Excel 4", "plan.xlsx", lambda: book({"xl/macrosheets/sheet1.xml": b"<x/>"}), MACROS),
]
