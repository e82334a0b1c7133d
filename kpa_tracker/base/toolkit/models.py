"""What records of every app have in common."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.db import models
from django.db.models import F, Q
from django.db.models.base import ModelState

from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import PartialDate, Precision
from kpa_tracker.base.toolkit.errors import Conflict

if TYPE_CHECKING:
    from typing_extensions import Self

R = TypeVar("R", bound="Record")
DATE_PARTS = ("text", "precision", "due")


class Record(models.Model):
    """A record that people edit: it counts its versions, so that nobody overwrites what they have not seen."""

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def from_db(  # type: ignore[override]  # the stubs are a Django ahead
        cls, db: str | None, field_names: Collection[str], values: Collection[Any]
    ) -> Self:
        """Make a record of a row. Its fields have nothing to do then, and none is asked, as `__init__` does: that was a
        third of what a long list takes."""
        loaded = cls.__new__(cls)
        state = ModelState()
        state.adding, state.db = False, db
        loaded.__dict__.update(zip(field_names, values, strict=True), _state=state)
        return loaded

    def clean_fields(self, exclude: Any = None) -> None:
        """Do not ask the database whether what this points at is there, where it was loaded from there."""
        super().clean_fields(exclude={*(exclude or ()), *loaded_relations(self)})


def loaded_relations(record: models.Model) -> set[str]:
    """Return the names under which a record holds others in memory as the database gave or took them."""
    held: Mapping[str, models.Model | None] = record._state.fields_cache
    return {name for name, to in held.items() if to is not None and not to._state.adding}


def both_or_neither(first: str, second: str, *, name: str) -> models.CheckConstraint:
    """Return the constraint that a who and a when are recorded together or not at all."""
    return models.CheckConstraint(
        condition=Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
        | Q(**{f"{first}__isnull": False, f"{second}__isnull": False}),
        name=name,
    )


class Archivable(models.Model):
    """A record that leaves the lists but never the history: archived by somebody, at a time, for a reason."""

    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    archived_by = models.ForeignKey(
        "people.Person", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    archived_reason = models.TextField(blank=True, editable=False)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            both_or_neither("archived_at", "archived_by", name="%(app_label)s_%(class)s_archived_by_and_at")
        ]

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None


def compare_and_set(record: R, *, seen: int, fields: Iterable[str]) -> R:
    """Write `fields` of `record` if its version is still `seen`; the version moves on by one.

    A check followed by `save()` loses updates on PostgreSQL even inside a transaction; one conditional UPDATE does not.
    Raises Conflict, with the record as it now stands, where somebody was faster.
    """
    changes: dict[str, Any] = {name: getattr(record, name) for name in fields}
    record.changed_at = clock.now()
    manager = type(record)._base_manager
    rows = manager.filter(pk=record.pk, version=seen)
    updated = rows.update(**changes, changed_at=record.changed_at, version=F("version") + 1)
    if not updated:
        raise Conflict(manager.get(pk=record.pk))
    record.version = seen + 1
    return record


def partial_date_of(record: models.Model, name: str) -> PartialDate:
    """Return the partial date that three columns of a record hold."""
    text, precision, due = (getattr(record, f"{name}_{part}") for part in ("text", "precision", "due"))
    return PartialDate.from_columns(text, precision, due)


def set_partial_date(record: models.Model, name: str, value: PartialDate) -> None:
    """Put a partial date into its three columns."""
    setattr(record, f"{name}_text", value.text)
    setattr(record, f"{name}_precision", value.precision.value)
    setattr(record, f"{name}_due", value.due)


def partial_date_columns(label: str) -> tuple[models.CharField, models.CharField, models.DateField]:
    """Return the three columns of a partial date: the text as written, its precision, the last day of what it names."""
    return (
        models.CharField(label, max_length=200, blank=True),
        models.CharField(max_length=12, choices=[(p.value, p.name) for p in Precision], default=Precision.NONE.value),
        models.DateField(null=True, blank=True, editable=False, db_index=True),
    )


def next_position(siblings: models.QuerySet[Any]) -> int:
    """Return the position after the last of some ordered siblings."""
    return (siblings.aggregate(last=models.Max("position"))["last"] or 0) + 1


def assign(record: models.Model, changes: Mapping[str, Any]) -> tuple[list[str], dict[str, list[Any]]]:
    """Put values into a record; return the columns touched, and the links to set: {many-to-many field: records}.

    A partial date touches its three columns.
    """
    many = {field.name for field in record._meta.many_to_many}
    columns: list[str] = []
    for name, value in changes.items():
        if name not in many:
            setattr(record, name, value)
            columns += columns_of(name, value)
    return columns, {name: list(value) for name, value in changes.items() if name in many}


def columns_of(name: str, value: Any) -> list[str]:
    return [f"{name}_{part}" for part in DATE_PARTS] if isinstance(value, PartialDate) else [name]
