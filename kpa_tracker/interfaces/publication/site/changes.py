"""What changed from one publication to another."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import Any

from django.http import Http404

from kpa_tracker.interfaces.publication.content import PlanDocument
from kpa_tracker.interfaces.publication.content.differences import Count, Difference, counts, differences
from kpa_tracker.interfaces.publication.site.answers import absolute
from kpa_tracker.interfaces.publication.site.plans import PlanPage
from kpa_tracker.interfaces.publication.site.shelf import Issue, document_of


def told(old: PlanDocument, new: PlanDocument) -> dict[str, Any]:
    """Return what a page says of two publications: the sums, and item by item what is different."""
    found = differences(old, new)
    sums = {count.sort: count for count in counts(old, new)}
    return {"sums": list(sums.values()), "groups": [group(own, sums) for own in by_sort(found)]}


def by_sort(found: tuple[Difference, ...]) -> list[list[Difference]]:
    return [list(own) for _, own in groupby(found, key=attrgetter("sort"))]


def group(own: list[Difference], sums: dict[str, Count]) -> dict[str, Any]:
    """Return the differences of one sort under its heading: what is new, what changed, what is gone."""
    kinds = {kind: [one for one in own if one.kind == kind] for kind in ("new", "changed", "gone")}
    return {"sort": own[0].sort, "title": own[0].sort_word, "sum": sums.get(own[0].sort), **kinds}


class Compared(PlanPage):
    """Two publications side by side."""

    template_name = "public/changes.html"

    def compare(self, old: Issue, new: Issue) -> dict[str, Any]:
        before, after = (self.document if one == self.here.issue else document_of(one) for one in (old, new))
        return {"old": old, "new": new, **told(before, after)}


class ChangesPage(Compared):
    """What changed since the publication before."""

    path = "changes/"

    def context(self, **where: Any) -> dict[str, Any]:
        context = super().context()
        return {**context, **self.compare(self.here.before, self.here.issue)}  # type: ignore[arg-type]


class SincePage(Compared):
    """What the current publication says otherwise than one of the past."""

    path = ""

    def context(self, **where: Any) -> dict[str, Any]:
        if self.here.is_current:
            raise Http404
        context = {**super().context(), "next": None, "step": None, "page_title": "What is different now"}
        canonical = absolute(f"{self.here.own}since/")
        return {**context, "canonical": canonical, **self.compare(self.here.issue, self.here.shelf.current)}
