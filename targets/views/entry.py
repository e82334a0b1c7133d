"""My measures: every series of a person's posts with the periods of a year, in one grid that is sent at once."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from kpa_tracker.base.people.rules import working_posts
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from kpa_tracker.base.toolkit.exports import export
from kpa_tracker.base.toolkit.forms import NUMBER, clean_typed
from kpa_tracker.base.toolkit.pages import Crumb, Page, visible
from plans.periods import FinancialYear, Frequency, financial_year_of, slot_of, slots
from targets.actions.results import correct_result, record_result
from targets.forms.entry import Cell, Grid, Row, cell_of
from targets.forms.sheet import EntrySheet
from targets.models import Closing, Measure, Result, Series
from targets.models.judging import target_on, tolerance_on, yardstick
from targets.models.standing import with_standing
from targets.performance import Direction
from targets.views.ways import measure_crumbs

YEARS_BACK = 5
REASON_BELOW = " Write the reason below the grid."
ON_ITS_PAGE = "Correct it on its own page."
STANDINGS = [("", "As they were; new ones are provisional"), *Result.Standing.choices]


class MyMeasures(Page, TemplateView):
    """The grid of what this person enters results of: the measures of their posts, or one measure that they may."""

    permission_required = "targets.record_result"
    template_name = "targets/my_measures.html"
    page_title = "My measures"
    purpose = (
        "Enter results: a row for each series, a column for each period that is over. Tab and the arrow keys move from "
        "box to box, Enter saves."
    )

    def get_breadcrumbs(self) -> list[Crumb]:
        return measure_crumbs((self.page_title, ""))

    @cached_property
    def year(self) -> FinancialYear:
        """The year asked for; else that of the last quarter that is over."""
        last = slot_of(clock.today()).starts - datetime.timedelta(days=1)
        known = {str(year.starts_in): year for year in self.years}
        return known.get(self.request.GET.get("year", ""), financial_year_of(last))

    @cached_property
    def years(self) -> list[FinancialYear]:
        this = financial_year_of(clock.today())
        return [FinancialYear(this.starts_in - back) for back in range(YEARS_BACK)]

    @cached_property
    def measure(self) -> Measure | None:
        """The one measure asked for, where this person may enter its results."""
        asked = self.request.GET.get("measure", "")
        if not NUMBER.fullmatch(asked):
            return None
        found = visible(Measure, self.request.user).current().filter(pk=int(asked)).first()
        return found if found and self.request.user.has_perm(self.permission_required, found) else None

    def series(self) -> list[Series]:
        mine = Q(measure=self.measure) if self.measure else Q(measure__owner__in=working_posts(self.request.user))
        current = visible(Series, self.request.user).current().filter(mine, measure__archived_at=None)
        return list(with_standing(current).order_by("measure__position", "measure_id", "position", "pk"))

    def grids(self, data: Any = None) -> list[Grid]:
        """One grid for each frequency, because their columns differ."""
        found, series = [], self.series()
        for every in Frequency:
            rows = [one for one in series if one.measure.frequency == every]
            over = [one for one in slots(self.year.start, self.year.end, every=every) if one.ends < clock.today()]
            if rows and over:
                found.append(Grid(every.word, over, [row_of(one, over, data) for one in rows]))
        self.mark_late(found)
        return found

    def mark_late(self, grids: list[Grid]) -> None:
        """Tell the empty boxes of closed periods: what comes there now is closed at once. One query an authority."""
        authorities = {row.series.measure.authority_id for grid in grids for row in grid.rows}
        closed = {one: Closing.objects.last_day(one) for one in authorities}
        for cell in (cell for grid in grids for cell in grid.cells):
            until = closed[cell.series.measure.authority_id]
            cell.is_late = cell.saved is None and until is not None and cell.slot.ends <= until

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.GET.get("export") != "xlsx":
            return super().get(request, *args, **kwargs)
        return export(EntrySheet(self.grids()), format="xlsx", name=f"Results {self.year}")

    @property
    def asked(self) -> str:
        """The year and the measure, as addresses name them."""
        measure = {"measure": self.measure.pk} if self.measure else {}
        return urlencode({"year": self.year.starts_in, **measure})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        grids = kwargs.pop("grids", None) or self.grids()
        wrong = [cell for grid in grids for cell in grid.cells if cell.errors]
        told = {
            "standings": STANDINGS,
            "standing": self.standing,
            "grade_lists": grades_in(grids),
            "may_import": self.request.user.has_perm("exchange.import_plan"),
            "may_record_any": self.request.user.has_perm("targets.record_any_result"),
            "needs_reason": any(REASON_BELOW in error for cell in wrong for error in cell.errors),
        }
        return super().get_context_data(grids=grids, wrong=wrong, year=self.year, years=self.years, **told, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what was changed, cell by cell: what cannot be saved stays as it was typed, with its error beside it."""
        grids, reason = self.grids(request.POST), clean_typed(request.POST.get("reason", "")).strip()
        changed = [cell for grid in grids for cell in grid.cells if cell.is_changed]
        saved = [cell for cell in changed if save(cell, reason=reason, standing=self.standing, by=request.user)]
        said = f"{len(saved)} result{'' if len(saved) == 1 else 's'} saved."
        if len(saved) == len(changed):
            messages.success(request, said if changed else "Nothing was changed, so nothing was saved.")
            return redirect(f"{reverse('my-measures')}?{self.asked}")
        if saved:
            messages.success(request, f"{said} Look at the rest below.")
        return self.render_to_response(self.get_context_data(grids=grids, reason=reason), status=422)

    @property
    def standing(self) -> str:
        """How firm the person says that the figures are which they send."""
        asked = self.request.POST.get("standing", "")
        return asked if asked in Result.Standing.values else ""

    def get_page_actions(self) -> list[tuple[str, str, str]]:
        return [("All measures", reverse("measure-list"), "secondary")]


def grades_in(grids: list[Grid]) -> list[tuple[int, list[str]]]:
    """The grades that each measure of grades may be given."""
    firsts = {row.series.measure_id: row.cells[0].choices for grid in grids for row in grid.rows}
    return [(measure, words) for measure, words in firsts.items() if words]


def row_of(series: Series, over: list[Any], data: Any) -> Row:
    """A series with a box for each period, the year's target, and the rule that judges each period: once where it is
    the same for all, else under each box."""
    found = {(one.starts, one.ends): one for one in series.current_results}
    cells = [cell_of(series, slot, found.get((slot.starts, slot.ends)), data) for slot in over]
    rules = [rule_of(cell) for cell in cells]
    shared = rules[0] if len(set(rules)) == 1 else ""
    for cell, rule in zip(cells, rules, strict=True):
        cell.rule = "" if shared else rule
    return Row(series, cells, ": ".join(part for part in (asked_of(series, over[-1].ends), shared) if part))


def asked_of(series: Series, day: datetime.date) -> str:
    """The target of the year that a day lies in."""
    target = target_on(series.current_targets, day)
    if target:
        return str(target.text)
    return "" if series.measure.direction == Direction.NONE else "No target for this year"


def rule_of(cell: Cell) -> str:
    """The rule that judges a period: of what is closed the one that it was judged by, else the one that holds now."""
    slot, targets = cell.slot, cell.series.current_targets
    if cell.saved and cell.saved.is_closed:
        return str(cell.saved.rule)
    target = target_on(targets, slot.ends)
    if target is None:
        return ""
    tolerance = tolerance_on(target, slot.ends)
    return yardstick(cell.series, target, tolerance, starts=slot.starts, ends=slot.ends).words


def save(cell: Cell, *, reason: str, standing: str, by: Any) -> Result | None:
    """Enter or correct one cell's result. What is refused stands beside the cell; None then."""
    if cell.is_locked:
        cell.errors.append(f"This period was closed meanwhile, so that “{cell.text}” is not saved. {ON_ITS_PAGE}")
        return None
    content = cell.content(standing)
    if content is None:
        return None
    try:
        result = enter(cell, content, reason=reason, by=by)
    except Conflict as conflict:
        _show_both(cell, conflict.current, by)
        return None
    except Refused as refused:
        field_hint = REASON_BELOW if refused.field == "corrects_because" else ""
        cell.errors.append(f"{refused.message}{field_hint}")
        return None
    cell.now_holds(result, is_saved=True)
    return result


def _show_both(cell: Cell, theirs: Any, by: Any) -> None:
    """Leave what was typed in its box, and say what is saved now."""
    theirs.series = cell.series
    cell.now_holds(theirs, is_saved=False)
    who = "You have" if theirs.entered_by_id == by.pk else f"{theirs.entered_by} has"
    said = f"{who} entered {cell.saved_text} meanwhile; your “{cell.text}” is still in the box."
    cell.errors.append(f"{said} Say why below the grid and save again to put yours there, or put theirs back.")


def enter(cell: Cell, content: dict[str, Any], *, reason: str, by: Any) -> Result:
    slot = cell.slot
    if cell.saved is None or cell.seen == (0, 0):
        return record_result(cell.series, starts=slot.starts, ends=slot.ends, content=content, seen=cell.seen, by=by)
    return correct_result(cell.saved, content=content, reason=reason, seen=cell.seen, by=by)
