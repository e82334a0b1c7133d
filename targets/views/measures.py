"""Pages on which measures are found, added, changed, archived and brought back."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kpa_tracker.base.toolkit.asof import ListedAsOf
from kpa_tracker.base.toolkit.editing import ArchivePage, EditPage, PressForm
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, ListPage, PageAction
from targets.actions import goals, keeping
from targets.actions.measures import add_measure, change_measure
from targets.filters.measures import ArchivedMeasureFilter, MeasureFilter, PastMeasureFilter
from targets.forms.measures import MeasureForm
from targets.models import Measure
from targets.tables.measures import ArchivedMeasureTable, MeasureTable, PastMeasureTable
from targets.views.ways import CHANGE, authority_asked, measure_crumbs, to_add


class MeasureList(ListedAsOf, ListPage):
    """All measures that the person may see."""

    model, table_class, filterset_class = Measure, MeasureTable, MeasureFilter
    past_table_class, past_filterset_class = PastMeasureTable, PastMeasureFilter
    template_name = "pages/list_as_of.html"
    permission_required = "targets.view_measure"
    page_title = "Measures"
    purpose = (
        "What is counted, surveyed or judged again and again to see whether the plans work, and who answers for it."
    )
    empty_message = "There is no measure yet. A plan editor adds the first one."

    def get_table_kwargs(self) -> dict[str, Any]:
        hidden = () if len(self.request.user.authority_ids) > 1 else ("authority",)
        kwargs = super().get_table_kwargs()
        return {**kwargs, "exclude": (*hidden, *kwargs["exclude"])}

    def get_page_actions(self) -> list[PageAction]:
        """Nothing is done in the past."""
        if self.as_of.asked:
            return []
        return [
            *to_add(self.request.user, "Add a measure", "measure-add"),
            ("Year by year", reverse("measure-years"), "secondary"),
            ("Sets, sources, footnotes and scales", reverse("measure-lists"), "secondary"),
            ("Archived measures", reverse("measure-archived"), "secondary"),
        ]


class ArchivedMeasureList(ListPage):
    """What left the list of measures."""

    model, table_class, filterset_class = Measure, ArchivedMeasureTable, ArchivedMeasureFilter
    permission_required = "targets.view_measure"
    page_title = "Archived measures"
    purpose = "What was taken out of the list of measures, and why. A plan editor can restore it."
    empty_message = "Nothing was taken out of the list of measures."

    def get_queryset(self) -> Any:
        return Measure.objects.visible_to(self.request.user).archived()

    def get_breadcrumbs(self) -> list[Crumb]:
        return measure_crumbs((self.page_title, ""))

    def get_table_kwargs(self) -> dict[str, Any]:
        hidden = [] if self.request.user.has_perm(CHANGE) else ["restore"]
        return {**super().get_table_kwargs(), "exclude": hidden}


class MeasureEditing(EditPage):
    """What adding and changing a measure share."""

    form_class = MeasureForm
    permission_required = CHANGE
    template_name = "targets/measure_form.html"

    def links(self, form: MeasureForm) -> dict[str, Any]:
        """Return the footnotes chosen, with the one that was written here."""
        chosen = list(form.cleaned_data.get("footnotes") or ())
        text = form.cleaned_data["new_footnote"]
        written = [goals.footnote(form.instance.authority, text, by=self.request.user)] if text else []
        return {"footnotes": [*chosen, *(one for one in written if one not in chosen)]}


class AddMeasure(MeasureEditing):
    """A new measure."""

    permission_required = "targets.add_measure"
    page_title = "Add a measure"
    purpose = (
        "A measure lasts from plan to plan: say what is counted and who answers for it. Targets are set afterwards."
    )
    submit_label = "Add the measure"
    success_message = "The measure is added. Set its targets on the page of the plan that wants them."

    def get_instance(self) -> Measure:
        return Measure(authority=authority_asked(self.request))

    def get_breadcrumbs(self) -> list[Crumb]:
        return measure_crumbs((self.page_title, ""))

    def get_cancel_url(self) -> str:
        return reverse("measure-list")

    def perform(self, form: MeasureForm) -> Measure:
        return add_measure(form.instance, links=self.links(form), parts=form.parts, by=self.request.user)


class ChangeMeasure(MeasureEditing):
    """A measure with its series and definitions, to be changed."""

    model = Measure
    page_title = "Change a measure"
    purpose = "Correct its words, give it an owner, add a series, or say from which day it is counted in another way."
    success_message = "The measure is saved."

    def get_breadcrumbs(self) -> list[Crumb]:
        return measure_crumbs((str(self.object), self.object.get_absolute_url()), ("Change", ""))

    def perform(self, form: MeasureForm) -> Measure:
        changes = {**form.changes, **self.links(form)}
        return change_measure(self.object, seen=form.seen, changes=changes, parts=form.parts, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        series = list(self.object.series.order_by("archived_at", "position"))
        context.update(
            told=self.object,
            definitions=list(self.object.definitions.all()),
            series=[one for one in series if not one.is_archived],
            archived_series=[one for one in series if one.is_archived],
        )
        return context


class ArchiveMeasure(ArchivePage):
    """Taking a measure out of the list."""

    model = Measure
    permission_required = CHANGE
    success_message = "The measure is archived."

    def get_breadcrumbs(self) -> list[Crumb]:
        return measure_crumbs((str(self.object), self.object.get_absolute_url()), ("Archive", ""))

    def perform(self, form: Any) -> Any:
        said = form.cleaned_data
        return keeping.archive(self.object, seen=said["version"] or 0, reason=said["reason"], by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("measure-list")


class RestoreMeasure(ActionPage):
    """Bringing an archived measure back: a page with one button."""

    model, form_class = Measure, PressForm
    template_name = "pages/confirm.html"
    permission_required = CHANGE
    page_title = "Restore a measure"
    purpose = "Bring an archived measure back into the list, with its series and results."
    submit_label = "Restore the measure"
    success_message = "The measure is back in the list."

    def get_breadcrumbs(self) -> list[Crumb]:
        return measure_crumbs((str(self.object), self.object.get_absolute_url()), ("Restore", ""))

    def perform(self, form: Any) -> Any:
        return keeping.restore(self.object, seen=self.object.version, by=self.request.user)
