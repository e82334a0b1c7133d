"""How an authority reads the columns of its files: kept under a name, used again, renamed, dropped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.toolkit.errors import refuse_where
from kpa_tracker.base.toolkit.grids import SourceDocument
from kpa_tracker.base.toolkit.models import compare_and_set
from kpa_tracker.interfaces.exchange.models import LONGEST_NAME, ImportMapping, Sort, StagedImport
from kpa_tracker.interfaces.exchange.reading.kept import fitted

Mappings = dict[str, dict[int, str]]
OF_ANOTHER = "“{}” is a reading of another authority, or of another sort of file."
FITS_NOTHING = "No table in the file has all the headings of “{}”. Choose another reading, or none."
NAME_TAKEN = "These headings are read under that name already."


def mappings_for(
    authority_id: int, sort: str, document: SourceDocument, reading: ImportMapping | None = None
) -> Mappings:
    """Return how the tables of a file are read: by the reading that somebody chose, else as the same headings were read
    last time. Refuses a reading of another authority or sort, and one that fits no table."""
    if reading is None:
        return kept_mappings(authority_id, sort)
    is_own = (reading.authority_id, reading.sort) == (authority_id, sort)
    found = fitted(document, reading.headings, reading.by_column) if is_own else {}
    refuse_where(
        (not is_own, OF_ANOTHER.format(reading.name), "reading"),
        (not found, FITS_NOTHING.format(reading.name), "reading"),
    )
    return found


def kept_mappings(authority_id: int, sort: str) -> Mappings:
    """Return how an authority reads the columns of tables of a sort, by their headings: the latest where the same
    headings are read in several ways. One query."""
    kept = ImportMapping.objects.filter(authority=authority_id, sort=sort).order_by("changed_at", "pk")
    return {one.headings: one.by_column for one in kept}


@transaction.atomic
def keep_readings(
    authority_id: int, sort: str, mappings: Mapping[str, Mapping[int, str]], *, called: str, by: Any
) -> None:
    """Keep how tables are read under a name; without one each is called by its headings. What has that name and the
    same headings is replaced."""
    hold_chain(authority_id)
    for headings, columns in mappings.items():
        signature = hashlib.sha256(headings.encode()).hexdigest()
        name = (called.strip() or headings)[:LONGEST_NAME]
        of = {"authority_id": authority_id, "sort": sort, "signature": signature, "name": name}
        kept = ImportMapping.objects.filter(**of).first() or ImportMapping(**of, headings=headings)
        _keep(kept, {str(index): field for index, field in columns.items()}, by=by)


def _keep(kept: ImportMapping, columns: dict[str, str], *, by: Any) -> None:
    before, kept.columns = kept.columns, columns
    kept.full_clean()
    if kept.pk is None:
        kept.save(force_insert=True)
    else:
        compare_and_set(kept, seen=kept.version, fields=["columns"])
    changes = {"headings": [None, kept.headings], "columns": [before or None, columns]}
    record("reading kept", kept, by=by, authority_id=kept.authority_id, changes=changes)


def keep_used_readings(
    staged: StagedImport, mappings: Mapping[str, Mapping[int, str]], used: Mapping[str, bool], *, called: str, by: Any
) -> None:
    """Keep how the columns of the tables that are taken are read."""
    taken = {headings: columns for headings, columns in mappings.items() if used.get(headings, True)}
    keep_readings(staged.authority_id, staged.sort, taken, called=called, by=by)


@transaction.atomic
def rename_reading(reading: ImportMapping, *, name: str, seen: int, by: Any) -> ImportMapping:
    """Call a kept reading otherwise. Refuses a name under which the same headings are read already."""
    hold_chain(reading.authority_id)
    others = ImportMapping.objects.filter(
        authority=reading.authority_id, sort=reading.sort, signature=reading.signature
    )
    refuse_where((others.exclude(pk=reading.pk).filter(name=name).exists(), NAME_TAKEN, "name"))
    before, reading.name = ImportMapping.objects.values_list("name", flat=True).get(pk=reading.pk), name
    compare_and_set(reading, seen=seen, fields=["name"])
    record("reading renamed", reading, by=by, authority_id=reading.authority_id, changes={"name": [before, name]})
    return reading


@transaction.atomic
def drop_reading(reading: ImportMapping, *, by: Any) -> None:
    """Forget a kept reading. What was imported by it stays."""
    hold_chain(reading.authority_id)
    changes = {"headings": [reading.headings, None], "columns": [reading.columns, None]}
    record("reading dropped", reading, by=by, authority_id=reading.authority_id, changes=changes)
    reading.delete()


def name_to_offer(staged: StagedImport, signatures: Iterable[str]) -> str:
    """Return the name under which tables of these headings are read already; else the file's own. One query."""
    kept = ImportMapping.objects.filter(authority=staged.authority_id, sort=Sort(staged.sort), headings__in=signatures)
    latest = kept.order_by("-changed_at", "-pk").first()
    return latest.name if latest else staged.filename.rpartition(".")[0][:LONGEST_NAME]
