"""Beginning next year's plan."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from deliverables.actions.rolling import roll_forward
from deliverables.forms.rolling import RollForm
from deliverables.models import Deliverable
from deliverables.models.fates import followers_of
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb
from plans.models import Plan
from plans.periods import years_name
from plans.views.plans import plan_crumbs


def suggested_years(plan: Plan) -> tuple[datetime.date, datetime.date]:
    """Return the days of the plan that comes next: it starts the day after, and lasts as many years."""
    starts = plan.ends_on + datetime.timedelta(days=1)
    years = max(starts.year - plan.starts_on.year, 1)
    ends = datetime.date(starts.year + years, starts.month, 1) + datetime.timedelta(days=starts.day - 2)
    return starts, ends


def suggested_title(plan: Plan) -> str:
    """Return the old title with the new years in the place of the old ones."""
    years = years_name(*suggested_years(plan))
    old = years_name(plan.starts_on, plan.ends_on)
    return plan.title.replace(old, years) if old in plan.title else f"{plan.title}, {years}"[:200]


class RollForward(ActionPage):
    """The new plan's title and days, and what becomes of each deliverable. Two buttons fill in what nobody has decided
    yet; only the third one records anything."""

    model, form_class = Plan, RollForm
    object: Plan
    permission_required = "deliverables.roll_plan"
    template_name = "plans/roll.html"
    page_title = "Begin next year's plan"
    purpose = (
        "A draft is made from this plan, with what is carried forward. Say of each deliverable what becomes of it; "
        "what is left undecided can be decided later."
    )
    submit_label = "Begin the plan"
    success_message = "The draft is begun. What became of each deliverable stands on the old plan's page."

    def get_breadcrumbs(self) -> list[Crumb]:
        of = reverse("plan-fates", args=[self.object.pk])
        return plan_crumbs(self.object, ("What became of it", of), (self.page_title, ""))

    def get_initial(self) -> dict[str, Any]:
        starts, ends = suggested_years(self.object)
        return {"title": suggested_title(self.object), "starts_on": starts, "ends_on": ends}

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = Deliverable.objects.filter(plan=self.object).for_list().select_related("lead")
        return {**super().get_form_kwargs(), "deliverables": rows}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer a button that fills in with the form as it was sent, filled in; nothing is recorded."""
        if "fill" not in request.POST:
            return super().post(request, *args, **kwargs)
        form: Any = self.get_form()
        form.fill_in(with_suggestions=request.POST["fill"] == "suggestions")
        form.leave_unchecked()
        return self.render_to_response(self.get_context_data(form=form, filled=True))

    def perform(self, form: RollForm) -> Plan:
        said = {name: form.cleaned_data[name] for name in ("title", "starts_on", "ends_on")}
        return roll_forward(self.object, **said, choices=form.choices, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ready = self.object.is_adopted and not self.object.is_archived
        follower = followers_of(self.object).first()
        return super().get_context_data(follower=follower, ready=ready, marking=self.object.marking, **kwargs)
