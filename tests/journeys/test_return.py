"""An officer fills in a return without the site: taken out, sent in with a mistake, put right, submitted."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse

from deliverables.models import ProgressUpdate
from tests.exchange.returns.filling import ANSWER, filled
from tests.journeys.walking import look, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def downloaded(page, link):
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    return Path(download.value.path()).read_bytes()


def send_in(page, content):
    file = {"name": "return.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label("Your return, filled in").set_input_files(file)
    press(page, "Read the file")


def test_an_officer_sends_in_a_return(browse, owner, deliverable, period):
    page = browse(owner, reverse("return", args=[period.pk]))
    look(page, "1-take-out", "Your return as a workbook")
    wrong = filled(downloaded(page, "My own return"), {"1.1": {**ANSWER, "rating": "Mauve"}})
    send_in(page, wrong)
    look(page, "2-put-right", "Look and confirm")
    marked = downloaded(page, "Take your return back")
    press(page, "Send in another file")
    look(page, "3-again", "Your return as a workbook")
    send_in(page, filled(marked, {"1.1": {"rating": "Green"}}))
    look(page, "4-look", "Look and confirm")
    press(page, "Submit these updates")
    look(page, "5-my-work", "My work")
    assert list(ProgressUpdate.objects.values_list("state", "rating")) == [("submitted", "green")]
