"""Pages of plans: the list, a plan, its words, its history; starting one and changing it."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.asof import PARAMETER, AsOf, ReadAsOf
from kpa_tracker.base.toolkit.editing import ArchivePage, EditPage, PressPage
from kpa_tracker.base.toolkit.pages import Crumb, ListPage, Page, PageAction, RecordPage
from kpa_tracker.base.toolkit.words import plural
from plans.actions import archive, change_plan, create_plan, restore
from plans.filters import PlanFilter
from plans.forms import PlanForm
from plans.models import Plan
from plans.periods import financial_year_of, years_name
from plans.tables import PlanTable

STATE_COLOURS = {"draft": "grey", "consultation": "purple", "adopted": "blue", "closed": "grey"}
"""Red, amber and green mean a rating, so that no state has one of them."""
NOT_THEN = (
    "Its targets, its pictures, and which priorities each part of it serves, are read as of today alone: they are left "
    "out. Of a picture stands the line that places it."
)
"""What a plan as of a day says of what it leaves out."""


def plan_crumbs(plan: Plan, *last: Crumb) -> list[Crumb]:
    return [("Plans", reverse("plan-list")), (plan.title, plan.get_absolute_url()), *last]


def plan_tabs(plan: Plan, user: Any) -> list[Crumb]:
    """Return the parts of a plan's pages, as (label, address), of what the person may open."""
    editing = [("Outline", "plan-outline")] if user.has_perm("plans.change_plan", plan) else []
    checks = [("Checks", "plan-checks")] if user.has_perm("deliverables.view_returns", plan) else []
    words = [("Sections and glossary", "plan-words"), ("Reporting periods", "period-list")]
    before = [("Consultation", "plan-consultation")]
    before += [("Difference", "plan-difference")] if plan.previous_id else []
    after = [("What became of it", "plan-fates")] if plan.is_adopted else []
    names = [("The plan", "plan"), *editing, ("Targets", "plan-targets"), *words, *before, *after, *checks]
    names.append(("History", "plan-history"))
    return [(label, reverse(name, args=[plan.pk])) for label, name in names]


class PlanList(ListPage):
    """All plans that a person may see."""

    model, table_class, filterset_class = Plan, PlanTable, PlanFilter
    permission_required = "plans.view_plan"
    page_title = "Plans"
    purpose = "Every business plan of your authority, from draft to closed."
    empty_message = "There is no plan yet. A plan editor starts one; then its table can be imported from Word or Excel."

    def get_table_kwargs(self) -> dict[str, Any]:
        hidden = () if len(self.request.user.authority_ids) > 1 else ("authority",)
        return {**super().get_table_kwargs(), "exclude": hidden}

    def get_page_actions(self) -> list[PageAction]:
        found = self.ways_to_start()
        if self.request.user.has_perm("plans.change_plan"):
            found.append(("Archived plans", reverse("plan-archived"), "secondary"))
        return found

    def ways_to_start(self) -> list[PageAction]:
        """Return a button that starts a plan; one for each authority where the person may start one in several."""
        start = reverse("plan-add")
        granted = self.request.user.authorities_granting("plans.add_plan")
        if len(granted) < 2:
            return [("Start a plan", start, "primary") for _ in granted]
        bodies = Authority.objects.filter(pk__in=granted)
        return [(f"Start a plan for {body.short_name}", f"{start}?authority={body.pk}", "primary") for body in bodies]


class ArchivedPlans(Page, TemplateView):
    """Plans that left the list, each with the reason and a way back."""

    template_name = "plans/archived_plans.html"
    permission_required = "plans.change_plan"
    page_title = "Archived plans"
    purpose = "Plans that were taken out of the list. Nothing in them is lost, and each can be brought back."

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Plans", reverse("plan-list")), (self.page_title, "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        granted = self.request.user.authorities_granting(self.permission_required)
        plans = Plan.objects.filter(authority__in=granted).exclude(archived_at=None)
        return {**super().get_context_data(**kwargs), "plans": plans.select_related("archived_by")}


class PlanPage(ReadAsOf, RecordPage):
    """One plan: what it says of itself, and the ways into it. As of a day: its own words, its sections, priorities and
    glossary, and its whole table then."""

    model = Plan
    permission_required = "plans.view_plan"
    marking_right = "plans.change_plan"

    def get_template_names(self) -> list[str]:
        return [f"plans/plan{'_then' if self.as_of.asked else ''}.html"]

    def get_purpose(self) -> str:
        if self.as_of.asked:
            return "What this plan said and held on a day: its words, its sections, its whole table and its glossary."
        return "What this plan is, how far it has come, and the ways into it."

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Plans", reverse("plan-list")), (self.object.title, "")]

    def get_page_actions(self) -> list[PageAction]:
        may_edit = self.request.user.has_perm("plans.change_plan", self.object)
        if self.as_of.asked or self.object.is_archived or not may_edit:
            return []
        moves: list[PageAction] = []
        if self.object.is_open_to_change:
            moves = [
                ("Change the plan", reverse("plan-edit", args=[self.object.pk]), "primary"),
                ("Move to the next state", reverse("plan-state", args=[self.object.pk]), "secondary"),
            ]
        return [*moves, *self.way_on(), ("Archive", reverse("plan-archive", args=[self.object.pk]), "secondary")]

    def way_on(self) -> list[PageAction]:
        """Return the way to begin the plan that comes next, where none follows an adopted plan yet. One query."""
        plan, may = self.object, self.request.user.has_perm("deliverables.roll_plan", self.object)
        if not may or not plan.is_adopted or plan.next.filter(archived_at=None).exists():
            return []
        return [("Begin next year's plan", reverse("plan-roll", args=[plan.pk]), "secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = self.object
        return {
            **super().get_context_data(**kwargs),
            "as_of_note": NOT_THEN,
            "marking": plan.marking,
            "tabs": plan_tabs(plan, self.request.user),
            "may_edit": self.request.user.has_perm("plans.change_plan", plan),
            "years": years_name(plan.starts_on, plan.ends_on),
            "state_colour": STATE_COLOURS[plan.state],
            "first_level": plural(plan.ambition_word),
            "ambitions": list(plan.ambitions.current()),
            "priorities": list(plan.priorities.current()),
            "below": list(plan.below.current()),
            "points": list(plan.scale.points.all()),
            "may_export": self.request.user.has_perm("publication.export_plan", plan),
        }


class PlanPart(RecordPage):
    """A part of a plan's pages on which it is changed. As of a day a plan is read on one page: the way leads there."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not AsOf(request).asked:
            return super().get(request, *args, **kwargs)
        plan = self.get_object()
        return redirect(f"{plan.get_absolute_url()}?{urlencode({PARAMETER: request.GET[PARAMETER]})}")


class PlanWords(PlanPart):
    """The words around a plan's table: sections, priorities, glossary; editors change and order them here."""

    model = Plan
    permission_required = "plans.view_plan"
    template_name = "plans/words.html"

    def get_purpose(self) -> str:
        return "The sections before and after the plan's table, the priorities that it serves, and its glossary."

    def get_breadcrumbs(self) -> list[Crumb]:
        return plan_crumbs(self.object, ("Sections and glossary", ""))

    def get_page_actions(self) -> list[PageAction]:
        return [("Pictures", reverse("plan-pictures", args=[self.object.pk]), "secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan, user = self.object, self.request.user
        sections = list(plan.sections.current())
        return {
            **super().get_context_data(**kwargs),
            "tabs": plan_tabs(plan, user),
            "may_edit": plan.is_open_to_change and user.has_perm("plans.change_plan", plan),
            "before": [section for section in sections if section.place == "before"],
            "after": [section for section in sections if section.place == "after"],
            "figures": {one.name: one.figure for one in plan.pictures.placed_in(one.body for one in sections)},
            "priorities": list(plan.priorities.current()),
            "glossary": list(plan.glossary.current()),
        }


class PlanHistory(RecordPage):
    """What happened to a plan."""

    model = Plan
    permission_required = "plans.view_plan"
    template_name = "plans/history.html"

    def get_purpose(self) -> str:
        return "Every change of the plan itself: who made it, when, and what stood there before."

    def get_breadcrumbs(self) -> list[Crumb]:
        return plan_crumbs(self.object, ("History", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "tabs": plan_tabs(self.object, self.request.user)}


class AddPlan(EditPage):
    """Starting a plan."""

    permission_required = "plans.add_plan"
    template_name = "plans/form.html"
    form_class = PlanForm
    page_title = "Start a plan"
    purpose = "A new plan is a draft: only people of your authority see it until it is adopted and published."
    submit_label = "Start the plan"
    success_message = "The plan is started. Build it in its outline, or import a Word or Excel table."

    def get_instance(self) -> Plan:
        starts = financial_year_of(clock.today() + datetime.timedelta(days=90)).start
        ends = datetime.date(starts.year + 1, 3, 31)
        return Plan(authority=self.get_authority(), starts_on=starts, ends_on=ends)

    def get_authority(self) -> Authority:
        """Return the authority that `?authority=` names, or the person's only one."""
        granted = self.request.user.authorities_granting(self.permission_required)
        wanted = self.request.GET.get("authority", "")
        chosen = {key for key in granted if str(key) == wanted} if wanted.isdecimal() else granted
        return get_object_or_404(Authority.objects.filter(pk__in=chosen).order_by("pk")[:1])

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Plans", reverse("plan-list")), (self.page_title, "")]

    def get_cancel_url(self) -> str:
        return reverse("plan-list")

    def perform(self, form: PlanForm) -> Plan:
        return create_plan(form.instance, by=self.request.user)


class ChangePlan(EditPage):
    """Changing a plan's words, years, levels' names or scale."""

    model, form_class = Plan, PlanForm
    permission_required = "plans.change_plan"
    template_name = "plans/form.html"
    page_title = "Change the plan"
    purpose = "The plan's own words: its title and years, what its levels are called, its vision, values and foreword."
    success_message = "The plan is saved."

    def get_breadcrumbs(self) -> list[Crumb]:
        return plan_crumbs(self.object, (self.page_title, ""))

    def perform(self, form: PlanForm) -> Plan:
        return change_plan(self.object, seen=form.seen, changes=form.changes, by=self.request.user)


class ArchivePlan(ArchivePage):
    """Taking a plan out of the list."""

    model = Plan
    permission_required = "plans.change_plan"
    template_name = "plans/archive.html"
    success_message = "The plan is archived."

    def get_breadcrumbs(self) -> list[Crumb]:
        return plan_crumbs(self.object, ("Archive", ""))

    def perform(self, form: Any) -> Plan:
        answers = form.cleaned_data
        return archive(self.object, seen=answers["version"] or 0, reason=answers["reason"], by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("plan-list")


class RestorePlan(PressPage):
    """Bringing an archived plan back."""

    model = Plan
    permission_required = "plans.change_plan"
    success_message = "The plan is back in the list."
    page_title = "Bring a plan back"

    def perform(self, form: Any) -> Plan:
        return restore(self.object, seen=self.object.version, by=self.request.user)
