"""What became of a plan's deliverables: the plan's page, the list, deciding one, and a promise across the years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from deliverables.actions.fates import change_fate, decide_fate
from deliverables.filters import FateFilter
from deliverables.forms.rolling import FateForm
from deliverables.models import Deliverable, Fate
from deliverables.models.fates import Outcome, followers_of
from deliverables.models.years import years_of
from deliverables.tables import FateTable
from deliverables.views.records import DeliverableRecord
from kpa_tracker.base.toolkit.editing import EditPage
from kpa_tracker.base.toolkit.pages import Crumb, ListPage, PageAction, RecordPage
from plans.models import Plan
from plans.views.plans import plan_crumbs, plan_tabs

MAY_DECIDE = "deliverables.decide_fate"
UNDECIDED = "none"


@dataclass(frozen=True)
class Part:
    """The deliverables of a plan that share an outcome, or that have none yet."""

    plan: Plan
    key: str
    word: str
    deliverables: list[Deliverable]

    @property
    def url(self) -> str:
        return f"{reverse('fate-list')}?{urlencode({'plan': self.plan.pk, 'outcome': self.key})}"


def parts_of(plan: Plan) -> Iterator[Part]:
    """Yield what nobody has decided, and each outcome, with its deliverables: together they are all of the plan's. Four
    queries."""
    rows = list(Deliverable.objects.filter(plan=plan).with_fates().in_plan_order())
    for key, word in ((UNDECIDED, "Not decided yet"), *Outcome.choices):
        yield Part(plan, key, word, [one for one in rows if outcome_of(one) == key])


def outcome_of(one: Deliverable) -> str:
    return one.fate.outcome if hasattr(one, "fate") else UNDECIDED


class PlanFates(RecordPage):
    """What became of everything that a plan held."""

    model = Plan
    object: Plan
    permission_required = "deliverables.view_fate"
    template_name = "plans/fates.html"

    def get_purpose(self) -> str:
        return "What became of each promise of this plan in the plan that follows it, and why."

    def get_breadcrumbs(self) -> list[Crumb]:
        return plan_crumbs(self.object, ("What became of it", ""))

    @cached_property
    def followers(self) -> list[Plan]:
        return list(followers_of(self.object))

    def get_page_actions(self) -> list[PageAction]:
        plan, may = self.object, self.request.user.has_perm
        if self.followers or plan.is_archived or not plan.is_adopted or not may("deliverables.roll_plan", plan):
            return []
        return [("Begin next year's plan", reverse("plan-roll", args=[plan.pk]), "primary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parts = list(parts_of(self.object)) if self.followers else []
        return super().get_context_data(
            tabs=plan_tabs(self.object, self.request.user),
            marking=self.object.marking,
            followers=self.followers,
            parts=parts,
            total=sum(len(part.deliverables) for part in parts),
            may_decide=not self.object.is_archived and self.request.user.has_perm(MAY_DECIDE, self.object),
            **kwargs,
        )


class FateList(ListPage):
    """What became of the deliverables of every plan that another follows."""

    model, table_class, filterset_class = Deliverable, FateTable, FateFilter
    permission_required = "deliverables.view_fate"
    page_title = "What became of deliverables"
    purpose = "Every promise of a plan that another plan follows: what became of it there, and why."
    empty_message = "No plan is followed by another yet. A plan editor begins next year's plan from this year's."

    def get_queryset(self) -> Any:
        found: Any = Deliverable.objects.visible_to(self.request.user)
        return found.followed().with_fates().in_plan_order()


class DecideFate(EditPage):
    """Saying what became of one deliverable, or saying otherwise."""

    model, form_class = Deliverable, FateForm
    object: Deliverable
    permission_required = MAY_DECIDE
    template_name = "deliverables/fate_decide.html"
    page_title = "What became of it"
    purpose = (
        "What became of this promise in the plan that follows, and why. It can be changed; the history keeps both."
    )
    success_message = "What became of it is recorded."

    @cached_property
    def followers(self) -> list[Plan]:
        return list(followers_of(self.object.plan))

    def get_breadcrumbs(self) -> list[Crumb]:
        plan = self.object.plan
        of = ("What became of it", reverse("plan-fates", args=[plan.pk]))
        return plan_crumbs(plan, of, (self.object.reference, self.object.get_absolute_url()), ("Decide", ""))

    def get_instance(self) -> Fate:
        """Return its fate; where nothing was decided, a new one that no version of is known."""
        known = Fate.objects.filter(deliverable=self.object).first()
        return known or Fate(deliverable=self.object, version=0)

    def get_initial(self) -> dict[str, Any]:
        fate = self.get_instance()
        became = [one.pk for one in fate.became.all()] if fate.pk else []
        return {"outcome": fate.outcome, "reason": fate.reason, "became": became}

    def get_form_kwargs(self) -> dict[str, Any]:
        open_ones = [plan for plan in self.followers if plan.is_open_to_change]
        offered = Deliverable.objects.filter(plan__in=self.followers).current().in_plan_order()
        return {**super().get_form_kwargs(), "into": next(iter(open_ones), None), "offered": offered}

    def perform(self, form: FateForm) -> Fate:
        known = Fate.objects.filter(deliverable=self.object).first()
        if known is None or not form.seen:
            return decide_fate(self.object, form.decision, by=self.request.user)
        return change_fate(known, form.decision, seen=form.seen, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(followers=self.followers, marking=self.object.plan.marking, **kwargs)


class DeliverableYears(DeliverableRecord):
    """A promise across the years: where it came from, what became of it, and how each year rated it."""

    permission_required = "deliverables.view_fate"
    template_name = "deliverables/deliverable_years.html"
    purpose = "This promise year by year: where it came from, what became of it, how it was rated in each period."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(years=years_of(self.object), **kwargs)
