"""Adding what shows that something was done, and withdrawing it. Nothing is ever deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from deliverables.models import Deliverable, Evidence, ProgressUpdate
from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.audit.edits import refuse_lowered
from kpa_tracker.base.audit.marking import offered
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import refuse_where
from kpa_tracker.base.toolkit.models import compare_and_set
from kpa_tracker.base.toolkit.uploads import inspect_upload
from plans.actions.plans import refuse_fixed


@dataclass(frozen=True)
class NewEvidence:
    """What somebody brings: a file or a link, and what it is called."""

    title: str = ""
    link: str = ""
    file: UploadedFile[Any] | None = None
    marking: str = ""


@transaction.atomic
def add_evidence(
    deliverable: Deliverable, *, evidence: NewEvidence, by: Any, update: ProgressUpdate | None = None
) -> Evidence:
    """Keep a file or a link as evidence of a deliverable. Refuses both and neither, files that are too large, of
    another type or not what they claim, an archived deliverable and a closed plan. A file that cannot be recorded does
    not stay on the disk."""
    hold_chain(deliverable.authority_id)
    refuse_fixed(deliverable.plan)
    refuse_where(
        (deliverable.is_archived, "This deliverable is archived. It takes no more evidence."),
        (bool(evidence.file) == bool(evidence.link), "Give a file or a link, one of the two.", "evidence"),
    )
    kept = Evidence(deliverable=deliverable, update=update, added_by=by, link=evidence.link)
    kept.marking = evidence.marking
    _describe(kept, evidence)
    kept.full_clean(exclude=["file"], validate_constraints=False)
    return _keep(kept, evidence, by=by)


@transaction.atomic
def withdraw_evidence(evidence: Evidence, *, reason: str, seen: int, by: Any) -> Evidence:
    """Take evidence back, for a reason. It stays on record and auditors can still open it."""
    hold_chain(evidence.authority_id)
    refuse_fixed(evidence.deliverable.plan)
    refuse_where(
        (evidence.withdrawn_at, "This was withdrawn already."),
        (not reason.strip(), "Say why it is withdrawn.", "reason"),
    )
    evidence.withdrawn_at, evidence.withdrawn_by, evidence.withdrawn_reason = clock.now(), by, reason
    compare_and_set(evidence, seen=seen, fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    _record(evidence, "withdrawn", by=by, changes={"title": [evidence.title, None]}, reason=reason)
    return evidence


@transaction.atomic
def mark_evidence(evidence: Evidence, *, to: str, seen: int, by: Any, reason: str = "") -> Evidence:
    """Give a file or a link another protective marking; the event stands in the history of its deliverable. Refuses
    what `mark` refuses of any record."""
    hold_chain(evidence.authority_id)
    refuse_where((to not in offered(evidence, lower=True), "Choose one of the markings.", "marking"))
    changes = {"title": [evidence.title, evidence.title], "marking": [evidence.marking, to]}
    refuse_lowered(evidence, changes, by=by, reason=reason.strip())
    if to != evidence.marking:
        evidence.marking = to
        compare_and_set(evidence, seen=seen, fields=["marking"])
        _record(evidence, "changed", by=by, changes=changes, reason=reason.strip())
    return evidence


def _describe(kept: Evidence, evidence: NewEvidence) -> None:
    if evidence.file:
        found = inspect_upload(evidence.file, limit=settings.EVIDENCE_MAX_BYTES)
        kept.filename, kept.content_type = found.filename, found.content_type
        kept.size, kept.sha256 = found.size, found.sha256
    kept.title = evidence.title.strip() or kept.filename or kept.link[:200]


def _keep(kept: Evidence, evidence: NewEvidence, *, by: Any) -> Evidence:
    """Save the record with its file; where the saving fails, the file goes again."""
    if evidence.file:
        kept.file.save(kept.filename, evidence.file, save=False)
    try:
        kept.save(force_insert=True)
        told = ("title", "link", "filename", "sha256", "marking")
        made = {name: [None, value] for name in told if (value := getattr(kept, name))}
        _record(kept, "added", by=by, changes=made)
    except Exception:
        kept.file.delete(save=False)
        raise
    return kept


def _record(evidence: Evidence, verb: str, *, by: Any, changes: dict[str, Any], reason: str = "") -> None:
    """Write the event into the deliverable's history, where people look for it."""
    deliverable = evidence.deliverable
    name = f"{deliverable}: {evidence.title}"
    verb = f"evidence {verb}"
    record(verb, deliverable, by=by, authority_id=deliverable.authority_id, changes=changes, reason=reason, name=name)
