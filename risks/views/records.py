"""One risk: its scores and how they moved, what treats it, who bears it, and what hangs on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse

from deliverables.models import Deliverable
from deliverables.standing.rewound import was_current
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.asof import ReadAsOf
from kpa_tracker.base.toolkit.pages import PageAction, RecordPage
from risks.models import BASES, Assessment, Risk, turned_red
from risks.models.facts import because, facts_of, for_checks, history_of_scores, last_move
from risks.scoring import Stance, over_quarters, shown_level
from risks.scoring.checks import findings
from risks.standing import RegisterThen
from risks.tables.register import ARROWS, current_of
from risks.views.ways import UnderTheRegister

Offer = Callable[[Any], bool]
WAYS: tuple[tuple[str, str, str, Offer], ...] = (
    ("Score it", "risk-assess", "risks.assess_risk", lambda risk: not risk.is_ended),
    ("Say what becomes of it", "risk-status", "risks.treat_risk", lambda risk: True),
    ("Record an acceptance", "risk-accept", "risks.accept_risk", lambda risk: _may_be_accepted(risk)),
    ("Take the acceptance back", "risk-unaccept", "risks.accept_risk", lambda risk: bool(risk.standing)),
    ("Change it", "risk-edit", "risks.change_risk", lambda risk: True),
    ("Archive it", "risk-archive", "risks.change_risk", lambda risk: True),
)
"""(label, name of the address, permission, whether it is offered), what matters most first."""


def _may_be_accepted(risk: Any) -> bool:
    return Stance(risk.stance).needs_decision or Stance(risk.stance) in (Stance.TREATED, Stance.ACCEPTED)


class RiskPage(ReadAsOf, UnderTheRegister, RecordPage):
    """One risk of the register. As of a day it shows what was recorded by then, and nothing can be done with it."""

    model = Risk
    permission_required = "risks.view_risk"
    marking_right = "risks.change_risk"
    purpose = "One risk of the register: how grave it is, what is done about it, and what in the plan hangs on it."
    object: Any
    then: Any = None

    def get_queryset(self) -> Any:
        return for_checks(super().get_queryset())

    def get_object(self, queryset: Any = None) -> Any:
        now = super().get_object(queryset)
        if self.as_of.day is None:
            return now
        found = (one for one in RegisterThen([now.authority_id], on=self.as_of.day).risks if one.pk == now.pk)
        self.then = next(found, None)
        return self.then or now

    def get_template_names(self) -> list[str]:
        return [f"risks/risk{'_then' if self.as_of.asked else ''}.html"]

    def get_page_actions(self) -> list[PageAction]:
        if self.as_of.asked:
            return []
        risk, may = self.object, self.request.user.has_perm
        if risk.is_archived:
            back = [("Restore it", reverse("risk-restore", args=[risk.pk]), "post-secondary")]
            return back if may("risks.change_risk", risk) else []
        found = [(label, name) for label, name, right, offered in WAYS if may(right, risk) and offered(risk)]
        kinds = ["primary", *["secondary"] * len(found)]
        return [(label, reverse(name, args=[risk.pk]), kind) for (label, name), kind in zip(found, kinds, strict=False)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.as_of.asked:
            return super().get_context_data(**(self.told_then() if self.then else {}), **kwargs)
        risk, today = self.object, clock.today()
        controls, actions = (list(rows.select_related("owner")) for rows in (risk.controls, risk.actions))
        parts = [*controls, *actions]
        linked = Deliverable.objects.filter(pk__in=risk.deliverables.values("pk"))
        found = () if risk.is_archived or risk.is_ended else findings(facts_of(risk), today)
        return super().get_context_data(
            **judged(risk, today),
            deliverables=list(linked.current().for_list()),
            ambitions=list(risk.ambitions.current().select_related("plan")),
            controls=[one for one in controls if not one.is_archived],
            actions=[one for one in actions if not one.is_archived],
            gone=[one for one in parts if one.is_archived],
            parts=parts,
            assessments=list(risk.assessments.for_history()),
            acceptances=list(risk.acceptances.select_related("approver", "meeting__committee").order_by("-pk")),
            turned_red=list(turned(risk)),
            findings=[(one, way_to_mend(one.mend, risk, self.request.user)) for one in found],
            may_treat=self.may_treat(),
            **kwargs,
        )

    def told_then(self) -> dict[str, Any]:
        """What the page shows of a risk that was read from the past: no query of its own."""
        risk = self.then
        return {
            **judged(risk, risk.stood_on),
            "then": risk,
            "deliverables": [one for one in risk.deliverables.all() if was_current(one)],
            "ambitions": current_of(risk.ambitions),
            "controls": risk.working_controls,
            "actions": risk.current_actions,
            "assessments": risk.all_scores[::-1],
            "acceptances": risk.borne[::-1],
        }

    def may_treat(self) -> bool:
        risk = self.object
        return not risk.is_archived and not risk.is_ended and self.request.user.has_perm("risks.treat_risk", risk)


def judged(risk: Any, day: date) -> dict[str, Any]:
    """How a risk is scored and stands against appetite on a day, in what the page shows of it."""
    scores = [score_line(risk, basis) for basis in BASES]
    return {
        "today": day,
        "scores": scores,
        "score_now": scores[BASES.index("current")],
        "moved": last_move(risk),
        "quarters": quarters_of(risk, day),
        "stance": Stance(risk.stance),
        "stance_because": because(risk, risk.standing[0] if risk.standing else None),
        "scheme_url": f"{reverse('risk-scheme')}?authority={risk.authority_id}",
    }


def turned(risk: Risk) -> Any:
    """The deliverables of a scored risk that have turned red since it was scored. One query."""
    if risk.current is None or risk.is_ended:
        return []
    return turned_red(since=risk.current.assessed_at).filter(risks=risk)


def score_line(risk: Any, basis: str) -> dict[str, Any]:
    """One line of the table of scores: the latest assessment of a basis and its level by the matrix in force."""
    held = getattr(risk, basis)
    level = getattr(risk, f"{basis}_level")
    name, _, meaning = Assessment.Basis(basis).label.partition(": ")
    return {"basis": basis, "name": name, "meaning": meaning, "held": held, "level": shown_level(level)}


def quarters_of(risk: Any, day: date) -> list[tuple[Any, Any, str]]:
    """What stood at the end of each of the last four quarters and stands on a day: (day, score, arrow, word)."""
    found, before = [], None
    for end, stood in over_quarters(history_of_scores(risk), day):
        found.append((end, stood.score if stood else None, moved(before, stood)))
        before = stood
    return found


def moved(before: Any, now: Any) -> str:
    """How a score stands against the one a quarter before, in an arrow and a word."""
    if before is None or now is None:
        return ""
    rise = now.score - before.score
    arrow, word = ("up", "risen") if rise > 0 else ("down", "fallen") if rise else ("level", "unchanged")
    return f"{ARROWS[arrow]} {word}"


MENDING = {
    "assess": ("risk-assess", "", "risks.assess_risk"),
    "assess-target": ("risk-assess", "?basis=target", "risks.assess_risk"),
    "accept": ("risk-accept", "", "risks.accept_risk"),
    "change": ("risk-edit", "", "risks.change_risk"),
    "controls": ("risk", "#controls", "risks.treat_risk"),
}
"""What mends a finding: (name of the address, what follows it, who may)."""


def way_to_mend(mend: str, risk: Risk, user: Any) -> str:
    """Where this person mends a finding; nothing where they may not."""
    name, rest, right = MENDING[mend]
    return reverse(name, args=[risk.pk]) + rest if user.has_perm(right, risk) else ""
