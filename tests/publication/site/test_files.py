"""Files go out byte for byte."""

from __future__ import annotations

import hashlib

import pytest
from django.db.models import QuerySet

from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.publication.models import PublicationFile
from kpa_tracker.interfaces.publication.site import files, plans
from tests.factories.publication import PublicationFileFactory, WithdrawalFactory
from tests.publication.site.conftest import SECOND, TOP, publish_again

PDF = f"{TOP}1/business-plan-200910.pdf"


def test_a_file_is_the_one_that_was_kept(client, published):
    for file in published.files.all():
        answer = client.get(f"{TOP}1/{file.name}")
        assert answer.content == bytes(file.content)
        assert hashlib.sha256(answer.content).hexdigest() == file.sha256
        assert answer["ETag"] == f'"{file.sha256}"'
        assert answer["Content-Disposition"] == f'attachment; filename="{file.name}"'
        assert answer["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize(
    ("kind", "name", "media_type"),
    [
        ("pdf", "a.pdf", "application/pdf"),
        ("package", "a.zip", "application/zip"),
        ("json", "a.json", "application/json"),
        ("csv", "a.csv", "text/csv; charset=utf-8"),
        ("other", "a.odd", "application/octet-stream"),
    ],
)
def test_each_kind_says_what_it_is(client, published, kind, name, media_type):
    PublicationFileFactory(publication=published, kind=kind, name=name)
    answer = client.get(f"{TOP}1/{name}")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (media_type, "nosniff")
    assert name in client.get(f"{TOP}data/").content.decode()


def test_a_copy_of_a_file_costs_one_query(client, published, django_assert_num_queries):
    mark = client.get(PDF)["ETag"]
    with django_assert_num_queries(1):
        assert client.get(PDF, headers={"If-None-Match": mark}).status_code == 304
    with django_assert_num_queries(2):
        assert client.get(PDF).status_code == 200


def test_files_of_several_publications_stay_apart(client, plan, published):
    before = client.get(PDF).content
    publish_again(plan)
    with clock.at(SECOND):
        assert client.get(PDF).content == before
        assert client.get(PDF.replace("/1/", "/2/")).content != before


def test_a_file_of_another_plan_is_not_found_below_this_one(client, published):
    assert client.get(PDF.replace("business-plan-200910/", "other/")).status_code == 404
    assert client.get(PDF.replace("weald", "other")).status_code == 404


def test_a_damaged_file_is_not_handed_out(client, published, caplog):
    QuerySet.update(PublicationFile.objects.filter(kind="pdf"), content=b"other")
    answer = client.get(PDF)
    assert (answer.status_code, answer.get("ETag")) == (503, None)
    assert b"other" not in answer.content
    assert PDF in caplog.text


def test_what_is_taken_back_between_two_questions_is_not_handed_out(client, published, monkeypatch):
    honest, asked = files.file_at, []

    def slow(**where):
        asked.append(where)
        if len(asked) == 2:
            WithdrawalFactory(publication=published)
        return honest(**where)

    monkeypatch.setattr(files, "file_at", slow)
    assert (client.get(PDF).status_code, len(asked)) == (404, 2)


def test_nor_is_a_page(client, published, monkeypatch):
    honest = plans.document_of

    def slow(issue):
        WithdrawalFactory(publication=published)
        return honest(issue)

    monkeypatch.setattr(plans, "document_of", slow)
    assert client.get(TOP).status_code == 404


def test_what_people_read_comes_before_what_programs_read(client, published):
    PublicationFileFactory(publication=published, kind="csv", name="a.csv")
    page = client.get(f"{TOP}data/").content.decode()
    places = [page.index(f"{name}</a>") for name in ("business-plan-200910.pdf", "business-plan-200910.zip", "a.csv")]
    assert places == sorted(places)
