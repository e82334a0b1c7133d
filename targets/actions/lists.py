"""What changes a scale of grades: its grades are kept in one piece, from the worst to the best."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit.actions import hold_chain
from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from targets.actions import keeping
from targets.models import Grade, GradeScale

Words = Sequence[tuple[str, str]]
"""(word, meaning) of each grade, the worst first."""
MOST = 30


@transaction.atomic
def add_scale(scale: GradeScale, *, grades: Words, by: Any) -> GradeScale:
    """Make a scale with its grades, as one event. Refuses fewer than two grades, and a word that stands in it twice."""
    _refuse_unfit(grades)
    made: GradeScale = keeping.add(scale, also={"grades": [None, _said(grades)]}, by=by)
    Grade.objects.bulk_create(
        Grade(scale=made, word=word, meaning=meaning, rank=rank) for rank, (word, meaning) in _ranked(grades)
    )
    return made


@transaction.atomic
def change_scale(scale: GradeScale, *, seen: int, name: str, era: str, grades: Words, by: Any) -> GradeScale:
    """Change a scale's name, years, and its grades' words, as one event. Refuses to take a grade out of a scale that
    measures or inspections use: what was graded would lose its place."""
    _refuse_unfit(grades)
    hold_chain(scale.authority_id)
    before = [(grade.word, grade.meaning) for grade in scale.grades.all()]
    if len(grades) < len(before) and (scale.measures.exists() or scale.inspections.exists()):
        raise Refused("This scale is in use, so that none of its grades can be taken out.", field="grades")
    also = {"grades": [_said(before), _said(grades)]} if _said(before) != _said(grades) else None
    changed: GradeScale = keeping.change(scale, seen=seen, changes={"name": name, "era": era}, also=also, by=by)
    if also:
        _rewrite(changed, grades)
    return changed


def _rewrite(scale: GradeScale, grades: Words) -> None:
    """Write the grades by their places. Words are set aside first, behind a colon, which no word of a grade has, so
    that two may change places."""
    kept = {grade.rank: grade for grade in scale.grades.all()}
    for grade in kept.values():
        Grade.objects.filter(pk=grade.pk).update(word=f":{grade.rank}")
    for rank, (word, meaning) in _ranked(grades):
        grade = kept.pop(rank) if rank in kept else Grade(scale=scale, rank=rank)
        grade.word, grade.meaning = word, meaning
        grade.save()
    Grade.objects.filter(pk__in=[grade.pk for grade in kept.values()]).delete()


def _ranked(grades: Words) -> list[tuple[int, tuple[str, str]]]:
    return list(enumerate(grades, start=1))


def _said(grades: Words) -> list[str]:
    return [f"{rank}. {word}{': ' if meaning else ''}{meaning}" for rank, (word, meaning) in _ranked(grades)]


def _refuse_unfit(grades: Words) -> None:
    words = [word.casefold() for word, _ in grades]
    refuse_where(
        (len(words) < 2, "A scale has at least two grades.", "grades"),
        (len(words) > MOST, f"A scale has at most {MOST} grades.", "grades"),
        ("" in words, "A line gives a meaning without the grade's word. Write the word before the colon.", "grades"),
        (len(set(words)) < len(words), "Two grades have the same word.", "grades"),
        (any(len(word) > 60 for word in words), "A grade's word has at most 60 letters.", "grades"),
    )
