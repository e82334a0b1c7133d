from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.uploads import KINDS, in_megabytes, inspect_upload, safe_name

LIMIT = 1024 * 1024


def archive(*names, first=None):
    """Return the bytes of an archive with these files in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        if first:
            file.writestr("mimetype", first)
        for name in names:
            file.writestr(name, "content")
    return made.getvalue()


OPEN_TEXT = "application/vnd.oasis.opendocument.text"
OPEN_SHEET = "application/vnd.oasis.opendocument.spreadsheet"
GENUINE = {
    "pdf": b"%PDF-1.7 ...",
    "docx": archive("[Content_Types].xml", "word/document.xml"),
    "xlsx": archive("[Content_Types].xml", "xl/workbook.xml"),
    "pptx": archive("[Content_Types].xml", "ppt/presentation.xml"),
    "odt": archive("content.xml", first=OPEN_TEXT),
    "ods": archive("content.xml", first=OPEN_SHEET),
    "png": b"\x89PNG\r\n\x1a\n....",
    "jpg": b"\xff\xd8\xff\xe0....",
    "jpeg": b"\xff\xd8\xff\xe0....",
    "txt": "Agreed on 5 May: £500".encode(),
    "csv": "a,b\n1,2\n".encode("cp1252"),
}


def upload(name, content):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("ending", KINDS)
def test_a_genuine_file_passes_as_what_it_is(ending):
    found = inspect_upload(upload(f"Minutes.{ending.upper()}", GENUINE[ending]), limit=LIMIT)
    assert (found.content_type, found.size) == (KINDS[ending].content_type, len(GENUINE[ending]))
    assert found.sha256 == hashlib.sha256(GENUINE[ending]).hexdigest()


@pytest.mark.parametrize("ending", [ending for ending in KINDS if ending not in ("txt", "csv")])
def test_a_file_that_is_not_what_its_name_says_is_refused(ending):
    with pytest.raises(Refused, match="not what its name says"):
        inspect_upload(upload(f"minutes.{ending}", b"<script>alert(1)</script>"), limit=LIMIT)


@pytest.mark.parametrize("ending", ["txt", "csv"])
def test_a_program_is_no_text(ending):
    with pytest.raises(Refused, match="not what its name says"):
        inspect_upload(upload(f"minutes.{ending}", b"MZ\x90\x00\x03\x00"), limit=LIMIT)


@pytest.mark.parametrize(
    "name", ["page.html", "picture.svg", "tool.exe", "old.doc", "macros.docm", "pdf", "x", "x.pdf.js"]
)
def test_a_type_that_is_not_on_the_list_is_refused(name):
    with pytest.raises(Refused, match="cannot be kept"):
        inspect_upload(upload(name, b"%PDF-"), limit=LIMIT)


def test_an_office_file_with_macros_is_refused_whatever_its_name_says():
    content = archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")
    with pytest.raises(Refused, match="macros"):
        inspect_upload(upload("minutes.docx", content), limit=LIMIT)


def from_the_future(content):
    """Let an archive's directory say that reading it needs a version that nobody knows."""
    place = content.index(b"PK\x01\x02") + 6
    return content[:place] + b"\xff\xff" + content[place + 2 :]


BROKEN = [b"PK\x03\x04 broken", archive("word/document.xml")[:40], from_the_future(archive("word/document.xml"))]


@pytest.mark.parametrize("content", BROKEN, ids=["text", "torn", "from the future"])
def test_a_broken_archive_is_refused(content):
    with pytest.raises(Refused):
        inspect_upload(upload("minutes.docx", content), limit=LIMIT)


def test_an_empty_file_is_refused():
    with pytest.raises(Refused, match="empty"):
        inspect_upload(upload("minutes.pdf", b""), limit=LIMIT)


def test_a_file_may_be_as_large_as_the_limit_and_no_larger():
    content = b"%PDF-" + b"x" * 95
    assert inspect_upload(upload("minutes.pdf", content), limit=100).size == 100
    with pytest.raises(Refused, match="at most"):
        inspect_upload(upload("minutes.pdf", content), limit=99)


def test_the_file_can_be_read_from_its_start_afterwards():
    file = upload("minutes.pdf", GENUINE["pdf"])
    inspect_upload(file, limit=LIMIT)
    assert file.read() == GENUINE["pdf"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("minutes.pdf", "minutes.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\minutes.pdf", "minutes.pdf"),
        ("min\x00utes\r\n.pdf", "min utes .pdf"),
        ("fdp.\u202etxt", "fdp. txt"),
        ("é à.pdf", "é à.pdf"),
    ],
)
def test_a_name_is_kept_without_what_could_deceive(name, safe):
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_ending():
    shortened = safe_name("x" * 500 + ".pdf")
    assert (len(shortened), shortened[-5:]) == (200, "x.pdf")


@pytest.mark.parametrize(
    ("size", "words"), [(10 * 1024 * 1024, "10 MB"), (3_565_158, "3.4 MB"), (1, "0.1 MB"), (1024 * 1024, "1 MB")]
)
def test_a_size_is_said_in_megabytes(size, words):
    assert in_megabytes(size) == words
