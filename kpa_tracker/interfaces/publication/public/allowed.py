"""What the public may read, column by column. What is public and why is set down in docs/decisions/.

Only these columns are read from the database, so that nothing else can be printed by mistake.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from deliverables.models import Deliverable, Measurement, ProgressUpdate, SubItem
from kpa_tracker.base.people.models import Authority, Committee
from kpa_tracker.interfaces.publication.models import Look
from plans.models import Ambition, Descriptor, GlossaryEntry, Picture, Plan, Priority, ScalePoint, Section
from risks.models import Assessment, Risk
from targets.models import Footnote, Grade, Target

Allowed = dict[type[models.Model], tuple[str, ...]]

ALLOWED: Allowed = {
    Plan: (
        "title", "starts_on", "ends_on", "marking", "vision", "values", "foreword",
        "ambition_word", "descriptor_word", "deliverable_word",
        "authority__name", "authority__contact", "authority__is_demonstration",
    ),
    Look: ("main_colour", "accent_colour", "typeface", "logo_alt", "back_page"),
    Section: ("title", "body", "place"),
    Picture: ("name", "alt", "caption"),
    Priority: ("title",),
    GlossaryEntry: ("term", "meaning"),
    ScalePoint: ("code", "word", "definition"),
    Ambition: ("reference", "title", "description"),
    Descriptor: ("title",),
    Deliverable: ("reference", "title", "public_wording", "deadline_text", "committee__name"),
    Measurement: ("text",),
    SubItem: ("text",),
    ProgressUpdate: ("stage", "rating", "public_wording", "period__observed_to"),
    Risk: ("reference", "public_wording"),
    Target: (
        "text", "form", "starts", "ends", "objective__title", "objective__priority__title",
        "baseline__text", "baseline__value", "baseline__second", "baseline__starts", "baseline__ends",
        "baseline__is_projected",
        "series__name", "series__unit", "series__decimals", "series__source__name",
        "series__measure__reference", "series__measure__title", "series__measure__kind", "series__measure__unit",
        "series__measure__decimals", "series__measure__source__name",
    ),
    Footnote: ("text", "mark"),
    Grade: ("word", "rank"),
}  # fmt: skip
"""What the public may read of a plan, column by column."""

ALLOWED_OF_REGISTER: Allowed = {
    Look: ALLOWED[Look],
    Authority: ("name", "contact", "is_demonstration"),
    Committee: ("name",),
    Risk: ("reference", "public_wording", "category__name"),
    Assessment: ("likelihood", "impact"),
    Ambition: ("reference", "title"),
}
"""What the public may read of a register. From likelihood and impact follows which way a score moved; they are not
printed."""


def read(records: Any, allowed: Allowed = ALLOWED, /, **keys: Any) -> list[dict[str, Any]]:
    """Return the allowed columns of some records, and the keys that put them together."""
    return list(records.values(*allowed[records.model], **keys))


def by(key: str, found: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    """Sort rows out by a key of theirs, which is taken off them."""
    sorted_out: dict[int, list[dict[str, Any]]] = {}
    for one in found:
        sorted_out.setdefault(one.pop(key), []).append(one)
    return sorted_out
