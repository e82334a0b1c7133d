"""What changes a scale of ratings: it is made with its points, and their words are the authority's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit import edits
from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit import ratings
from kpa_tracker.base.toolkit.models import compare_and_set
from plans.models import Scale, ScalePoint

WORDS = ("word", "definition")


@transaction.atomic
def create_scale(authority: Authority, *, name: str, kind: str, by: Any) -> Scale:
    """Make a scale of three or of five points, with the usual words; one event holds them all.

    Raises ValidationError where the authority has a scale of this name.
    """
    points = list(ratings.SCALES[kind])
    also = {"points": [None, [f"{point.word}: {point.definition}" for point in points]]}
    scale = edits.create(Scale(authority=authority, name=name), by=by, also=also)
    ScalePoint.objects.bulk_create(
        ScalePoint(scale=scale, code=point.code, word=point.word, definition=point.definition, position=position)
        for position, point in enumerate(points, start=1)
    )
    return scale


@transaction.atomic
def default_scale(authority: Authority, *, by: Any) -> Scale:
    """Return the authority's first scale of three points; it is made where there is none."""
    usual = ratings.THREE_POINT
    codes = {point.code for point in usual}
    for scale in Scale.objects.filter(authority=authority).prefetch_related("points").order_by("pk"):
        if {point.code for point in scale.points.all()} == codes:
            return scale
    return create_scale(authority, name=usual.name, kind=usual.code, by=by)


@transaction.atomic
def change_points(scale: Scale, *, seen: int, words: Mapping[str, Mapping[str, str]], by: Any) -> Scale:
    """Change words and definitions of a scale's points, {code: {"word": ..., "definition": ...}}, as one event.

    The points themselves stay: what was rated with them keeps its colour. Raises Conflict where somebody was faster.
    """
    touched: list[ScalePoint] = []
    also: dict[str, list[str]] = {}
    for point in scale.points.all():
        wanted = {name: words.get(point.code, {}).get(name, getattr(point, name)) for name in WORDS}
        found = {f"{point.code} {name}": [getattr(point, name), to] for name, to in wanted.items()}
        found = {name: pair for name, pair in found.items() if pair[0] != pair[1]}
        if found:
            point.word, point.definition = wanted["word"], wanted["definition"]
            point.full_clean()
            touched.append(point)
            also |= found
    changed = edits.change(scale, seen=seen, fields=[], by=by, also=also)
    for point in touched:
        compare_and_set(point, seen=point.version, fields=WORDS)
    return changed
