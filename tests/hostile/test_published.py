"""Markup in every text that is published: no page, feed or document of the public site takes it for its own."""

from __future__ import annotations

import io
import json
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest
from django.apps import apps
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.publication.models import Publication, PublicationFile
from plans.models import Plan
from tests.factories.people import person_with
from tests.hostile.test_markup import MARKUP, RUNS, plainly, plant, runs
from tests.publication.site.conftest import DRAWN, publish_plan, quick, small_plan
from tests.publication.site.crawl import crawl

pytestmark = pytest.mark.django_db
__all__ = ["quick"]
FORMULA = '=HYPERLINK("http://elsewhere.example","Open me")'
PUBLISHED = ("people", "plans", "deliverables", "risks", "targets")


@pytest.fixture
def plan(quick):
    """A published plan in which every text that somebody could write holds markup; but for the markings, which would
    keep it from the public."""
    plan = small_plan()
    for app in PUBLISHED:
        for model in apps.get_app_config(app).get_models():
            plant(model)
            if "marking" in {field.name for field in model._meta.concrete_fields}:
                model._base_manager.update(marking="")
    publish_plan(Plan.objects.get(pk=plan.pk), note=MARKUP, why=MARKUP)
    return plan


def contents(answers, kind=""):
    return [(address, one.content) for address, one in answers.items() if one["Content-Type"].startswith(kind)]


def test_no_page_of_the_public_site_runs_what_is_typed(plan, client):
    pages = contents(crawl(client), "text/html")
    assert runs(pages) == ([], True)
    assert len(pages) > 10


def test_the_feeds_are_whole_and_hold_it_as_text(plan, client):
    feeds = contents(crawl(client), "application/atom+xml")
    said = ["".join(ElementTree.fromstring(content).itertext()) for _, content in feeds]
    assert (len(feeds) > 0, all(MARKUP in one for one in said)) == (True, True)
    assert not any(mark in content for _, content in feeds for mark in RUNS)


def test_what_programs_read_in_a_page_is_whole(plan, client):
    marked = b'<script type="application/ld+json">'
    found = [content for _, content in contents(crawl(client), "text/html") if marked in content]
    said = [json.loads(content.partition(marked)[2].partition(b"</script>")[0]) for content in found]
    assert any("<script>alert" in str(one) for one in said)


def test_the_document_that_the_public_downloads_runs_nothing(plan):
    file = PublicationFile.objects.get(kind="pdf")
    assert runs([(file.name, bytes(file.content).removeprefix(DRAWN))]) == ([], True)


def test_the_data_keep_it_as_it_was_typed(plan):
    package = zipfile.ZipFile(io.BytesIO(bytes(PublicationFile.objects.get(kind="package").content)))
    said = {name: package.read(name).decode() for name in package.namelist()}
    assert any("<script>alert(1)</script>" in text for text in said.values())
    assert all(json.loads(text) for name, text in said.items() if name.endswith(".json"))


@pytest.mark.parametrize("name", ["plan-wordings", "publication-list"])
def test_no_workbook_of_the_desk_takes_a_text_for_a_formula(name, plan, as_person):
    plainly(Plan).update(vision=FORMULA, title=FORMULA)
    plainly(Publication).update(note=FORMULA)
    address = reverse(name, args=[plan.pk] if name == "plan-wordings" else [])
    answer = as_person(person_with(Role.EDITOR, authority=plan.authority)).get(address, {"export": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content), read_only=True)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells if FORMULA in str(cell.value)} == {"s"}
