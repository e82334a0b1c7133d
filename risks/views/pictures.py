"""The register in pictures: the heat map, risks against ambitions, and what does not hold together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.views.generic import TemplateView

from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Authority, Committee
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.pages import Crumb, Page, PageAction, visible
from plans.models import Ambition, Plan
from risks.actions.wording import MEANINGS
from risks.models import BASES, Cell, Definition, Risk
from risks.models.facts import facts_of, for_checks, last_move
from risks.scoring import STEPS, Level, Travel, shown_level, standard_matrix
from risks.scoring.checks import CHECKS, findings
from risks.views.records import way_to_mend


class PicturePage(Page, TemplateView):
    """A picture of the live risks of one authority, or of one committee of it."""

    permission_required = "risks.view_risk"
    view_name: str

    @cached_property
    def authorities(self) -> list[Authority]:
        return list(visible(Authority, self.request.user))

    @cached_property
    def authority(self) -> Authority | None:
        """The authority that `?authority=` names, of those in sight; else the first."""
        asked = self.request.GET.get("authority", "")
        named = (one for one in self.authorities if str(one.pk) == asked)
        return next(named, self.authorities[0] if self.authorities else None)

    @cached_property
    def committees(self) -> list[Committee]:
        risks = Risk.objects.live().filter(authority=self.authority)
        return list(visible(Committee, self.request.user).filter(risks__in=risks).distinct())

    @cached_property
    def committee(self) -> Committee | None:
        asked = self.request.GET.get("committee", "")
        return next((one for one in self.committees if str(one.pk) == asked), None)

    def get_risks(self) -> Any:
        """The live risks that the page is about."""
        risks = visible(Risk, self.request.user).live().filter(authority=self.authority)
        return risks.filter(committee=self.committee) if self.committee else risks

    def address(self, **query: Any) -> str:
        """This page's address with other choices."""
        several = {"authority": self.authority.pk} if self.authority and len(self.authorities) > 1 else {}
        chosen = {"committee": self.committee.pk} if self.committee else {}
        kept = {name: value for name, value in {**several, **chosen, **query}.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"

    def choices(self) -> list[tuple[str, str, bool]]:
        """The committees to choose from: (name, address, is this one)."""
        everything = ("All committees", self.address(committee=""), self.committee is None)
        named = [(str(one), self.address(committee=one.pk), one == self.committee) for one in self.committees]
        return [everything, *named] if named else []

    def list_address(self, **query: Any) -> str:
        """The register narrowed to what a number of the page counts."""
        asked = {**query, "committee": self.committee.pk} if self.committee else query
        return f"{reverse('risk-list')}?{urlencode(asked)}"

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Risks", reverse("risk-list")), (self.page_title, "")]

    def get_page_actions(self) -> list[PageAction]:
        return [("The register", reverse("risk-list"), "secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bodies = [
            (one.name, f"?authority={one.pk}", one == self.authority)
            for one in (self.authorities if len(self.authorities) > 1 else [])
        ]
        ways = {"register_url": reverse("risk-list"), "scheme_url": reverse("risk-scheme")}
        return super().get_context_data(bodies=bodies, choices=self.choices(), **ways, **kwargs)


class HeatMap(PicturePage):
    """How many risks stand in each cell of the matrix, inherent, current or target, and which have moved."""

    template_name = "risks/heat_map.html"
    page_title = "Heat map"
    purpose = "How many risks are how likely and how grave, and which of them have moved since their last review."

    @cached_property
    def basis(self) -> str:
        asked = self.request.GET.get("basis", "")
        return asked if asked in BASES else "current"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        risks = list(self.get_risks().select_related(*BASES).with_levels().with_scores().order_by("reference"))
        scored = [one for one in risks if getattr(one, self.basis)]
        return super().get_context_data(
            basis=self.basis,
            bases=[(basis.capitalize(), self.address(basis=basis), basis == self.basis) for basis in BASES],
            impacts=list(zip(STEPS, self.words("service"), strict=True)),
            rows=list(self.rows(scored)),
            total=len(risks),
            scored=len(scored),
            unscored=[one for one in risks if one not in scored],
            by_level=self.by_level(scored),
            moved=[(one, last_move(one)) for one in risks if last_move(one) in (Travel.UP, Travel.DOWN)],
            **kwargs,
        )

    def words(self, axis: str) -> list[str]:
        """What the authority calls the steps of an axis."""
        rows = Definition.objects.filter(scheme__authority=self.authority, axis=axis).order_by("step")
        return [row.word for row in rows] or [word for word, _ in MEANINGS[axis]]

    @cached_property
    def matrix(self) -> dict[Any, Any]:
        cells = Cell.objects.filter(scheme__authority=self.authority)
        return {(one.likelihood, one.impact): Level(one.level) for one in cells} or standard_matrix()

    def rows(self, scored: list[Any]) -> Iterator[Any]:
        """The rows of the map, the likeliest first: (likelihood, its word, cells of level, risks and address)."""
        held: dict[Any, list[Any]] = {}
        for one in scored:
            held.setdefault(getattr(one, self.basis).pair, []).append(one)
        words = self.words("likelihood")
        for likelihood in STEPS[::-1]:
            pairs = [(likelihood, impact) for impact in STEPS]
            cells = [(self.matrix[pair].shown, held.get(pair, []), self.cell_address(pair)) for pair in pairs]
            yield likelihood, words[likelihood - 1], cells

    def cell_address(self, pair: tuple[int, int]) -> str:
        return self.list_address(cell=f"{self.basis}.{pair[0]}.{pair[1]}")

    def by_level(self, scored: list[Any]) -> list[tuple[Any, int]]:
        counted = Counter(getattr(one, f"{self.basis}_level") for one in scored)
        return [(shown_level(level), counted.get(level, 0)) for level in reversed(Level)]


class Whole(PicturePage):
    """Ambitions against risks: what rests on red, what nothing treats, which ambition carries no risk."""

    template_name = "risks/whole.html"
    page_title = "Risks and ambitions"
    purpose = "Which risks put which ambitions at stake, what treats them, and where a link is missing."

    @cached_property
    def plan(self) -> Plan | None:
        """The plan that `?plan=` names; else the adopted one that began last."""
        plans = self.plans
        asked = self.request.GET.get("plan", "")
        return next((one for one in plans if str(one.pk) == asked), plans[0] if plans else None)

    @cached_property
    def plans(self) -> list[Plan]:
        current = visible(Plan, self.request.user).filter(authority=self.authority, archived_at=None)
        return list(current.filter(ambitions__isnull=False).distinct().order_by("-starts_on", "-pk"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ambitions = list(Ambition.objects.current().filter(plan=self.plan).order_by("position", "pk"))
        risks = list(self.get_risks().for_list().order_by("reference"))
        linked = {(one.pk, ambition) for one in risks for ambition in ambitions_of(one)}
        rows = [(one, [(one.pk, ambition.pk) in linked for ambition in ambitions], *treatment(one)) for one in risks]
        nothing = set(self.get_risks().treated_by_nothing().values_list("pk", flat=True))
        carried = {ambition for _, ambition in linked}
        return super().get_context_data(
            plan=self.plan,
            plans=[(str(one), self.address(plan=one.pk), one == self.plan) for one in self.plans],
            ambitions=ambitions,
            rows=rows,
            without_risk=[one for one in ambitions if one.pk not in carried],
            untreated=[one for one in risks if one.pk in nothing],
            on_red=[(one, red) for one, _, red, _ in rows if red],
            unlinked=[one for one in risks if not ambitions_of(one) and not current_deliverables(one)],
            **kwargs,
        )


def ambitions_of(risk: Any) -> set[int]:
    """The ambitions that a risk puts at stake, and those of the deliverables that treat it."""
    own = {one.pk for one in risk.ambitions.all() if not one.is_archived}
    return own | {one.ambition_id for one in current_deliverables(risk)}


def current_deliverables(risk: Any) -> list[Deliverable]:
    return [one for one in risk.deliverables.all() if not one.is_archived]


def treatment(risk: Any) -> tuple[list[Deliverable], int]:
    """The red deliverables that treat a risk, and how many treat it in all."""
    found = current_deliverables(risk)
    return [one for one in found if one.rating == "red"], len(found)


class StandingChecks(PicturePage):
    """What does not hold together in the register, each finding with the way to mend it."""

    template_name = "risks/checks.html"
    page_title = "Checks"
    purpose = "What does not hold together in the register, check by check, and where to put it right."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        risks = list(for_checks(self.get_risks()).order_by("reference"))
        found = dict.fromkeys((check.key for check in CHECKS), ())
        lines: dict[str, list[Any]] = {key: [] for key in found}
        for risk, one in self.all_findings(risks):
            mend = way_to_mend(one.mend, risk) if self.may_mend(risk) else ""
            lines[one.check].append((risk, one.sentence, mend))
        amiss = {risk.pk for rows in lines.values() for risk, _, _ in rows}
        return super().get_context_data(
            checks=[(check, lines[check.key]) for check in CHECKS],
            total=len(risks),
            sound=len(risks) - len(amiss),
            found=sum(len(rows) for rows in lines.values()),
            **kwargs,
        )

    def all_findings(self, risks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        today = clock.today()
        return ((risk, one) for risk in risks for one in findings(facts_of(risk), today))

    def may_mend(self, risk: Risk) -> bool:
        return bool(self.request.user.has_perm("risks.treat_risk", risk))
