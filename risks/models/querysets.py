"""Selections of the register: levels by the matrix in force, stance against appetite, what wants looking at again."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.people.models.bodies import ScopedQuerySet
from kpa_tracker.base.toolkit import clock
from plans.models import Ambition, own_word
from risks.models.schemes import Cell
from risks.scoring import SOON_DAYS, Stance

BASES = ("inherent", "current", "target")
UNTOLD = ("risk", "basis", "impact_kind", "rationale", "assessed_at", "assessed_by")
KEPT = ("created_at", "changed_at", "archived_by", "archived_reason")
UNREAD = (
    *(f"{basis}__{name}" for basis in BASES for name in UNTOLD),
    *(f"{one}__{name}" for one in ("owner", "committee", "category") for name in KEPT),
    "committee__remit",
)
"""What no list tells of a score, nor of what it names."""
ENDED = ("terminated", "closed")
TERMS = ("level", "until")
"""What an acceptance binds: up to which level, and to which day."""
ONCE_OF_RECORD = (*ProgressUpdate.OF_RECORD, ProgressUpdate.State.CORRECTED)


def level_of(basis: str) -> Subquery:
    """Return the level that the matrix in force gives to a risk's latest assessment of a basis."""
    pair = {name: OuterRef(f"{basis}__{name}") for name in ("likelihood", "impact")}
    return Subquery(Cell.objects.filter(scheme__authority=OuterRef("authority"), **pair).values("level")[:1])


def rating_then(at: Any) -> Coalesce:
    """Return what a deliverable was rated of record at a time; nothing where it was not."""
    said = ProgressUpdate.objects.filter(deliverable=OuterRef("pk"), state__in=ONCE_OF_RECORD, submitted_at__lte=at)
    return Coalesce(Subquery(said.order_by("-submitted_at", "-pk").values("rating")[:1]), Value(""))


class RiskQuerySet(ScopedQuerySet):
    """Risks of an authority."""

    def with_levels(self) -> Any:
        """Annotate `inherent_level`, `current_level` and `target_level` by the matrix in force; None: not scored."""
        return self.annotate(**{f"{basis}_level": level_of(basis) for basis in BASES})

    def with_facts(self) -> Any:
        """Annotate what `Risk.stance` is worked out of: the levels, `accepted_level` and `accepted_until` of the
        acceptance that stands, and `is_treated`."""
        treated = ExpressionWrapper(self.being_treated(), models.BooleanField())
        return self.with_levels().annotate(**self.accepted_terms(), is_treated=treated)

    def with_stance(self) -> Any:
        """Annotate the levels, the terms that were accepted and `stance`: what `Risk.stance` says of the same facts, in
        SQL, to select and order by."""
        appetite = F("category__appetite")
        said: list[When] = [
            When(Q(status__in=ENDED), Value(Stance.ENDED.value)),
            When(current_level=None, then=Value(Stance.NOT_SCORED.value)),
            When(category__appetite=None, then=Value(Stance.NO_APPETITE.value)),
            When(current_level__lte=appetite, then=Value(Stance.WITHIN.value)),
            When(self.being_treated(), then=Value(Stance.TREATED.value)),
            When(accepted_until=None, then=Value(Stance.BEYOND.value)),
            When(accepted_until__lt=clock.today(), then=Value(Stance.LAPSED.value)),
            When(current_level__gt=F("accepted_level"), then=Value(Stance.OUTGROWN.value)),
        ]
        stance = Case(*said, default=Value(Stance.ACCEPTED.value), output_field=models.CharField())
        return self.with_levels().annotate(**self.accepted_terms()).annotate(stance=stance)

    def accepted_terms(self) -> dict[str, Subquery]:
        """The terms of the acceptance that stands; nothing where none does."""
        standing = self.model._meta.get_field("acceptances").related_model.objects.filter(risk=OuterRef("pk"))
        return {f"accepted_{name}": Subquery(standing.filter(ended_at=None).values(name)[:1]) for name in TERMS}

    def being_treated(self) -> Q:
        """The condition that a risk is said to be treated, and something treats it."""
        return Q(status="treated") & self.something_treats()

    def something_treats(self) -> Any:
        """The condition that a risk has a control not known to fail, an action not dropped, a deliverable not
        cancelled."""
        of_model = {name: self.model._meta.get_field(name).related_model.objects for name in ("controls", "actions")}
        controls = of_model["controls"].current().filter(risk=OuterRef("pk")).exclude(effectiveness="ineffective")
        actions = of_model["actions"].current().filter(risk=OuterRef("pk")).exclude(state="dropped")
        deliverables = Deliverable.objects.current().filter(risks=OuterRef("pk")).exclude(latest__stage="cancelled")
        return Q(Exists(controls)) | Q(Exists(actions)) | Q(Exists(deliverables))

    def for_list(self, *, last: int | None = 2) -> Any:
        """Load what a row names: owner, committee, category and scores by joins; ambitions, rated deliverables and so
        many of the last current scores (None: all) by one query each."""
        named = ("reference", "title", "marking", "plan", "ambition", "archived_at", "latest__rating")
        rated = Deliverable.objects.select_related("latest").only(*named)
        worded = rated.annotate(rating_word=own_word("latest__rating", plan="plan"))
        deliverables = Prefetch("deliverables", worded.in_plan_order())
        ambitions = Prefetch("ambitions", Ambition.objects.defer(*KEPT, "description"))
        risks = self.current().select_related("owner", "committee", "category", *BASES).defer(*UNREAD)
        scores = {f"{basis}_score": F(f"{basis}__likelihood") * F(f"{basis}__impact") for basis in BASES}
        return risks.with_facts().annotate(**scores).with_scores(last=last).prefetch_related(ambitions, deliverables)

    def with_scores(self, *, last: int | None = None) -> Any:
        """Load `scores`: the current assessments of each risk, the oldest first; all, or so many of the last. One
        query."""
        made = self.model._meta.get_field("assessments").related_model.objects
        scores = made.filter(basis="current")
        if last:
            back = Window(RowNumber(), partition_by="risk", order_by=["-assessed_on", "-pk"])
            scores = scores.annotate(back=back).filter(back__lte=last)
        return self.prefetch_related(Prefetch("assessments", scores.order_by("assessed_on", "pk"), to_attr="scores"))

    def gravest_first(self) -> Any:
        """Select what is scored: by its level now, then its score, then its reference. Loads the current score."""
        score = F("current__likelihood") * F("current__impact")
        scored = self.exclude(current=None).select_related("current").with_levels().annotate(current_score=score)
        return scored.order_by("-current_level", "-current_score", "reference")

    def archived(self) -> Any:
        """Select what was taken out of the register, the latest first, with who did it: one query."""
        return self.exclude(archived_at=None).select_related("owner", "archived_by").order_by("-archived_at")

    def for_page(self) -> Any:
        """Load what the risk's page names."""
        named = ("authority", "owner", "committee", "committee__chair", "category", "archived_by", *BASES)
        return self.select_related(*named).with_stance()

    def matching(self, words: str) -> Any:
        """Select what holds every word somewhere in its reference, title, cause, event, effect or owner."""
        looked_in = ("reference", "title", "cause", "event", "effect", "owner__title")
        selected = self
        for word in words.split():
            found = Q()
            for column in looked_in:
                found |= Q(**{f"{column}__icontains": word})
            selected = selected.filter(found)
        return selected

    def at_level(self, level: str) -> Any:
        """Select the risks whose current score has a level, by the matrix in force; 0: not scored."""
        return self.with_levels().filter(current_level=int(level) or None)

    def in_stance(self, found: str) -> Any:
        """Select the risks that stand in one way against appetite."""
        return self.with_stance().filter(stance=found)

    def in_status(self, status: str) -> Any:
        """Select the risks of one status."""
        return self.filter(status=status)

    def how_soon(self, proximity: str) -> Any:
        """Select the risks that may happen within one span of time."""
        return self.filter(proximity=proximity)

    def in_cell(self, cell: str) -> Any:
        """Select the live risks in one cell of a heat map: "current.4.5" is likelihood 4 and impact 5 as it is now."""
        basis, likelihood, impact = cell.split(".")
        return self.live().filter(**{f"{basis}__likelihood": likelihood, f"{basis}__impact": impact})

    def needing_decision(self) -> Any:
        """Select what lies beyond appetite and is neither treated nor accepted."""
        return self.with_stance().filter(stance__in=[one.value for one in Stance if one.needs_decision])

    def treated_by_nothing(self) -> Any:
        """Select the live risks that no control, action or deliverable treats."""
        return self.live().exclude(self.something_treats())

    def live(self) -> Any:
        """Select what is in the register and still a risk."""
        return self.current().exclude(status__in=ENDED)

    def linked(self) -> Any:
        """Select what hangs on an ambition or a deliverable."""
        return self.exclude(pk__in=self.unlinked().values("pk"))

    def unlinked(self) -> Any:
        """Select what hangs on nothing in any plan."""
        return self.filter(ambitions=None, deliverables=None)

    def without_owner(self) -> Any:
        """Select the risks that no post answers for, of those that are still risks."""
        return self.filter(owner=None).exclude(status__in=ENDED)

    def resting_on_red(self) -> Any:
        """Select the risks that a red deliverable is linked to."""
        return self.filter(deliverables__archived_at=None, deliverables__latest__rating="red").distinct()

    def review_overdue(self) -> Any:
        """Select the live risks whose review was due before today."""
        return self.live().filter(next_review__lt=clock.today())

    def review_soon(self) -> Any:
        """Select the live risks whose review is due within a fortnight."""
        today = clock.today()
        return self.live().filter(next_review__range=(today, today + datetime.timedelta(days=SOON_DAYS)))

    def to_reassess(self) -> Any:
        """Select the live, scored risks of which a deliverable has turned red since they were last scored."""
        turned = turned_red(since=OuterRef(OuterRef("current__assessed_at"))).filter(risks=OuterRef("pk"))
        return self.live().exclude(current=None).filter(Exists(turned))


def turned_red(*, since: Any) -> Any:
    """Select the deliverables that are red now and were not red of record at a time."""
    red = Deliverable.objects.current().filter(latest__rating="red")
    return red.annotate(rated_then=rating_then(since)).exclude(rated_then="red")
