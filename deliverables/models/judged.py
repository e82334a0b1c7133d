"""What others than its owner say of a deliverable: apps above this one add by name what finds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Case, Exists, OuterRef, Value, When

OTHERWISE: dict[str, Callable[[], Any]] = {}
"""What selects, by the name of an app, the judgements that differ from an owner's and that nobody has answered. Each
has a `deliverable`. An app above adds its own when it is ready."""


def is_rated_otherwise() -> Case:
    """Return whether somebody rates a deliverable otherwise than its owner, as a value of its row."""
    judgements = [find().filter(deliverable=OuterRef("pk")).order_by() for find in OTHERWISE.values()]
    return Case(*[When(Exists(found), then=Value(True)) for found in judgements], default=Value(False))
