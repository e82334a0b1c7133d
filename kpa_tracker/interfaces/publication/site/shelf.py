"""What stands on the public shelf at this second: publications whose time has come, and that some were taken back.

Only tables of publications are read; what a plan is called is read out of what was published.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import Http404

from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.packages import OPEN_GOVERNMENT, Licence
from kpa_tracker.base.toolkit.plain import from_plain
from kpa_tracker.interfaces.publication.content import PlanDocument
from kpa_tracker.interfaces.publication.models import PublicAddress, Publication, PublicationFile
from kpa_tracker.interfaces.publication.models.publications import WORN

KINDS = {
    "pdf": ("application/pdf", "PDF", "The whole plan with its progress, to print and to keep."),
    "package": ("application/zip", "ZIP", "All of it as tables, with a description of each column."),
    "json": ("application/json", "JSON", "All of it for programs."),
    "csv": ("text/csv; charset=utf-8", "CSV", "A table for spreadsheets and programs."),
}
"""By the kind of a file: how it is handed out, what people call it, what it is for."""
UNKNOWN = ("application/octet-stream", "File", "")


class Withdrawn(Exception):
    """What stood here was public, and was taken back on a day."""

    def __init__(self, on: datetime.datetime) -> None:
        super().__init__(on)
        self.on = on


@dataclass(frozen=True)
class Issue:
    """A publication as the shelf knows it: everything but its words."""

    pk: int = field(repr=False)  # the mark of a page is made of what stands here: no number of a record is in it
    number: int
    public_from: datetime.datetime
    note: str
    withdrawn_at: datetime.datetime | None = None

    @property
    def is_public(self) -> bool:
        return self.withdrawn_at is None


@dataclass(frozen=True)
class ToTake:
    """A file of a publication as its pages name it."""

    name: str
    kind: str
    size: int
    sha256: str

    @property
    def licence(self) -> Licence | None:
        """What a reader may do with it: said in the data themselves, of no other file."""
        return OPEN_GOVERNMENT if self.kind == PublicationFile.Kind.PACKAGE else None

    @property
    def media_type(self) -> str:
        return KINDS.get(self.kind, UNKNOWN)[0]

    @property
    def format(self) -> str:
        return KINDS.get(self.kind, UNKNOWN)[1]

    @property
    def about(self) -> str:
        return KINDS.get(self.kind, UNKNOWN)[2]


@dataclass(frozen=True)
class Shelf:
    """The publications of one plan that the public reads or has read, by their numbers."""

    issues: tuple[Issue, ...]

    @property
    def public(self) -> list[Issue]:
        return [one for one in self.issues if one.is_public]

    @property
    def current(self) -> Issue:
        """The latest. Without any there is nothing here, as if there had never been."""
        return found_in(self.public[-1:])

    def numbered(self, number: int) -> Issue:
        return found_in(one for one in self.public if one.number == number)

    def say_withdrawn(self, number: int) -> None:
        """Raise that a publication was taken back, where it was."""
        for one in self.issues:
            if one.number == number and one.withdrawn_at:
                raise Withdrawn(one.withdrawn_at)

    def before(self, issue: Issue) -> Issue | None:
        """The one before, of those that the public may still read."""
        return next((one for one in reversed(self.public) if one.number < issue.number), None)

    @property
    def changed_at(self) -> datetime.datetime:
        """When anything was last put here or taken from here."""
        moments = [moment for one in self.issues for moment in (one.public_from, one.withdrawn_at) if moment]
        return max(moments)


def found_in(issues: Iterable[Issue]) -> Issue:
    for issue in issues:
        return issue
    raise Http404


def address_of(authority: str, plan: str) -> QuerySet[Any]:
    """Select the plan that two words lead to."""
    return PublicAddress.objects.filter(authority_slug=authority, plan_slug=plan).values("plan")


def shelf_of(authority: str, plan: str) -> Shelf:
    """Return what is or was public of a plan, by the words of its address. One query; the text stays behind.

    What was taken back before its time came never was.
    """
    read = Q(withdrawal=None) | Q(withdrawal__at__gte=F("public_from"))
    come = Publication.objects.filter(read, plan__in=address_of(authority, plan), public_from__lte=clock.now())
    rows = come.order_by("number").values_list("pk", "number", "public_from", "note", "withdrawal__at")
    return Shelf(tuple(Issue(*row) for row in rows))


def document_of(issue: Issue) -> PlanDocument:
    """Return what a publication says, if it may still be read at this moment. One query."""
    public = Publication.objects.public().filter(pk=issue.pk).order_by("pk")
    content = public.values_list("content", flat=True).first()
    if content is None:
        raise Http404
    return from_plain(PlanDocument, content)


def files_of(issue: Issue) -> list[ToTake]:
    """Return the files of a publication, those for people first, without their bytes. One query."""
    rows = PublicationFile.objects.filter(publication=issue.pk).exclude(kind__in=WORN).order_by("name")
    found = [ToTake(**row) for row in rows.values("name", "kind", "size", "sha256")]
    return sorted(found, key=lambda file: [*KINDS, file.kind].index(file.kind))


def file_at(authority: str, plan: str, number: int, name: str) -> QuerySet[PublicationFile]:
    """Select a file by its address, if it may be read at this moment."""
    may = Publication.objects.public().filter(plan__in=address_of(authority, plan), number=number)
    return PublicationFile.objects.filter(publication__in=may.values("pk"), name=name).order_by("pk")
