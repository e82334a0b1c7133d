"""The heat map: how many risks stand in each cell of the matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from kpa_tracker.base.toolkit.asof import PARAMETER, ReadAsOf
from kpa_tracker.base.toolkit.pages import PageAction
from risks.models import BASES
from risks.models.facts import last_move
from risks.scoring import STEPS, Level, Pair, Travel, shown_level
from risks.standing import RegisterThen, RiskRows
from risks.tables.matrix import by_pair, matrix_in_force, words_of_steps
from risks.views.pictures import PicturePage

WORDS_OF_TODAY = "The steps are called what they are called today."
"""What the map as of a day says of its words."""


class HeatMap(ReadAsOf, PicturePage):
    """How many risks stand in each cell of the matrix, inherent, current or target, and which have moved. As of a
    day: by the scores and the matrix of then, with the words of today."""

    template_name = "risks/heat_map.html"
    page_title = "Heat map"
    purpose = "How many risks are how likely and how grave, and which of them have moved since their last review."

    @cached_property
    def basis(self) -> str:
        asked = self.request.GET.get("basis", "")
        return asked if asked in BASES else "current"

    @cached_property
    def register(self) -> RegisterThen | None:
        """The register as of the day that is asked for."""
        day = self.as_of.day
        return RegisterThen([self.authority.pk] if self.authority else [], on=day) if day else None

    def mapped(self) -> list[Any]:
        """The risks of the map, now or as of the day; none where the address names no day."""
        if self.as_of.is_wrong:
            return []
        if self.register is None:
            return list(self.get_risks().select_related(*BASES).with_levels().with_scores().order_by("reference"))
        found = RiskRows(self.register.risks).live()
        return list(found.filter(committee=self.committee) if self.committee else found)

    def matrix(self) -> dict[Pair, Level]:
        then = self.register.matrix(self.authority.pk) if self.register and self.authority else {}
        return then or matrix_in_force(self.authority)

    def get_page_actions(self) -> list[PageAction]:
        return [] if self.as_of.asked else super().get_page_actions()

    def kept(self) -> dict[str, Any]:
        day = {PARAMETER: self.as_of.day.isoformat()} if self.as_of.day else {}
        return {**super().kept(), **day}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        risks = self.mapped()
        scored = [one for one in risks if getattr(one, self.basis)]
        moved = [(one, way) for one in risks if (way := last_move(one)) in (Travel.UP, Travel.DOWN)]
        self.ways = dict(moved) if self.basis == "current" else {}
        return super().get_context_data(
            basis=self.basis,
            bases=[(basis.capitalize(), self.address(basis=basis), basis == self.basis) for basis in BASES],
            impacts=list(zip(STEPS, words_of_steps(self.authority, "service"), strict=True)),
            rows=list(self.rows(scored)),
            total=len(risks),
            scored=len(scored),
            unscored=[one for one in risks if not getattr(one, self.basis)],
            by_level=self.by_level(scored),
            moved=moved,
            as_of_note=WORDS_OF_TODAY,
            **kwargs,
        )

    def rows(self, scored: list[Any]) -> Iterator[Any]:
        """The rows of the map, the likeliest first: (likelihood, its word, cells of level, risks with the way that
        their current score moved, and address)."""
        held, matrix = by_pair(scored, self.basis), self.matrix()
        words = words_of_steps(self.authority, "likelihood")
        for likelihood in STEPS[::-1]:
            pairs = [(likelihood, impact) for impact in STEPS]
            cells = [(matrix[pair].shown, self.moving(held.get(pair, [])), self.cell_address(pair)) for pair in pairs]
            yield likelihood, words[likelihood - 1], cells

    def moving(self, risks: list[Any]) -> list[tuple[Any, Travel | None]]:
        return [(one, self.ways.get(one)) for one in risks]

    def cell_address(self, pair: tuple[int, int]) -> str:
        return self.list_address(cell=f"{self.basis}.{pair[0]}.{pair[1]}")

    def by_level(self, scored: list[Any]) -> list[tuple[Any, int]]:
        counted = Counter(getattr(one, f"{self.basis}_level") for one in scored)
        return [(shown_level(level), counted.get(level, 0)) for level in reversed(Level)]
