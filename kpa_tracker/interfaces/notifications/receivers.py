"""To whom what is late is brought: whoever holds the nearest post above, and never whoever is late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kpa_tracker.base.people.models import Appointment, Post
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock

EDITING = (Role.EDITOR, Role.ADMINISTRATOR)
"""Who is told where there is no post above: the plan's editors, or who does their work where there are none."""


@dataclass(frozen=True)
class Receivers:
    """The posts of an authority: what each answers to, who holds each today, and the people by their roles."""

    above: dict[int, int | None]
    holders: dict[int, list[Any]]
    by_role: dict[str, list[Any]]

    @property
    def everybody(self) -> list[Any]:
        """Whoever works in the authority, each once: what the plan gives to everybody is theirs."""
        return list(dict.fromkeys(person for held in self.holders.values() for person in held))

    def of(self, post: int) -> list[Any]:
        """Return the people to tell that a post is late."""
        late = self.holders.get(post, [])
        groups = [*(self.holders.get(one, []) for one in self.chain(post)), *map(self.editing, EDITING)]
        others = ([person for person in group if person not in late] for group in groups)
        return next(filter(None, others), [])

    def chain(self, post: int) -> Iterator[int]:
        """Yield the posts above a post, the nearest first."""
        seen, one = {post}, self.above.get(post)
        while one is not None and one not in seen:
            yield one
            seen.add(one)
            one = self.above.get(one)

    def editing(self, role: str) -> list[Any]:
        return self.by_role.get(role, [])


def receivers_in(authority: Any) -> Receivers:
    """Load who holds what in an authority today, auditors aside: two queries."""
    held = Appointment.objects.in_force(clock.today()).filter(post__authority=authority, post__archived_at=None)
    working = held.filter(person__is_active=True).exclude(role=Role.AUDITOR).select_related("person")
    holders, by_role = defaultdict(list), defaultdict(list)
    for appointment in working.order_by("person__name", "pk"):
        holders[appointment.post_id].append(appointment.person)
        by_role[appointment.role].append(appointment.person)
    above = dict(Post.objects.filter(authority=authority).values_list("pk", "answers_to"))
    return Receivers(above, dict(holders), dict(by_role))
