"""What a reporting period covers beside updates, in figures: results of measures, reviews of risks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, CharField, Value, When
from django.urls import reverse

from deliverables.models import ReportingPeriod
from deliverables.models.covered import covered_by, found_in
from kpa_tracker.interfaces.dashboards.figures import Figure

WORDS: dict[str, dict[str, str]] = {
    "measures": {"came": "Results in", "missing": "Results missing"},
    "risks": {"came": "Risks reviewed", "missing": "Risks to review"},
}


@dataclass(frozen=True)
class Covered:
    """One kind of record that a period covers: how many there are, how many have come, how many have not."""

    kind: str
    figures: list[Figure]

    @property
    def asked(self) -> int:
        return sum(one.number for one in self.figures)

    @property
    def came(self) -> int:
        return self.figures[0].number


def coverage_of(period: ReportingPeriod) -> list[Covered]:
    """Return what a period covers, each number with its list; what it covers none of is left out."""
    found = [Covered(kind, _figures(period, kind, pks)) for kind, pks in covered_by(period).items()]
    return [one for one in found if one.asked]


def _figures(period: ReportingPeriod, kind: str, pks: dict[str, list[int]]) -> list[Figure]:
    address = reverse(f"period-{kind}", args=[period.pk])
    return [Figure(len(pks[key]), word, f"{address}?{urlencode({'came': key})}") for key, word in WORDS[kind].items()]


def covered(records: Any, period: ReportingPeriod, kind: str) -> Any:
    """Select of some records those that a period covers, with `came`: whether what is asked of them has come."""
    pks = found_in(period, kind)
    whens = [When(pk__in=found, then=Value(key)) for key, found in pks.items()]
    column = Case(*whens, default=Value(""), output_field=CharField())
    return records.filter(pk__in=[*pks["came"], *pks["missing"]]).annotate(came=column)
