"""Forms on packs."""

from __future__ import annotations

from typing import Any

from django import forms

from deliverables.models import ReportingPeriod
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.editing import EditForm
from kpa_tracker.interfaces.scrutiny.models import Pack
from plans.models import Plan


class PeriodField(forms.ModelChoiceField):
    """A reporting period, with the plan that it belongs to."""

    def label_from_instance(self, period: Any) -> str:
        return f"{period} ({period.plan})"


class PackForm(EditForm):
    """Which reporting period a pack covers, and why there is another edition."""

    period = PeriodField(
        queryset=ReportingPeriod.objects.none(),
        label="Reporting period that it covers",
        required=False,
        help_text="The pack says how many reported for it, and how many were late.",
    )
    why = forms.CharField(
        label="Why there is another edition",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
        help_text="Only where members were given a pack of the same for this meeting already.",
    )

    class Meta:
        model = Pack
        fields: tuple[str, ...] = ("period", "why")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].queryset = self.periods()

    def periods(self) -> Any:
        """Offer the periods of the pack's plan that have opened, the latest first."""
        opened = ReportingPeriod.objects.filter(opens_on__lte=clock.today()).select_related("plan")
        return opened.filter(plan=self.instance.plan_id).order_by("-observed_from")


class AssembleForm(PackForm):
    """What a new pack is about."""

    class Meta(PackForm.Meta):
        fields = ("plan", "scope", "period", "why")
        widgets = {"scope": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = self.plans()

    def plans(self) -> Any:
        return Plan.objects.current().filter(authority=self.instance.authority_id)

    def periods(self) -> Any:
        opened = ReportingPeriod.objects.filter(opens_on__lte=clock.today()).select_related("plan")
        return opened.filter(plan__in=self.plans()).order_by("-observed_from", "plan")
