"""Which results were there at a moment, and what they said then.

A version never says another figure. What changes in its row is by what it is judged, its owner's own judgement, and
that its period was closed: these are put back here.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Person
from kpa_tracker.base.toolkit.dates import format_months
from targets.models import Measure, Result, Series, Target
from targets.models.judging import hold_against, target_on

KIND = Measure._meta.label_lower
JUDGED = ("result judged", "result judged by the rule again")
AGAIN = "result judged again"


class ResultsThen:
    """The current results of some series at a moment, by series, each with its series of then. Two queries; one more
    where a judgement was changed since."""

    def __init__(self, series: Mapping[int, Series], *, moment: datetime.datetime, since: Iterable[Event]) -> None:
        self.moment = moment
        self.current: dict[int, list[Result]] = defaultdict(list)
        self.older: dict[int, list[Result]] = defaultdict(list)
        made = Result.objects.filter(series__in=series, created_at__lt=moment)
        rows = made.select_related("entered_by", "judged_by").prefetch_related("footnotes").order_by("-number")
        seen: set[tuple[int, datetime.date, datetime.date]] = set()
        for row in rows:
            row.series, place = series[row.series_id], (row.series_id, row.starts, row.ends)
            (self.older if place in seen else self.current)[row.series_id].append(row)
            seen.add(place)
        events = [event for event in since if event.subject_type == KIND]
        self._open_again()
        self._take_back_judgements([event for event in events if event.verb in JUDGED])
        self.judged_since = {event.subject_id for event in events if event.verb == AGAIN}

    def judge(self, series: Series, targets: Iterable[Target]) -> None:
        """Judge what was open then by the targets of then, where it was judged by others since."""
        own = list(targets)
        for row in self.current[series.pk]:
            if row.closed_at is None and series.measure_id in self.judged_since:
                hold_against(row, target_on(own, row.ends))

    def older_of(self, measure: Any) -> list[Result]:
        """Return the versions of a measure's results that others had replaced by then, the latest first."""
        return [row for series in measure.series.all() for row in self.older[series.pk]]

    def _rows(self) -> list[Result]:
        return [row for rows in self.current.values() for row in rows]

    def _open_again(self) -> None:
        for row in self._rows():
            row.is_current = True
            if row.closed_at and row.closed_at >= self.moment:
                row.closed_at = None

    def _take_back_judgements(self, events: Iterable[Event]) -> None:
        """Put back each judgement that was changed since; what its reason was stands in the event before."""
        told = list(events)
        by_place = {(row.series.measure_id, _place_of(row)): row for row in self._rows()} if told else {}
        touched = set()
        for event in told:
            row = by_place.get((event.subject_id, _place_in(event)))
            if row and "judged_status" in event.changes:
                row.judged_status, row.judged_reason = event.changes["judged_status"][0], ""
                touched.add((event.subject_id, _place_in(event)))
        self._put_reasons({place: by_place[place] for place in touched if by_place[place].judged_status})

    def _put_reasons(self, rows: Mapping[Any, Any]) -> None:
        pks = {measure for measure, _ in rows}
        before = Event.objects.filter(subject_type=KIND, subject_id__in=pks, verb=JUDGED[0], at__lt=self.moment)
        for event in before if rows else ():
            row = rows.get((event.subject_id, _place_in(event)))
            if row and not row.judged_reason:
                row.judged_reason, row.judged_at = event.reason, event.at
                row.judged_by = Person(name=event.actor_name)


def _place_of(row: Result) -> tuple[str, str]:
    return row.series.name, format_months(row.starts, row.ends)


def _place_in(event: Event) -> tuple[Any, Any]:
    return event.changes.get("series", ("", ""))[1], event.changes.get("period", ("", ""))[1]
