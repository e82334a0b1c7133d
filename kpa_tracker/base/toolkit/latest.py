"""What records keep of what is latest among their parts, held against the parts themselves.

A deliverable points at its latest update of record, a series at its latest result, a risk at its latest scores: lists
and dashboards read these and not the history. The action that accepts, corrects or scores keeps them, in its own
transaction. Each app names how its own are proved, in its module `examinations`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.db.models import QuerySet, Subquery


class Strayed(NamedTuple):
    """A record that points at another part than its latest one. Parts are told by their numbers; None is no part."""

    record: Any
    holds: int | None
    should_hold: int | None

    def __str__(self) -> str:
        return f"{self.record} (number {self.record.pk}) holds {self.holds}, and its latest is {self.should_hold}"


class Proof(NamedTuple):
    """How many records there are of one kind, and those that stray."""

    number: int
    strayed: Iterator[Strayed]


proofs: dict[str, Callable[[], Proof]] = {}
"""By what is proved, as "latest updates of deliverables"."""


def proves(name: str) -> Callable[[Callable[[], Proof]], Callable[[], Proof]]:
    """Let a function prove what is kept under this name."""

    def kept(proof: Callable[[], Proof]) -> Callable[[], Proof]:
        proofs[name] = proof
        return proof

    return kept


def held_against(records: QuerySet[Any], field: str, parts: QuerySet[Any]) -> Proof:
    """Prove that a foreign key of each record points at the first of its parts, which name the record by OuterRef. Two
    queries, the second read as it comes, and one for each that strays."""
    told = records.annotate(_latest=Subquery(parts.values("pk")[:1])).order_by("pk")
    rows = told.values_list("pk", f"{field}_id", "_latest").iterator()
    strayed = (Strayed(records.get(pk=pk), holds, latest) for pk, holds, latest in rows if holds != latest)
    return Proof(records.count(), strayed)
