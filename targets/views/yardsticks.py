"""Pages on which a target's tolerance and its year's profile are set."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property

from kpa_tracker.base.toolkit.pages import ActionPage, Crumb
from plans.periods import Frequency
from targets.actions.yardsticks import last_closed, set_profile, set_tolerance, steps_of
from targets.forms.yardsticks import BEATS, ProfileForm, ToleranceForm, beat_of
from targets.models import Target, Tolerance
from targets.models.judging import shows
from targets.performance import Kind, MeasuredIn
from targets.performance.numbers import number_as_it_is
from targets.performance.status import STEPS
from targets.views.ways import CHANGE, target_crumbs


class OnATarget(ActionPage):
    """What these pages share: the target, and the way back to its plan's table."""

    model = Target
    permission_required = CHANGE

    def get_success_url(self) -> str:
        return f"{reverse('plan-targets', args=[self.object.plan_id])}#target-{self.object.pk}"

    def get_cancel_url(self) -> str:
        return self.get_success_url()

    def get_breadcrumbs(self) -> list[Crumb]:
        return target_crumbs(self.object.plan, (self.page_title, ""))

    def get_purpose(self) -> str:
        return f"{self.object.series}: “{self.object}”."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.conflict is not None:
            context["form"].has_now_seen(self.conflict)
        return context


class SetTolerance(OnATarget):
    """A tolerance, which follows the one before it."""

    form_class = ToleranceForm
    template_name = "targets/tolerance.html"
    page_title = "Set a tolerance"
    submit_label = "Set the tolerance"
    success_message = "The tolerance is set. Results of closed periods keep the colour that they had."

    @property
    def earliest(self) -> datetime.date:
        """The first day from which a tolerance may apply."""
        closed = last_closed(self.object)
        return max(self.object.starts, closed + datetime.timedelta(days=1)) if closed else self.object.starts

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "target": self.object, "earliest": self.earliest}

    def perform(self, form: ToleranceForm) -> Any:
        return set_tolerance(form.tolerance, seen=form.seen, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = [(within(one, self.object), one) for one in self.object.tolerances.select_related("committee")]
        return {**super().get_context_data(**kwargs), "known": known, "closed": last_closed(self.object)}


def within(tolerance: Tolerance, target: Target) -> str:
    """A tolerance as the rule prints it: 2 points, 3% of the target, £0.1m."""
    number, kind = number_as_it_is(tolerance.amber_within), Kind(target.series.measure.kind)
    if tolerance.measured_in == MeasuredIn.PERCENT:
        return f"{number}% of the target"
    if kind not in STEPS:
        return shows(target.series)(tolerance.amber_within)
    return f"{number} {STEPS[kind]}{'' if tolerance.amber_within == 1 else 's'}"


class SetProfile(OnATarget):
    """What is expected of each month or quarter of the year, on one grid."""

    form_class = ProfileForm
    template_name = "targets/profile.html"
    page_title = "The year's profile"
    submit_label = "Save the profile"
    success_message = "The profile is saved."

    @cached_property
    def kept_in(self) -> Frequency:
        """The steps that the profile has now, or would have."""
        return beat_of(self.object)

    @property
    def every(self) -> Frequency:
        asked = self.request.GET.get("every", "")
        return next((beat for beat in BEATS if beat.value == asked), self.kept_in)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "target": self.object, "every": self.every}

    def perform(self, form: ProfileForm) -> Any:
        return set_profile(self.object, steps=steps_of(form.values), seen=form.seen, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = reverse("target-profile", args=[self.object.pk])
        words = {Frequency.MONTH: "By months", Frequency.QUARTER: "By quarters"}
        beats = [(words[beat], f"{here}?every={beat.value}", beat is self.every) for beat in BEATS]
        changes_beat = self.every is not self.kept_in and self.object.expected_values.exists()
        return {**super().get_context_data(**kwargs), "beats": beats, "changes_beat": changes_beat}
