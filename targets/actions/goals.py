"""What changes targets and the baselines that they start from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from kpa_tracker.base.audit.actions import difference, hold_chain, snapshot
from kpa_tracker.base.people.actions import refuse_other_authorities
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from kpa_tracker.base.toolkit.models import assign, compare_and_set
from targets.actions import keeping
from targets.actions.directions import refuse_against
from targets.actions.judging import rejudge_open_results
from targets.actions.profiles import profiled, refuse_left_behind, step_told
from targets.models import Baseline, Footnote, Target
from targets.performance import Form, Kind

FIGURES = ("value", "second", "change_percent", "change_by")
NEEDED = {Form.RELATIVE: (), Form.WORDS: (), Form.RANGE: ("value", "second")}
"""The figures that a sort of target cannot do without; all others need a value."""
OWN_FORMS = {
    Kind.QUALITATIVE: {Form.WORDS},
    Kind.GRADE: {Form.GRADE, Form.WORDS},
    Kind.RANK: {Form.RANK, Form.WORDS},
    Kind.LEVEL: {Form.LEVEL, Form.FLOOR, Form.CEILING, Form.WORDS},
}
"""The sorts of target that a kind of measure can have, where it is not every sort of numbers."""
OF_NUMBERS = {Form.ABSOLUTE, Form.RELATIVE, Form.FLOOR, Form.CEILING, Form.RANGE, Form.WORDS}
BASELINE_FIELDS = ("text", "value", "second", "starts", "ends", "is_projected")


def forms_of(kind: Kind) -> set[Form]:
    """Return the sorts of target that a measure of this kind can have."""
    return OWN_FORMS.get(kind, OF_NUMBERS)


@transaction.atomic
def add_target(
    target: Target,
    *,
    by: Any,
    links: Mapping[str, Iterable[Any]] | None = None,
    baseline: Mapping[str, Any] | None = None,
) -> Target:
    """Set a target, with its baseline, as one event. Refuses a closed plan, another authority's series, days outside
    the plan's, another plan's objective, a sort of target that the measure cannot have, figures that do not fit, and
    what asks for the worse."""
    refuse_misfit(target)
    also = {}
    if baseline and says_something(baseline):
        hold_chain(target.authority_id)
        target.baseline = _made(target, baseline)
        also = {"baseline": [None, _told(target.baseline)]}
    added: Target = keeping.add(target, links=links, also=also, by=by)
    rejudge_open_results(added, by=by)
    return added


@transaction.atomic
def change_target(
    target: Target,
    *,
    seen: int,
    changes: Mapping[str, Any],
    by: Any,
    baseline: Mapping[str, Any] | None = None,
    drop_profile: bool = False,
) -> Target:
    """Change a target or its baseline, as one event. Open results are judged again; what is closed keeps its status.

    A profile is made for the target as it is. With `drop_profile` it goes in the same event. Refuses to change what is
    wanted, or the days, under a profile that stays; refuses as `add_target` does, what is archived, and (Conflict) a
    version that was not the last.
    """
    made_for = profiled(target)
    assign(target, {name: value for name, value in changes.items() if name not in {*keeping.FIXED, "footnotes"}})
    refuse_misfit(target)
    hold_chain(target.authority_id)
    before = _told(target.baseline) if target.baseline_id else None
    figures = _figures(target.baseline)
    if baseline is not None:
        changes = {**changes, "baseline": _kept(target, baseline)}
    now = _told(target.baseline) if target.baseline_id else None
    also: dict[str, list[Any]] = {}
    if before != now:
        also = {"baseline": [before, now], "baseline_figures": [figures, _figures(target.baseline)]}
    if drop_profile and made_for.steps:
        also["profile"] = [[step_told(step) for step in made_for.steps], []]
    changed: Target = keeping.change(target, seen=seen, changes=changes, also=also, by=by)
    if drop_profile:
        target.expected_values.all().delete()
    refuse_left_behind(target, made_for)
    rejudge_open_results(changed, by=by)
    return changed


@transaction.atomic
def archive_target(target: Target, *, seen: int, reason: str, by: Any) -> Target:
    """Take a target out of its plan, for a reason. Open results of its year are judged without it; what is closed keeps
    its status and its rule. Refuses a closed plan, and (Conflict) a version that was not the last."""
    archived: Target = keeping.archive(target, seen=seen, reason=reason, by=by)
    rejudge_open_results(archived, by=by)
    return archived


@transaction.atomic
def restore_target(target: Target, *, seen: int, by: Any) -> Target:
    """Bring a target back; open results of its year are judged by it again. Refuses a closed plan, a year that has
    another target by now, and (Conflict) a version that was not the last."""
    restored: Target = keeping.restore(target, seen=seen, by=by)
    rejudge_open_results(restored, by=by)
    return restored


@transaction.atomic
def change_baseline(baseline: Baseline, *, seen: int, changes: Mapping[str, Any], by: Any) -> Baseline:
    """Change a baseline by itself. Refuses one that a target of a closed plan starts from, and to change what is wanted
    under a profile; open results are judged again."""
    targets = list(baseline.targets.select_related("plan", "series__measure"))
    made_for = {target.pk: profiled(target) for target in targets}
    for target in targets:
        keeping.refuse_settled(target)
    changed: Baseline = keeping.change(baseline, seen=seen, changes=changes, by=by)
    for target in targets:
        refuse_left_behind(target, made_for[target.pk])
        rejudge_open_results(target, by=by)
    return changed


def says_something(baseline: Mapping[str, Any]) -> bool:
    """Whether a baseline has a figure or words; a period alone is none."""
    return bool(baseline.get("text")) or baseline.get("value") is not None


def _made(target: Target, said: Mapping[str, Any]) -> Baseline:
    baseline = Baseline(series=target.series)
    return _written(baseline, said)


def _kept(target: Target, said: Mapping[str, Any]) -> Baseline | None:
    """Write what a form says of a target's baseline; without figure and words the target has none any more."""
    if not says_something(said):
        target.baseline = None
    elif target.baseline is None or target.baseline.targets.exclude(pk=target.pk).exists():
        target.baseline = _made(target, said)
    else:
        target.baseline = _written(target.baseline, said)
    return target.baseline


def _written(baseline: Baseline, said: Mapping[str, Any]) -> Baseline:
    """Save a baseline within the event of its target; one that is the same is left alone."""
    before = snapshot(baseline, BASELINE_FIELDS)
    fields, links = assign(baseline, said)
    refuse_other_authorities(baseline.authority_id, links)
    try:
        baseline.full_clean()
    except ValidationError as error:
        raise ValidationError({f"baseline_{name}": texts for name, texts in error.message_dict.items()}) from error
    if baseline.pk is None:
        baseline.save(force_insert=True)
    elif difference(before, snapshot(baseline, BASELINE_FIELDS)):
        compare_and_set(baseline, seen=baseline.version, fields=fields)
    for name, records in links.items():
        getattr(baseline, name).set(records)
    return baseline


def _figures(baseline: Baseline | None) -> dict[str, Any] | None:
    """A baseline's number and columns, for whoever reads from the history what it was."""
    return {"number": baseline.pk, **snapshot(baseline, BASELINE_FIELDS)} if baseline else None


def _told(baseline: Baseline | None) -> str | None:
    """A baseline as the history tells it: its words, its figures, its days, its footnotes."""
    if baseline is None:
        return None
    figures = [f"{figure.normalize():f}" for figure in (baseline.value, baseline.second) if figure is not None]
    days = [format_date(day) for day in (baseline.starts, baseline.ends) if day]
    projected = "a projection" if baseline.is_projected else ""
    said = [baseline.text, " : ".join(figures) and f"figure {' : '.join(figures)}", " to ".join(days), projected]
    notes = "".join(f" [{note}]" for note in baseline.footnotes.all())
    return f"{', '.join(part for part in said if part)}{notes}"


# --- What does not fit ------------------------------------------------------------------------------------------------


def refuse_misfit(target: Target) -> None:
    """Refuse a target that does not belong where it stands, or whose figures are not those of its sort."""
    form, kind, plan = Form(target.form), Kind(target.series.measure.kind), target.plan
    refuse_other_authorities(target.authority_id, {"series": target.series, "objective": target.objective})
    refuse_where(
        (target.series.is_archived, "This series is archived. Restore it first.", "series"),
        (target.series.measure.is_archived, "This measure is archived. Restore it first.", "series"),
        (target.objective and target.objective.plan_id != plan.pk, "This objective is another plan's.", "objective"),
        (target.starts < plan.starts_on, "The plan starts later than this.", "starts"),
        (target.ends > plan.ends_on, "The plan ends before this.", "ends"),
        (form not in forms_of(kind), not_for(kind), "form"),
        (target.baseline and target.baseline.series_id != target.series_id, "Another series' baseline.", "baseline"),
    )
    _refuse_figures(target, form, kind)
    refuse_against(target)


def not_for(kind: Kind) -> str:
    names = " or ".join(sorted(f"“{form.word}”" for form in forms_of(kind)))
    return f"The measure's kind is “{kind.word}”: its target is {names}."


def _refuse_figures(target: Target, form: Form, kind: Kind) -> None:
    missing = [name for name in NEEDED.get(form, ("value",)) if getattr(target, name) is None]
    if missing:
        raise Refused("This sort of target needs a figure here.", field=missing[0])
    if form is Form.RELATIVE:
        _refuse_change(target)
    is_empty = form is Form.RANGE and target.value >= (target.second or Decimal(0))
    refuse_where(
        (form is Form.WORDS and has_figures(target), "A target in words has no figures.", "form"),
        (is_empty, "The upper end is above the lower one.", "second"),
        (_is_half_a_ratio(target, kind), "A ratio has two figures.", "second"),
        (form is Form.RANGE and kind is Kind.RATIO, "A ratio has no range. Say it in words.", "form"),
        (form is Form.GRADE and not _on_scale(target), "Choose a grade of the measure's scale.", "value"),
    )


def has_figures(target: Target) -> bool:
    return any(getattr(target, name) is not None for name in FIGURES)


def _refuse_change(target: Target) -> None:
    """A change is so many per cent, or so much of the unit, up or down: one of both, and not none."""
    given = [value for value in (target.change_percent, target.change_by) if value is not None]
    refuse_where(
        (not given, "Say how much more or less than the baseline.", "change_percent"),
        (len(given) == 2, "Say it in per cent or in the measure's own unit, not both.", "change_by"),
        (target.value is not None, "A change counts from the baseline; it has no value of its own.", "value"),
        (0 in given, "A change of nothing is none. Choose “A value to reach”.", "change_percent"),
    )


def _is_half_a_ratio(target: Target, kind: Kind) -> bool:
    return kind is Kind.RATIO and target.value is not None and not target.second


def _on_scale(target: Target) -> bool:
    scale = target.series.measure.scale
    return scale is not None and scale.grades.filter(rank=target.value).exists()


# --- Footnotes --------------------------------------------------------------------------------------------------------


def footnote(authority: Any, text: str, *, by: Any) -> Footnote:
    """Return the authority's footnote with these words; it is made where there is none that is still offered."""
    found = Footnote.objects.offered(authority.pk).filter(text=text, mark="").first()
    if found is not None:
        return found
    made: Footnote = keeping.add(Footnote(authority=authority, text=text), by=by)
    return made
