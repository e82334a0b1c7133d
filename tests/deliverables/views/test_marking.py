"""Evidence with a marking of its own: chosen when it is added, shown beside it, and on what is downloaded."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kpa_tracker.base.audit.actions import history_of
from tests.factories.situations import meanwhile

SENSITIVE = "OFFICIAL-SENSITIVE"


@pytest.fixture
def added(deliverable, owner, as_person):
    """Return a function that adds a file as the owner, and gives back what was kept of it."""

    def add(**said):
        client = as_person(owner)
        file = SimpleUploadedFile("minutes.pdf", b"%PDF-1.7")
        response = client.post(reverse("evidence-add", args=[deliverable.pk]), {"evidence": file, **said})
        return response.status_code, deliverable.evidence.first()

    return add


def download(client, kept):
    response = client.get(kept.get_absolute_url())
    list(response)  # reading to the end closes the file
    return response["Content-Disposition"], response["X-Protective-Marking"]


def test_a_file_is_marked_when_it_is_added_and_shown_and_downloaded_so(added, deliverable, member, as_person):
    status, kept = added(evidence_marking=SENSITIVE)
    assert (status, kept.marking) == (302, SENSITIVE)
    assert history_of(deliverable).first().changes["marking"] == [None, SENSITIVE]
    client = as_person(member)
    page = client.get(deliverable.get_absolute_url()).content.decode()
    assert f'minutes.pdf</a> <strong class="app-flag app-flag--strong">{SENSITIVE}</strong>' in page
    assert download(client, kept) == (f'attachment; filename="{SENSITIVE} minutes.pdf"', SENSITIVE)


def test_without_one_it_is_marked_as_its_deliverable(added, deliverable, member, as_person):
    _, kept = added()
    assert download(as_person(member), kept) == ('attachment; filename="minutes.pdf"', "OFFICIAL")
    meanwhile(deliverable, marking="RESTRICTED")
    assert download(as_person(member), kept) == ('attachment; filename="RESTRICTED minutes.pdf"', "RESTRICTED")


def test_it_is_never_marked_lower_than_its_deliverable(added, deliverable, member, as_person):
    meanwhile(deliverable, marking=SENSITIVE)
    _, kept = added(evidence_marking="OFFICIAL")
    assert download(as_person(member), kept)[1] == SENSITIVE


def test_a_marking_that_nobody_offers_is_refused(added):
    assert added(evidence_marking="PUBLIC") == (422, None)
