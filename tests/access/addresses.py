"""The address of every page, on a record of ours and on one that there is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from kpa_tracker.base.toolkit.pages import ActionPage
from tests.hostile.world import NOBODYS, model_of, patterns

APART = {
    "calendar-feed": "opened by its secret; tests/notifications/test_own.py",
    **dict.fromkeys(["api-list", "api-record", "api-nothing"], "opened with a token; tests/api"),
}
"""Pages that no session opens, with what tries them."""
KINDS = {
    "update-due": "deliverable",
    "inspection-comments": "uncommented",
    "picture-file": "pictured",
    **dict.fromkeys(["period", "period-measures", "period-risks"], "reportingperiod"),
    **dict.fromkeys(["pack-changes", "pack-word", "pack-file"], "given"),
}
"""What a page is of that looks its record up by itself, lists records of another, or is there in one state alone."""
SECOND = {
    "update-write": lambda made: made["reportingperiod"].pk,
    "target-add-for": lambda made: made["series"].pk,
    "risk-steps": lambda made: "likelihood",
    "pack-file": lambda made: "pdf",
    "rendering-ask": lambda made: "working",
    "publication-file": lambda made: made["publication"].files.get(kind="pdf").name,
    "look-logo": lambda made: made["look"].logo.name,
    "picture-file": lambda made: made["picture"].file.name,
}
"""What an address takes beside the number of its record."""
TAIL = "no-such-page/"
ENTRIES = {str(entry.name): entry for entry in patterns() if entry.name not in APART}


def kind_of(name: str) -> str:
    """Return the kind of record that a page is of; nothing for a page of none."""
    if name == "authority":
        return "authority"
    return KINDS.get(name) or model_of(ENTRIES[name])


def acts(name: str) -> bool:
    """Whether a page takes forms."""
    return issubclass(ENTRIES[name].callback.view_class, ActionPage)


def address_of(name: str, made: Mapping[str, Any]) -> str:
    """Return a page's address, on the record of its kind among those that were made."""
    kind = kind_of(name)
    if name == "authority":
        return reverse(name, args=[made[kind].slug])
    second = [SECOND[name](made)] if name in SECOND else []
    return reverse(name, args=[made[kind].pk, *second]) if kind else reverse(name)


def nowhere(name: str, made: Mapping[str, Any]) -> str:
    """Return the same address of a record that there is not; for a page of none, an address below it with no page."""
    kind = kind_of(name)
    if not kind:
        return f"{address_of(name, made).rstrip('/')}/{TAIL}"
    word, nobodys = (made[kind].slug, "no-such-body") if name == "authority" else (made[kind].pk, NOBODYS)
    return address_of(name, made).replace(f"/{word}/", f"/{nobodys}/", 1)
