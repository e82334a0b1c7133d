"""What pages, facets and dashboards select of deliverables."""

from __future__ import annotations

import datetime
from typing import Any

from django.apps import apps
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When

from deliverables.models.judged import is_rated_otherwise
from deliverables.models.periods import ReportingPeriod, asking
from deliverables.models.returns import ReturnsQuerySet
from deliverables.models.selections import (
    IMPROVED,
    IS_OPEN,
    NEW,
    NO_UPDATE,
    NOT_RATED,
    RATED_OTHERWISE,
    SELECTIONS,
    UNCHANGED,
    UNRATED,
    WORSENED,
    is_due_soon,
    is_green_but_late,
    is_overdue,
    is_stale,
    rank_of,
)
from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit import clock
from plans.models import Plan, own_word

PLAN_ORDER = (
    "plan_id",
    "ambition__position",
    "ambition_id",
    F("descriptor__position").asc(nulls_first=True),
    "descriptor_id",
    "position",
    "pk",
)
"""As the plan has them; what stands under no descriptor comes first in its ambition, whatever the database would do."""
NAMED = ("plan", "ambition", "descriptor", "lead", "committee", "latest__period")
UNREAD = (
    *(f"{one}__{name}" for one in NAMED for name in ("created_at", "changed_at")),
    *(f"{one}__{name}" for one in NAMED[:-1] for name in ("archived_by", "archived_reason")),
    *("plan__vision", "plan__values", "plan__foreword", "ambition__description", "committee__remit"),
)
"""What a row tells nothing of. Narrative texts of the plan would come again with each row."""


def _records(model: str) -> Any:
    """Return the records of a model whose module imports this one."""
    return apps.get_model("deliverables", model)._default_manager


def _updates_that_moved(plan: int | None) -> dict[str, Any]:
    """Return, by movement, the updates of record in each plan's latest period, or in that of one plan; two periods that
    are rated are joined.

    Sets of their own, which a database builds once: asked row by row they cost 1.5 s at 5,000 rows on PostgreSQL. Those
    of one plan do not grow with other plans and years.
    """
    periods = ReportingPeriod.objects.filter(plan=plan) if plan else ReportingPeriod.objects.all()
    now = _records("ProgressUpdate").of_record().filter(period__in=periods.latest_opened())
    both = now.filter(
        rating__gt="",
        deliverable__updates__rating__gt="",
        deliverable__updates__state__in=_records("ProgressUpdate").model.OF_RECORD,
        deliverable__updates__period__in=periods.before_latest_opened(),
    ).annotate(rank_now=rank_of("rating"), rank_before=rank_of("deliverable__updates__rating"))
    return {
        IMPROVED: both.filter(rank_now__gt=F("rank_before")),
        WORSENED: both.filter(rank_now__lt=F("rank_before")),
        UNCHANGED: both.filter(rank_now=F("rank_before")),
        UNRATED: now.filter(rating=""),
        NEW: now,
    }


class DeliverableQuerySet(ReturnsQuerySet):
    """Deliverables, with the selections that pages, facets and dashboards share."""

    def visible_to(self, user: Any) -> Any:
        """Select the deliverables of the plans that this person may see."""
        return self.filter(plan__authority__in=user.authorities_granting("people.view_authority"))

    def current(self) -> Any:
        """Select what is not archived, in a plan, ambition and descriptor that are not archived either."""
        return self.filter(
            Q(descriptor=None) | Q(descriptor__archived_at=None),
            archived_at=None,
            ambition__archived_at=None,
            plan__archived_at=None,
        )

    def in_plan_order(self) -> Any:
        """Order as the plan's table does."""
        return self.order_by(*PLAN_ORDER)

    def for_list(self) -> Any:
        """Load everything that a row names, by joins: one query. Annotates what `computed` reads."""
        joined = self.select_related(*NAMED).defer(*UNREAD)
        worked_out = joined.current().with_words().with_reported().with_evidenced().with_otherwise()
        return worked_out.in_plan_order()

    def for_page(self) -> Any:
        """Load what the deliverable's page names at its head."""
        return (
            self.select_related(
                "plan__authority",
                "plan__scale",
                "ambition",
                "descriptor",
                "lead",
                "committee",
                "latest__period",
                "archived_by",
            )
            .with_words()
            .with_reported()
            .with_evidenced()
            .with_otherwise()
        )

    def for_copying(self) -> Any:
        """Load what a copy of each takes over: five queries for all of them."""
        joined = self.select_related("plan", "ambition", "descriptor", "lead", "committee", "latest").current()
        return joined.prefetch_related("supporting", "measures", "recommendations", "priorities", "measurements")

    def followed(self) -> Any:
        """Select what stands in a plan that another plan in the lists follows."""
        return self.filter(Exists(Plan.objects.filter(previous=OuterRef("plan"), archived_at=None)))

    def with_fates(self) -> Any:
        """Load what became of each, who decided it, and what it is there, of what is current. Two queries more."""
        joined = self.current().select_related("plan", "ambition", "lead", "latest", "fate__decided_by")
        return joined.prefetch_related("fate__became__plan").with_words()

    def fated(self, outcome: str) -> Any:
        """Select what became so; "none" is what nobody has decided."""
        return self.filter(fate=None) if outcome == NOT_RATED else self.filter(fate__outcome=outcome)

    def with_words(self) -> Any:
        """Annotate `rating_word` and `forecast_word`: what each one's own plan calls its ratings."""
        return self.annotate(
            rating_word=own_word("latest__rating", plan="plan"), forecast_word=own_word("latest__forecast", plan="plan")
        )

    def with_reported(self) -> Any:
        """Annotate `awaiting`: an open period that asks for this one has no submitted or accepted update of it."""
        answered = (
            _records("ProgressUpdate").of_record().filter(period=OuterRef("pk"), deliverable=OuterRef(OuterRef("pk")))
        )
        periods = ReportingPeriod.objects.open_on(clock.today()).filter(
            asking(OuterRef("made_on")), plan=OuterRef("plan")
        )
        return self.annotate(awaiting=Exists(periods.filter(~Exists(answered))))

    def with_measured(self) -> Any:
        """Annotate `measured`: something says how anybody will know that it is achieved."""
        return self.annotate(measured=Exists(_records("Measurement").filter(deliverable=OuterRef("pk"))))

    def with_evidenced(self) -> Any:
        """Annotate `evidenced`: evidence that was not withdrawn stands beside it."""
        evidence = _records("Evidence").standing()
        return self.annotate(evidenced=Exists(evidence.filter(deliverable=OuterRef("pk"))))

    def with_otherwise(self) -> Any:
        """Annotate `otherwise`: a committee rates it otherwise than its owner, who has not answered."""
        return self.annotate(otherwise=is_rated_otherwise())

    def with_movement(self, plan: int | None = None) -> Any:
        """Annotate `moved`: how its rating in the latest period of its plan stands against the period before. `plan` is
        the number of the one plan that all of these stand in, where they do.

        Reads updates of record alone, of which a period has at most one.
        """
        sets = _updates_that_moved(plan)
        found = {key: updates.order_by().values("deliverable") for key, updates in sets.items()}
        whens = [When(pk__in=deliverables, then=Value(key)) for key, deliverables in found.items()]
        return self.annotate(moved=Case(*whens, default=Value(NO_UPDATE), output_field=CharField()))

    def by_severity(self) -> Any:
        """Order the worst rating first and the unrated last, then as the plan's table does."""
        return self.alias(severity=rank_of("latest__rating")).order_by("severity", *PLAN_ORDER)

    def selected(self, key: str) -> Any:
        """Select by the key of one of SELECTIONS."""
        annotated = {
            "stale": self.with_reported,
            "without_measurement": self.with_measured,
            RATED_OTHERWISE: self.with_otherwise,
        }.get(key, self.all)
        return annotated().filter(SELECTIONS[key].condition(clock.today()))

    def rated(self, code: str) -> Any:
        """Select what is rated so; "none" is what nobody has rated."""
        return self._judged("rating", code)

    def forecast(self, code: str) -> Any:
        """Select what is expected to be rated so at year end; "none" is what nobody has forecast."""
        return self._judged("forecast", code)

    def _judged(self, field: str, code: str) -> Any:
        if code and code != NOT_RATED:
            return self.filter(**{f"latest__{field}": code})
        return self.filter(Q(latest=None) | Q(**{f"latest__{field}": ""}))

    def moving(self, key: str) -> Any:
        """Select what moved so since the period before; the keys are those of MOVEMENTS."""
        return self.with_movement().filter(moved=key)

    def staged(self, code: str) -> Any:
        """Select what stands at a stage; nothing recorded means not started."""
        at_stage = Q(latest__stage=code)
        return self.filter(at_stage | Q(latest=None) | Q(latest__stage="") if code == "not_started" else at_stage)

    def matching(self, words: str) -> Any:
        """Select what holds every word somewhere in its reference, title, description or owner."""
        selected = self
        for word in words.split():
            selected = selected.filter(
                Q(reference__icontains=word)
                | Q(title__icontains=word)
                | Q(description__icontains=word)
                | Q(lead__title__icontains=word)
            )
        return selected

    def answered_by(self, posts: Any, *, everyone_in: Any) -> Any:
        """Select what one of these posts leads or supports, and what "ALL" does in some authorities."""
        named = Post.objects.filter(Q(pk__in=posts) | Q(kind=Post.Kind.EVERYONE, authority__in=everyone_in))
        supported = self.model.supporting.through.objects.filter(post__in=named).values("deliverable")
        return self.filter(Q(lead__in=named) | Q(pk__in=supported))

    def open(self) -> Any:
        """Select what is neither complete nor cancelled."""
        return self.filter(IS_OPEN)

    def overdue(self, on: datetime.date | None = None) -> Any:
        """Select what is open past its deadline."""
        return self.filter(is_overdue(on or clock.today()))

    def due_soon(self, on: datetime.date | None = None) -> Any:
        """Select what is open and due within the next 30 days."""
        return self.filter(is_due_soon(on or clock.today()))

    def green_but_late(self, on: datetime.date | None = None) -> Any:
        """Select what is rated green though it is overdue."""
        return self.filter(is_green_but_late(on or clock.today()))

    def stale(self) -> Any:
        """Select what is open without an update in a period that takes updates."""
        return self.with_reported().filter(is_stale(clock.today()))

    def slipped(self) -> Any:
        """Select what is due later than its first adopted deadline."""
        return self.selected("slipped")

    def without_owner(self) -> Any:
        """Select what no post leads."""
        return self.selected("without_owner")

    def without_deadline(self) -> Any:
        """Select what has no deadline at all; "ongoing" and "quarterly" are deadlines."""
        return self.selected("without_deadline")

    def without_measurement(self) -> Any:
        """Select what does not say how anybody will know."""
        return self.selected("without_measurement")
