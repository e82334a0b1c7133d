"""How what a reporting period asks for has come in. Every deliverable of the plan stands in exactly one place, so that
all sums agree; what contradicts itself and what is late is counted beside it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Case, CharField, Exists, F, FilteredRelation, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from deliverables.models.periods import ENDED, IN_HAND, ReportingPeriod
from deliverables.models.periods import OUTSTANDING as OUTSTANDING
from deliverables.models.selections import NEEDS_RECOVERY, ON_COURSE, OPEN_STAGES, rank_of
from plans.models import own_word

OF_RECORD = ("submitted", "accepted")


@dataclass(frozen=True)
class Place:
    """Where a deliverable stands in a period: a key, a word, its rule in a sentence."""

    key: str
    word: str
    how: str


_PLACES = (
    Place("accepted", "Accepted", "Its update was submitted, and somebody else accepted it."),
    Place("to_review", "To review", "Its update was submitted, and nobody has reviewed it yet."),
    Place("sent_back", "Sent back", "Its update was sent back, and has not been submitted again."),
    Place("begun", "Begun", "An update has been begun, and was not submitted yet."),
    Place("not_begun", "Not begun", "Nobody has begun an update."),
    Place(
        "not_asked",
        "Nothing asked",
        "It was complete or cancelled before the period, or came into the plan after the period had opened.",
    ),
)
PLACES: dict[str, Place] = {place.key: place for place in _PLACES}
SUBMITTED = ("accepted", "to_review")
SEVERAL: dict[str, tuple[str, tuple[str, ...]]] = {
    "asked": ("Asked for", SUBMITTED + OUTSTANDING),
    "submitted": ("Submitted", SUBMITTED),
    "outstanding": ("Outstanding", OUTSTANDING),
}
"""What several places are together, with its word."""

LATE: dict[str, Place] = {
    "late_in": Place(
        "late_in",
        "Submitted late",
        "Its update first came in after the day on which it was due. One that was sent back in between had come.",
    ),
    "late_out": Place("late_out", "Overdue", "The due day has passed, and its update is still outstanding."),
}
CONTRADICTIONS: dict[str, Place] = {
    "green_late": Place("green_late", "Green while overdue", "Rated green although its deadline has passed."),
    "no_next": Place("no_next", "No next step", "The work goes on, and the update does not say what is next."),
    "hope": Place(
        "hope",
        "Better forecast, no recovery",
        "Forecast to be better than it is now, and the update does not say what brings it back and by when.",
    ),
}


def _versions() -> Any:
    return apps.get_model("deliverables", "ProgressUpdate")._default_manager.order_by()


def _place(period: ReportingPeriod) -> Case:
    """Return the key of the one place in which a deliverable stands."""
    return Case(
        When(said__state="accepted", then=Value("accepted")),
        When(said__state="submitted", then=Value("to_review")),
        When(in_hand__reviewed_by__isnull=False, then=Value("sent_back")),
        When(in_hand__isnull=False, then=Value("begun")),
        When(Q(stage_before__in=ENDED) | Q(made_on__gt=period.asks_until), then=Value("not_asked")),
        default=Value("not_begun"),
        output_field=CharField(),
    )


def _contradictions(day: datetime.date) -> dict[str, Q]:
    """Return what does not go together in an update of record, looked at on a day."""
    under_way = Q(said__isnull=False, said__stage__in=OPEN_STAGES)
    unplanned = Q(said__recovery="") | Q(said__green_on=None)
    return {
        "green_late": under_way & Q(said__rating__in=ON_COURSE, deadline_due__lt=day),
        "no_next": under_way & Q(said__next_steps=""),
        "hope": under_way
        & unplanned
        & Q(said__rating__in=NEEDS_RECOVERY, hoped__gt=F("rated"))
        & ~Q(said__forecast=""),
    }


class ReturnsQuerySet(models.QuerySet[Any]):
    """What the deliverables of a plan owe in one of its periods."""

    def in_period(self, period: ReportingPeriod) -> Any:
        """Annotate `place`, the post that it is `asked_of`, the committee that it is `overseen_by` with its name
        (`overseer`), the updates `said` (of record) and `in_hand`, and a truth for each of LATE and CONTRADICTIONS: of
        what the plan has today; in a closed period, as it was closed. Two joins, and one for what was kept: a period
        has at most one of each."""
        return self._as_closed(period) if period.is_closed else self.as_it_stands(period)

    def _joined(self, period: ReportingPeriod) -> Any:
        of_it = Q(updates__period=period)
        return self.filter(plan=period.plan_id).annotate(
            said=FilteredRelation("updates", condition=of_it & Q(updates__state__in=OF_RECORD)),
            in_hand=FilteredRelation("updates", condition=of_it & Q(updates__state__in=IN_HAND)),
        )

    def as_it_stands(self, period: ReportingPeriod) -> Any:
        """Annotate the same of what the plan has today, whether the period is closed or not."""
        before = _versions().filter(deliverable=OuterRef("pk"), state__in=OF_RECORD)
        before = before.filter(period__observed_from__lt=period.observed_from).order_by("-period__observed_from")
        deliverables: Any = self
        joined = deliverables.current()._joined(period).annotate(stage_before=Subquery(before.values("stage")[:1]))
        rated = joined.annotate(place=_place(period), rated=rank_of("said__rating"), hoped=rank_of("said__forecast"))
        truths = _truths({**_late(period), **_contradictions(period.looked_at_on)})
        return rated.annotate(**_asked_of("lead"), **_overseen_by("committee", "committee__name"), **truths)

    def _as_closed(self, period: ReportingPeriod) -> Any:
        kept = FilteredRelation("closed_returns", condition=Q(closed_returns__period=period))
        joined = self._joined(period).annotate(kept=kept).filter(kept__isnull=False)
        truths = {key: F(f"kept__{key}") for key in (*LATE, *CONTRADICTIONS)}
        overseen = _overseen_by("kept__committee", "kept__committee_name")
        return joined.annotate(place=F("kept__place"), **_asked_of("kept__lead"), **overseen, **truths)

    def with_said(self) -> Any:
        """Annotate what a list shows of the update of record that `in_period` joined, and annotate its author."""
        shown = self.annotate(
            said_pk=F("said__pk"),
            said_rating=F("said__rating"),
            said_on=F("said__submitted_at"),
            said_by=F("said__submitted_by__name"),
            said_for=F("said__on_behalf_of__title"),
        )
        return shown.annotate(rating_word=own_word("said_rating", plan="plan"))

    def at_place(self, key: str) -> Any:
        """Select by the key of one of PLACES, or of several of them together."""
        return self.filter(place__in=SEVERAL[key][1] if key in SEVERAL else [key])

    def being_late(self, key: str) -> Any:
        """Select by the key of one of LATE."""
        return self.filter(**{key: True})

    def contradicting(self, key: str) -> Any:
        """Select by the key of one of CONTRADICTIONS; "any" is whatever contradicts itself."""
        return self.filter(**{key: True}) if key in CONTRADICTIONS else self.filter(any_contradiction())


def _asked_of(post: str) -> dict[str, F]:
    return {"asked_of": F(f"{post}_id"), "asked_post": F(f"{post}__title"), "asked_kind": F(f"{post}__kind")}


def _overseen_by(committee: str, name: str) -> dict[str, Any]:
    return {"overseen_by": F(f"{committee}_id"), "overseer": Coalesce(name, Value(""))}


def any_contradiction() -> Q:
    """Return the condition that something in the update does not go together."""
    found = Q()
    for key in CONTRADICTIONS:
        found |= Q(**{key: True})
    return found


def _late(period: ReportingPeriod) -> dict[str, Any]:
    of_it = _versions().filter(deliverable=OuterRef("pk"), period=period)
    in_time = of_it.filter(first_submitted_at__date__lte=period.due_on)
    over = Q(place__in=OUTSTANDING) if period.looked_at_on > period.due_on else Q(pk__in=[])
    return {"late_in": Q(said__isnull=False) & ~Exists(in_time), "late_out": over}


def _truths(conditions: dict[str, Q]) -> dict[str, Case]:
    return {
        key: Case(When(condition, then=Value(True)), default=Value(False), output_field=models.BooleanField())
        for key, condition in conditions.items()
    }
