"""What a plan holds, as the parts by which it is compared with the plan that it follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Q

from deliverables.models.deliverables import Deliverable
from deliverables.models.joined import Joined, joined_by_fates
from plans.differences import Change, Difference, Fact, Fate, Level, Part, compare
from plans.models import Descriptor, Plan
from targets.models import Target
from targets.performance import Form


def difference_of(plan: Plan, *, since: Plan) -> Difference:
    """Compare a plan with an earlier one: six queries a plan, however much they hold, and two for what became of the
    deliverables of the earlier one, where this one follows it."""
    measured = Q(series__archived_at=None, series__measure__archived_at=None)
    follows = plan.previous_id == since.pk
    joined = joined_by_fates(since, plan) if follows else {}
    unsaid: dict[str, Any] = {"ended": Fate.UNDECIDED} if follows and since.is_adopted else {}
    before = parts_of(since, aimed_at=Q(), joined=joined, unsaid=unsaid)
    return compare(before, parts_of(plan, aimed_at=measured, joined=joined, unsaid={}))


def parts_of(plan: Plan, *, aimed_at: Q, joined: Joined, unsaid: dict[str, Any]) -> list[Part]:
    """Return all that a plan promises now, in its order; of its targets those that a condition selects. What is
    measured no longer was a target of the plan before all the same, and was taken out of this one. `unsaid` is told of
    a deliverable of which nothing was decided."""
    ambitions = [_ambition(one) for one in plan.ambitions.current()]
    rows = Deliverable.objects.filter(plan=plan).current().select_related("ambition", "lead").in_plan_order()
    deliverables = [
        replace(_deliverable(one), **joined.get(one.pk, unsaid)) for one in rows.prefetch_related("measurements")
    ]
    sections = [_section(one) for one in plan.sections.current()]
    return [*ambitions, *_descriptors(plan), *deliverables, *_targets(plan, aimed_at), *sections]


def _worded(*texts: tuple[str, str]) -> tuple[Fact, ...]:
    return tuple(Fact(Change.REWORDED, name, text) for name, text in texts)


def _ambition(one: Any) -> Part:
    return Part(
        one.title,
        Level.AMBITION,
        one.reference,
        pk=one.pk,
        facts=_worded(("Title", one.title), ("Description", one.description)),
        url=one.get_absolute_url(),
    )


def _descriptors(plan: Plan) -> Iterator[Part]:
    found = Descriptor.objects.current().filter(ambition__plan=plan, ambition__archived_at=None)
    in_order = ("ambition__position", "ambition", "position", "pk")
    for one in found.select_related("ambition").order_by(*in_order):
        yield Part(
            one.title,
            Level.DESCRIPTOR,
            pk=one.pk,
            within=one.ambition_id,
            place=str(one.ambition),
            facts=_worded(("Title", one.title)),
            url=one.ambition.get_absolute_url(),
        )


def _deliverable(one: Deliverable) -> Part:
    lead = Fact(Change.LEAD, "Lead post", str(one.lead or ""))
    deadline = Fact(Change.DEADLINE, "Deadline", one.deadline_text)
    return Part(
        one.title,
        Level.DELIVERABLE,
        one.reference,
        pk=one.pk,
        within=one.ambition_id,
        place=str(one.ambition),
        facts=(*_worded(("Title", one.title), ("Description", one.description)), lead, deadline),
        measurements=tuple(measurement.text for measurement in one.measurements.all()),
        url=one.get_absolute_url(),
    )


def _section(one: Any) -> Part:
    texts = _worded(("Title", one.title), ("Text", one.body))
    return Part(one.title, Level.SECTION, pk=one.pk, facts=texts, url=one.get_absolute_url())


def _targets(plan: Plan, aimed_at: Q) -> Iterator[Part]:
    """Yield one part for each series of a measure for which the plan has targets: their words, year by year."""
    wanted = Target.objects.current().filter(aimed_at, plan=plan)
    by_series: dict[Any, list[Target]] = defaultdict(list)
    for target in wanted.select_related("series__measure").order_by("series__measure__position", "series", "starts"):
        by_series[target.series].append(target)
    return (_target(series, targets) for series, targets in by_series.items())


def _target(series: Any, targets: Iterable[Target]) -> Part:
    found = list(targets)
    is_number = any(target.form != Form.WORDS for target in found)
    facts = (
        Fact(Change.TARGET, "Target", "; ".join(target.text for target in found)),
        Fact(Change.NUMBER, "How it is put", "with a number" if is_number else "in words alone"),
    )
    return Part(
        str(series), Level.TARGET, same=f"series {series.pk}", pk=series.pk, facts=facts, url=series.get_absolute_url()
    )
