"""Taking a frozen pack away as a Word document."""

from __future__ import annotations

import io

import docx
import pytest
from django.urls import reverse

from deliverables.models import Deliverable
from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.scrutiny.actions import packs
from tests.answers import text as source_of
from tests.factories.packs import oversight
from tests.factories.people import person_with
from tests.factories.publication import LookFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(authority):
    return oversight(authority)


@pytest.fixture
def given(over, editor, monkeypatch):
    monkeypatch.setattr(packs, "render_pdf", lambda html: b"%PDF-1.7 drawn")
    return over.frozen(by=editor)


def address(pack):
    return reverse("pack-word", args=[pack.pk])


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMINISTRATOR, Role.AUDITOR, Role.OFFICER, Role.MEMBER])
def test_everybody_of_the_authority_takes_it_away(authority, given, as_person, role):
    answer = as_person(person_with(role, authority=authority)).get(address(given))
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert answer["Content-Disposition"] == 'attachment; filename="pack-audit-committee-2010-05-18-edition-1.docx"'


def test_another_authority_finds_nothing(given, stranger, as_person):
    assert as_person(stranger).get(address(given)).status_code == 404


def test_what_is_not_frozen_is_not_given_out(over, editor, as_person):
    assert as_person(editor).get(address(over.pack(by=editor))).status_code == 404


def test_it_says_what_was_frozen_whatever_has_changed_since(given, member, as_person):
    title = given.content["items"][0]["title"]
    Deliverable.objects.update(title="Something else altogether")
    package = docx.Document(io.BytesIO(as_person(member).get(address(given)).content))
    said = [cell.text for table in package.tables for row in table.rows for cell in row.cells]
    assert title in said
    assert "Something else altogether" not in said


def test_the_page_leads_to_it(given, member, as_person):
    page = source_of(as_person(member).get(given.get_absolute_url()))
    assert f'href="{address(given)}"' in page


def test_a_pack_that_is_too_long_for_word_sends_the_reader_back(given, member, as_person, monkeypatch):
    monkeypatch.setattr("kpa_tracker.base.toolkit.documents.writing.MOST_LINES", 1)
    assert as_person(member).get(address(given))["Location"] == given.get_absolute_url()


def test_taking_it_asks_the_database_little(given, member, as_person, django_assert_max_num_queries):
    client = as_person(member)
    with django_assert_max_num_queries(12):
        client.get(address(given))


def test_it_is_in_the_look_that_the_authority_has(authority, given, member, as_person):
    LookFactory(authority=authority, with_logo=True, typeface="source-serif-4")
    package = docx.Document(io.BytesIO(as_person(member).get(address(given)).content))
    assert str(package.styles["Heading 1"].font.color.rgb) == "5B1236"
    assert package.styles["Normal"].font.name == "Source Serif 4"
    assert package.inline_shapes[0]._inline.docPr.get("descr") == "White horse"
