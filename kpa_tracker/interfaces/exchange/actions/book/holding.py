"""What a plan does not take from a workbook, and what somebody has to put right first."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from kpa_tracker.interfaces.exchange.actions.book.columns import in_words
from kpa_tracker.interfaces.exchange.actions.book.steps import BookProposal, BookStep
from kpa_tracker.interfaces.exchange.reading.plan import Problem
from targets.models import Closing

DEADLINE_STAYS = (
    "{}: the plan is adopted, so its deadlines move only by a request with a reason. The deadline in the file ({}) "
    "is not taken."
)
SCALE_STAYS = "The plan is adopted, so it keeps its scale of ratings; what the file says of it is not taken."
TITLE_STAYS = "The plan keeps its own title. In the file it is “{}”."
STAYS_UNDER = "“{}” cannot be moved in a workbook. Leave the row as it was, and make a new one without a key."
FOLLOWED = "A tolerance that is set is never changed, only followed by another. Leave its row, and add a new one."
COUNTED_HERE = (
    "{}: what this measure counts is said here, for other plans too. What the file says from {} is not taken."
)
CLOSED_HERE = "{}: results up to {} are closed here and keep their colour. The tolerance from {} is not taken."
FIXED = {"descriptors": "ambition", "definitions": "measure", "series": "measure", "targets": "series"}
"""What a row stands under for good, by its sheet."""


class Holding:
    """Looks at each row's step. Costs nothing, but one query where a tolerance is new."""

    def __init__(self, proposal: BookProposal, *, is_empty: bool) -> None:
        self.proposal, self.plan, self.is_own, self.is_empty = proposal, proposal.plan, proposal.is_own, is_empty

    def hold_back(self, step: BookStep) -> None:
        """Leave out what the plan does not take, and say so."""
        if FIXED.get(step.sheet.name) in step.changes:
            self._trouble(step, STAYS_UNDER.format(step.title))
        hold = HOLDS.get(step.sheet.name)
        if hold:
            hold(self, step)

    def _note(self, text: str) -> None:
        self.proposal.notes.append(text)

    def _trouble(self, step: BookStep, text: str) -> None:
        self.proposal.problems.append(Problem(step.place, text))

    def plan_itself(self, step: BookStep) -> None:
        if not self.is_own and "title" in step.changes:
            del step.changes["title"]
            self._note(TITLE_STAYS.format(step.values["title"]))
        self.ratings(step)
        if self.plan.is_adopted and "scale" in step.changes:
            del step.changes["scale"]
            self._note(SCALE_STAYS)

    def ratings(self, step: BookStep) -> None:
        """A workbook of another plan does not change these once there is something in this one."""
        if not self.is_own and not self.is_empty:
            step.changes, step.is_left = {}, step.entry is None

    def deliverable(self, step: BookStep) -> None:
        if self.plan.is_adopted and "deadline" in step.changes:
            wanted = step.changes.pop("deadline")[1]
            self._note(DEADLINE_STAYS.format(f"{step.place}, {step.title}", wanted))

    def definition(self, step: BookStep) -> None:
        """Another plan's workbook does not say what a measure counts that other plans share."""
        is_known = not step.values.get("measure", "").startswith("new ")
        if step.is_new and is_known and not self.is_own:
            step.is_left = True
            self._note(COUNTED_HERE.format(step.place, step.title))

    def tolerance(self, step: BookStep) -> None:
        if step.changes:
            self._trouble(step, FOLLOWED)
        if step.is_new and not self.is_own and step.values.get("applies_from", "") <= self.closed:
            step.is_left = True
            column = step.sheet.column("applies_from")
            self._note(CLOSED_HERE.format(step.place, in_words(column, self.closed), step.title))

    @cached_property
    def closed(self) -> str:
        """The day up to which the authority's results are closed, as a text; nothing before the first closing."""
        day = Closing.objects.last_day(self.plan.authority_id)
        return day.isoformat() if day else ""


HOLDS: dict[str, Callable[[Holding, BookStep], Any]] = {
    "plan": Holding.plan_itself,
    "ratings": Holding.ratings,
    "deliverables": Holding.deliverable,
    "definitions": Holding.definition,
    "tolerances": Holding.tolerance,
}
