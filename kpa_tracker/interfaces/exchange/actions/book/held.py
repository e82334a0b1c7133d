"""What a plan holds, as its workbook says it: plain texts, the same for two plans that are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db.models import Prefetch

from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit.ratings import rating_of
from kpa_tracker.interfaces.exchange.actions.book import wanted
from kpa_tracker.interfaces.exchange.actions.book.columns import Sort, joined
from kpa_tracker.interfaces.exchange.actions.book.entries import Entry, Values, entry_of, key_of, names, said, title_of
from kpa_tracker.interfaces.exchange.actions.book.parts import part_line
from kpa_tracker.interfaces.exchange.actions.book.sheets import BY_NAME, SHEETS, Sheet
from plans.models import Ambition, Descriptor, Plan, Priority
from risks.models import Risk
from targets.models import Measure

Held = dict[str, list[Entry]]
"""The entries of each sheet, by its name, in the plan's order."""


def held_by(plan: Plan) -> Held:
    """Read all that a plan's workbook says of it. Some thirty queries, however much it is."""
    found: Held = {name: list(read(plan)) for name, read in READERS.items()}
    found |= {name: list(read(plan, found)) for name, read in NAMED.items()}
    return {sheet.name: found[sheet.name] for sheet in SHEETS}


def canonical(held: Held) -> dict[str, list[Values]]:
    """Return what a workbook promises to carry: every value, with rows named by their place instead of their number."""
    places = {entry.key: f"{name} {n}" for name, entries in held.items() for n, entry in enumerate(entries)}
    return {name: [_placed(BY_NAME[name], entry.values, places) for entry in entries] for name, entries in held.items()}


def _placed(sheet: Sheet, values: Values, places: Mapping[str, str]) -> Values:
    naming = {column.name for column in sheet.columns if column.sort in (Sort.ROW, Sort.ROWS)}
    return {name: _by_place(text, places) if name in naming else text for name, text in values.items()}


def _by_place(keys: str, places: Mapping[str, str]) -> str:
    return "\n".join(sorted(places[key] for key in keys.split("\n"))) if keys else ""


# --- The sheets -------------------------------------------------------------------------------------------------------


def _plan(plan: Plan) -> Iterator[Entry]:
    yield entry_of("plan", plan, scale=title_of(plan.scale, "name"))


def _ratings(plan: Plan) -> Iterator[Entry]:
    worst_first = sorted(plan.scale.points.all(), key=lambda point: rating_of(point.code).rank)
    return (entry_of("ratings", point) for point in worst_first)


def _parts(sheet: str, name: str, *order: str) -> Callable[[Plan], Iterator[Entry]]:
    def read(plan: Plan) -> Iterator[Entry]:
        return (entry_of(sheet, one) for one in getattr(plan, name).current().order_by(*order))

    return read


def _hanging() -> list[Prefetch[Any]]:
    """What hangs on an ambition or a deliverable, without what was archived: one query each."""
    return [
        Prefetch("priorities", Priority.objects.current()),
        Prefetch("risks", Risk.objects.filter(archived_at=None)),
    ]


def _shared(record: Any) -> dict[str, str]:
    return {"priorities": names(record.priorities.all()), "risks": names(record.risks.all(), "reference")}


def _ambitions(plan: Plan) -> Iterator[Entry]:
    for one in Ambition.objects.current().filter(plan=plan).prefetch_related(*_hanging()):
        yield entry_of("ambitions", one, **_shared(one))


def _descriptors(plan: Plan) -> Iterator[Entry]:
    found = Descriptor.objects.current().filter(ambition__plan=plan, ambition__archived_at=None)
    for one in found.select_related("ambition").order_by("ambition__position", "ambition", "position", "pk"):
        yield entry_of("descriptors", one, ambition=key_of("ambitions", one.ambition))


def _deliverables(plan: Plan) -> Iterator[Entry]:
    found = Deliverable.objects.current().filter(plan=plan).in_plan_order()
    measures = Prefetch("measures", Measure.objects.current())
    loaded = found.select_related("plan", "ambition", "descriptor", "lead", "committee").prefetch_related(
        *_hanging(), measures, "supporting", "measurements", "sub_items__committee"
    )
    return map(_deliverable, loaded)


def _deliverable(one: Deliverable) -> Entry:
    return entry_of(
        "deliverables",
        one,
        **_shared(one),
        ambition=key_of("ambitions", one.ambition),
        descriptor=key_of("descriptors", one.descriptor),
        lead=title_of(one.lead),
        supporting=names(one.supporting.all()),
        committee=title_of(one.committee, "name"),
        deadline=said(one.deadline_text),
        measurements=joined([said(line.text) for line in one.measurements.all()]),
        sub_items=joined([said(part_line(item)) for item in one.sub_items.all()]),
        measures="\n".join(sorted(key_of("measures", measure) for measure in one.measures.all())),
    )


READERS: dict[str, Callable[[Plan], Iterator[Entry]]] = {
    "plan": _plan,
    "ratings": _ratings,
    "priorities": _parts("priorities", "priorities", "position", "pk"),
    "sections": _parts("sections", "sections", "-place", "position", "pk"),
    "glossary": _parts("glossary", "glossary", "term", "pk"),
    "ambitions": _ambitions,
    "descriptors": _descriptors,
    "measures": wanted.measures,
    "definitions": wanted.definitions,
    "series": wanted.series,
    "objectives": wanted.objectives,
    "targets": wanted.targets,
    "tolerances": wanted.tolerances,
    "deliverables": _deliverables,
}


# --- What the rows name -----------------------------------------------------------------------------------------------


def _posts(plan: Plan, found: Held) -> Iterator[Entry]:
    among = [("deliverables", "lead"), ("deliverables", "supporting"), ("measures", "owner")]
    records: set[Post] = {one for sheet, name in among for entry in found[sheet] for one in _linked(entry.record, name)}
    return (entry_of("posts", post) for post in sorted(records, key=lambda post: (post.title, post.pk)))


def _linked(record: Any, name: str) -> list[Any]:
    value = getattr(record, name)
    return list(value.all()) if hasattr(value, "all") else [value] if value else []


def _committees(plan: Plan, found: Held) -> Iterator[Entry]:
    named = [entry.record for sheet in ("deliverables", "measures", "tolerances") for entry in found[sheet]]
    items = [item for entry in found["deliverables"] for item in entry.record.sub_items.all()]
    records = {one.committee for one in (*named, *items) if one.committee}
    return (entry_of("committees", one) for one in sorted(records, key=lambda one: (one.name, one.pk)))


def _risks(plan: Plan, found: Held) -> Iterator[Entry]:
    holders = [entry.record for sheet in ("ambitions", "deliverables") for entry in found[sheet]]
    records = {risk for holder in holders for risk in holder.risks.all()}
    return (entry_of("risks", risk) for risk in sorted(records, key=lambda risk: (risk.reference, risk.pk)))


def _grades(plan: Plan, found: Held) -> Iterator[Entry]:
    scales = {entry.record.scale for entry in found["measures"] if entry.record.scale}
    for scale in sorted(scales, key=lambda scale: (scale.name, scale.era)):
        of = {"scale": said(scale.name), "era": said(scale.era)}
        yield from (entry_of("grades", grade, **of) for grade in scale.grades.all())


def _sources(plan: Plan, found: Held) -> Iterator[Entry]:
    named = [entry.record for sheet in ("measures", "series") for entry in found[sheet]]
    records = {one.source for one in named if one.source}
    return (entry_of("sources", one) for one in sorted(records, key=lambda one: (one.name, one.pk)))


def _sets(plan: Plan, found: Held) -> Iterator[Entry]:
    records = {entry.record.set for entry in found["measures"] if entry.record.set}
    return (entry_of("sets", one) for one in sorted(records, key=lambda one: (one.position, one.pk)))


NAMED: dict[str, Callable[[Plan, Held], Iterator[Entry]]] = {
    "posts": _posts,
    "committees": _committees,
    "risks": _risks,
    "grades": _grades,
    "sources": _sources,
    "sets": _sets,
}
