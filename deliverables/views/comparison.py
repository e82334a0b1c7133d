"""Two plans of an authority side by side: as a page, as a file, as a PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify

from deliverables.models.differing import difference_of
from deliverables.views.difference import PlanDifference
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.pages import Crumb, PageAction, chosen, visible
from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.base.toolkit.pdf.bounded import render_pdf
from kpa_tracker.base.toolkit.words import counted
from plans.differences import Difference, Fate, Level, Line, Piece, Said, sides
from plans.models import Plan
from plans.periods import years_name
from plans.views.plans import plan_crumbs

BECAME, STANDS = "What became of it", "Where it stands"
NO_PDF = "This server cannot make PDF files yet. Read it here, or take it as an Excel file."


@dataclass(frozen=True)
class Compared:
    """A part with what it says on either side."""

    line: Line
    word: str

    @property
    def said(self) -> list[Said]:
        return sides(self.line)


@dataclass(frozen=True)
class ComparisonFile:
    """What is compared as a table: a row for each thing that a part says, with both plans beside one another."""

    lines: Sequence[Line]
    names: dict[Level, str]
    words: dict[Fate, str]
    heading: str
    plans: Sequence[Plan]

    def as_values(self) -> Iterator[Sequence[str]]:
        yield ("Level", self.heading, "What was recorded", "Of what", *(str(plan) for plan in self.plans))
        for line in self.lines:
            part = (self.names[line.level], self.words[line.fate], line.note)
            for one in sides(line):
                yield (*part, one.name, text_of(one.old), text_of(one.new))


def text_of(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


class PlanComparison(PlanDifference):
    """Any two plans of an authority side by side, the earlier one on the left."""

    template_name = "plans/comparison.html"

    def get_purpose(self) -> str:
        return "Read two plans side by side: what both say, what only one of them says, and what it says otherwise."

    def get_breadcrumbs(self) -> list[Crumb]:
        return plan_crumbs(self.object, ("Side by side", ""))

    @cached_property
    def others(self) -> list[Plan]:
        """The plans that this one can be compared with, the latest first."""
        found: Any = visible(Plan, self.request.user)
        return list(found.current().filter(authority=self.object.authority_id).exclude(pk=self.object.pk))

    @cached_property
    def other(self) -> Plan | None:
        """The plan that the address asks for; else the one that this one follows."""
        asked = self.request.GET.get("with", "")
        return chosen(self.others, asked or str(self.object.previous_id or ""))

    @cached_property
    def plans(self) -> list[Plan]:
        """Both plans, the earlier one first; none where there is nothing to compare with."""
        both = [self.object, self.other] if self.other else []
        return sorted(both, key=lambda plan: (plan.starts_on, plan.previous_id is not None, plan.pk))

    @cached_property
    def difference(self) -> Difference:
        return difference_of(self.plans[1], since=self.plans[0]) if self.plans else Difference(())

    @property
    def follows(self) -> bool:
        """Whether the later plan follows the earlier one: else nothing became of anything from one to the other."""
        return bool(self.plans) and self.plans[1].previous_id == self.plans[0].pk

    @property
    def heading(self) -> str:
        return BECAME if self.follows else STANDS

    @property
    def words(self) -> dict[Fate, str]:
        if self.follows or not self.plans:
            return super().words
        only = {Fate.DROPPED: f"Only in {self.plans[0]}", Fate.ADDED: f"Only in {self.plans[1]}"}
        return {**super().words, **only, Fate.CHANGED: "In both, changed", Fate.UNCHANGED: "In both, the same"}

    @property
    def names(self) -> dict[Level, str]:
        """What the later plan calls its levels."""
        return self.names_in(self.plans[1] if self.plans else self.object)

    @property
    def columns(self) -> list[tuple[str, tuple[Fate, ...]]]:
        """What is counted, with the plans by their titles."""
        (_, before), *between, (_, after) = super().columns
        titles = [f"In {plan}" for plan in self.plans] or ["Before", "After"]
        return [(titles[0], before), *between, (titles[1], after)]

    @property
    def chosen(self) -> dict[str, str]:
        return {"with": str(self.other.pk)} if self.other else {}

    def get_page_actions(self) -> list[PageAction]:
        if not self.plans:
            return []
        url, before = reverse("plan-compare-pdf", args=[self.object.pk]), self.other == self.object.previous
        return [("Download as PDF", url if before else f"{url}?{urlencode(self.chosen)}", "primary")]

    def get_file(self) -> Any:
        return ComparisonFile(self.shown, self.names, self.words, self.heading, self.plans)

    def get_file_name(self) -> str:
        return " and ".join(str(plan) for plan in self.plans) or "Comparison"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines, words = self.shown, self.words
        tables = [
            (name, [Compared(line, words[line.fate]) for line in lines if line.level is level])
            for level, name in self.names.items()
        ]
        both = {"plans": self.plans, "other": self.other, "others": self.others, "follows": self.follows}
        years = [years_of(plan) for plan in self.plans]
        return super().get_context_data(tables=tables, years=years, heading=self.heading, **both, **kwargs)


def years_of(plan: Plan) -> str:
    return years_name(plan.starts_on, plan.ends_on)


class PlanComparisonPdf(PlanComparison):
    """The same as an accessible PDF, always of both plans as a whole."""

    @property
    def shown(self) -> list[Line]:
        return list(self.difference.lines)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Hand the file out; where the server cannot draw or there is nothing to compare with, the page says so."""
        page = f"{reverse('plan-compare', args=[self.object.pk])}{self.address()}"
        if not self.plans:
            return redirect(page)
        try:
            drawn = render_pdf(render_to_string("plans/comparison_document.html", {**context, **self.about()}))
        except PdfUnavailable:
            messages.error(self.request, NO_PDF)
            return redirect(page)
        name = f"{slugify(self.get_file_name())[:120]}-{clock.today():%Y-%m-%d}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(drawn, content_type="application/pdf", headers=headers)

    def about(self) -> dict[str, Any]:
        """Return what the document says of itself."""
        return {"made_on": clock.today(), "how_many": counted(len(self.shown), "part"), "title": self.get_file_name()}
