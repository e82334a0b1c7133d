from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from deliverables.actions import evidence as actions
from deliverables.actions.evidence import NewEvidence, add_evidence, withdraw_evidence
from deliverables.models import Evidence
from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from plans.models import Plan

LINK = NewEvidence(title="Minutes", link="https://authority.example/minutes")


def pdf(name="minutes.pdf", content=b"%PDF-1.7 the minutes"):
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def kept_files(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_link_is_kept_with_who_added_it(deliverable, owner):
    kept = add_evidence(deliverable, evidence=LINK, by=owner)
    kept.refresh_from_db()
    assert (kept.title, kept.link, kept.added_by, kept.file.name) == ("Minutes", LINK.link, owner, "")


def test_a_file_is_kept_under_a_name_that_nobody_guesses(deliverable, owner, settings):
    kept = add_evidence(deliverable, evidence=NewEvidence(file=pdf()), by=owner)
    (path,) = kept_files(settings)
    assert path.read_bytes() == b"%PDF-1.7 the minutes"
    assert "minutes" not in str(path.relative_to(settings.MEDIA_ROOT))
    assert len(path.name) >= 32
    assert (kept.filename, kept.size, kept.content_type) == ("minutes.pdf", 20, "application/pdf")


def test_two_files_of_one_name_are_two_files(deliverable, owner, settings):
    for content in (b"%PDF-1", b"%PDF-2"):
        add_evidence(deliverable, evidence=NewEvidence(file=pdf(content=content)), by=owner)
    assert sorted(path.read_bytes() for path in kept_files(settings)) == [b"%PDF-1", b"%PDF-2"]


def test_the_type_comes_from_the_content_and_not_from_the_browser(deliverable, owner):
    file = SimpleUploadedFile("minutes.pdf", b"%PDF-1.7", content_type="text/html")
    assert add_evidence(deliverable, evidence=NewEvidence(file=file), by=owner).content_type == "application/pdf"


def test_evidence_without_a_title_is_called_by_its_file_or_link(deliverable, owner):
    titles = [
        add_evidence(deliverable, evidence=brought, by=owner).title
        for brought in (NewEvidence(file=pdf()), NewEvidence(link="https://authority.example/a"))
    ]
    assert titles == ["minutes.pdf", "https://authority.example/a"]


def test_adding_is_recorded_in_the_deliverables_history(deliverable, owner):
    add_evidence(deliverable, evidence=LINK, by=owner)
    event = history_of(deliverable).get()
    assert (event.verb, event.subject_name) == ("evidence added", f"{deliverable}: Minutes")
    assert event.changes == {"title": [None, "Minutes"], "link": [None, LINK.link]}


@pytest.mark.parametrize("brought", [NewEvidence(title="Nothing"), NewEvidence(link=LINK.link, file=pdf())])
def test_a_file_or_a_link_and_not_both(brought, deliverable, owner, settings):
    with pytest.raises(Refused) as refused:
        add_evidence(deliverable, evidence=brought, by=owner)
    assert refused.value.field == "evidence"
    assert kept_files(settings) == []


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "minutes"])
def test_a_link_leads_to_a_web_page(link, deliverable, owner):
    with pytest.raises(ValidationError):
        add_evidence(deliverable, evidence=NewEvidence(link=link), by=owner)


@pytest.mark.parametrize(
    "file",
    [pdf(content=b"<html>"), pdf(name="minutes.html"), pdf(content=b""), pdf(content=b"%PDF-" + b"x" * 2000)],
    ids=["not a PDF", "a web page", "empty", "too large"],
)
def test_a_file_that_may_not_be_kept_leaves_nothing_behind(file, deliverable, owner, settings):
    settings.EVIDENCE_MAX_BYTES = 1000
    with pytest.raises(Refused):
        add_evidence(deliverable, evidence=NewEvidence(file=file), by=owner)
    assert (kept_files(settings), Evidence.objects.count()) == ([], 0)


def test_a_file_whose_record_fails_does_not_stay_on_the_disk(deliverable, owner, settings, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("The database is gone")

    monkeypatch.setattr(actions, "record", fail)
    with pytest.raises(RuntimeError):
        add_evidence(deliverable, evidence=NewEvidence(file=pdf()), by=owner)
    assert (kept_files(settings), Evidence.objects.count()) == ([], 0)


def test_an_archived_deliverable_takes_no_evidence(deliverable, owner, editor):
    deliverable.archived_at, deliverable.archived_by = datetime.datetime.now(datetime.timezone.utc), editor
    with pytest.raises(Refused, match="archived"):
        add_evidence(deliverable, evidence=LINK, by=owner)


def test_withdrawn_evidence_stays_on_record_with_its_file(deliverable, owner, settings):
    kept = add_evidence(deliverable, evidence=NewEvidence(file=pdf()), by=owner)
    withdraw_evidence(kept, reason="Names a witness.", seen=kept.version, by=owner)
    kept.refresh_from_db()
    assert (kept.withdrawn_by, kept.withdrawn_reason, len(kept_files(settings))) == (owner, "Names a witness.", 1)
    assert not deliverable.evidence.standing().exists()
    event = history_of(deliverable).first()
    assert (event.verb, event.reason) == ("evidence withdrawn", "Names a witness.")


def test_withdrawing_needs_a_reason(deliverable, owner):
    kept = add_evidence(deliverable, evidence=LINK, by=owner)
    with pytest.raises(Refused) as refused:
        withdraw_evidence(kept, reason=" ", seen=kept.version, by=owner)
    assert refused.value.field == "reason"


def test_evidence_is_withdrawn_once(deliverable, owner):
    kept = add_evidence(deliverable, evidence=LINK, by=owner)
    withdraw_evidence(kept, reason="Wrong file.", seen=kept.version, by=owner)
    with pytest.raises(Refused, match="already"):
        withdraw_evidence(kept, reason="Again.", seen=kept.version, by=owner)


def test_two_people_do_not_withdraw_the_same_evidence_unseen(deliverable, owner, editor):
    kept = add_evidence(deliverable, evidence=LINK, by=owner)
    stale = Evidence.objects.get(pk=kept.pk)
    withdraw_evidence(kept, reason="Wrong file.", seen=kept.version, by=owner)
    with pytest.raises(Conflict):
        withdraw_evidence(stale, reason="Again.", seen=stale.version, by=editor)


def test_the_evidence_of_a_closed_plan_stays_as_it_was(deliverable, owner):
    kept = add_evidence(deliverable, evidence=LINK, by=owner)
    Plan.objects.filter(pk=deliverable.plan_id).update(state=Plan.State.CLOSED)
    with pytest.raises(Refused, match="closed"):
        add_evidence(deliverable, evidence=LINK, by=owner)
    with pytest.raises(Refused, match="closed"):
        withdraw_evidence(kept, reason="Wrong one.", seen=kept.version, by=owner)
