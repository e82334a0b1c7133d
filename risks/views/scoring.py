"""Scoring one risk, and confirming the scores of several."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpResponse

from kpa_tracker.base.toolkit.editing import EditPage
from kpa_tracker.base.toolkit.several import SeveralPage
from risks.actions import assess_risk, confirm_scores
from risks.actions.wording import MEANINGS
from risks.filters import RiskFilter
from risks.forms.scoring import AssessForm, Meanings, ReviewForm
from risks.models import IMPACT_KINDS, Assessment, Definition, Risk
from risks.views.ways import UnderTheRegister

MOST = 200


def meanings_of(authority_id: int) -> Meanings:
    """What the steps of each axis mean in an authority. One query; the standard meanings before its
    first score."""
    found: dict[str, list[Definition]] = {}
    for row in Definition.objects.filter(scheme__authority=authority_id).order_by("axis", "step"):
        found.setdefault(row.axis, []).append(row)
    return found or {
        axis: [
            Definition(axis=axis, step=step, word=word, meaning=meaning) for step, (word, meaning) in enumerate(rows, 1)
        ]
        for axis, rows in MEANINGS.items()
    }


class AssessRisk(UnderTheRegister, EditPage):
    """Likelihood, impact and why; on the basis that the address names, else as the risk is now."""

    model, form_class = Risk, AssessForm
    permission_required = "risks.assess_risk"
    template_name = "risks/assess.html"
    page_title = "Score a risk"
    success_message = "The score is kept. The one before stays in the record."

    @cached_property
    def basis(self) -> str:
        asked = self.request.GET.get("basis", "")
        return asked if asked in Assessment.Basis.values else Assessment.Basis.CURRENT.value

    @cached_property
    def meanings(self) -> Meanings:
        return meanings_of(self.object.authority_id)

    def get_object(self) -> Any:
        risk = super().get_object()
        return Risk.objects.for_page().get(pk=risk.pk)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the risk as it is saved, not as the refused score would have left it."""
        self.object = self.get_object()
        return super().form_invalid(form)

    def get_page_title(self) -> str:
        return f"Score {self.object.reference}: {Assessment.Basis(self.basis).label.partition(':')[0].lower()}"

    def get_purpose(self) -> str:
        return f"{self.object.title}: how likely it is and how grave it would be, {WHEN[self.basis]}."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "basis": self.basis, "meanings": self.meanings}

    def perform(self, form: AssessForm) -> Any:
        return assess_risk(form.assessment, seen=form.seen, review_by=form.review, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = [(basis.capitalize(), f"?basis={basis}", basis == self.basis) for basis in Assessment.Basis.values]
        impact = [(label, self.meanings.get(kind, [])) for kind, label in IMPACT_KINDS]
        return super().get_context_data(
            tabs=others, held=getattr(self.object, self.basis), basis=self.basis, impact_kinds=impact, **kwargs
        )


WHEN = {
    "inherent": "if there were no controls at all",
    "current": "with the controls that there are today",
    "target": "once its treatment has done what it is to do",
}


class ReviewSeveral(SeveralPage):
    """Reviewing several risks whose scores stay as they are, for one reason: choose, look, confirm."""

    several, filterset_class, most = Risk, RiskFilter, MOST
    list_name, list_title = "risk-list", "Risks"
    done_to = ("score", "reviewed")
    permission_required = "risks.assess_risk"
    form_class = ReviewForm
    template_name = "risks/review.html"
    page_title = "Review several risks"
    purpose = "Confirm the scores of the chosen risks for one reason. Nothing is scored anew."
    submit_label = "Show what would be reviewed"

    def all_of_the_list(self) -> Any:
        """All of the list that has a score to confirm."""
        return super().all_of_the_list().live().exclude(current=None)

    def hindrances(self) -> list[tuple[bool, str]]:
        unfit = [one.reference for one in self.chosen if one.current is None or one.is_ended]
        sentence = f"Without a score to confirm, or ended: {', '.join(unfit)}. Go back and choose others."
        return [*super().hindrances(), (bool(unfit), sentence)]

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the risks as they are saved."""
        self.__dict__.pop("chosen", None)
        return super().form_invalid(form)

    def perform(self, form: Any) -> Any:
        said = form.cleaned_data
        risks = [(risk, said["seen"][risk.pk]) for risk in self.chosen]
        done = confirm_scores(risks, rationale=said["rationale"], by=self.request.user)
        self.success_message = f"{len(done)} risks reviewed." if len(done) != 1 else "1 risk reviewed."
