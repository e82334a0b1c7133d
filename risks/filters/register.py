"""How the register is narrowed."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from kpa_tracker.base.people.filters import AuthorityFilter, bodies_asked
from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.base.toolkit.asof import PastDayFilter, ReadThen
from kpa_tracker.base.toolkit.filters import ListFilter, MethodChoice, RecordFilter, SearchFilter, SelectionFilter
from plans.models import Ambition
from risks.models import BASES, Category, Risk
from risks.scoring import Level, Stance, pairs
from risks.standing import RiskRows, risks_as_they_stood

HANGING = (
    ("live", "All that are still risks"),
    ("needing_decision", "Beyond appetite, without a decision"),
    ("review_overdue", "Review overdue"),
    ("review_soon", "Review due within a fortnight"),
    ("to_reassess", "A deliverable has turned red since the last score"),
    ("treated_by_nothing", "Treated by nothing"),
    ("linked", "Linked to an ambition or deliverable"),
    ("unlinked", "Linked to nothing"),
    ("resting_on_red", "Resting on a red deliverable"),
    ("without_owner", "Without an owner"),
)
NOT_SCORED = "0"
LEVELS = [(str(value), word) for value, word in reversed(Level.choices())] + [(NOT_SCORED, "Not scored")]
CELLS = [
    (f"{basis}.{likelihood}.{impact}", f"{basis.capitalize()}: likelihood {likelihood}, impact {impact}")
    for basis in BASES
    for likelihood, impact in pairs()
]


class ArchivedRiskFilter(ListFilter):
    """Words alone: there are few."""

    words = SearchFilter(label="Words in it")

    class Meta(ListFilter.Meta):
        model = Risk
        fields: ClassVar[list[str]] = []


class RiskFilter(AuthorityFilter):
    """Words, level, appetite, who answers for it, and how a risk hangs together with the plan."""

    main = ("words", "level", "stance", "owner", "state")

    words = SearchFilter(label="Words in it")
    level = SelectionFilter(by="at_level", label="Level now", choices=LEVELS)
    stance = SelectionFilter(by="in_stance", label="Against appetite", choices=Stance.choices())
    owner = RecordFilter(Post, archived=True, label="Owner")
    state = MethodChoice(label="Show only", choices=HANGING)
    category = RecordFilter(Category, archived=True, label="Category")
    status = SelectionFilter(by="in_status", label="Status", choices=Risk.Status.choices)
    committee = RecordFilter(Committee, archived=True, label="Committee")
    ambitions = RecordFilter(Ambition, label="Ambition")
    soon = SelectionFilter(by="how_soon", label="How soon", choices=Risk.Proximity.choices)
    cell = SelectionFilter(by="in_cell", label="Place in the matrix", choices=CELLS)
    as_of = PastDayFilter(label="As it stood on")

    class Meta(ListFilter.Meta):
        model = Risk
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.data.get("cell"):  # 75 places are chosen on the heat map, not from a list
            del self.filters["cell"]


class PastRiskFilter(ReadThen, RiskFilter):
    """The facets of a register that is read as of a day. What was archived since is offered as well; what turned red
    since a score is looked for today alone."""

    state = MethodChoice(label="Show only", choices=[one for one in HANGING if one[0] != "to_reassess"])
    ambitions = RecordFilter(Ambition, archived=True, label="Ambition")

    def read(self, day: datetime.date, asked: dict[str, Any]) -> RiskRows:
        """Read the registers that the person may see, or that of the authority that is asked for."""
        return risks_as_they_stood(bodies_asked(self.request.user, asked), on=day)
