"""The deliverables of a pack, as they stand or stood on a day."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from deliverables.standing import Standing, standings
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.ratings import rating_of
from kpa_tracker.interfaces.scrutiny.assembling import scope
from kpa_tracker.interfaces.scrutiny.models import CommitteeRating, Pack
from kpa_tracker.interfaces.scrutiny.packs.contents import Beside, Flag, Item, PartOf

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
    """Return the deliverables of a pack in the plan's order: now, with what committees' ratings wait for an answer, or
    as they stood at the end of a day. One query more than `standings` takes."""
    found = standings(pack.plan, on=on)
    said = {} if on else beside(pack)
    of_pack = (one for one in found if pack.is_of_whole_plan or one.committee == pack.meeting.committee_id)
    return [item(one, said.get(one.pk, [])) for one in of_pack]


def beside(pack: Pack) -> dict[int, list[Beside]]:
    """Return how committees rated deliverables of the plan otherwise than their owners, who have not answered yet."""
    said = defaultdict(list)
    waiting = CommitteeRating.objects.unanswered().differing().filter(deliverable__plan=pack.plan_id)
    for one in waiting.for_list():
        word = one.rating_word or rating_of(one.rating).word
        minuted = f"{day(one.meeting.held_on)}, minute {one.minute}"
        said[one.deliverable_id].append(Beside(str(one.meeting.committee), one.rating, word, minuted))
    return said


def item(standing: Standing, said: Iterable[Beside]) -> Item:
    computed = standing.computed
    values: dict[str, Any] = {name: getattr(standing, name) for names in SAME for name in names}
    return Item(
        **values,
        **{name: getattr(standing, source) for name, source in NAMED.items()},
        beside=tuple(said),
        slip=computed.slip.sentence if computed.slip else "",
        submitted_on=day(standing.submitted_on),
        green_on=day(standing.green_on),
        flags=tuple(Flag(flag.key, flag.word, flag.kind.value, flag.sentence) for flag in computed),
    )


def parts(pack: Pack) -> list[PartOf]:
    """Return the parts that the committee oversees of what others oversee, with how the whole of each stands. Two
    queries."""
    words = dict(pack.plan.scale.points.values_list("code", "word"))
    joined = ("deliverable__committee", "deliverable__lead", "deliverable__latest")
    found = scope.parts(pack).select_related(*joined).order_by("deliverable__position", "deliverable", "position", "pk")
    return [part(one, words) for one in found]


def part(one: Any, words: Mapping[str, str]) -> PartOf:
    whole = one.deliverable
    return PartOf(
        pk=one.pk,
        text=one.text,
        of=whole.pk,
        whole=str(whole),
        overseer=whole.committee.name if whole.committee else "",
        lead=str(whole.lead or ""),
        deadline=whole.deadline_text,
        stage=whole.stage,
        rating=whole.rating,
        word=words.get(whole.rating, rating_of(whole.rating).word),
        update=whole.latest_id,
    )


def day(date: datetime.date | None) -> str:
    return format_date(date) if date else ""
