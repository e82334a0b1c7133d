"""Pages on which one result is entered, corrected, withheld or judged otherwise than its rule."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_months, months_later
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, visible
from plans.periods import Frequency, slot_of, slots
from targets.actions.results import correct_result, judge_otherwise, newest_result, record_result
from targets.forms.results import JudgementForm, ResultForm, answers_of, as_days, as_seen, days_of
from targets.models import Result, Series
from targets.views.ways import measure_crumbs

YEARS_BACK = 10
Days = tuple[datetime.date, datetime.date]


def series_to_write(user: Any, pk: int) -> Series:
    """Return a series that is not archived, as its pages need it."""
    current = visible(Series, user).current().filter(measure__archived_at=None)
    joined = current.select_related("measure__authority", "measure__owner", "measure__scale")
    found: Series = get_object_or_404(joined.prefetch_related("measure__scale__grades"), pk=pk)
    return found


def periods_over(series: Series) -> list[Days]:
    """The periods of the measure's frequency that are over, the latest first."""
    every, today = Frequency(series.measure.frequency), clock.today()
    since = slot_of(months_later(today, -12 * YEARS_BACK), every=every).starts
    return [(slot.starts, slot.ends) for slot in reversed(slots(since, today, every=every)) if slot.ends < today]


class OneResult(ActionPage):
    """What the pages of one result share."""

    permission_required = "targets.record_result"
    template_name = "targets/result_form.html"
    form_class: Any = ResultForm
    series: Series

    def get_breadcrumbs(self) -> list[Crumb]:
        measure = self.series.measure
        return measure_crumbs((str(measure), measure.get_absolute_url()), (self.get_page_title(), ""))

    def get_cancel_url(self) -> str:
        return self.series.get_absolute_url()

    def get_success_url(self) -> str:
        return self.series.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.conflict:
            context["comparison"] = context["form"].beside(self.conflict)
            context["form"].has_now_seen(self.conflict)
        return context


class RecordResult(OneResult):
    """Entering the first result of a period; with a reason instead of a figure it is withheld."""

    page_title = "Enter a result"
    success_message = "The result is entered."

    def get_object(self) -> Series:
        self.series = series_to_write(self.request.user, self.kwargs["pk"])
        return self.series

    def get_purpose(self) -> str:
        return f"{self.series}. {self.series.measure.get_frequency_display()}."

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("ends", "")
        found = next((days for days in periods_over(self.series) if str(days[1]) == asked), None)
        return {"standing": "provisional", **({"period": as_days(*found)} if found else {})}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "series": self.series, "periods": periods_over(self.series)}

    def perform(self, form: ResultForm) -> Result:
        starts, ends = days_of(form.cleaned_data["period"])
        seen, said = form.cleaned_data["seen"], form.content()
        newest = newest_result(self.series, starts, ends)
        if newest and as_seen(newest) == ".".join(map(str, seen)):
            # They have seen what somebody else entered meanwhile, and send theirs again: it is a correction now.
            reason = "Entered at the same time; both were compared."
            return correct_result(newest, content=said, reason=reason, seen=seen, by=self.request.user)
        return record_result(self.series, starts=starts, ends=ends, content=said, seen=seen, by=self.request.user)


class ChangeResult(OneResult):
    """What the pages of a result that is there share."""

    result: Result

    def get_object(self) -> Result:
        current = visible(Result, self.request.user).current()
        self.result = get_object_or_404(current, pk=self.kwargs["pk"])
        self.series = series_to_write(self.request.user, self.result.series_id)
        self.result.series = self.series
        return self.result

    def get_purpose(self) -> str:
        return f"{self.series}. {format_months(self.result.starts, self.result.ends)}."


class CorrectResult(ChangeResult):
    """Putting a new version in a result's place; the old one stays to be read."""

    page_title = "Correct a result"
    corrected: Result | None = None

    @property
    def success_message(self) -> str:
        saved = "The correction is saved. The version before it stays to be read."
        asks = self.corrected is not None and self.corrected.judged_before
        return (
            f"{saved} The owner’s judgement was of what stood there before: it has to be given again."
            if asks
            else saved
        )

    def get_initial(self) -> dict[str, Any]:
        return answers_of(self.result)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "series": self.series}

    def perform(self, form: ResultForm) -> Result:
        answers = form.cleaned_data
        self.corrected = correct_result(
            self.result,
            content=form.content(),
            reason=answers["corrects_because"],
            seen=answers["seen"],
            by=self.request.user,
        )
        return self.corrected


class JudgeResult(ChangeResult):
    """Judging a result otherwise than its rule, or taking that back."""

    page_title = "Judge a result"
    form_class = JudgementForm
    template_name = "targets/result_judge.html"
    success_message = "Your judgement is saved. The rule's status stays beside it."

    def get_object(self) -> Result:
        result = super().get_object()
        if not result.takes_a_judgement:
            raise Http404
        return result

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.result, name) for name in ("judged_status", "judged_reason")} | {
            "seen": as_seen(self.result)
        }

    def perform(self, form: JudgementForm) -> Result:
        answers = form.cleaned_data
        return judge_otherwise(
            self.result,
            status=answers["judged_status"],
            reason=answers["judged_reason"],
            seen=answers["seen"],
            by=self.request.user,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        conflict, self.conflict = self.conflict, None
        context = super().get_context_data(**kwargs, result=self.result)
        self.conflict = conflict
        if conflict:
            conflict.series = self.series
            context["form"].data = {**context["form"].data.dict(), "seen": as_seen(conflict)}
            context["result"] = conflict
        return context
