"""The dashboards: one picture for an authority, a committee, an ambition, a post."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from deliverables.models import Deliverable, ReportingPeriod
from kpa_tracker.base.audit.past import end_of
from kpa_tracker.base.people.models import Authority, Committee, Post
from kpa_tracker.base.people.unchanged import DrawnOnce
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.asof import PARAMETER, with_day
from kpa_tracker.base.toolkit.pages import Crumb, Page, PageAction, RecordPage, visible
from kpa_tracker.interfaces.dashboards import figures
from kpa_tracker.interfaces.dashboards.measures import Measured, count_measures
from kpa_tracker.interfaces.dashboards.recommendations import Asked, Clock, clocks, count_asked
from kpa_tracker.interfaces.dashboards.risks import Registered, count_risks, ways_on
from kpa_tracker.interfaces.dashboards.views.past import OWNED, BoardThen
from plans.models import Ambition, Plan, ScalePoint
from risks.models import Risk
from targets.models import Measure, Recommendation

COUNTED_STATES = (Plan.State.ADOPTED, Plan.State.CLOSED)

FIRST_COLUMNS = {"ambition": "Ambition", "committee": "Committee", "lead": "Lead post"}
HOW = {
    "ratings": "ratings",
    "movement": "movement",
    "overdue": "overdue",
    "gaps": "without_owner",
    "stages": "stages",
    "risks": "risks",
    "register": "register",
    "measures": "measures-counted",
    "asked": "recommendations",
    "clock": "comments",
}
"""The anchors of the page that explains the figures, by the parts of a dashboard."""


def plan_in_force(plans: list[Plan], *, on: datetime.date | None = None) -> Plan | None:
    """Return the plan that counts today (or on a day): of the adopted ones of it the one that started last; else the
    last started.

    A year's plan is still reported on in the weeks after its end, so that it counts until the next one is adopted. On
    a day that has passed, a plan that was closed since counts as an adopted one.
    """
    today = clock.today()
    day = on or today
    counting = COUNTED_STATES if day < today else (Plan.State.ADOPTED,)
    started = [plan for plan in plans if plan.starts_on <= day]
    current = [plan for plan in started if plan.ends_on >= day and plan.state in counting]
    among = current or started or plans
    return max(among, key=lambda plan: (plan.state in counting, plan.starts_on, plan.pk), default=None)


class Board(DrawnOnce, BoardThen, RecordPage):
    """What the dashboards share: a plan, the deliverables of it that belong to the record, and what is counted.

    As of a day that has passed all of it is read from the history.
    """

    permission_required = "people.view_dashboard"
    template_name = "dashboards/board.html"
    content_template = "dashboards/picture.html"
    asks = frozenset({"plan", PARAMETER})
    facet: ClassVar[str] = ""
    breakdowns: ClassVar[tuple[str, ...]] = ("ambition",)

    def authority_id(self) -> int:
        return self.object.authority_id

    def changed_by(self) -> list[int]:
        return [self.authority_id()]

    def what(self) -> int:
        return self.object.pk

    @cached_property
    def plans(self) -> list[Plan]:
        """The adopted and closed plans to choose from, the latest first. A policing plan of targets alone promises
        nothing that is counted here: it is chosen, not shown first."""
        promised = Exists(Deliverable.objects.current().filter(plan=OuterRef("pk")))
        seen = visible(Plan, self.request.user)
        plans = (seen if self.as_of.day else seen.current()).select_related("authority").annotate(promises=promised)
        return list(plans.filter(authority=self.authority_id(), state__in=COUNTED_STATES))

    @cached_property
    def plan(self) -> Plan | None:
        wanted = self.request.GET.get("plan", "")
        if not wanted:
            promising = [plan for plan in self.plans if getattr(plan, "promises", True)]
            return plan_in_force(promising or self.plans, on=self.as_of.day)
        chosen = [plan for plan in self.plans if str(plan.pk) == wanted]
        if not chosen:
            raise Http404
        return chosen[0]

    def scope(self) -> dict[str, Any]:
        """Return what the list of deliverables is narrowed by to show what this page counts."""
        narrowed = {self.facet: self.object.pk} if self.facet else {}
        return {"plan": self.plan.pk if self.plan else "", **narrowed}

    def deliverables(self) -> Any:
        return Deliverable.objects.visible_to(self.request.user).current().filter(**self.scope())

    def get_content(self) -> dict[str, Any]:
        plan_url = f"{reverse('deliverable-list')}?plan={self.plan.pk}" if self.plan else ""
        return {
            "plan": self.plan,
            "plans": self.plans,
            "facet": self.facet,
            "plan_url": with_day(plan_url, self.as_of.day),
            "page_actions": self.ways_on(),
            **{f"{name}_how": f"{reverse('how-figures')}#{anchor}" for name, anchor in HOW.items()},
            **self.picture(),
        }

    def picture(self) -> dict[str, Any]:
        """Return what is shown: of today, of a day, or nothing where the address names no day."""
        if self.as_of.asked:
            return self.told_then(self.as_of.day) if self.as_of.day else {}
        return {**self.around(), **(self.counted() if self.plan else {})}

    def around(self) -> dict[str, Any]:
        """Return what stands around the deliverables today."""
        return {
            "facts": self.facts(),
            "measured": self.measured(),
            "asked": self.asked(),
            "clocks": self.clocks(),
            "registered": self.registered(),
            "register_is_whole": "ambitions" in self.risk_scope(),
            "register_ways": ways_on(self.request.user, self.risk_scope(), self.authority_id()),
            "may_edit": self.request.user.has_perm("plans.change_plan"),
        }

    def owned_scope(self) -> dict[str, Any]:
        """Return what the lists of measures and of recommendations are narrowed by to show what this page counts."""
        return {OWNED[self.facet]: self.object.pk}

    def measures(self) -> Any:
        return Measure.objects.visible_to(self.request.user).current().filter(**self.owned_scope())

    def recommendations(self) -> Any:
        return Recommendation.objects.visible_to(self.request.user).current().filter(**self.owned_scope())

    def measured(self) -> Measured | None:
        """Return how the measures of this record stand; nothing where it has none."""
        found = count_measures(self.measures(), self.owned_scope())
        return found if found.total.number else None

    def asked(self) -> Asked | None:
        """Return how what inspections ask of this record stands; nothing where they ask nothing. One query."""
        found = count_asked(self.recommendations(), self.owned_scope())
        return found if found.total.number else None

    def registered(self) -> Registered | None:
        """Return how grave the risks of this record are; nothing where it has none. Four queries at most."""
        mine = Risk.objects.visible_to(self.request.user).filter(**self.risk_scope())
        found = count_risks(mine, self.risk_scope())
        return found if found.total.number else None

    def risk_scope(self) -> dict[str, Any]:
        return self.owned_scope()

    def clocks(self) -> list[Clock]:
        """Return the reports whose comments are due. One query."""
        only_theirs = bool(self.facet)
        return clocks(self.recommendations(), self.authority_id(), self.owned_scope(), only_theirs=only_theirs)

    def facts(self) -> list[tuple[str, str]]:
        """Return what there is to know of the record itself, as (name, words)."""
        return []

    def ways_on(self) -> list[PageAction]:
        day = self.as_of.day
        plan: list[PageAction] = []
        if self.plan:
            plan = [("See the plan itself", with_day(self.plan.get_absolute_url(), day), "secondary")]
        may = self.request.user.has_perm("audit.view_event", self.object)
        return [*plan, ("History", self.history_url(), "secondary")] if may else plan

    def history_url(self) -> str:
        return f"{reverse('history')}?type={self.object._meta.label_lower}&number={self.object.pk}"

    def counted(self) -> dict[str, Any]:
        """Return what the page shows, from four queries and those of the risks."""
        selected = self.deliverables()
        words = ScalePoint.objects.words_used_by([self.plan])
        tally = figures.tally(selected, by=self.breakdowns, scope=self.scope(), words=words)
        return {
            **self.drawn(tally),
            "time_figures": figures.flag_figures(tally, figures.FLAGS_OF_TODAY),
            "periods": self.two_periods(clock.today()),
            "worst": figures.worst(selected),
            "risks": figures.risks_on_red(selected, self.request.user),
            "red_ambitions": figures.ambitions_with_red(selected, self.request.user),
        }

    def drawn(self, tally: figures.Tally) -> dict[str, Any]:
        """Return the numbers and charts that show what was counted."""
        return {
            "total": tally.total,
            "all_url": tally.url(),
            "rating_figures": figures.rating_figures(tally),
            "movement_figures": figures.movement_figures(tally),
            "time_figures": figures.flag_figures(tally, figures.FLAGS_OF_TIME),
            "gap_figures": figures.flag_figures(tally, self.gaps()),
            "charts": [(self.chart(tally, name), figures.boards_of(tally, name)) for name in self.breakdowns],
            "stage_chart": figures.stage_chart(tally),
            "worst_shown": figures.WORST_SHOWN,
        }

    def two_periods(self, day: datetime.date) -> list[ReportingPeriod]:
        """Return the latest period that had opened on a day, and the one before."""
        opened = ReportingPeriod.objects.filter(plan=self.plan, opens_on__lte=day, created_at__lt=end_of(day))
        return list(opened.order_by("-observed_from")[:2])

    def gaps(self) -> list[str]:
        """What this page's record fills by itself is no gap on it: everything of a committee has a committee."""
        filled = {"committee": "without_committee", "lead": "without_owner"}.get(self.facet)
        return [key for key in figures.GAPS if key != filled]

    def chart(self, tally: figures.Tally, name: str) -> Any:
        word = self.plan.ambition_word if self.plan and name == "ambition" else FIRST_COLUMNS[name]
        return figures.breakdown_chart(tally, name, title=f"Ratings by {word.lower()}", first_column=word)


class AuthorityBoard(Board):
    """An authority's whole plan at a glance."""

    model = Authority
    slug_field = "slug"
    breakdowns = ("ambition", "committee")

    def get_purpose(self) -> str:
        return "How the whole plan stands: what is red, what moved, what is late, and where something is missing."

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Dashboards", reverse("dashboard")), (str(self.object), "")]


class CommitteeBoard(Board):
    """What one committee oversees."""

    model = Committee
    facet = "committee"
    breakdowns = ("ambition", "lead")

    def get_purpose(self) -> str:
        return "What this committee oversees: the red and amber first, with what brings each of them back."

    def facts(self) -> list[tuple[str, str]]:
        return [
            ("Chair", str(self.object.chair or "No chair is named")),
            ("Remit", self.object.remit or "Not written down"),
        ]

    def get_page_title(self) -> str:
        return str(self.object.name)

    def counted(self) -> dict[str, Any]:
        return {**super().counted(), "parts": figures.parts_overseen(self.object, self.plan)}

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("authority", "chair")

    def get_breadcrumbs(self) -> list[Crumb]:
        return [(str(self.object.authority), self.object.authority.get_absolute_url()), (str(self.object), "")]


class PostBoard(Board):
    """What one post leads."""

    model = Post
    facet = "lead"
    breakdowns = ("ambition", "committee")

    def get_purpose(self) -> str:
        return "What this post leads, and how it stands. What it supports is in the list of deliverables."

    def facts(self) -> list[tuple[str, str]]:
        held = self.object.appointments.in_force(clock.today()).filter(person__is_active=True).select_related("person")
        return [("Held by", ", ".join(sorted({str(one.person) for one in held})) or "Nobody today")]

    def ways_on(self) -> list[PageAction]:
        found = super().ways_on()
        if not self.plan:
            return found
        supported = f"{reverse('deliverable-list')}?plan={self.plan.pk}&supporting={self.object.pk}"
        return [*found, ("What it supports", with_day(supported, self.as_of.day), "secondary")]

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("authority")

    def get_breadcrumbs(self) -> list[Crumb]:
        return [(str(self.object.authority), self.object.authority.get_absolute_url()), (str(self.object), "")]


class AmbitionBoard(Board):
    """How one ambition of a plan stands."""

    model = Ambition
    facet = "ambition"
    breakdowns = ("committee", "lead")
    not_then = "Which measures its deliverables rest on and what they answer are read as of today alone."

    def get_purpose(self) -> str:
        return f"How this {self.object.plan.ambition_word.lower()} stands: every deliverable under it, counted once."

    def owned_scope(self) -> dict[str, Any]:
        return {"ambition": self.object.pk}

    def risk_scope(self) -> dict[str, Any]:
        return {"ambitions": self.object.pk}

    def owned_then(self, day: datetime.date) -> dict[str, Any]:
        """What its deliverables rest on and answer is not read from the history."""
        return {"as_of_note": self.not_then}

    def measures(self) -> Any:
        """The measures that its deliverables rest on."""
        return Measure.objects.visible_to(self.request.user).current().rested_on_in(self.object)

    def recommendations(self) -> Any:
        """What its deliverables answer."""
        return Recommendation.objects.visible_to(self.request.user).current().answered_in(self.object)

    @cached_property
    def plans(self) -> list[Plan]:
        """An ambition belongs to one plan, of whatever state."""
        return [self.object.plan]

    def get_breadcrumbs(self) -> list[Crumb]:
        plan = self.object.plan
        return [
            (str(plan.authority), plan.authority.get_absolute_url()),
            (plan.title, plan.get_absolute_url()),
            (str(self.object), ""),
        ]


class Dashboards(Page, TemplateView):
    """The way to the person's authority; a choice where they have several."""

    permission_required = "people.view_dashboard"
    template_name = "dashboards/choose.html"
    page_title = "Dashboards"
    purpose = "Choose the authority whose plan you want to see."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.authorities = list(visible(Authority, request.user))
        if len(self.authorities) == 1:
            return redirect(self.authorities[0].get_absolute_url())
        return self.render_to_response(self.get_context_data(authorities=self.authorities))
