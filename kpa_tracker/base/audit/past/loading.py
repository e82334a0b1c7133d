"""Loading records of several kinds, each once, so that whoever names one sees it as it is rewound."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet


class Loaded:
    """Records by kind and number. What one of them points at is the very record that is loaded beside it."""

    def __init__(self, *selected: QuerySet[Any]) -> None:
        self.kinds = [rows.model for rows in selected]
        self._records: dict[Any, dict[int, Any]] = {rows.model: by_number(rows) for rows in selected}
        self._tie()

    def __getitem__(self, kind: type[Any]) -> dict[int, Any]:
        return self._records[kind]

    def all(self) -> list[Any]:
        return [record for records in self._records.values() for record in records.values()]

    def _tie(self) -> None:
        for kind, records in self._records.items():
            fields = [one for one in kind._meta.concrete_fields if one.related_model in self._records]
            for field in fields:
                beside = self._records[field.related_model]
                for record in records.values():
                    found = beside.get(getattr(record, field.attname))
                    if found is not None:
                        setattr(record, field.name, found)


def by_number(rows: QuerySet[Any]) -> dict[int, Any]:
    """Return what is selected by its numbers. One query."""
    return {record.pk: record for record in rows.order_by()}
