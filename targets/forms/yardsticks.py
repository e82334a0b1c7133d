"""The forms of a tolerance and of a year's profile."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms

from kpa_tracker.base.people.models import Committee
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_months
from kpa_tracker.base.toolkit.editing import VERSION, version_field, with_version
from kpa_tracker.base.toolkit.forms import DayField, PlainForm
from plans.periods import Frequency, slots
from targets.forms.figures import FigureField
from targets.models import Target, Tolerance
from targets.performance import Gathering, Kind, MeasuredIn

BEATS = (Frequency.MONTH, Frequency.QUARTER)
Period = tuple[datetime.date, datetime.date]


class ToleranceForm(PlainForm):
    """How far short of a target is amber, and who decided it."""

    version = version_field()
    amber_within = FigureField(
        label="Amber within",
        required=True,
        help_text="How far short of the target is still amber. Further away is red.",
    )
    measured_in = forms.ChoiceField(
        label="Measured", widget=forms.RadioSelect, choices=MeasuredIn.choices(), initial=MeasuredIn.UNITS.value
    )
    applies_from = DayField(
        label="Applies from", help_text="Results that end before this day keep the colour they have."
    )
    committee = forms.ModelChoiceField(
        Committee.objects.none(), label="Set by which committee", required=False, empty_label="No committee"
    )
    set_by = forms.CharField(
        label="Or by whom, where no committee did",
        required=False,
        max_length=200,
        help_text="For example Chief Constable.",
    )
    set_on = DayField(label="Set on")
    reason = forms.CharField(label="Why", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    fieldsets = (
        ("The tolerance", ["amber_within", "measured_in", "applies_from"]),
        ("Who set it", ["committee", "set_by", "set_on", "reason"]),
    )

    def __init__(self, *args: Any, target: Target, earliest: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.target = target
        self.initial.setdefault(VERSION, target.version)
        self.initial.setdefault("applies_from", earliest)
        self.initial.setdefault("set_on", clock.today())
        self.fields["committee"].queryset = Committee.objects.current().filter(authority=target.authority_id)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("committee") and not cleaned.get("set_by"):
            self.add_error("committee", "Say who set it: choose a committee, or write who it was.")
        if (cleaned.get("amber_within") or 0) < 0:
            self.add_error("amber_within", "A tolerance is zero or more.")
        return cleaned

    @property
    def tolerance(self) -> Tolerance:
        said = {name: value for name, value in self.cleaned_data.items() if name != VERSION}
        return Tolerance(target=self.target, **said)

    @property
    def seen(self) -> int:
        return self.cleaned_data.get(VERSION) or 0

    def has_now_seen(self, current: Target) -> None:
        self.data = with_version(self, current)


class ProfileForm(PlainForm):
    """A grid: a box for each period of the target's year."""

    version = version_field()
    marks_optional = False

    def __init__(self, *args: Any, target: Target, every: Frequency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault(VERSION, target.version)
        measure = target.series.measure
        self.adds_up = measure.gathering == Gathering.SUM
        self.periods: dict[str, Period] = {}
        saved = {(one.starts, one.ends): one.value for one in target.expected_values.all()}
        for slot in slots(target.starts, target.ends, every=every):
            name = f"expected_{slot.ends:%Y_%m_%d}"
            self.periods[name] = (slot.starts, slot.ends)
            label = format_months(slot.starts, slot.ends)
            self.fields[name] = FigureField(label=label, kind=Kind(measure.kind), initial=saved.get(self.periods[name]))

    def rows(self) -> Iterator[Any]:
        """Yield the boxes in the order of their periods."""
        return (self[name] for name in self.periods)

    @property
    def values(self) -> dict[Period, Decimal | None]:
        return {period: self.cleaned_data[name] for name, period in self.periods.items()}

    @property
    def seen(self) -> int:
        return self.cleaned_data.get(VERSION) or 0

    def has_now_seen(self, current: Target) -> None:
        self.data = with_version(self, current)


def beat_of(target: Target) -> Frequency:
    """Return the beat of the profile that a target has, else of its measure's results: months or quarters."""
    steps = list(target.expected_values.all())
    months = [one.starts.year * 12 + one.starts.month == one.ends.year * 12 + one.ends.month for one in steps]
    is_monthly = all(months) if steps else target.series.measure.frequency == Frequency.MONTH
    return Frequency.MONTH if is_monthly else Frequency.QUARTER
