"""Pages of the scale that a plan rates with."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kpa_tracker.base.toolkit.pages import ActionPage, Crumb
from plans.actions import change_points, put_on_new_scale
from plans.forms import NewScaleForm, ScaleForm
from plans.models import Plan, Scale
from plans.views.plans import plan_crumbs


class ChangeScale(ActionPage):
    """The words and definitions of a plan's scale."""

    model, form_class = Plan, ScaleForm
    permission_required = "plans.change_plan"
    template_name = "plans/form.html"
    page_title = "Words of the scale"
    success_message = "The scale is saved."

    def get_purpose(self) -> str:
        others = [plan.title for plan in self.object.scale.plans.exclude(pk=self.object.pk)]
        shared = f" These plans rate with it too: {', '.join(others)}." if others else ""
        return f"Officers read these definitions where they choose a rating.{shared}"

    def get_breadcrumbs(self) -> list[Crumb]:
        return plan_crumbs(self.object, (self.page_title, ""))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scale": self.object.scale}

    def perform(self, form: ScaleForm) -> Plan:
        seen = form.cleaned_data["version"] or 0
        change_points(self.object.scale, seen=seen, words=form.words, by=self.request.user)
        return self.object

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {**super().get_context_data(**kwargs), "told": self.object.scale}
        if isinstance(self.conflict, Scale):
            context["comparison"] = context["form"].beside(self.conflict)
            context["form"].has_now_seen(self.conflict)
        return context


class AddScale(ActionPage):
    """Another scale for a plan, before it is adopted."""

    model, form_class = Plan, NewScaleForm
    permission_required = "plans.change_plan"
    page_title = "Rate with another scale"
    purpose = "Makes a scale with the usual words, which you can change afterwards. An adopted plan keeps its scale."
    submit_label = "Use this scale"
    success_message = "The plan now rates with the new scale. Check its words here."

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.object.version}

    def get_breadcrumbs(self) -> list[Crumb]:
        return plan_crumbs(self.object, (self.page_title, ""))

    def perform(self, form: NewScaleForm) -> Plan:
        answers = {**form.cleaned_data}
        return put_on_new_scale(self.object, seen=answers.pop("version") or 0, **answers, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("plan-scale", args=[self.object.pk])
