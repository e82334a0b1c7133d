"""What a return asks for: a row for each deliverable that still owes an update, with what was said of it before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from deliverables.actions.updates import place_of
from deliverables.models import Deliverable, ProgressUpdate, ReportingPeriod
from kpa_tracker.base.toolkit.exports import plain
from kpa_tracker.base.toolkit.workbooks.writing import LONGEST_CELL
from kpa_tracker.interfaces.exchange.actions.returns.columns import ANSWERS
from kpa_tracker.interfaces.exchange.actions.returns.words import Words, mark_of
from kpa_tracker.interfaces.exchange.rules import answered_by, reported_by

MINE, ALL, POST, COMMITTEE = "mine", "all", "post", "committee"


@dataclass(frozen=True)
class Share:
    """A part of a period's return to take out: how an address names it, what people call it, how many rows it has."""

    key: str
    title: str
    rows: int


@dataclass(frozen=True)
class Owed:
    """A deliverable that owes an update, what is in hand that this person may read, and what was said last."""

    deliverable: Deliverable
    in_hand: ProgressUpdate | None
    previous: ProgressUpdate | None

    @property
    def key(self) -> str:
        return f"D{self.deliverable.pk}"

    def cells(self, words: Words) -> dict[str, str]:
        cells = {**self._told(), **self._answers(words)}
        return {name: plain(text) for name, text in cells.items()}

    def known(self, words: Words) -> tuple[str, str, str, str]:
        """What the hidden sheet keeps of it: key, reference, the version seen, the sum of its answers."""
        number, version = place_of(self.in_hand)
        return self.key, self.deliverable.reference, f"{number}.{version}", mark_of(self.cells(words))

    def _told(self) -> dict[str, str]:
        one, last = self.deliverable, self.previous
        told = {"key": self.key, "reference": one.reference, "title": one.title, "deadline": one.deadline_text}
        if last is None:
            return told
        rated = getattr(last, "rating_word", "") or ""
        return told | {"last_rating": rated, "last_done": last.done, "last_next_steps": last.next_steps}

    def _answers(self, words: Words) -> dict[str, str]:
        """What is in hand; where nothing is, how far it was. As the page of an update starts."""
        if self.in_hand is None:
            return {"stage": words.shown(ANSWERS[0].sort, self.deliverable.stage)}
        return {column.name: words.shown(column.sort, getattr(self.in_hand, column.name)) for column in ANSWERS}


def owing(period: ReportingPeriod, *, by: Any) -> Any:
    """Select what still owes an update in a period, of what a person may report on."""
    return reported_by(by).in_period(period).at_place("outstanding")


def shares_of(period: ReportingPeriod, *, by: Any) -> list[Share]:
    """Return the parts that a person may take out: their own; where they may report on anything, the whole plan, and
    what each post and each committee owes. Two queries."""
    rows = list(
        owing(period, by=by).values_list("pk", "lead_id", "lead__title", "committee_id", "committee__name").distinct()
    )
    own = set(answered_by(by).filter(plan=period.plan_id).values_list("pk", flat=True))
    shares = [Share(MINE, "My own return", sum(row[0] in own for row in rows))]
    if by.has_perm("deliverables.update_any_deliverable", period):
        shares.append(Share(ALL, "The whole plan", len(rows)))
        shares += [*_parts(POST, [row[1:3] for row in rows]), *_parts(COMMITTEE, [row[3:5] for row in rows])]
    return [share for share in shares if share.rows]


def _parts(kind: str, named: list[tuple[int | None, str]]) -> list[Share]:
    counts = Counter(one for one in named if one[0])
    return [
        Share(f"{kind}-{pk}", title, number) for (pk, title), number in sorted(counts.items(), key=lambda c: c[0][1])
    ]


def owed_in(period: ReportingPeriod, share: Share, *, by: Any) -> list[Owed]:
    """Load the rows of a part. Three queries, however many there are.

    What somebody else has begun, and this person may not read, is left empty as if nothing were in hand; a row that is
    filled in there is refused when it comes back. So is a draft that is longer than a cell.
    """
    rows = list(_of_share(owing(period, by=by), share, by=by).select_related("plan", "lead", "latest").in_plan_order())
    in_hand = _in_hand(rows, period, by=by)
    previous = _previous(rows, period)
    return [Owed(one, in_hand.get(one.pk), previous.get(one.pk)) for one in rows]


def _of_share(rows: Any, share: Share, *, by: Any) -> Any:
    kind, _, pk = share.key.partition("-")
    if kind == MINE:
        return rows.filter(pk__in=answered_by(by).values("pk"))
    fields = {POST: "lead", COMMITTEE: "committee"}
    return rows.filter(**{fields[kind]: pk}) if kind in fields else rows


def _in_hand(rows: list[Deliverable], period: ReportingPeriod, *, by: Any) -> dict[int, ProgressUpdate]:
    readable = ProgressUpdate.objects.visible_to(by).filter(deliverable__in=rows, period=period)
    newest = {one.deliverable_id: one for one in readable.select_related("recovery_by").order_by("number")}
    return {pk: one for pk, one in newest.items() if _fits(one)}


def _fits(update: ProgressUpdate) -> bool:
    return all(len(str(getattr(update, column.name) or "")) <= LONGEST_CELL for column in ANSWERS)


def _previous(rows: list[Deliverable], period: ReportingPeriod) -> dict[int, ProgressUpdate]:
    earlier = ProgressUpdate.objects.of_record().filter(deliverable__in=rows)
    earlier = earlier.filter(period__observed_from__lt=period.observed_from).with_words()
    return {one.deliverable_id: one for one in earlier.order_by("period__observed_from")}
