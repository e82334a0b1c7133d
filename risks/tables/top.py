"""The gravest risks as a table: how they move, how they are answered, what rests on them."""

from __future__ import annotations

from typing import Any, ClassVar

import django_tables2 as tables

from kpa_tracker.base.toolkit.dates import format_date
from risks.models import Risk
from risks.models.facts import move_over_quarters
from risks.scoring import Level
from risks.tables.register import ARROWS, FileColumn, RiskTable, StanceColumn, with_small


class YearColumn(tables.Column):
    """How the score moved since the end of the quarter a year back, and what it was then."""

    empty_values = ()

    def render(self, record: Any) -> str:
        return self.value(record)

    def value(self, record: Any) -> str:
        then, before, way = move_over_quarters(record)
        if way is None or before is None:
            return f"Not scored by {format_date(then)}"
        return f"{ARROWS[way.arrow]}\N{NO-BREAK SPACE}{way.word} from {before.score}"


class AppetiteColumn(tables.Column):
    """The highest level of its category that is borne without a decision."""

    empty_values = ()

    def render(self, record: Any) -> str:
        return self.value(record)

    def value(self, record: Any) -> str:
        appetite = record.category.appetite if record.category else None
        return f"Up to {Level(appetite).word.lower()}" if appetite else "None set"


class AnswerColumn(StanceColumn):
    """How a risk is answered: within appetite, treated, accepted until a day, or waiting for a decision."""

    def render(self, record: Any) -> str:
        return with_small(super().render(record), accepted_in_words(record))


def accepted_in_words(record: Any) -> str:
    """Up to which level and until when a risk is accepted, whether that day has passed or not."""
    if record.accepted_until is None:
        return ""
    return f"Accepted at {Level(record.accepted_level).word.lower()} until {format_date(record.accepted_until)}"


class TopRiskTable(RiskTable):
    """The gravest risks, in the order of their gravity."""

    over_year = YearColumn("Over four quarters")
    appetite = AppetiteColumn("Appetite")
    stance = AnswerColumn("How it is answered")
    accepted_until = FileColumn("Accepted until")

    class Meta(RiskTable.Meta):
        model = Risk
        orderable = False
        exclude = ("row", "target", "score_wanted", "status")
        sequence: ClassVar[tuple[str, ...]] = (
            "reference",
            "title",
            "owner",
            "current",
            "moved",
            "over_year",
            "appetite",
        )
        sequence += ("stance", "next_review", "worst", "...")
