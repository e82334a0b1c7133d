"""What the coordinator's board of a period counts, in one query: all its sums come from the same groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q

from deliverables.models.returns import CONTRADICTIONS, LATE, OUTSTANDING, PLACES, SEVERAL, any_contradiction
from kpa_tracker.base.people.models import Appointment, Post
from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.dashboards.figures import Figure, Tally

COLUMNS = ("asked", "accepted", "to_review", *OUTSTANDING)
"""What the table by post shows of each post: what is asked for, and the places that add up to it."""
BESIDE = {**LATE, **CONTRADICTIONS}


@dataclass(frozen=True)
class Returns(Tally):
    """Groups of a period's deliverables by post and place; each number leads to the board's own list."""

    @property
    def places(self) -> Mapping[str, int]:
        return self.by("place")

    def url(self, **narrowed: Any) -> str:
        return f"?{urlencode(narrowed)}#list"

    def number(self, key: str) -> int:
        """How many stand at a place, or at several together."""
        keys = SEVERAL[key][1] if key in SEVERAL else [key]
        return sum(self.places[one] for one in keys)

    def figure(self, key: str, **narrowed: Any) -> Figure:
        return Figure(self.number(key), word_of(key), self.url(place=key, **narrowed))

    def of_post(self, post: int | None) -> Returns:
        return Returns([group for group in self.groups if group["asked_of"] == post], self.scope)


@dataclass(frozen=True)
class Owing:
    """One post's line: who holds it, and what is asked of it."""

    post: str
    holders: str
    figures: list[Figure]
    late: Figure


def word_of(key: str) -> str:
    return SEVERAL[key][0] if key in SEVERAL else PLACES[key].word


def count_returns(deliverables: Any) -> Returns:
    """Count what `in_period` annotated: one query."""
    beside = {key: Count("pk", filter=Q(**{key: True})) for key in BESIDE}
    groups = deliverables.order_by().values("asked_of", "asked_post", "asked_kind", "place")
    counted = groups.annotate(number=Count("pk"), contradict=Count("pk", filter=any_contradiction()), **_own(beside))
    return Returns(list(counted), {})


def _own(counts: Mapping[str, Count]) -> dict[str, Count]:
    return {f"n_{key}": count for key, count in counts.items()}


def late_figures(of: Returns) -> list[Figure]:
    return [Figure(of.sum(f"n_{key}"), LATE[key].word, of.url(late=key)) for key in LATE]


def contradiction_figures(of: Returns) -> list[Figure]:
    """Return what contradicts itself at all, then each way in which it does; these may overlap."""
    every = Figure(of.sum("contradict"), "Contradict themselves", of.url(contradiction="any"))
    return [
        every,
        *(Figure(of.sum(f"n_{key}"), one.word, of.url(contradiction=key)) for key, one in CONTRADICTIONS.items()),
    ]


def owing(of: Returns) -> list[Owing]:
    """Return a line for each post of which something is asked, those that owe most first. One query."""
    asked = {group["asked_of"]: group for group in of.groups if group["place"] != "not_asked"}
    held = holders(post for post, group in asked.items() if group["asked_kind"] == Post.Kind.POST)
    lines = [_owing(of.of_post(post), group, held) for post, group in asked.items()]
    return sorted(lines, key=lambda line: (-sum(one.number for one in line.figures[-len(OUTSTANDING) :]), line.post))


def _owing(of: Returns, group: Mapping[str, Any], held: Mapping[int, str]) -> Owing:
    lead = group["asked_of"] or "null"
    late = Figure(of.sum("n_late_out"), LATE["late_out"].word, of.url(late="late_out", lead=lead))
    figures = [of.figure(key, lead=lead) for key in COLUMNS]
    return Owing(group["asked_post"] or "No lead post", held.get(group["asked_of"], ""), figures, late)


def holders(posts: Iterable[int]) -> dict[int, str]:
    """Return who holds each of some posts today, in words: one query."""
    names: dict[int, set[str]] = {post: set() for post in posts}
    held = Appointment.objects.in_force(clock.today()).filter(post__in=names, person__is_active=True)
    for one in held.select_related("person"):
        names[one.post_id].add(str(one.person))
    return {post: ", ".join(sorted(found)) or "Nobody today" for post, found in names.items()}
