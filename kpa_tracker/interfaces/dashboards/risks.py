"""The register on the dashboards and on My work: how grave the risks are, and what wants somebody's eye."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q
from django.urls import reverse

from kpa_tracker.base.people.rules import working_posts
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.interfaces.dashboards.figures import Figure
from risks.models import Acceptance, Action, Risk
from risks.scoring import Level, Stance

TOP = 5
ACTION_DAYS = datetime.timedelta(days=30)
NOT_SCORED = 0
ATTENTION = {
    "needing_decision": "Beyond appetite, no decision",
    "to_reassess": "To be scored again",
    "review_overdue": "Review overdue",
    "treated_by_nothing": "Treated by nothing",
    "without_owner": "Without an owner",
}
"""What of a register wants somebody's eye: selections of the list, which overlap."""
LEVELS = {int(level): level.word for level in reversed(Level)} | {NOT_SCORED: "Not scored"}
"""What the levels are called, the gravest first."""
PICTURES = (("Top risks", "risk-top"), ("Heat map", "risk-heat-map"), ("Risks and ambitions", "risk-whole"))


@dataclass(frozen=True)
class Registered:
    """The risks of a dashboard, counted: by level, which together are all; what wants an eye; the gravest (of an
    ambition every one), those that wait for a decision, and those whose review is the longest overdue."""

    total: Figure
    levels: list[Figure]
    attention: list[Figure]
    top: list[Any]
    undecided: list[Any]
    late: list[Any]


def list_url(scope: Mapping[str, Any], **narrowed: Any) -> str:
    """Return the address of the register, narrowed to what is counted."""
    return f"{reverse('risk-list')}?{urlencode({**scope, **narrowed})}"


def count_risks(of: Any, scope: Mapping[str, Any]) -> Registered:
    """Count live risks by level and by what wants an eye, each number with its list: four queries at most, of any
    size."""
    live = of.live()
    levels = {str(level): Q(current_level=level or None) for level in (*reversed(Level), NOT_SCORED)}
    selected = {key: Q(pk__in=getattr(live, key)().order_by().values("pk")) for key in ATTENTION}
    counted = {f"n_{key}": Count("pk", filter=held) for key, held in {**levels, **selected}.items()}
    found = live.with_levels().order_by().aggregate(n_all=Count("pk"), **counted)
    return Registered(
        Figure(found["n_all"], "In all", list_url(scope, state="live")),
        [Figure(found[f"n_{key}"], LEVELS[int(key)], list_url(scope, state="live", level=int(key))) for key in levels],
        [Figure(found[f"n_{key}"], word, list_url(scope, state=key)) for key, word in ATTENTION.items()],
        whole(live) if "ambitions" in scope else gravest(live),
        undecided(live) if found["n_needing_decision"] else [],
        longest_overdue(live) if found["n_review_overdue"] else [],
    )


def gravest(live: Any) -> list[Any]:
    """The gravest risks that are high or worse, the highest score first: one query."""
    return list(live.gravest_first().select_related("owner", "current").filter(current_level__gte=Level.HIGH)[:TOP])


def whole(live: Any) -> list[Any]:
    """Every risk, the gravest first and those without a score last: one query."""
    worst_first = F("current_level").desc(nulls_last=True)
    return list(live.with_levels().select_related("owner", "current").order_by(worst_first, "reference"))


def undecided(live: Any) -> list[Any]:
    """The gravest risks that wait for a decision: one query."""
    return list(live.needing_decision().gravest_first().select_related("owner", "current")[:TOP])


def longest_overdue(live: Any) -> list[Any]:
    """The risks whose review is the longest overdue: one query."""
    return list(live.review_overdue().select_related("owner").order_by("next_review", "reference")[:TOP])


def ways_on(user: Any, scope: Mapping[str, Any], authority: int) -> list[tuple[str, str]]:
    """The pages of the register that show the same risks: (label, address). Those of a post or an ambition have the
    list alone, so that these lead to the whole register of their authority."""
    committee = {"committee": scope["committee"]} if "committee" in scope else {}
    query = urlencode({"authority": authority, **committee})
    found = [(label, f"{reverse(name)}?{query}") for label, name in PICTURES]
    if authority in user.authorities_granting("publication.export_plan"):
        document = reverse("register-document", args=[authority], query=committee)
        found.append(("The register as a document", document))
    return found


# --- My work ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """A risk of a person's posts, or an action against one, and why it waits: (what, when or why)."""

    risk: Risk
    action: Action | None = None
    why: list[tuple[str, str]] = field(default_factory=list)
    owns: bool = True

    @property
    def next_step(self) -> tuple[str, str]:
        """The form that answers it: (label, address)."""
        if self.action:
            return "Say how far it is", reverse("risk-action-report", args=[self.action.pk])
        if not self.owns:
            return "Look at it", self.risk.get_absolute_url()
        if [what for what, _ in self.why] == ["No decision"]:
            return "Say what becomes of it", reverse("risk-status", args=[self.risk.pk])
        return "Score it", reverse("risk-assess", args=[self.risk.pk])


def risks_waiting(person: Any) -> list[Waiting]:
    """What of the register waits for a person: four queries at most, however much it is. A risk beyond appetite that
    nobody decided on waits for the chair of its committee too, and for whoever accepted it until a day that passed."""
    posts = working_posts(person)
    if not posts:
        return []
    accepted = Acceptance.objects.filter(ended_at=None, approver__in=posts).values("risk")
    theirs = Q(owner__in=posts) | Q(committee__chair__in=posts) | Q(pk__in=accepted)
    live = Risk.objects.visible_to(person).live().filter(theirs)
    turned = set(live.to_reassess().values_list("pk", flat=True))
    risks = live.with_stance().select_related("current").order_by("reference")
    found = [
        Waiting(risk, owns=True, why=list(reasons(risk, turned)))
        if risk.owner_id in posts
        else Waiting(risk, owns=False, why=list(undecided_reason(risk)))
        for risk in risks
    ]
    return [one for one in found if one.why] + [*actions_waiting(person, posts)]


def reasons(risk: Any, turned: set[int]) -> Any:
    """Yield why a risk waits for its owner, what matters most first."""
    if risk.pk in turned:
        yield "To be scored again", "a deliverable that treats it has turned red"
    if risk.current is None:
        yield "Not scored", ""
    if risk.is_review_overdue:
        yield "Review overdue", f"it was due on {format_date(risk.next_review)}"
    yield from undecided_reason(risk)


def undecided_reason(risk: Any) -> Any:
    if Stance(risk.stance).needs_decision:
        yield "No decision", Stance(risk.stance).word[0].lower() + Stance(risk.stance).word[1:]


def actions_waiting(person: Any, posts: set[int]) -> Any:
    """Yield the open actions of these posts that are overdue or due within 30 days. One query."""
    soon = clock.today() + ACTION_DAYS
    live = Risk.objects.visible_to(person).live()
    mine = Action.objects.for_list().filter(owner__in=posts, risk__in=live, due_due__lte=soon)
    for action in mine.filter(state__in=[Action.State.PLANNED, Action.State.IN_PROGRESS]).order_by("due_due", "pk"):
        what = "Action overdue" if action.is_overdue else "Action due soon"
        yield Waiting(action.risk, action, [(what, f"{action.title}, {action.due_text}")])
