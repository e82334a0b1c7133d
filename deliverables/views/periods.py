"""Pages of a plan's reporting periods: the list, opening one, changing one, closing one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse

from deliverables.actions.periods import IN_HAND, change_period, close_period, next_period, open_period, slots_to_come
from deliverables.forms.periods import CloseForm, OpenForm, PeriodForm
from deliverables.models import ReportingPeriod
from deliverables.tables import periods_in_file
from kpa_tracker.base.toolkit.editing import EditPage
from kpa_tracker.base.toolkit.exports import Lines
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, PageAction, RecordPage, WithFile
from plans.actions import change_plan
from plans.forms import CalendarForm
from plans.models import Plan
from plans.views.plans import plan_crumbs, plan_tabs


class PeriodPages:
    """What the pages of periods share: the way back to the plan's periods."""

    permission_required: ClassVar[str] = "deliverables.open_period"
    object: Any

    @property
    def plan(self) -> Plan:
        return self.object if isinstance(self.object, Plan) else self.object.plan

    @property
    def periods(self) -> str:
        return reverse("period-list", args=[self.plan.pk])

    def get_breadcrumbs(self) -> list[Crumb]:
        return plan_crumbs(self.plan, ("Reporting periods", self.periods), (self.get_page_title(), ""))

    def get_success_url(self) -> str:
        return self.periods

    def get_cancel_url(self) -> str:
        return self.periods


class PeriodList(WithFile, RecordPage):
    """A plan's reporting periods: when each takes updates, and how many have come in."""

    model = Plan
    permission_required = "plans.view_plan"
    template_name = "plans/periods.html"

    def get_purpose(self) -> str:
        return "When officers report, on which months, and how many have reported so far."

    def get_breadcrumbs(self) -> list[Crumb]:
        return plan_crumbs(self.object, ("Reporting periods", ""))

    def periods(self) -> Any:
        return self.object.periods.select_related("closed_by").with_returns().order_by("-observed_from")

    def get_file(self) -> Lines:
        return periods_in_file(self.periods())

    def get_file_name(self) -> str:
        return f"Reporting periods of {self.object}"

    def may_open(self) -> bool:
        return self.request.user.has_perm("deliverables.open_period", self.object)

    def get_page_actions(self) -> list[PageAction]:
        if self.object.state != Plan.State.ADOPTED or not self.may_open():
            return self.way_to_calendar()
        return [("Open a period", reverse("period-add", args=[self.object.pk]), "primary"), *self.way_to_calendar()]

    def way_to_calendar(self) -> list[PageAction]:
        may = self.object.is_open_to_change and self.request.user.has_perm("plans.change_plan", self.object)
        return [("Change the calendar", reverse("plan-calendar", args=[self.object.pk]), "secondary")] if may else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "tabs": plan_tabs(self.object, self.request.user),
            "periods": list(self.periods()),
            "slots": slots_to_come(self.object),
            "may_edit": self.object.is_open_to_change and self.may_open(),
            "may_see": self.request.user.has_perm("deliverables.view_returns", self.object),
        }


class OpenPeriod(PeriodPages, EditPage):
    """Opening a reporting period; the next one of the plan's calendar is filled in."""

    model, form_class = Plan, OpenForm
    page_title = "Open a period"
    submit_label = "Open the period"
    success_message = "The period is open."

    def get_purpose(self) -> str:
        covered = "" if next_period(self.object) else " Every part of the plan's years has its period already."
        return f"From its opening day on, officers find what is due from their posts under My work.{covered}"

    def get_instance(self) -> ReportingPeriod:
        return next_period(self.object) or ReportingPeriod(plan=self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "unclosed": self.object.periods.filter(closed_at=None)}

    def perform(self, form: OpenForm) -> ReportingPeriod:
        return open_period(form.instance, reason=form.why, by=self.request.user)


class ChangeCalendar(PeriodPages, EditPage):
    """How often a plan reports and when updates are taken, with the periods that follow from it."""

    model, form_class = Plan, CalendarForm
    permission_required = "plans.change_plan"
    template_name = "plans/calendar.html"
    page_title = "Change the calendar"
    purpose = (
        "How often the plan reports, and when updates are taken. Periods that were opened already stay as they are."
    )
    submit_label = "Save the calendar"
    success_message = "The calendar is saved."

    def perform(self, form: CalendarForm) -> Plan:
        return change_plan(form.instance, seen=form.seen, changes=form.changes, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        sound = not form.is_bound or form.is_valid()
        return {**context, "slots": slots_to_come(form.instance) if sound else [], "previewed": "previews" in context}


class ChangePeriod(PeriodPages, EditPage):
    """Correcting a period's name or days."""

    model, form_class = ReportingPeriod, PeriodForm
    page_title = "Change a period"
    template_name = "plans/form.html"
    purpose = "Correct its name or its days. What officers have written in it stays."
    success_message = "The period is saved."

    def perform(self, form: PeriodForm) -> ReportingPeriod:
        return change_period(self.object, seen=form.seen, changes=form.changes, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "told": self.object}


class ClosePeriod(PeriodPages, ActionPage):
    """Closing a period."""

    model, form_class = ReportingPeriod, CloseForm
    template_name = "pages/confirm.html"
    page_title = "Close a period"
    submit_label = "Close the period"
    success_message = "The period is closed."

    def get_purpose(self) -> str:
        return f"“{self.object}” then takes no more updates, and nothing in it changes any more."

    def unfinished(self) -> int:
        return self.object.updates_waited_for.filter(state__in=IN_HAND).count()

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.object.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "unfinished": self.unfinished(), "has_opened": self.object.has_opened}

    def perform(self, form: CloseForm) -> ReportingPeriod:
        answers = form.cleaned_data
        knowing = answers.get("knowing", False)
        return close_period(self.object, seen=answers["version"] or 0, knowing=knowing, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "consequences": left_behind(self.object, self.unfinished())}


def left_behind(period: ReportingPeriod, begun: int) -> str:
    """Say how many updates closing a period leaves behind: outstanding, and begun; nothing where there are none."""
    counted = ReportingPeriod.objects.with_returns().get(pk=period.pk)
    found = (("Updates outstanding", counted.outstanding), ("Updates begun and not submitted", begun))
    told = " ".join(f"{words}: {number}." for words, number in found if number)
    return f"{told} They cannot be submitted afterwards." if told else ""
