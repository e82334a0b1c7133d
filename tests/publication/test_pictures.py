"""Pictures in the sections of a plan: on the page, on paper, in Word, as somebody approves them, and in public."""

from __future__ import annotations

import io
import re

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.kept import fingerprint
from kpa_tracker.interfaces.publication.actions.exporting import as_html, export_plan, export_plan_to_word
from kpa_tracker.interfaces.publication.public import public_document
from kpa_tracker.interfaces.publication.wordings import standings, units_of_plan
from kpa_tracker.interfaces.publication.working import working_document
from plans.actions import archive, change_part
from plans.models import Plan, Section
from tests.base.toolkit.pdf.reading import alternative_texts_of, failures_of_pdf_ua
from tests.factories.people import PersonFactory, person_with
from tests.factories.pictures import PictureFactory
from tests.factories.plans import SectionFactory
from tests.factories.publication import approve_all
from tests.publication.sample import full_plan

SELECTIONS = {True: public_document, False: working_document}
LINE = "![](picture:{})"


@pytest.fixture(params=[False, True], ids=["working", "public"])
def is_public(request):
    return request.param


@pytest.fixture
def plan(db):
    made = full_plan(rows=3)
    for name in ("crime", "area", "inside"):
        PictureFactory(plan=made, name=name, alt=f"What {name} shows", caption=f"Below {name}")
    body = f"Look:\n\n{LINE.format('crime')}\n\nand\n{LINE.format('area')}\nafter.\n\n{LINE.format('nothing')}"
    SectionFactory(plan=made, title="How it went", body=body)
    SectionFactory(plan=made, title="For us alone", body=LINE.format("inside"), is_public=False)
    return approve_all(Plan.objects.for_page().get(pk=made.pk))


def named(document):
    return sorted(one.name for one in document.pictures)


def reading(plan, as_person, is_public):
    name = "plan-document-public" if is_public else "plan-document"
    reader = person_with(Role.OFFICER, authority=plan.authority)
    return as_person(reader).get(reverse(name, args=[plan.pk])).content.decode()


def alternatives(source):
    return re.findall(r'<img src="[^"]+" alt="(What [^"]+)"', source)


def test_a_document_has_the_pictures_that_its_sections_place_and_no_other(plan, is_public):
    assert named(SELECTIONS[is_public](plan)) == ["area", "crime", *([] if is_public else ["inside"])]


def test_a_plan_that_places_none_asks_for_none(plan, is_public):
    Section.objects.filter(plan=plan).update(body="No picture.")
    approve_all(plan)
    with CaptureQueriesContext(connection) as asked:
        as_html(SELECTIONS[is_public](plan))
    assert [one["sql"] for one in asked if "picture" in one["sql"]] == []


@pytest.mark.parametrize("number", [1, 3])
def test_a_document_asks_as_much_for_one_picture_as_for_three(plan, is_public, number):
    names = [PictureFactory(plan=plan).name for _ in range(number)]
    Section.objects.filter(plan=plan, is_public=True).update(body="\n\n".join(map(LINE.format, names)))
    approve_all(plan)
    with CaptureQueriesContext(connection) as asked:
        document = SELECTIONS[is_public](plan)
    assert len([one for one in asked if "plans_picture" in one["sql"]]) == (2 if is_public else 1)
    with CaptureQueriesContext(connection) as drawing:
        as_html(document)
    assert len([one for one in drawing if "plans_picture" in one["sql"]]) == 1


def test_page_and_paper_show_the_same_in_the_same_places(plan, is_public, as_person):
    expected = ["What crime shows", "What area shows", *([] if is_public else ["What inside shows"])]
    page, paper = reading(plan, as_person, is_public), as_html(SELECTIONS[is_public](plan))
    assert alternatives(page) == alternatives(paper) == expected
    for source in (page, paper):
        assert "<figcaption>Below crime</figcaption>" in source
        assert "<p>![](picture:nothing)</p>" in source, "what there is not stands as it was typed"
    assert f'src="/plans/{plan.pk}/pictures/picture-' in page
    assert 'src="data:image/png;base64,' in paper


@pytest.mark.once
def test_the_pdf_is_accessible_and_its_pictures_have_words(plan, is_public):
    content = export_plan(plan, public=is_public, by=None).content
    assert failures_of_pdf_ua(content) == []
    found = [one for one in alternative_texts_of(content) if one.startswith("What ")]
    assert found == ["What crime shows", "What area shows", *([] if is_public else ["What inside shows"])]


def test_word_has_the_pictures_with_their_words_and_captions(plan, is_public):
    package = docx.Document(io.BytesIO(export_plan_to_word(plan, public=is_public, by=None).content))
    expected = ["crime", "area", *([] if is_public else ["inside"])]
    shapes = [shape._inline.docPr.get("descr") for shape in package.inline_shapes]
    assert shapes == [f"What {name} shows" for name in expected]
    captions = [one.text for one in package.paragraphs if one.style.name == "Caption" and one.text.startswith("Below")]
    assert captions == [f"Below {name}" for name in expected]
    assert [one.text for one in package.paragraphs if "picture:" in one.text] == [LINE.format("nothing")]


# --- Approving ---


def standing(plan):
    now = {str(one): one for one in standings(units_of_plan(Plan.objects.get(pk=plan.pk)), plan.authority_id)}
    return now["How it went"]


def test_whoever_approves_reads_the_words_of_the_pictures_and_what_they_are(plan):
    unit = standing(plan).unit
    assert unit.said["pictures"] == "crime: What crime shows / Below crime\narea: What area shows / Below area"
    files = [plan.pictures.get(name=name).file.name for name in ("crime", "area")]
    assert unit.basis == {"picture_files": "\n".join(files)}
    assert files[0].startswith(f"picture-{fingerprint(bytes(plan.pictures.get(name='crime').file.content))[:20]}")


def test_a_section_without_pictures_rests_on_its_words_alone(plan):
    others = [unit for unit in units_of_plan(plan) if unit.kind == "section" and unit.name != "How it went"]
    assert others
    assert [(set(unit.said), unit.basis) for unit in others] == [({"title", "body"}, {})] * len(others)


@pytest.mark.parametrize("words", [{"alt": "Something else"}, {"caption": "Something else"}])
def test_other_words_of_a_picture_end_the_approval_of_the_section(plan, words):
    assert standing(plan).is_published
    change_part(plan.pictures.get(name="crime"), seen=1, changes=words, by=PersonFactory())
    now = standing(plan)
    assert (now.is_published, now.names_changed) == (False, "pictures in words")
    assert (named(public_document(plan)), "How it went" in [one.title for one in public_document(plan).before]) == (
        [],
        False,
    )


def test_a_picture_that_is_archived_ends_the_approval_of_the_section(plan):
    archive(plan.pictures.get(name="crime"), seen=1, reason="Old", by=PersonFactory())
    assert standing(plan).names_changed == "pictures in words, pictures, by their fingerprints"


def test_other_bytes_under_a_name_end_the_approval_of_the_section(plan):
    other = PictureFactory(plan=plan).file
    type(plan.pictures.first()).objects.filter(plan=plan, name="crime").update(file=other)
    assert standing(plan).names_changed == "pictures, by their fingerprints"


def test_the_words_of_a_picture_that_it_does_not_place_do_not_matter(plan):
    change_part(plan.pictures.get(name="inside"), seen=1, changes={"alt": "Else"}, by=PersonFactory())
    assert standing(plan).is_published


def test_whoever_approves_sees_the_pictures(plan, as_person):
    wording = standing(plan).wording
    type(wording).objects.filter(pk=wording.pk).update(plan=plan)
    reader = person_with(Role.EDITOR, authority=plan.authority)
    page = as_person(reader).get(reverse("wording", args=[wording.pk])).content.decode()
    assert alternatives(page) == ["What area shows", "What crime shows"]


# --- The checks of a plan ---


def test_the_checks_name_a_picture_that_there_is_not(plan, as_person):
    reader = person_with(Role.EDITOR, authority=plan.authority)
    page = as_person(reader).get(reverse("plan-checks", args=[plan.pk])).content.decode()
    assert "![](picture:nothing) places nothing: the plan has no picture of this name." in page
    assert "![](picture:crime) places nothing" not in page
