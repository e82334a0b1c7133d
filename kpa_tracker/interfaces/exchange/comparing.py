"""What a row of the file asks for and what a record holds, in the same words, so that the two can be compared."""

from __future__ import annotations

from typing import Any

from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.interfaces.exchange.directory import EVERYONE, Directory, Register, full_name
from kpa_tracker.interfaces.exchange.reading.plan import ReadDeliverable
from plans.models import Ambition, Descriptor

Values = dict[str, Any]
Changes = dict[str, tuple[Any, Any]]
WITHOUT_ORDER = {"priorities", "supporting"}


def deliverable_values(row: ReadDeliverable, directory: Directory) -> Values:
    """Return what a row asks for, with posts and committees by the names they have here; what is unknown is empty."""
    lead, supporting = _owners(row, directory.posts)
    title, description = fitted(row.title, 400), row.description
    if title != row.title:
        description = f"{row.title}\n{row.description}".strip()
    return {
        "title": title,
        "description": description,
        "reference": row.reference[:30],
        "lead": lead,
        "supporting": supporting,
        "committee": directory.committees.title_of(row.committee) if row.committee else "",
        "priorities": sorted(priority[:200] for priority in row.priorities),
        "deadline": row.deadline[:200],
        "measurements": list(row.measurements),
        "sub_items": [list(_sub_item(item.text, item.committee, directory)) for item in row.sub_items],
        "source_owner": " / ".join(row.owners.text.split("\n"))[:300],
    }


def _owners(row: ReadDeliverable, posts: Register) -> tuple[str, list[str]]:
    """Return the title of who leads, and of who supports."""
    lead, *others = [*row.owners.names, *([EVERYONE] if row.owners.everyone else [])] or [""]
    title = posts.title_of(lead) if lead else ""
    return title, sorted({*map(posts.title_of, others)} - {title, ""})


def _sub_item(text: str, committee: str, directory: Directory) -> tuple[str, str, str]:
    """(text, committee known here, committee as written where it is not)"""
    title = directory.committees.title_of(committee) if committee else ""
    return fitted(text, 400), title, "" if title else committee[:200]


def stored_deliverable(record: Deliverable) -> Values:
    return {
        "title": record.title,
        "description": record.description,
        "reference": record.reference,
        "lead": _name_of(record.lead),
        "supporting": sorted(post.title for post in record.supporting.all()),
        "committee": _name_of(record.committee),
        "priorities": sorted(priority.title for priority in record.priorities.all()),
        "deadline": record.deadline_text,
        "measurements": [one.text for one in record.measurements.all()],
        "sub_items": [[one.text, _name_of(one.committee), one.committee_text] for one in record.sub_items.all()],
        "source_owner": record.source_owner,
    }


def _name_of(record: Post | Committee | None) -> str:
    return full_name(record) if record else ""


def stored_ambition(record: Ambition) -> Values:
    priorities = [priority.title for priority in record.priorities.all()]
    return {"title": record.title, "description": record.description, "priorities": priorities}


def stored_descriptor(record: Descriptor) -> Values:
    return {"title": record.title}


def changes_between(wanted: Values, stored: Values, before: Values | None) -> Changes:
    """Return what the file changes. Where it says what it said last time, a person's later change stands; where it
    says nothing and said nothing before, nothing is taken away."""
    changes = {}
    for name, value in wanted.items():
        said_before = (before or {}).get(name)
        news = bool(value) if before is None else value != said_before
        if news and _differs(name, value, stored.get(name)):
            changes[name] = (stored.get(name), value)
    return changes


def _differs(name: str, value: Any, stored: Any) -> bool:
    if name in WITHOUT_ORDER:
        return {one.casefold() for one in value} != {one.casefold() for one in stored}
    return bool(value != stored)


def fitted(text: str, longest: int) -> str:
    """Return a text on one line that a column can hold, cut between words."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rpartition(' ')[0]}…"
