"""The pages of a plan as it was published: the current publication, or one by its number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string

from kpa_tracker.base.toolkit.markdown import Place
from kpa_tracker.interfaces.publication.content import Ambition, Part, PlanDocument, Prose, Telling
from kpa_tracker.interfaces.publication.content.differences import counts
from kpa_tracker.interfaces.publication.content.placing import heading_of
from kpa_tracker.interfaces.publication.site.answers import Found, PublicView, absolute
from kpa_tracker.interfaces.publication.site.metadata import dataset_of
from kpa_tracker.interfaces.publication.site.shelf import Issue, Shelf, document_of, files_of, shelf_of
from kpa_tracker.interfaces.publication.site.ways import NAMES, page_of


@dataclass(frozen=True)
class Here:
    """Which publication of which plan a reader has opened, and by which of its addresses."""

    authority: str
    plan: str
    number: int | None
    shelf: Shelf
    issue: Issue

    @property
    def home(self) -> str:
        """Where everything of the authority is."""
        return f"/public/{self.authority}/"

    @property
    def current(self) -> str:
        """Where the plan is as last published."""
        return f"{self.home}{self.plan}/"

    @property
    def own(self) -> str:
        """Where this publication stays for ever."""
        return f"{self.current}{self.issue.number}/"

    @property
    def root(self) -> str:
        """Where the pages are that the reader goes on to."""
        return self.current if self.number is None else self.own

    @property
    def is_current(self) -> bool:
        return self.issue == self.shelf.current

    @property
    def canonical(self) -> str:
        """The address of this page for those who keep one: a publication of the past has its own alone."""
        return self.current if self.is_current else self.own

    @property
    def before(self) -> Issue | None:
        return self.shelf.before(self.issue)


@dataclass(frozen=True)
class Step:
    """A page of a publication in the order in which it is read: below which address, and what it is called."""

    path: str
    label: str


def steps_of(here: Here, document: PlanDocument) -> Iterator[Step]:
    """Yield the pages of a publication. What a plan does not have has no page."""
    yield Step("", "Overview")
    for ambition in document.ambitions:
        yield Step(f"ambitions/{ambition.number}/", heading_of(document, ambition))
    if document.all_targets:
        yield Step("targets/", "Targets")
    if risks_of(document):
        yield Step("risks/", "Risks")
    for part in texts_of(document):
        yield Step(f"text/{part.anchor}/", part.heading)
    if document.glossary:
        yield Step("glossary/", "Glossary")
    if here.before:
        yield Step("changes/", "What changed")
    yield Step("data/", "Files and data")
    yield Step("print/", "The whole plan on one page")


def texts_of(document: PlanDocument) -> list[Part]:
    """Return the sections, each of which has a page of its own."""
    return document.telling.parts


def risks_of(document: PlanDocument) -> list[Ambition]:
    """Return the ambitions on which risks hang."""
    return [ambition for ambition in document.ambitions if ambition.risks]


class PlanPage(PublicView):
    """A page of a publication."""

    template_name: str
    path = ""

    def find(self, **where: Any) -> Found:
        authority, plan, number = where["authority"], where["plan"], where.get("number")
        shelf = shelf_of(authority, plan)
        here = Here(authority, plan, number, shelf, self.issue(shelf, number))
        return Found((here.root, here.issue, shelf.issues), shelf.changed_at, here)

    def issue(self, shelf: Shelf, number: int | None) -> Issue:
        return shelf.current if number is None else shelf.numbered(number)

    def draw(self, found: Found, **where: Any) -> HttpResponse:
        self.here: Here = found.what
        self.document = document_of(self.here.issue)
        context = self.context(**{name: where[name] for name in where.keys() - {"authority", "plan", "number"}})
        return HttpResponse(render_to_string(self.template_name, context))

    def context(self, **where: Any) -> dict[str, Any]:
        path = self.path.format(**where)
        steps = list(steps_of(self.here, self.document))
        place = next((place for place, step in enumerate(steps) if step.path == path), None)
        if place is None:
            raise Http404
        return {
            "here": self.here,
            "document": self.document,
            "steps": steps,
            "step": steps[place],
            "previous": steps[place - 1] if place else None,
            "next": steps[place + 1] if place + 1 < len(steps) else None,
            "page_title": steps[place].label,
            "canonical": absolute(f"{self.here.canonical}{path}"),
            "is_indexed": self.here.is_current,
            "description": self.description,
            "authority": self.document.authority,
            "look": self.document.look,
            "look_at": self.here.own,
            "address_of": f"{self.here.own}{{}}".format,
            "feed": f"{self.here.current}feed.atom",
        }

    @cached_property
    def description(self) -> str:
        document = self.document
        return f"{document.title} of {document.authority}, {document.period}. Publication {self.here.issue.number}."


class Overview(PlanPage):
    """What the plan is for, how all of it stands, what is new."""

    template_name = "public/overview.html"

    def issue(self, shelf: Shelf, number: int | None) -> Issue:
        """Here alone it is said that a publication was taken back."""
        if number is not None:
            shelf.say_withdrawn(number)
        return super().issue(shelf, number)

    def context(self, **where: Any) -> dict[str, Any]:
        context = super().context()
        files = files_of(self.here.issue)
        return {**context, "files": files, "dataset": dataset_of(self.here, self.document, files), **self.changed()}

    def changed(self) -> dict[str, Any]:
        """What is different since the publication before, in sums."""
        before = self.here.before
        sums = counts(document_of(before), self.document) if before else ()
        return {"differing": [one for one in sums if one.same < max(one.before, one.after)]}


class AmbitionPage(PlanPage):
    """One ambition with its deliverables, how each stands, and the risks to it."""

    template_name, path = "public/ambition.html", "ambitions/{of}/"

    def context(self, **where: Any) -> dict[str, Any]:
        context = super().context(**where)
        return {**context, "ambition": next(one for one in self.document.ambitions if one.number == where["of"])}


class TargetsPage(PlanPage):
    """What the plan wants to reach, with where each measure started from."""

    template_name, path = "public/targets.html", "targets/"


class RisksPage(PlanPage):
    """The risks that somebody approved for the public, by the ambition that they put at stake."""

    template_name, path = "public/risks.html", "risks/"

    def context(self, **where: Any) -> dict[str, Any]:
        return {**super().context(), "ambitions": risks_of(self.document)}


class TextPage(PlanPage):
    """A section of the plan."""

    template_name, path = "public/text.html", "text/{anchor}/"

    def context(self, **where: Any) -> dict[str, Any]:
        context = super().context(**where)
        telling = Telling(self.document, lambda anchor: f"{self.here.root}{page_of(anchor)}", level=2)
        part = next(one for one in telling.parts if one.anchor == where["anchor"])
        pieces = [(piece, self.way_to(piece)) for piece in part.content.pieces]
        return {**context, "part": part, "telling": telling, "pieces": pieces}

    def way_to(self, piece: Prose | Part) -> Place | None:
        """Return the page that has what is placed here; none where it stands on this one."""
        if isinstance(piece, Prose) or piece.kind not in ("ambition", "targets", *NAMES):
            return None
        return Place(f"{self.here.root}{page_of(piece.anchor)}", piece.heading or NAMES[piece.kind])


class GlossaryPage(PlanPage):
    """What its words mean."""

    template_name, path = "public/glossary.html", "glossary/"


class DataPage(PlanPage):
    """What can be taken away: the PDF and the data, with size and fingerprint; every publication so far."""

    template_name, path = "public/data.html", "data/"

    def context(self, **where: Any) -> dict[str, Any]:
        files = files_of(self.here.issue)
        licence = next((one.licence for one in files if one.licence), None)
        context = {**super().context(), "own_address": absolute(self.here.own), "licence": licence}
        return {**context, "files": files, "dataset": dataset_of(self.here, self.document, files)}


class WholePage(PlanPage):
    """All of it on one page, as its PDF has it: to be printed, or searched by the browser."""

    template_name, path = "public/whole.html", "print/"
