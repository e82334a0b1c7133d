"""A whole plan as a tree to work in, what was archived from it, and its way from draft to closed."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.urls import reverse

from deliverables.actions.adoption import move_plan, unanswered_on
from deliverables.forms.consultation import MoveForm
from deliverables.models import Deliverable
from deliverables.models.fates import undecided_before
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, PageAction, RecordPage
from plans.actions.plans import NEXT_STATES
from plans.models import Ambition, Descriptor, Plan
from plans.views.plans import PlanPart, plan_crumbs, plan_tabs

Node = dict[str, Any]
STEPS = {
    Plan.State.DRAFT: ("Back to draft", "The consultation showed that more work is needed."),
    Plan.State.CONSULTATION: ("Send it to consultation", "The draft is ready for others to comment on."),
    Plan.State.ADOPTED: (
        "Adopt it",
        "The authority has decided. Every deadline becomes its first adopted one, and from then on moves only by a "
        "request. Progress can be reported.",
    ),
    Plan.State.CLOSED: ("Close it", "Its years are over. Nothing in it changes any more. This cannot be undone."),
}

MOVED: dict[str, str] = {
    Plan.State.DRAFT: "The plan is a draft again.",
    Plan.State.CONSULTATION: "The plan is in consultation.",
    Plan.State.ADOPTED: "The plan is adopted. Open a reporting period when officers are to report on it.",
    Plan.State.CLOSED: "The plan is closed.",
}


def tree_of(plan: Plan) -> list[Node]:
    """Return a plan's ambitions, each with its descriptors, each with its deliverables. Three queries."""
    below: dict[tuple[int, int | None], list[Deliverable]] = defaultdict(list)
    rows = Deliverable.objects.filter(plan=plan).current().select_related("lead")
    for one in rows.order_by("position", "pk"):
        below[one.ambition_id, one.descriptor_id].append(one)
    under: dict[int, list[Node]] = defaultdict(list)
    for part in Descriptor.objects.filter(ambition__plan=plan).current().order_by("position", "pk"):
        under[part.ambition_id].append({"record": part, "deliverables": below[part.ambition_id, part.pk]})
    ambitions = Ambition.objects.filter(plan=plan).current().order_by("position", "pk")
    return [{"record": one, "descriptors": under[one.pk], "deliverables": below[one.pk, None]} for one in ambitions]


class Outline(PlanPart):
    """The whole plan as a tree: add, change, order and archive at each level."""

    model = Plan
    permission_required = "plans.change_plan"
    template_name = "plans/outline.html"

    def get_purpose(self) -> str:
        return "The whole plan in one place. Add, change, order and archive here; every change is in the history."

    def get_breadcrumbs(self) -> list[Crumb]:
        return plan_crumbs(self.object, ("Outline", ""))

    def get_page_actions(self) -> list[PageAction]:
        plan = self.object
        pictures: PageAction = ("Pictures", reverse("plan-pictures", args=[plan.pk]), "secondary")
        archived: PageAction = ("Archived", reverse("plan-outline-archived", args=[plan.pk]), "secondary")
        if not plan.is_open_to_change:
            return [pictures, archived]
        add = f"Add {plan.ambition_word.lower()}"
        return [(add, reverse("ambition-add", args=[plan.pk]), "primary"), pictures, archived]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = self.object
        return {
            **super().get_context_data(**kwargs),
            "tabs": plan_tabs(plan, self.request.user),
            "tree": tree_of(plan),
            "may_edit": plan.is_open_to_change and not plan.is_archived,
        }


class Archived(RecordPage):
    """What was archived from a plan, with the reasons and the ways back."""

    model = Plan
    permission_required = "plans.change_plan"
    template_name = "plans/archived.html"

    def get_purpose(self) -> str:
        return "What was taken out of this plan, by whom and why. Each can be brought back to its place."

    def get_breadcrumbs(self) -> list[Crumb]:
        outline = reverse("plan-outline", args=[self.object.pk])
        return plan_crumbs(self.object, ("Outline", outline), ("Archived", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "tabs": plan_tabs(self.object, self.request.user),
            "archived": archived_of(self.object),
            "may_edit": self.object.is_open_to_change,
        }


def archived_of(plan: Plan) -> list[tuple[str, Any, str]]:
    """Return (what the plan calls it, record, address that restores it) of all that is archived, the latest first."""
    sources = (
        (plan.ambition_word, plan.ambitions, "ambition-restore"),
        (plan.descriptor_word, Descriptor.objects.filter(ambition__plan=plan), "descriptor-restore"),
        (plan.deliverable_word, plan.deliverables, "deliverable-restore"),
        ("Section", plan.sections, "section-restore"),
        ("Priority", plan.priorities, "priority-restore"),
        ("Glossary entry", plan.glossary, "glossaryentry-restore"),
        ("Picture", plan.pictures, "picture-restore"),
    )
    found = [
        (noun, record, reverse(name, args=[record.pk]))
        for noun, rows, name in sources
        for record in rows.exclude(archived_at=None).select_related("archived_by")
    ]
    return sorted(found, key=lambda row: row[1].archived_at, reverse=True)


class MovePlan(ActionPage):
    """Taking a plan to its next state."""

    model, form_class = Plan, MoveForm
    permission_required = "plans.adopt_plan"
    template_name = "plans/state.html"
    page_title = "Move to the next state"
    purpose = "A plan goes from draft to consultation, is adopted by the authority, and is closed after its last year."
    submit_label = "Move the plan"

    def get_breadcrumbs(self) -> list[Crumb]:
        return plan_crumbs(self.object, (self.page_title, ""))

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.object.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        steps = [(state, *STEPS[Plan.State(state)]) for state in NEXT_STATES[self.object.state]]
        unanswered = unanswered_on(self.object) if Plan.State.ADOPTED in NEXT_STATES[self.object.state] else 0
        return {**super().get_form_kwargs(), "steps": steps, "unanswered": unanswered}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say how much of the plan before waits for a word on what became of it, as long as this one is not adopted."""
        undecided = 0 if self.object.is_adopted else undecided_before(self.object)
        return super().get_context_data(undecided=undecided, **kwargs)

    def perform(self, form: MoveForm) -> Plan:
        answers = form.cleaned_data
        known = {"seen": answers["version"] or 0, "knowing": answers.get("knowing", False)}
        plan = move_plan(self.object, to=answers["to"], by=self.request.user, **known)
        self.success_message = MOVED[plan.state]
        return plan
