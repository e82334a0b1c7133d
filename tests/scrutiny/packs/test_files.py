"""The PDF of a pack as members hold it: accessible, whole, equal to its page."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from itertools import pairwise

import pikepdf
import pytest
from django.template.loader import render_to_string

from deliverables.models import Deliverable
from kpa_tracker.base.toolkit.pdf import render_pdf
from kpa_tracker.base.toolkit.typefaces import TYPEFACES, called
from kpa_tracker.interfaces.scrutiny.actions import packs
from kpa_tracker.interfaces.scrutiny.actions.packs import freeze_pack
from kpa_tracker.interfaces.scrutiny.assembling import assemble
from kpa_tracker.interfaces.scrutiny.packs.document import PackDocument
from tests.base.toolkit.pdf.reading import (
    bookmarks_of,
    elements_of,
    failures_of_pdf_ua,
    heading_levels,
    opened,
    pages_of,
    squeezed,
    text_of,
)
from tests.factories.packs import oversight
from tests.factories.publication import LookFactory
from tests.factories.scrutiny import CommitteeRatingFactory

pytestmark = pytest.mark.django_db
ODD = "Bell \x07, emoji 👍🏽, arrow →, বাংলা, <b>&amp;</b> “quoted” and a_very_long_word_" + "x" * 60
MARKUP = "<script>alert(1)</script>"


@pytest.fixture
def over(authority):
    return oversight(authority)


@pytest.fixture(scope="module")
def drawn_before():
    return {}


@pytest.fixture
def printed(over, editor, drawn_before):
    """(document, PDF) of a pack, drawn once for all tests that only read it."""
    if not drawn_before:
        contents = assemble(over.pack(by=editor))
        drawn_before["whole"] = PackDocument(contents), drawn(contents)
    return drawn_before["whole"]


def as_html(contents):
    return render_to_string("scrutiny/pack/document.html", {"document": PackDocument(contents), "contents": contents})


def drawn(contents):
    return render_pdf(as_html(contents))


@pytest.mark.once
def test_the_pack_passes_pdf_ua_with_its_headings_in_order(printed):
    _, content = printed
    assert failures_of_pdf_ua(content) == []
    levels = heading_levels(content)
    assert (levels.count(1), levels[0]) == (1, 1)
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_committees_own_rating_stands_beside_the_owners_in_both_tables(over, editor):
    meeting = over.made["action"].meeting
    CommitteeRatingFactory(deliverable=over.red, meeting=meeting, rating="amber", owner_rating="red", minute="10/3")
    source = as_html(assemble(over.pack(by=editor)))
    assert source.count("Audit Committee rated it:") == 2
    assert source.count("16 March 2010, minute 10/3. The owner has not answered yet.") == 2


@pytest.mark.once
def test_every_table_says_what_its_headings_head(printed):
    elements = elements_of(printed[1])
    assert {"/Column", "/Row"} == {attributes.get("/Scope") for kind, attributes in elements if kind == "/TH"}


@pytest.mark.once
@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
def test_the_file_is_sound(printed, tmp_path):
    file = tmp_path / "pack.pdf"
    file.write_bytes(printed[1])
    assert subprocess.run(["qpdf", "--check", str(file)], capture_output=True).returncode == 0


@pytest.mark.once
def test_every_page_is_marked_and_says_that_it_is_not_for_publication(printed):
    pages = pages_of(printed[1])[1:]
    assert [page.count("OFFICIAL") for page in pages] == [2] * len(pages)
    assert all("Committee pack: not for publication" in page for page in pages)


@pytest.mark.once
def test_every_part_has_its_bookmark(printed):
    document, content = printed
    marks = [title for depth, title in bookmarks_of(content) if depth == 1]
    assert marks == [part.title for part in document.parts]


@pytest.mark.once
def test_the_head_names_the_pack_the_meeting_and_the_authority(printed):
    document, content = printed
    with opened(content) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Pack for the Audit Committee: meeting of 18 May 2010"
        assert str(pdf.docinfo["/Author"]) == document.contents.head.authority


def said_by(contents):
    """Yield every text and figure that a pack shows."""
    head = contents.head
    yield from (head.authority, head.committee, head.meeting, head.plan, head.scope, head.made_on, contents.earlier)
    for table in contents.tables:
        for row in (*table.rows, table.total):
            yield f"{row.label} {' '.join(map(str, row.numbers))}"
    for one in contents.items:
        yield from (one.reference, one.title, one.lead, one.deadline, one.slip, one.word, *one.measurements)
        yield from (one.done, one.next_steps, *(text for _, text in one.recovery_lines))
        yield from (flag.word for flag in one.flags)
    yield contents.coverage.sentence
    yield from (f"{one.name} {one.before} {one.after}" for one in contents.changes if one.before)
    yield from (text for one in contents.outstanding for text in (one.text, one.owner, one.asked, one.about))
    yield from (text for one in contents.measures for text in (one.name, one.figure, one.target))
    yield from (text for one in contents.recommendations for text in (one.text, one.inspection, one.state))
    yield from (text for one in contents.risks for text in (one.reference, one.title, str(one.points), one.score))
    yield from (f"{one.name}" for one in contents.sums)


def test_the_page_and_the_file_say_the_same(over, editor, member, as_person):
    pack = over.pack(by=editor)
    frozen = freeze_pack(pack, seen=pack.version, by=editor)
    source = as_person(member).get(frozen.get_absolute_url()).content.decode()
    page = squeezed(html.unescape(re.sub(r"<[^>]+>", "", source)))
    paper = squeezed(text_of(bytes(frozen.files.get(kind="pdf").content)))
    for text in filter(None, said_by(assemble(pack))):
        assert squeezed(text) in page, text
        assert squeezed(text) in paper, text


@pytest.mark.once
def test_odd_texts_are_printed_and_break_nothing(over, editor):
    Deliverable.objects.filter(pk=over.red.pk).update(title=ODD)
    type(over.made["action"]).objects.update(text=ODD)
    content = drawn(assemble(over.pack(by=editor)))
    assert failures_of_pdf_ua(content) == []
    assert squeezed("“quoted” and a_very_long_word_") in squeezed(text_of(content))


def test_no_page_and_no_file_runs_what_is_typed(over, editor, as_person):
    Deliverable.objects.update(title=MARKUP, deadline_text=MARKUP)
    type(over.made["action"]).objects.update(text=MARKUP, minute=MARKUP)
    frozen = over.frozen(by=editor, why=MARKUP)
    Deliverable.objects.update(title=f"{MARKUP} again")
    client = as_person(editor)
    pages = [
        client.get(url).content.decode() for url in (frozen.get_absolute_url(), f"{frozen.get_absolute_url()}changes/")
    ]
    for source in (*pages, as_html(assemble(frozen))):
        assert "<script>alert" not in source
        assert "&lt;script&gt;alert" in source


@pytest.mark.once
def test_a_pack_of_nothing_at_all_is_a_document_that_says_so(over, editor):
    for model in (Deliverable, type(over.risk)):
        model.objects.update(committee=None)
    content = drawn(assemble(over.pack(by=editor, period=None)))
    assert failures_of_pdf_ua(content) == []
    assert squeezed("Nothing of the plan belongs here.") in squeezed(text_of(content))


# --- In the look of the authority -------------------------------------------------------------------------------------


@pytest.mark.once
@pytest.mark.parametrize("typeface", TYPEFACES)
def test_a_pack_is_frozen_in_the_look_that_its_authority_has(authority, over, editor, typeface):
    LookFactory(authority=authority, with_logo=True, typeface=typeface)
    pack = over.pack(by=editor)
    made = freeze_pack(pack, seen=pack.version, by=editor).files.get(kind="pdf").hand_out()
    assert failures_of_pdf_ua(made) == []
    assert "White horse" in [str(attributes.get("alt")) for attributes in figures_of(made)]
    assert called(typeface).replace(" ", "-") in fonts_in(made)


def figures_of(content):
    with opened(content) as file:
        return [{"alt": one.get("/Alt")} for one in file.objects if is_figure(one)]


def is_figure(one):
    return isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"


def fonts_in(content):
    with opened(content) as file:
        return " ".join(str(font["/BaseFont"]) for page in file.pages for font in page.Resources.Font.values())


def test_a_pack_of_an_authority_without_a_look_has_none(over, editor, monkeypatch):
    said = []
    monkeypatch.setattr(packs, "render_pdf", lambda html: said.append(html) or b"%PDF-1.7 drawn")
    LookFactory(with_logo=True)
    pack = over.pack(by=editor)
    freeze_pack(pack, seen=pack.version, by=editor)
    assert [word for word in ("look.css", "cover__logo", "data:") if word in said[0]] == []
