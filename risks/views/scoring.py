"""Scoring one risk, and confirming the scores of several."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from deliverables.forms.bulk import versions_in, versions_of
from kpa_tracker.base.toolkit.editing import EditPage
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, visible
from risks.actions import assess_risk, confirm_scores
from risks.actions.wording import MEANINGS
from risks.filters import RiskFilter
from risks.forms.scoring import AssessForm, Meanings, ReviewForm
from risks.models import IMPACT_KINDS, Assessment, Definition, Risk
from risks.views.ways import UnderTheRegister

MOST = 200
ROW = re.compile(r"[0-9]{1,18}")


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


class ReviewSeveral(ActionPage):
    """Reviewing several risks whose scores stay as they are, for one reason: choose, look, confirm."""

    permission_required = "risks.assess_risk"
    form_class = ReviewForm
    template_name = "risks/review.html"
    page_title = "Review several risks"
    purpose = "Confirm the scores of the chosen risks for one reason. Nothing is scored anew."
    submit_label = "Show what would be reviewed"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.why_not():
            return self.render_to_response(self.get_context_data(form=None))
        return super().get(request, *args, **kwargs)

    @cached_property
    def seen(self) -> dict[int, int]:
        """The versions that the person saw, by risk."""
        return versions_in(self.request.POST.get("chosen", ""))

    @cached_property
    def chosen(self) -> list[Any]:
        """The chosen risks that the person may see, in the register's order, as they now stand."""
        rows = visible(Risk, self.request.user).for_list()
        if self.request.method == "POST":
            return list(rows.filter(pk__in=self.seen)[: MOST + 1])
        if "all" in self.request.GET:
            found = RiskFilter(QueryDict(self.request.GET.get("list", "")), queryset=rows, request=self.request)
            return list(found.qs[: MOST + 1]) if found.is_valid() else []
        ticked = [pk for pk in self.request.GET.getlist("row") if ROW.fullmatch(pk)]
        return list(rows.filter(pk__in=ticked[: MOST + 1]))

    def why_not(self) -> str:
        """Say why these risks cannot be reviewed together; nothing where they can."""
        may = [self.request.user.has_perm(self.permission_required, one) for one in self.chosen]
        unfit = [one.reference for one in self.chosen if one.current is None or one.is_ended]
        cases = (
            (not self.chosen, "No risks were chosen. Go back to the register and tick some."),
            (len(self.chosen) > MOST, f"At most {MOST} risks are reviewed at once. Go back and narrow the list first."),
            (not all(may), "Some of these risks are not yours to score. Go back and choose others."),
            (len({one.authority_id for one in self.chosen}) > 1, "These risks belong to several authorities."),
            (unfit, f"Without a score to confirm, or ended: {', '.join(unfit)}. Go back and choose others."),
        )
        return next((sentence for holds, sentence in cases if holds), "")

    def get_initial(self) -> dict[str, Any]:
        return {"chosen": versions_of(self.chosen)}

    def form_valid(self, form: Any) -> HttpResponse:
        refused = self.why_not()
        if refused:
            form.add_error(None, refused)
            return self.form_invalid(form)
        if "confirm" in self.request.POST:
            return super().form_valid(form)
        return self.render_to_response(self.get_context_data(form=form, previewed=True))

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the risks as they are saved."""
        self.__dict__.pop("chosen", None)
        return super().form_invalid(form)

    def perform(self, form: Any) -> Any:
        risks = [(risk, self.seen[risk.pk]) for risk in self.chosen]
        done = confirm_scores(risks, rationale=form.cleaned_data["rationale"], by=self.request.user)
        self.success_message = f"{len(done)} risks reviewed." if len(done) != 1 else "1 risk reviewed."

    def get_success_url(self) -> str:
        return reverse("risk-list")

    def get_cancel_url(self) -> str:
        return reverse("risk-list")

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Risks", reverse("risk-list")), (self.page_title, "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"chosen": self.chosen, "why_not": self.why_not(), "versions": versions_of(self.chosen)}
        return super().get_context_data(**shown, **kwargs)
