"""How a plan differs from the one that it follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from deliverables.models.differing import difference_of
from kpa_tracker.base.toolkit.exports import FORMATS, export
from kpa_tracker.base.toolkit.pages import Crumb, RecordPage
from kpa_tracker.base.toolkit.words import plural
from plans.differences import FATE_WORDS, SAID, Change, Difference, Fate, Level, Line
from plans.models import Plan
from plans.views.plans import plan_crumbs, plan_tabs

CARRIED = (Fate.CHANGED, Fate.UNCHANGED)
RARE = (*SAID, Fate.UNDECIDED)
"""What is counted only where there is any."""
COLUMNS: tuple[tuple[str, tuple[Fate, ...]], ...] = (
    ("In the plan before", (*CARRIED, Fate.DROPPED, *RARE)),
    *((fate.word, (fate,)) for fate in Fate),
    ("In this plan", (*CARRIED, Fate.ADDED)),
)
"""What is counted at each level: what the old plan had ended, is not decided yet or is carried over, what the new one
has carried over or added."""
HEADINGS = ("Level", "What became of it", "Reference", "Title", "What changed", "Of what", "Before", "Now")


@dataclass(frozen=True)
class Count:
    """A number of the page; with an address where its lines can be shown alone."""

    number: int
    label: str
    url: str = ""


@dataclass(frozen=True)
class DifferenceFile:
    """Lines as a table: a row for each thing that reads otherwise, one for each part where nothing does."""

    lines: Sequence[Line]
    names: dict[Level, str]

    def as_values(self) -> Iterator[Sequence[str]]:
        yield HEADINGS
        for line in self.lines:
            part = (self.names[line.level], line.fate.word, line.part.reference, line.part.title)
            details = [(one.change.word, one.name, one.old, one.new) for one in line.details]
            for detail in details or [("", "", "", "")]:
                yield (*part, *detail)


class PlanDifference(RecordPage):
    """What a plan adds to the one before it, what it drops, and what it says in other words."""

    model = Plan
    object: Plan
    permission_required = "plans.view_plan"
    template_name = "plans/difference.html"

    def get_purpose(self) -> str:
        if self.object.previous is None:
            return "What a plan adds to the one before it, what it drops, and what it says in other words."
        return f"What this plan adds to “{self.object.previous}”, what it drops, and what it says in other words."

    def get_breadcrumbs(self) -> list[Crumb]:
        return plan_crumbs(self.object, ("Difference", ""))

    @cached_property
    def difference(self) -> Difference:
        """What differs; nothing at all where the plan follows none."""
        previous = self.object.previous
        return difference_of(self.object, since=previous) if previous else Difference(())

    @cached_property
    def narrowed(self) -> dict[str, str]:
        """What the address asks for, as far as the page knows it."""
        known: dict[str, type[Enum]] = {"level": Level, "fate": Fate, "change": Change}
        asked = {name: self.request.GET.get(name, "") for name in known}
        return {name: value for name, value in asked.items() if value in [one.value for one in known[name]]}

    @property
    def shown(self) -> list[Line]:
        return self.difference.of(**self.narrowed)

    @property
    def names(self) -> dict[Level, str]:
        """What the plan calls its levels, in the plural."""
        return self.names_in(self.object)

    def names_in(self, plan: Plan) -> dict[Level, str]:
        return {
            Level.AMBITION: plural(plan.ambition_word),
            Level.DESCRIPTOR: plural(plan.descriptor_word),
            Level.DELIVERABLE: plural(plan.deliverable_word),
            Level.TARGET: "Targets",
            Level.SECTION: "Sections",
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = request.GET.get("export", "")
        if wanted not in FORMATS:
            return super().get(request, *args, **kwargs)
        self.object = self.get_object()
        return export(self.get_file(), format=wanted, name=self.get_file_name())

    def get_file(self) -> Any:
        """Return what is shown as a table."""
        return DifferenceFile(self.shown, self.names)

    def get_file_name(self) -> str:
        return f"Difference {self.object}"

    @property
    def columns(self) -> list[tuple[str, tuple[Fate, ...]]]:
        """What is counted; what is not decided, and what becomes of parts only where somebody says so, where there is
        any."""
        found = {line.fate for line in self.difference.lines}
        shown = [(label, fates) for label, fates in COLUMNS if fates[0] not in RARE or fates[0] in found]
        return [(self.words[fates[0]] if len(fates) == 1 else label, fates) for label, fates in shown]

    @property
    def words(self) -> dict[Fate, str]:
        """What the page calls each fate."""
        return FATE_WORDS

    def counts(self) -> Iterator[tuple[str, list[Count]]]:
        """Yield each level with its numbers."""
        for level, name in self.names.items():
            yield name, [self._count(level, label, fates) for label, fates in self.columns]

    def _count(self, level: Level, label: str, fates: tuple[Fate, ...]) -> Count:
        url = self.address(level=level.value, fate=fates[0].value) if len(fates) == 1 else ""
        return Count(self.difference.number(level, *fates), label, url)

    def changes(self) -> list[Count]:
        """Return each kind of change with the number of parts that have it; these may overlap."""
        found = self.difference.changes
        return [Count(found[change], change.word, self.address(change=change.value)) for change in Change]

    @property
    def chosen(self) -> dict[str, str]:
        """What the address says beside what it narrows by."""
        return {}

    def address(self, **asked: str) -> str:
        return f"?{urlencode({**self.chosen, **asked})}#list"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = self.shown
        return super().get_context_data(
            tabs=plan_tabs(self.object, self.request.user),
            marking=self.object.marking,
            columns=[label for label, _ in self.columns],
            counts=list(self.counts()),
            changes=self.changes(),
            groups=[(name, [line for line in shown if line.level is level]) for level, name in self.names.items()],
            shown=shown,
            narrowed=self.narrowed_by(),
            export_formats=FORMATS,
            export_query=urlencode({**self.chosen, **self.narrowed}),
            all_url=self.address(),
            **kwargs,
        )

    def narrowed_by(self) -> list[str]:
        """Return what the list is narrowed by, in words."""
        words = {level.value: name for level, name in self.names.items()}
        words |= {one.value: one.word for one in Change} | {one.value: word for one, word in self.words.items()}
        return [words[value] for value in self.narrowed.values()]
