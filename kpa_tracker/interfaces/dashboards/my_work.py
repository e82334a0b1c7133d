"""What waits for one person, under what it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from deliverables.models import work
from deliverables.models.work import Item, Work


@dataclass(frozen=True)
class Group:
    """Items that ask for the same thing. An item stands in the first group that it belongs to."""

    key: str
    title: str
    why: str
    short: str = ""

    @property
    def label(self) -> str:
        """What stands under its number, below a heading that says of what."""
        return self.short or self.title

    def holds(self, item: Item) -> bool:
        return bool(CONDITIONS[self.key](item))


CONDITIONS: dict[str, Any] = {
    "sent_back": lambda item: item.was_sent_back,
    "due": lambda item: item.is_due,
    "overdue": lambda item: item.deliverable.computed.is_overdue,
    "contradiction": lambda item: item.deliverable.computed.contradictions,
    "soon": lambda item: "due_soon" in item.deliverable.computed,
}
GROUPS = (
    Group("sent_back", "Sent back to you", "An editor asks you to change the update and to submit it again."),
    Group("due", "Updates to write", "This period has no update of these yet."),
    Group("overdue", "Overdue", "The deadline has passed and the work is not complete."),
    Group("contradiction", "Contradicting itself", "Two things that are recorded do not go together."),
    Group("soon", "Due soon", "The deadline is within the next 30 days."),
)
IN_ORDER = Group("rest", "Nothing to do now", "No update of these is due, none is late, and none contradicts itself.")


@dataclass(frozen=True)
class Section:
    """The items under one heading, and how many more of its kind stand above, under what they ask for first."""

    group: Group
    items: list[Item]
    above: int = 0


def stands_in(item: Item) -> Group:
    """Return the first group that an item belongs to."""
    return next((group for group in GROUPS if group.holds(item)), IN_ORDER)


@dataclass(frozen=True)
class MyWork(Work):
    """A person's work, by the questions of GROUPS."""

    def counts(self) -> list[tuple[Group, int]]:
        """How many items each group's question is true of. An item may count in several."""
        return [(group, sum(group.holds(item) for item in self.items)) for group in GROUPS]

    def grouped(self) -> Iterator[Section]:
        """Every item once, in the first group that it belongs to, the overdue first; empty groups are left out."""
        counts = {group.key: count for group, count in self.counts()}
        for group in (*GROUPS, IN_ORDER):
            found = [item for item in self.items if stands_in(item) is group]
            if found:
                late_first = sorted(found, key=lambda item: not item.deliverable.computed.is_overdue)
                yield Section(group, late_first, above=counts.get(group.key, len(found)) - len(found))

    def only(self, key: str) -> Iterator[Section]:
        """All the items that one group's question is true of."""
        for group in GROUPS:
            if group.key == key:
                yield Section(group, [item for item in self.items if group.holds(item)])


def work_of(person: Any) -> MyWork:
    """Load what waits for a person: seven queries, however much it is."""
    return MyWork(**vars(work.work_of(person)))
