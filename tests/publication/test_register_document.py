"""The register as its readers meet it: accessible, whole, equal to its page, for those who may."""

from __future__ import annotations

import html
import re
from itertools import pairwise

import pytest
from django.urls import reverse

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.people.roles import GRANTS, Role
from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.interfaces.publication.actions import exporting as actions
from kpa_tracker.interfaces.publication.actions.exporting import as_html, export_register
from kpa_tracker.interfaces.publication.public import public_register
from kpa_tracker.interfaces.publication.working import internal_register
from risks.models import Acceptance, Action, Control, Risk
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
from tests.factories.people import CommitteeFactory, person_with
from tests.factories.risks import RiskFactory
from tests.publication.registers import registered, scored, treated

pytestmark = pytest.mark.django_db
NAMES = ("register-document", "register-document-public", "register-pdf", "register-pdf-public")
PAGES, FILES = NAMES[:2], NAMES[2:]
READERS = [Role.OFFICER, Role.MEMBER, Role.AUDITOR, Role.EDITOR]
ODD = "Bell \x07, emoji 👍🏽, arrow →, বাংলা, <b>&amp;</b> “quoted” and a_very_long_word_" + "x" * 60
WORDING = "People may leave faster than we find others."


@pytest.fixture
def committee(authority):
    found = registered(authority)
    Risk.objects.filter(reference="KPA 01").update(public_wording=WORDING)
    return found


@pytest.fixture(scope="module")
def drawn_before():
    return {}


@pytest.fixture(params=[False, True], ids=["internal", "public"])
def public(request):
    return request.param


@pytest.fixture
def printed(authority, committee, public, drawn_before):
    """The PDF of the register, drawn once for all tests that only read it."""
    if public not in drawn_before:
        drawn_before[public] = (select(authority, public), drawn(authority, public=public))
    return drawn_before[public]


def select(authority, public):
    return (public_register if public else internal_register)(authority)


def drawn(authority, *, public=False, committee=None):
    return export_register(authority, committee=committee, public=public, by=None).content


def address(name, authority, committee=None):
    return reverse(name, args=[authority.pk]) + (f"?committee={committee.pk}" if committee else "")


# --- The file ---------------------------------------------------------------------------------------------------------


@pytest.mark.once
def test_the_register_passes_pdf_ua_with_its_headings_in_order(printed):
    _, content = printed
    assert failures_of_pdf_ua(content) == []
    levels = heading_levels(content)
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.once
def test_every_table_says_what_its_headings_head(printed):
    elements = elements_of(printed[1])
    assert {"/Column", "/Row"} == {attributes.get("/Scope") for kind, attributes in elements if kind == "/TH"}
    tables = [place for place, (kind, _) in enumerate(elements) if kind == "/Table"]
    for start, end in pairwise([*tables, len(elements)]):
        assert "/THead" in [kind for kind, _ in elements[start:end]]


@pytest.mark.once
def test_every_page_of_the_internal_register_is_marked_and_none_of_the_public_one(printed):
    document, content = printed
    pages = pages_of(content)[1:]
    assert [page.count("OFFICIAL") for page in pages] == [0 if document.is_public else 2] * len(pages)
    assert {"not for publication" in page for page in pages} == {not document.is_public}


@pytest.mark.once
def test_every_part_and_in_the_internal_one_every_risk_has_its_bookmark(printed):
    document, content = printed
    marks = bookmarks_of(content)
    assert [title for depth, title in marks if depth == 1] == [part.title for part in document.parts]
    named = [title for _, title in marks if title.startswith("KPA")]
    told = [] if document.is_public else [one for section in document.sections for one in section.entries]
    assert named == [f"{one.reference} {one.title}" for one in told]


@pytest.mark.once
def test_the_head_names_the_register_and_the_authority(printed):
    document, content = printed
    with opened(content) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Risk register: 12 April 2010"
        assert str(pdf.docinfo["/Author"]) == document.authority


def test_the_page_and_the_file_say_the_same(authority, committee, member, as_person, public):
    name = PAGES[public]
    source = as_person(member).get(address(name, authority)).content.decode()
    page = squeezed(html.unescape(re.sub(r"<[^>]+>", "", source)))
    paper = squeezed(text_of(drawn(authority, public=public)))
    for text in said_by(select(authority, public)):
        assert squeezed(text) in page, text
        assert squeezed(text) in paper, text


def said_by(document):
    yield from (document.authority, *(part.title for part in document.parts))
    if document.is_public:
        for one in document.risks:
            yield from (one.reference, one.wording, one.category, one.shown.word, *one.ambitions)
        return
    yield from (word for word, _ in document.stances)
    for one in document.entries:
        yield from (one.reference, one.title, one.owner, one.committee, one.soon, one.acceptance, one.stance.word)
        yield from (text for _, text in one.told)
        yield from (text for work in (*one.controls, *one.actions) for text in (work.title, work.state, work.owner))
        yield from (f"{move.word}{move.since}" for move in one.moves)


def test_the_totals_of_the_page_add_up(authority, committee):
    source = as_html(internal_register(authority))
    tables = re.findall(r'<table class="figures figures--report">.*?</table>', source, re.S)
    assert len(tables) == 2
    for table in tables:
        rows = [list(map(int, re.findall(r'<td class="number">(\d+)</td>', row))) for row in table.split("<tr")[2:]]
        assert [sum(column) for column in zip(*rows[:-1], strict=True)] == rows[-1]
        assert all(row[0] == sum(row[1:6]) for row in rows)


def test_the_map_is_a_table_with_counts_and_words(authority, committee):
    source = as_html(internal_register(authority))
    tables = re.findall(r'<table class="deliverables matrix__table">.*?</table>', source, re.S)
    assert [table.count("<td>") for table in tables] == [25] * 3
    assert sum(map(int, re.findall(r"<strong>(\d+) risks?</strong>", tables[0]))) == 4
    assert tables[0].count("app-rating") == 50


def test_a_cell_names_twenty_and_says_how_many_more(authority):
    for number in range(23):
        scored(authority, f"R {number}")
    assert "R 19 and 3 more" in as_html(internal_register(authority))


@pytest.mark.parametrize("count", [0, 1])
def test_an_empty_register_and_one_of_a_single_risk_are_sound(authority, public, count):
    for _ in range(count):
        treated(scored(authority, "KPA 01", public_wording="Said."))
    content = drawn(authority, public=public)
    assert failures_of_pdf_ua(content) == []
    assert ("holds no risk that has not ended" in " ".join(text_of(content).split())) is (count == 0)


def test_a_register_of_names_alone_says_so(authority):
    RiskFactory(authority=authority, reference="KPA 01", title="Fuel is dear")
    text = " ".join(text_of(drawn(authority, public=True)).split())
    assert "no words about them have been approved" in text
    assert "KPA 01" in text
    assert "Fuel is dear" not in text


@pytest.mark.once
def test_odd_and_long_texts_everywhere_are_printed_to_their_end(authority, committee):
    long = " ".join(f"word{number}" for number in range(1500))
    Risk.objects.update(title=ODD, cause=long, event=ODD, status_reason=ODD)
    Control.objects.update(title=ODD)
    Action.objects.update(title=ODD, due_text="whenever it suits")
    Acceptance.objects.update(reason=long)
    content = drawn(authority)
    assert failures_of_pdf_ua(content) == []
    text = text_of(content).replace("\n", " ")
    assert text.count("word1499") >= 6
    assert "(thumbs up sign)" in text


@pytest.mark.once
def test_long_tables_repeat_their_head_on_every_page(authority):
    for number in range(12):
        treated(scored(authority, f"R {number}", before=2))
    _, _, *pages = map(squeezed, pages_of(drawn(authority)))
    told = [page for page in pages if "Riskregister:Everyrisk" in page]
    assert len(told) > 2
    assert ["Whatisdoneaboutit" in page for page in told] == [True] * len(told)


@pytest.mark.once
def test_each_of_two_hundred_risks_has_its_row(authority, committee):
    Risk.objects.bulk_create(Risk(authority=authority, reference=f"R {number}", title="T") for number in range(200))
    source = as_html(internal_register(authority))
    assert source.count('id="risk-') == 205
    assert source.count('<table class="deliverables risks">') == 4, "a table holds a hundred rows at most"


# --- Who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", READERS)
def test_whoever_has_a_role_reads_the_register(authority, as_person, name, role):
    scored(authority, "KPA 01")
    assert as_person(person_with(role, authority=authority)).get(address(name, authority)).status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_another_authority_does_not_learn_that_it_exists(authority, as_person, stranger, name):
    assert as_person(stranger).get(address(name, authority)).status_code == 404
    assert not history_of(authority).exists()


@pytest.mark.parametrize("name", NAMES)
def test_nobody_reads_it_without_signing_in(authority, client, name):
    assert "login" in client.get(address(name, authority)).headers["Location"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("permission", ["risks.view_risk", "publication.export_plan"])
def test_who_lacks_one_of_the_permissions_reads_nothing(authority, as_person, monkeypatch, name, permission):
    monkeypatch.setitem(GRANTS, Role.MEMBER, GRANTS[Role.MEMBER] - {permission})
    assert as_person(person_with(Role.MEMBER, authority=authority)).get(address(name, authority)).status_code == 404


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("asked", ["999", "x", "-1", "elsewhere"])
def test_a_committee_that_the_authority_does_not_have_has_no_document(authority, as_person, member, name, asked):
    asked = CommitteeFactory().pk if asked == "elsewhere" else asked
    assert as_person(member).get(f"{address(name, authority)}?committee={asked}").status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_the_page_of_a_committee_has_its_risks_alone_and_leads_to_its_file(
    authority, committee, as_person, member, name
):
    page = as_person(member).get(address(name, authority, committee)).content.decode()
    assert ("KPA 01" in page, "KPA 09" in page) == (True, False)
    assert f'href="{address(FILES[PAGES.index(name)], authority, committee)}"' in page


def test_the_two_documents_lead_to_one_another(authority, committee, as_person, member):
    page = as_person(member).get(address(PAGES[0], authority, committee)).content.decode()
    assert f'href="{address(PAGES[1], authority, committee)}"' in page


@pytest.mark.parametrize(("name", "word"), [("register-pdf", "working"), ("register-pdf-public", "public")])
def test_the_file_is_handed_out_under_its_name_and_recorded(authority, as_person, member, name, word):
    response = as_person(member).get(address(name, authority))
    expected = f'attachment; filename="risk-register-{word}-2010-04-12.pdf"'
    assert response.headers["Content-Disposition"] == expected
    assert response.headers["Cache-Control"] == "private, no-store"
    (event,) = history_of(authority)
    kind = "public" if word == "public" else "internal"
    assert tell(event).sentence == f"{member.name} exported the register: as the {kind} register."


def test_reading_the_page_is_no_export(authority, as_person, member):
    as_person(member).get(address("register-document", authority))
    assert not history_of(authority).exists()


@pytest.mark.parametrize("name", FILES)
def test_without_the_library_it_leads_to_the_page_of_the_same_content(
    authority, committee, as_person, member, monkeypatch, name
):
    def unable(source):
        raise PdfUnavailable("apt-get install it")

    monkeypatch.setattr(actions, "render_pdf", unable)
    response = as_person(member).get(address(name, authority, committee))
    assert response.status_code == 503
    assert f'href="{address(PAGES[FILES.index(name)], authority, committee)}"' in response.content.decode()
    assert not history_of(authority).exists()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", PAGES)
def test_queries_do_not_grow_with_the_register(
    authority, as_person, member, name, count, django_assert_max_num_queries
):
    for number in range(count):
        treated(scored(authority, f"R {number}", public_wording="Said."))
    client = as_person(member)
    with django_assert_max_num_queries(17):
        client.get(address(name, authority))
