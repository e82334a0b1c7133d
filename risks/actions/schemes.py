"""How an authority scores its risks: its matrix, what the steps mean, how often it reviews, its categories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit import edits
from kpa_tracker.base.audit.actions import hold_chain
from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from kpa_tracker.base.toolkit.models import assign, next_position
from risks.actions.wording import MEANINGS
from risks.models import Category, Cell, Definition, Risk, Scheme
from risks.scoring import Level, Pair, problems_of, problems_of_months, standard_matrix

MONTHS = tuple(f"{level.name.lower()}_months" for level in Level)


def scheme_of(authority: Authority, *, by: Any) -> Scheme:
    """Return how an authority scores; where it has never said so, the standard way is entered as its own."""
    found = Scheme.objects.filter(authority=authority).prefetch_related("cells").first()
    return found or make_scheme(authority, by=by)


@transaction.atomic
def make_scheme(authority: Authority, *, by: Any) -> Scheme:
    """Enter the standard way of scoring for an authority that has none; one that has one keeps it."""
    hold_chain(authority.pk)
    found = Scheme.objects.filter(authority=authority).first()
    if found:
        return found
    scheme = edits.create(Scheme(authority=authority), by=by)
    Cell.objects.bulk_create(
        Cell(scheme=scheme, likelihood=pair[0], impact=pair[1], level=level)
        for pair, level in standard_matrix().items()
    )
    Definition.objects.bulk_create(
        Definition(scheme=scheme, axis=axis, step=step, word=word, meaning=meaning)
        for axis, steps in MEANINGS.items()
        for step, (word, meaning) in enumerate(steps, start=1)
    )
    return scheme


@transaction.atomic
def set_matrix(scheme: Scheme, *, matrix: Mapping[Pair, int], seen: int, by: Any) -> Scheme:
    """Set the level of every cell as one event. What was assessed keeps the level that it had when it was made; what is
    shown of today goes by the new matrix. Refuses a cell without a level, a matrix that falls where likelihood or
    impact rises, and (Conflict) a version that was not the last."""
    hold_chain(scheme.authority_id)
    problems = problems_of(matrix)
    refuse_where((problems, " ".join(problems)))
    before = Scheme.objects.get(pk=scheme.pk).matrix
    changed = {pair: level for pair, level in matrix.items() if before.get(pair) != level}
    if not changed:
        return scheme
    for pair, level in changed.items():
        Cell.objects.update_or_create(
            scheme=scheme, likelihood=pair[0], impact=pair[1], defaults={"level": Level(level)}
        )
    also = {_name(pair): [_word(before.get(pair)), _word(level)] for pair, level in sorted(changed.items())}
    return edits.change(scheme, seen=seen, fields=[], also=also, by=by)


def _name(pair: Pair) -> str:
    return f"likelihood {pair[0]}, impact {pair[1]}"


def _word(level: int | None) -> str | None:
    return Level(level).word if level else None


@transaction.atomic
def set_review_months(scheme: Scheme, *, months: Mapping[Level, int], seen: int, by: Any) -> Scheme:
    """Set how many months lie between reviews of each level. It holds from each risk's next review on: no date that was
    set moves. Refuses graver risks reviewed less often, and (Conflict) a version that was not the last."""
    hold_chain(scheme.authority_id)
    problems = problems_of_months(months)
    refuse_where((problems, " ".join(problems)))
    for level, number in months.items():
        setattr(scheme, f"{level.name.lower()}_months", number)
    return edits.change(scheme, seen=seen, fields=MONTHS, by=by)


@transaction.atomic
def define_steps(scheme: Scheme, *, axis: str, steps: Iterable[tuple[str, str]], seen: int, by: Any) -> Scheme:
    """Say what the five steps of likelihood or of a kind of impact mean: (word, meaning), the lowest first. Refuses a
    step without either, and (Conflict) a version that was not the last."""
    hold_chain(scheme.authority_id)
    also: dict[str, list[Any]] = {}
    for step, (word, meaning) in enumerate(steps, start=1):
        refuse_where((not word.strip() or not meaning.strip(), f"Say what step {step} is called and what it means."))
        row = Definition.objects.filter(scheme=scheme, axis=axis, step=step).first()
        row = row or Definition(scheme=scheme, axis=axis, step=step)
        before, now = f"{row.word}: {row.meaning}" if row.pk else None, f"{word}: {meaning}"
        if before != now:
            row.word, row.meaning = word, meaning
            row.full_clean()
            row.save()
            also[f"{Definition.Axis(axis).label}, step {step}"] = [before, now]
    return edits.change(scheme, seen=seen, fields=[], also=also, by=by)


# --- Categories -------------------------------------------------------------------------------------------------------


def add_category(category: Category, *, by: Any) -> Category:
    """Enter a category and its appetite. Refuses a name that the authority has already."""
    category.position = next_position(Category.objects.filter(authority=category.authority))
    return edits.create(category, by=by)


@transaction.atomic
def change_category(category: Category, *, seen: int, changes: Mapping[str, Any], by: Any) -> Category:
    """Change a category's name, appetite or statement. Refuses an archived one, and (Conflict) a version that was not
    the last."""
    refuse_where((category.is_archived, "This category is archived. Restore it first."))
    fields, _ = assign(category, {name: changes[name] for name in changes if name not in {"authority", "position"}})
    return edits.change(category, seen=seen, fields=fields, by=by)


@transaction.atomic
def archive_category(category: Category, *, seen: int, reason: str, by: Any) -> Category:
    """Take a category out of the choices. Refuses one that risks are in: their appetite would be lost."""
    hold_chain(category.authority_id)
    number = Risk.objects.current().filter(category=category).count()
    if number:
        raise Refused(f"Risks in this category: {number}. Give them another one first.")
    archived: Category = edits.archive(category, seen=seen, reason=reason, by=by)
    return archived


def restore_category(category: Category, *, seen: int, by: Any) -> Category:
    """Bring a category back into the choices."""
    restored: Category = edits.restore(category, seen=seen, by=by)
    return restored


@transaction.atomic
def move_category(category: Category, *, up: bool, seen: int, by: Any) -> None:
    """Move a category one place up or down among its authority's."""
    siblings = Category.objects.current().filter(authority=category.authority)
    edits.reorder(category, siblings=siblings, up=up, seen=seen, by=by)
