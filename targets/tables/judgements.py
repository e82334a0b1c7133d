"""What an inspection judged as a file: the grade of each area, its direction of travel, how the country stood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from targets.models import Grade, Judgement

OF_A_JUDGEMENT = ("Domain", "Reference", "Area", "Grade", "Direction of travel")


@dataclass(frozen=True)
class JudgementFile:
    """The judgements of a report in its order, with a column for each grade of its scale, the worst first.

    A distribution that the report does not give is empty, not 0; nor is a grade that is not among those given.
    """

    judgements: Sequence[Judgement]
    grades: Sequence[Grade]

    def as_values(self) -> Iterator[Sequence[str]]:
        yield (*OF_A_JUDGEMENT, *(f"Forces graded {grade}" for grade in self.grades), "Forces in all")
        for one in self.judgements:
            found = {count.grade_id: count.forces for count in one.distribution.all()}
            given = [found.get(grade.pk) for grade in self.grades]
            yield (
                *(one.domain, one.reference, one.area, str(one.grade or "Not graded"), one.get_travel_display()),
                *("" if forces is None else str(forces) for forces in given),
                str(sum(found.values())) if found else "",
            )
