"""The register as a whole: against the ambitions, and against its own standing checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from deliverables.models import Deliverable
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.asof import PARAMETER
from kpa_tracker.base.toolkit.exports import Lines
from kpa_tracker.base.toolkit.pages import WithFile, visible
from plans.models import Ambition, Plan
from risks.models import Risk
from risks.models.facts import facts_of, for_checks
from risks.scoring.checks import CHECKS, findings
from risks.tables.whole import whole_in_file
from risks.views.pictures import PicturePage
from risks.views.records import way_to_mend


class Whole(WithFile, PicturePage):
    """Ambitions against risks: what rests on red, what nothing treats, which ambition carries no risk."""

    template_name = "risks/whole.html"
    page_title = "Risks and ambitions"
    purpose = "Which risks put which ambitions at stake, what treats them, and where a link is missing."

    @cached_property
    def plan(self) -> Plan | None:
        """The plan that `?plan=` names; else the adopted one that began last."""
        plans = self.plans
        asked = self.request.GET.get("plan", "")
        named = [one for one in plans if str(one.pk) == asked]
        adopted = [one for one in plans if one.state == Plan.State.ADOPTED]
        return next(iter([*named, *adopted, *plans]), None)

    @cached_property
    def plans(self) -> list[Plan]:
        current = visible(Plan, self.request.user).filter(authority=self.authority, archived_at=None)
        return list(current.filter(ambitions__isnull=False).distinct().order_by("-starts_on", "-pk"))

    @cached_property
    def ambitions(self) -> list[Ambition]:
        return list(Ambition.objects.current().filter(plan=self.plan).order_by("position", "pk"))

    @cached_property
    def risks(self) -> list[Any]:
        return list(self.get_risks().for_list().order_by("reference"))

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """(risk, whether it puts each ambition at stake, the red deliverables that treat it, how many do)."""
        linked = {(one.pk, ambition) for one in self.risks for ambition in ambitions_of(one)}
        return [(one, [(one.pk, at.pk) in linked for at in self.ambitions], *treatment(one)) for one in self.risks]

    def get_file(self) -> Lines:
        return whole_in_file(self.ambitions, self.rows)

    @property
    def asked(self) -> str:
        """What the page is narrowed by, as its address says it."""
        query = self.request.GET.copy()
        for name in ("export", PARAMETER):
            query.pop(name, None)
        return query.urlencode()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ambitions, risks, rows = self.ambitions, self.risks, self.rows
        nothing = set(self.get_risks().treated_by_nothing().values_list("pk", flat=True))
        carried = self.carried(risks)
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

    def carried(self, risks: list[Any]) -> set[int]:
        """The ambitions that carry a risk, of whichever committee."""
        every = risks
        if self.committee:
            every = visible(Risk, self.request.user).live().filter(authority=self.authority).for_list()
        return {ambition for one in every for ambition in ambitions_of(one)}


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
        lines: dict[str, list[Any]] = {check.key: [] for check in CHECKS}
        for risk, one in self.all_findings(risks):
            lines[one.check].append((risk, one.sentence, way_to_mend(one.mend, risk, self.request.user)))
        amiss = {risk.pk for rows in lines.values() for risk, _, _ in rows}
        return super().get_context_data(
            checks=[(check, lines[check.key]) for check in CHECKS],
            checked="Risks checked",
            total=len(risks),
            sound=len(risks) - len(amiss),
            found=sum(len(rows) for rows in lines.values()),
            **kwargs,
        )

    def all_findings(self, risks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        today = clock.today()
        return ((risk, one) for risk in risks for one in findings(facts_of(risk), today))
