"""Records with a protective marking of their own, beside what they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, QuerySet

from kpa_tracker.base.toolkit import markings


class Marked(models.Model):
    """A record that may be marked higher than what it stands in, to which `stands_in` leads. Empty: as that."""

    stands_in: ClassVar[str] = ""

    marking = models.CharField("protective marking", max_length=markings.LONGEST, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def marked_around(self) -> str:
        """The marking of what it stands in: of an authority's own records, what every paper of it has."""
        return str(getattr(self, self.stands_in).shown_marking) if self.stands_in else markings.OFFICIAL

    @property
    def shown_marking(self) -> str:
        """The marking that it is shown and kept under: its own, never below what it stands in."""
        return markings.highest([self.marked_around, self.marking])

    @property
    def known_marking(self) -> str:
        """The same as far as it is loaded: for the rows of a list, which ask for nothing more."""
        is_known = not self.stands_in or self.stands_in in self._state.fields_cache
        return self.shown_marking if is_known else self.marking


def shown_marking_of(record: Any) -> str:
    """Return the marking of a record; nothing where its kind has none."""
    return str(getattr(record, "shown_marking", "") or "")


BELONGS_TO = (
    *("deliverable", "risk", "measure", "recommendation", "series", "target", "period", "plan", "consultation"),
    "ambition",
)
"""Under which names a record points at what it belongs to, and is marked as."""


def marking_around(record: Any) -> str:
    """Return the marking of a record or, where its kind has none, of what it belongs to; nothing where that has none
    either. Follows what a page has loaded to ask whose record it is."""
    if record is None or hasattr(record, "shown_marking"):
        return shown_marking_of(record)
    over = next((name for name in BELONGS_TO if getattr(record, f"{name}_id", None)), "")
    return marking_around(getattr(record, over)) if over else ""


def known_around(record: Any) -> str:
    """Return the same as far as it is loaded: for the rows of a list, which ask for nothing more."""
    if hasattr(type(record), "shown_marking"):  # asking the record itself would load what it stands in
        return str(record.known_marking if hasattr(type(record), "known_marking") else record.shown_marking)
    loaded = record._state.fields_cache if isinstance(record, models.Model) else {}
    return next((known_around(loaded[name]) for name in BELONGS_TO if loaded.get(name)), "")


def paths_to_marking(kind: type[models.Model]) -> list[str]:
    """Return over which columns the marking of a record of this kind is found: its own, then what it belongs to."""
    links: dict[str, Any] = {field.name: field.related_model for field in kind._meta.fields if field.many_to_one}
    around = [getattr(kind, "stands_in", "")] if hasattr(kind, "shown_marking") else BELONGS_TO
    over = [name for name in around if name in links]
    own = [field.name for field in kind._meta.fields if field.name == "marking"]
    return [*own, *(f"{name}__{path}" for name in over for path in paths_to_marking(links[name]))]


def markings_of(selected: Iterable[QuerySet]) -> list[str]:
    """Return the markings of some selected records, of whichever kinds, each once. One query; none where there is
    nothing that is marked."""
    found = [
        rows.exclude(**{path: ""}).exclude(**{path: None}).order_by().values_list(path)
        for rows in selected
        for path in paths_to_marking(rows.model)
    ]
    return [marking for (marking,) in found[0].union(*found[1:])] if found else []


def open_to_all(path: str = "") -> Q:
    """What may be published, as far as its own marking goes; `path` leads to the marked record."""
    return Q(**{f"{path}marking__in": markings.OPEN})


def quotable(record: Any) -> str:
    """Return how a mail or a calendar names a record. They go where nothing is kept from anybody: of one that is marked
    they say the reference and the marking alone, and the rest stands behind the link."""
    marking = markings.closed([marking_around(record)])
    if not marking:
        return str(record)
    return f"{getattr(record, 'reference', '') or str(record._meta.verbose_name).capitalize()} ({marking})"
