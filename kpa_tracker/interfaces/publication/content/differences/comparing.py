"""How two public documents of a plan differ, item by item. No Django."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from kpa_tracker.interfaces.publication.content.differences.items import PLAN, SORTS, Text, items_of
from kpa_tracker.interfaces.publication.content.differences.pairs import paired
from kpa_tracker.interfaces.publication.content.document import PlanDocument


class Kind(str, Enum):
    """What became of an item."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"

    @property
    def label(self) -> str:
        return {"new": "New", "gone": "Gone", "changed": "Changed"}[self.value]


@dataclass(frozen=True)
class Detail:
    """A field of an item that reads otherwise. Codes of ratings stand beside their words."""

    label: str
    was: str
    now: str
    was_rating: str = ""
    now_rating: str = ""


@dataclass(frozen=True)
class Difference:
    """An item that one of two documents has and the other has not, or that they say differently."""

    sort: str
    kind: Kind
    what: str
    details: tuple[Detail, ...] = ()

    @property
    def sort_word(self) -> str:
        return SORTS[self.sort]


@dataclass(frozen=True)
class Count:
    """How many items of a sort there were and are. `before` is gone + changed + same, `after` new + changed + same."""

    sort: str
    new: int
    gone: int
    changed: int
    same: int

    @property
    def sort_word(self) -> str:
        return SORTS[self.sort]

    @property
    def before(self) -> int:
        return self.gone + self.changed + self.same

    @property
    def after(self) -> int:
        return self.new + self.changed + self.same


def differences(old: PlanDocument, new: PlanDocument) -> tuple[Difference, ...]:
    """Return how two documents of a plan differ, in the order of `SORTS`, of each sort what is gone last.

    When it was made is no difference. Documents that differ in nothing but an order differ in one thing, that.
    """
    found = tuple(told for sort in SORTS for told in _of_sort(sort, old, new))
    if found or replace(old, made_on=new.made_on) == new:
        return found
    return (Difference(PLAN, Kind.CHANGED, new.title, (Detail("order", "", "Things stand in another order"),)),)


def counts(old: PlanDocument, new: PlanDocument) -> tuple[Count, ...]:
    """Return of each sort how much is new, gone, changed and the same. Sorts that neither document has are left out."""
    kinds = Counter((one.sort, one.kind) for one in differences(old, new))
    after = Counter(item.sort for item in items_of(new))
    made = (_count(sort, kinds, after[sort]) for sort in SORTS)
    return tuple(count for count in made if count.before or count.after)


def _count(sort: str, kinds: Counter[tuple[str, Kind]], after: int) -> Count:
    new, gone, changed = (kinds[sort, kind] for kind in Kind)
    return Count(sort, new, gone, changed, same=after - new - changed)


def _of_sort(sort: str, old: PlanDocument, new: PlanDocument) -> Iterator[Difference]:
    before = [item for item in items_of(old) if item.sort == sort]
    after = [item for item in items_of(new) if item.sort == sort]
    pairs = paired(before, after)
    for place, item in enumerate(after):
        if place not in pairs:
            yield Difference(sort, Kind.NEW, item.name, tuple(_details((), item.texts)))
        elif details := tuple(_details(before[pairs[place]].texts, item.texts)):
            yield Difference(sort, Kind.CHANGED, item.name, details)
    for place in sorted(set(range(len(before))) - set(pairs.values())):
        yield Difference(sort, Kind.GONE, before[place].name, tuple(_details(before[place].texts, ())))


def _details(was: Iterable[tuple[str, Text]], now: Iterable[tuple[str, Text]]) -> Iterator[Detail]:
    old, new, nothing = dict(was), dict(now), Text("")
    for label in dict.fromkeys([*new, *old]):
        before, after = old.get(label, nothing), new.get(label, nothing)
        if before != after:
            yield Detail(label, before.words, after.words, before.rating, after.rating)
