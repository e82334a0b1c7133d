from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from deliverables.actions.evidence import NewEvidence, add_evidence, withdraw_evidence
from deliverables.models import Evidence
from kpa_tracker import settings as as_installed
from tests.factories.deliverables import EvidenceFactory

CONTENT = b"%PDF-1.7 the minutes"


def pdf():
    return SimpleUploadedFile("minutes.pdf", CONTENT)


@pytest.fixture
def kept(deliverable, owner):
    return add_evidence(deliverable, evidence=NewEvidence(title="Minutes", file=pdf()), by=owner)


@pytest.fixture
def add_url(deliverable):
    return reverse("evidence-add", args=[deliverable.pk])


def opened(client, kept):
    """Return the answer to opening evidence, and what it holds."""
    response = client.get(kept.get_absolute_url())
    return response, b"".join(response)  # reading to the end closes the file


# --- Opening ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["owner", "editor", "administrator", "member", "auditor"])
def test_who_reads_the_plan_opens_its_evidence(who, as_person, kept, request):
    response, content = opened(as_person(request.getfixturevalue(who)), kept)
    assert (response.status_code, content) == (200, CONTENT)


def test_another_authority_finds_no_evidence(as_person, stranger, kept):
    assert as_person(stranger).get(kept.get_absolute_url()).status_code == 404


def test_nobody_opens_evidence_without_signing_in(client, kept):
    assert client.get(kept.get_absolute_url()).status_code == 302


def test_a_file_is_downloaded_and_never_shown_or_guessed(as_person, member, kept):
    response, _ = opened(as_person(member), kept)
    assert response["Content-Disposition"] == 'attachment; filename="minutes.pdf"'
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/pdf", "nosniff")


def test_a_file_is_not_kept_in_any_cache(as_person, member, kept):
    assert "no-store" in opened(as_person(member), kept)[0]["Cache-Control"]


def test_files_lie_outside_what_the_web_server_hands_out():
    media, static = Path(as_installed.MEDIA_ROOT), [as_installed.STATIC_ROOT, *as_installed.STATICFILES_DIRS]
    assert [media.is_relative_to(folder) or Path(folder).is_relative_to(media) for folder in static] == [False, False]


def test_a_files_place_on_the_disk_is_no_address(as_person, administrator, kept):
    assert as_person(administrator).get(f"/media/{kept.file.name}").status_code == 404


def test_a_link_leads_to_its_page(as_person, member, deliverable):
    link = EvidenceFactory(deliverable=deliverable, link="https://authority.example/minutes")
    response = as_person(member).get(link.get_absolute_url())
    assert (response.status_code, response.url) == (302, "https://authority.example/minutes")


def test_a_file_that_is_gone_from_the_disk_does_not_exist(as_person, member, kept):
    Path(kept.file.path).unlink()
    assert as_person(member).get(kept.get_absolute_url()).status_code == 404


def test_withdrawn_evidence_opens_for_auditors_and_not_for_members(as_person, auditor, member, owner, kept):
    withdraw_evidence(kept, reason="Names a witness.", seen=kept.version, by=owner)
    answers = [opened(as_person(who), kept)[0].status_code for who in (auditor, member, owner)]
    assert answers == [200, 404, 404]


# --- Adding -----------------------------------------------------------------------------------------------------------


def test_the_owner_adds_a_file(as_person, owner, deliverable, add_url):
    response = as_person(owner).post(add_url, {"evidence": pdf(), "evidence_title": "Minutes of May"})
    assert (response.status_code, response.url) == (302, deliverable.get_absolute_url())
    assert Evidence.objects.values_list("title", "added_by").get() == ("Minutes of May", owner.pk)


def test_the_owner_adds_a_link(as_person, owner, add_url):
    assert as_person(owner).post(add_url, {"evidence_link": "authority.example/minutes"}).status_code == 302
    assert Evidence.objects.get().link == "https://authority.example/minutes"


@pytest.mark.parametrize("who", ["officer", "member", "auditor", "stranger"])
def test_who_does_not_answer_for_it_adds_nothing(who, as_person, add_url, request):
    client = as_person(request.getfixturevalue(who))
    assert (client.get(add_url).status_code, client.post(add_url, {"evidence": pdf()}).status_code) == (404, 404)
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "evidence"),
        ({"evidence_title": "Nothing"}, "evidence"),
        ({"evidence": SimpleUploadedFile("empty.pdf", b"")}, "evidence"),
        ({"evidence": SimpleUploadedFile("page.html", b"<html>")}, "evidence"),
        ({"evidence": SimpleUploadedFile("fake.pdf", b"<html>")}, "evidence"),
        ({"evidence_link": "javascript:alert(1)"}, "evidence_link"),
        ({"evidence_link": "java\tscript:alert(1)"}, "evidence_link"),
        ({"evidence_link": "\x01JaVaScRiPt:alert(1)"}, "evidence_link"),
        ({"evidence_link": "data:text/html,<script>"}, "evidence_link"),
        ({"evidence_link": "vbscript:x"}, "evidence_link"),
        ({"evidence_link": "https://x.example/\r\nSet-Cookie: a=b"}, "evidence_link"),
        ({"evidence": SimpleUploadedFile("drawing.svg", b"<svg onload='alert(1)'/>")}, "evidence"),
        ({"evidence": SimpleUploadedFile("drawing.png", b"<svg onload='alert(1)'/>")}, "evidence"),
        ({"evidence_link": "not a link"}, "evidence_link"),
    ],
    ids=[
        *("nothing", "a title alone", "empty", "a web page", "a false PDF", "a script", "a tab", "a control character"),
        *("data", "vbscript", "a header", "a drawing", "a drawing as picture", "no address"),
    ],
)
def test_what_is_no_evidence_is_refused_beside_its_field(data, field, as_person, owner, add_url):
    response = as_person(owner).post(add_url, data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not Evidence.objects.exists()


def test_a_file_above_the_limit_is_refused_in_plain_words(as_person, owner, add_url, settings):
    settings.EVIDENCE_MAX_BYTES = 10
    response = as_person(owner).post(add_url, {"evidence": pdf()})
    assert response.context["form"].errors["evidence"] == ["The file has 0.1 MB. It may have 0.1 MB at most."]


# --- Queries ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_queries_however_much_there_is(
    count, as_person, owner, deliverable, add_url, django_assert_num_queries
):
    EvidenceFactory.create_batch(count, deliverable=deliverable)
    client = as_person(owner)
    with django_assert_num_queries(6):
        client.get(add_url)
