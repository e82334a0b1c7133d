"""Pages on which a target is set and changed: first the measure, then what is wanted of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.editing import EditPage
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, visible
from plans.models import Plan
from plans.periods import financial_year_of
from targets.actions.goals import add_target, change_target, footnote
from targets.forms.targets import ChooseSeriesForm, TargetForm, baseline_read
from targets.forms.wording import wording_of
from targets.models import Series, Target
from targets.performance import Kind
from targets.views.ways import CHANGE, target_crumbs


def series_offered(plan: Plan) -> Any:
    """Return the current series of a plan's authority, in the order of their measures."""
    of = Series.objects.current().filter(measure__authority=plan.authority_id, measure__archived_at=None)
    return of.select_related("measure").order_by("measure__position", "measure", "position", "pk")


class ChooseSeries(ActionPage):
    """Which measure the target is for."""

    model, form_class = Plan, ChooseSeriesForm
    template_name = "targets/choose_series.html"
    permission_required = CHANGE
    page_title = "Add a target"
    purpose = "First the measure that it is for. What is wanted of it is asked next."
    submit_label = "Go on"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "series": series_offered(self.object)}

    def perform(self, form: ChooseSeriesForm) -> Series:
        chosen: Series = form.cleaned_data["series"]
        return chosen

    def get_success_url(self) -> str:
        return reverse("target-add-for", args=[self.object.pk, self.done.pk])

    def get_cancel_url(self) -> str:
        return reverse("plan-targets", args=[self.object.pk])

    def get_breadcrumbs(self) -> list[Crumb]:
        return target_crumbs(self.object, (self.page_title, ""))


class TargetEditing(EditPage):
    """What setting and changing a target share; among it the button that reads the wording into the boxes."""

    form_class = TargetForm
    permission_required = CHANGE
    template_name = "targets/target_form.html"

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if "read" not in request.POST:
            return super().post(request, *args, **kwargs)
        return self.render_to_response(self.read_wording())

    def read_wording(self) -> dict[str, Any]:
        """Return the page with what the words say in the boxes. Nothing is saved, and nothing is guessed."""
        bound = self.get_form()
        text = bound.data.get("text", "").strip()
        read = wording_of(text, bound.measure)
        words = bound.data.get("baseline_text", "")
        figures = baseline_read(words, Kind(bound.measure.kind)) if not bound.data.get("baseline_value") else {}
        left = read.left
        if words and not figures and not bound.data.get("baseline_value"):
            left = [*left, "The baseline's words are not one figure of this measure's kind. Its figure is left to you."]
        typed = {name: self.typed(bound, name) for name in bound.fields}
        form = self.form_class(instance=self.get_instance(), initial={**typed, **read.values, **figures})
        return self.get_context_data(form=form, understood=read.understood, left=left, has_read=True)

    def typed(self, form: Any, name: str) -> Any:
        return form.fields[name].widget.value_from_datadict(form.data, {}, form.add_prefix(name))

    def baseline(self, form: TargetForm) -> dict[str, Any]:
        """Return what is said of the baseline, with the footnote that was written here."""
        said, text = form.baseline, form.cleaned_data["new_footnote"]
        if text:
            made = footnote(form.instance.plan.authority, text, by=self.request.user)
            said["footnotes"] = [*said.get("footnotes", ()), made]
        return said

    @property
    def plan(self) -> Plan:
        plan: Plan = self.object if isinstance(self.object, Plan) else self.object.plan
        return plan

    def get_success_url(self) -> str:
        return f"{reverse('plan-targets', args=[self.plan.pk])}#target-{self.done.pk}"

    def get_cancel_url(self) -> str:
        return reverse("plan-targets", args=[self.plan.pk])

    def get_breadcrumbs(self) -> list[Crumb]:
        return target_crumbs(self.plan, (self.get_page_title(), ""))


class AddTarget(TargetEditing):
    """A new target for a series."""

    model = Plan
    page_title = "Add a target"
    submit_label = "Add the target"
    success_message = "The target is set. Say next how far short of it is amber, and who decided that."

    def get_purpose(self) -> str:
        return f"What {self.plan} wants of “{self.series}”."

    @property
    def series(self) -> Series:
        found = series_offered(self.plan).filter(pk=self.kwargs["series"]).first()
        if found is None or not visible(Series, self.request.user).filter(pk=found.pk).exists():
            raise Http404
        chosen: Series = found
        return chosen

    def get_instance(self) -> Target:
        plan = self.plan
        year = financial_year_of(min(max(clock.today(), plan.starts_on), plan.ends_on))
        starts, ends = max(year.start, plan.starts_on), min(year.end, plan.ends_on)
        return Target(plan=plan, series=self.series, starts=starts, ends=ends)

    def perform(self, form: TargetForm) -> Target:
        links = {"footnotes": form.links.get("footnotes", ())}
        return add_target(form.instance, links=links, baseline=self.baseline(form), by=self.request.user)


class ChangeTarget(TargetEditing):
    """A target, to be changed."""

    model = Target
    page_title = "Change a target"

    @property
    def success_message(self) -> str:
        dropped = " The year’s profile is dropped: set another." if self.drops_profile else ""
        return f"The target is saved. Results of closed periods keep the colour that they had.{dropped}"

    @property
    def drops_profile(self) -> bool:
        return "drop_profile" in self.request.POST

    def get_purpose(self) -> str:
        return f"What {self.plan} wants of “{self.object.series}”."

    def perform(self, form: TargetForm) -> Target:
        return change_target(
            self.object,
            seen=form.seen,
            changes=form.changes,
            baseline=self.baseline(form),
            drop_profile=form.cleaned_data.get("drop_profile", False),
            by=self.request.user,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "told": self.object}
