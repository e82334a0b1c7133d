"""The deliverables of a pack, as they stand or stood on a day."""

from __future__ import annotations

import datetime
from typing import Any

from deliverables.standing import Standing, standings
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.interfaces.scrutiny.models import Pack
from kpa_tracker.interfaces.scrutiny.packs.contents import Flag, Item

SAME = (
    ("pk", "reference", "title", "supporting", "stage", "rating", "forecast", "forecast_word", "update"),
    ("is_accepted", "done", "next_steps", "cause", "recovery", "recovery_by", "measurements"),
)
NAMED = {
    "ambition": "ambition_name",
    "lead": "lead_name",
    "committee": "committee_name",
    "deadline": "deadline_text",
    "word": "rating_word",
    "said_of": "period_name",
}


def items(pack: Pack, *, on: datetime.date | None = None) -> list[Item]:
    """Return the deliverables of a pack in the plan's order, now or as they stood at the end of a day. As many queries
    as `standings` takes."""
    found = standings(pack.plan, on=on)
    return [item(one) for one in found if pack.is_of_whole_plan or one.committee == pack.meeting.committee_id]


def item(standing: Standing) -> Item:
    computed = standing.computed
    values: dict[str, Any] = {name: getattr(standing, name) for names in SAME for name in names}
    return Item(
        **values,
        **{name: getattr(standing, source) for name, source in NAMED.items()},
        slip=computed.slip.sentence if computed.slip else "",
        submitted_on=day(standing.submitted_on),
        green_on=day(standing.green_on),
        flags=tuple(Flag(flag.key, flag.word, flag.kind.value, flag.sentence) for flag in computed),
    )


def day(date: datetime.date | None) -> str:
    return format_date(date) if date else ""
