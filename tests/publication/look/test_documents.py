"""Documents in the look of their authority: on paper, on the screen, and in the style sheet of looks."""

from __future__ import annotations

import base64
import itertools
import re
from dataclasses import replace

import pytest
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.pdf import render_pdf
from kpa_tracker.base.toolkit.typefaces import TYPEFACES, USUAL, called
from kpa_tracker.interfaces.publication.actions.exporting import (
    as_html,
    export_performance,
    export_plan,
    export_register,
)
from kpa_tracker.interfaces.publication.content import Appearance, one_page
from kpa_tracker.interfaces.publication.content.fitting import DETAILS, HEIGHT, height_of, laid_out
from kpa_tracker.interfaces.publication.look import look_of
from kpa_tracker.interfaces.publication.models import Look
from kpa_tracker.interfaces.publication.public import public_document, public_register
from kpa_tracker.interfaces.publication.working import internal_register, performance_report, working_document
from tests.base.toolkit.pdf.reading import failures_of_pdf_ua, opened, pages_of, text_of
from tests.factories.people import person_with
from tests.factories.publication import LookFactory, approve_all
from tests.publication.documents.made import document
from tests.publication.registers import registered
from tests.publication.sample import full_plan

CSS = settings.BASE_DIR / "static" / "css"
COLOURS = {"#12355b": "main", "#ce7200": "accent"}
OTHERS = [name for name in TYPEFACES if name != USUAL]
KEPT = {".app-stage--complete", ".app-lines__key li::before"}
"""What has the same colour in every look, because it means something."""


@pytest.fixture
def plan(db):
    return approve_all(full_plan(rows=8))


@pytest.fixture
def look(plan):
    return LookFactory(authority=plan.authority, with_logo=True)


@pytest.mark.once
@pytest.mark.parametrize("public", [True, False], ids=["public", "working"])
def test_a_plan_in_its_look_is_accessible_and_says_what_it_says_without(plan, administrator, public):
    plain = export_plan(plan, public=public, by=administrator).content
    LookFactory(authority=plan.authority, with_logo=True)
    dressed = export_plan(plan, public=public, by=administrator).content
    assert failures_of_pdf_ua(dressed) == []
    assert "Where to write" in pages_of(dressed)[-1]
    assert text_of(plain).split()[:40] == text_of(dressed).split()[:40]
    assert len(pages_of(dressed)) == len(pages_of(plain)) + 1


def families_of(content):
    """Return the typefaces that a PDF has in it."""
    with opened(content) as file:
        fonts = [font for page in file.pages for font in page.obj["/Resources"]["/Font"].values()]
        return {str(font["/BaseFont"]).split("+")[1] for font in fonts}


def words_of(content):
    """Return the words of a PDF; its figures are counted with its pages, of which a wider typeface needs more."""
    return {word for word in text_of(content).split() if word.isalpha()}


@pytest.mark.once
@pytest.mark.parametrize("typeface", OTHERS)
@pytest.mark.parametrize("select", [public_document, working_document, performance_report])
def test_a_document_in_each_typeface_is_accessible_and_says_the_same(plan, select, typeface):
    usual = render_pdf(as_html(select(plan)))
    LookFactory(authority=plan.authority, typeface=typeface)
    made = render_pdf(as_html(select(plan)))
    assert failures_of_pdf_ua(made) == []
    assert words_of(made) == words_of(usual)
    assert called(typeface).replace(" ", "-") in " ".join(families_of(made) - families_of(usual))


@pytest.mark.once
@pytest.mark.parametrize("typeface", OTHERS)
@pytest.mark.parametrize(("rows", "ambitions"), [(57, 4), (84, 4), (200, 4)])
def test_the_sheet_in_each_typeface_is_one_page(typeface, rows, ambitions):
    worn = Appearance("#5b1236", "#9a5200", typeface=typeface)
    page = one_page(document(rows, ambitions, look=worn))
    made = render_pdf(as_html(page))
    assert failures_of_pdf_ua(made) == []
    assert len(pages_of(made)) == 1


@pytest.mark.once
@pytest.mark.parametrize("typeface", OTHERS)
@pytest.mark.parametrize("place", [2, 4, 9])
def test_a_sheet_that_is_nearly_full_in_its_typeface_is_still_one_page(typeface, place):
    worn = Appearance("#5b1236", "#9a5200", typeface=typeface)
    pages = (laid_out(document(rows, look=worn), DETAILS[place]) for rows in range(8, 480, 4))
    *_, page = itertools.takewhile(lambda page: height_of(page) <= HEIGHT, pages)
    assert height_of(page) > HEIGHT * 0.8
    assert len(pages_of(render_pdf(as_html(page)))) == 1


def test_a_wider_typeface_needs_more_room_on_a_sheet():
    wide = Appearance("#5b1236", "#9a5200", typeface="source-serif-4")
    usual, wider = (height_of(laid_out(document(240, look=one), DETAILS[9])) for one in (None, wide))
    assert wider > usual


def test_type_is_smaller_where_words_would_be_broken_in_the_typeface():
    wide = Appearance("#5b1236", "#9a5200", typeface="source-serif-4")
    sizes = [one_page(document(8, 4, title="Agree a programme", look=one)).detail.size for one in (None, wide)]
    assert sizes == [11, 10]


@pytest.mark.django_db
def test_only_another_typeface_than_the_usual_one_has_a_sheet_of_its_own(plan):
    LookFactory(authority=plan.authority)
    assert "build/" not in as_html(public_document(plan))
    Look.objects.update(typeface="source-serif-4")
    assert as_html(public_document(plan)).count('href="build/source-serif-4.css"') == 1


@pytest.mark.once
def test_the_performance_report_is_in_it_too(look, plan, administrator):
    made = export_performance(plan, by=administrator).content
    assert failures_of_pdf_ua(made) == []
    assert "Gateway House" in pages_of(made)[-1]


@pytest.mark.once
def test_the_sheet_has_its_logo_beside_its_head_and_stays_one_page(look, plan):
    made = render_pdf(as_html(one_page(public_document(plan))))
    assert failures_of_pdf_ua(made) == []
    assert len(pages_of(made)) == 1


@pytest.mark.once
@pytest.mark.parametrize("public", [True, False], ids=["public", "internal"])
@pytest.mark.parametrize("typeface", TYPEFACES)
def test_a_register_is_in_it_too(authority, administrator, public, typeface):
    registered(authority)
    LookFactory(authority=authority, with_logo=True, typeface=typeface)
    made = export_register(authority, committee=None, public=public, by=administrator).content
    assert failures_of_pdf_ua(made) == []
    assert "Gateway House" in pages_of(made)[-1]
    assert called(typeface).replace(" ", "-") in " ".join(families_of(made))


@pytest.mark.django_db
@pytest.mark.parametrize("select", [internal_register, public_register])
def test_a_register_knows_the_look_of_its_authority_and_of_no_other(authority, select):
    LookFactory(with_logo=True)
    assert select(authority).look is None
    LookFactory(authority=authority, with_logo=True)
    assert select(authority).look == look_of(authority.pk)


@pytest.mark.parametrize("name", ["register-document", "register-document-public"])
def test_the_page_of_a_register_wears_it(authority, officer, as_person, name):
    LookFactory(authority=authority, with_logo=True, typeface="source-serif-4")
    shown = as_person(officer).get(reverse(name, args=[authority.pk])).content.decode()
    assert reverse("look-sheet", args=[authority.pk]) in shown
    assert static("build/source-serif-4.css") in shown
    assert 'alt="White horse"' in shown


def test_beside_a_logo_the_head_of_a_sheet_has_less_room():
    worn = Appearance("#5b1236", "#9a5200", "logo-1.png", "White horse")
    more = {beside_a_logo(worn, title="Plan " * number) for number in range(10, 25)}
    assert more == {0, 28}


def beside_a_logo(look, **values):
    """Return how much higher a sheet is with a logo than without."""
    plain, dressed = (replace(document(4), look=one, **values) for one in (None, look))
    return height_of(one_page(dressed)) - height_of(one_page(plain))


@pytest.mark.django_db
@pytest.mark.parametrize("select", [public_document, working_document, performance_report])
def test_every_document_knows_the_look_of_its_authority_and_of_no_other(plan, select):
    LookFactory(with_logo=True)
    assert select(plan).look is None
    LookFactory(authority=plan.authority, with_logo=True)
    assert select(plan).look == look_of(plan.authority_id)


def test_paper_is_drawn_of_addresses_that_fetch_nothing(look, plan):
    html = as_html(public_document(plan))
    sheet, logo = re.findall(r'(?:href|src)="(data:[^"]+)"', html)
    assert base64.b64decode(sheet.partition(",")[2]) == look_of(plan.authority_id).sheet.encode()
    assert base64.b64decode(logo.partition(",")[2]) == bytes(look.logo.content)


def test_without_a_look_nothing_of_one_is_drawn(plan):
    html = as_html(public_document(plan))
    assert [word for word in ("look.css", "back-page", "cover__logo") if word in html] == []


@pytest.mark.parametrize("name", ["plan-document", "plan-document-public", "plan-on-a-page", "performance-report"])
def test_the_page_of_the_same_content_wears_it(look, plan, as_person, name):
    reader = person_with(Role.OFFICER, authority=plan.authority)
    shown = as_person(reader).get(reverse(name, args=[plan.pk])).content.decode()
    assert reverse("look-sheet", args=[plan.authority_id]) in shown
    assert 'alt="White horse"' in shown
    assert static("build/atkinson-hyperlegible-next.css") not in shown
    Look.objects.update(typeface="atkinson-hyperlegible-next")
    shown = as_person(reader).get(reverse(name, args=[plan.pk])).content.decode()
    assert static("build/atkinson-hyperlegible-next.css") in shown


def rules(*sheets):
    """Yield (media, selector, property, value) of every rule, as the sheets have them."""
    for sheet in sheets:
        text = re.sub(r"/\*.*?\*/", "", (CSS / sheet).read_text(), flags=re.DOTALL)
        for media, block in blocks(text):
            for head, body in re.findall(r"([^{}]+)\{([^{}]*)\}", block):
                for part in body.split(";"):
                    name, _, value = part.strip().partition(":")
                    yield from ((media, one.strip(), name, value.strip()) for one in head.split(","))


def blocks(text):
    """Return the rules for every medium, and those for each."""
    found = re.findall(r"@media (\w+) \{(.*?)\n\}", text, re.DOTALL)
    rest = re.sub(r"@(?:media|page|font-face)[^{]*\{.*?\n\}", "", text, flags=re.DOTALL)
    return [("all", rest), *found]


def coloured(value):
    return next((word for colour, word in COLOURS.items() if colour in value), "")


def test_whatever_has_one_of_the_two_colours_in_documents_has_the_authoritys_in_a_look():
    wanted = {
        (media, selector, name.split("-")[0], coloured(value))
        for media, selector, name, value in rules("document.css", "one-page.css")
        if coloured(value) and selector not in KEPT
    }
    worn = {
        (media, selector, name.split("-")[0], found[1])
        for media, selector, name, value in rules("look.css")
        if (found := re.search(r"var\(--look-(\w+)", value))
    }
    heading = ("print", ".plan-document h1", "border", "accent")  # white on the cover, which has the main colour
    assert len(wanted) > 20
    assert wanted - worn == {heading}
