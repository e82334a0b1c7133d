"""Pages on which the smaller records are added, changed, moved, archived and brought back: one set for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse

from kpa_tracker.base.toolkit.editing import ArchivePage, EditForm, EditPage, PressPage
from kpa_tracker.base.toolkit.models import Archivable
from kpa_tracker.base.toolkit.pages import Crumb
from plans.models import Plan
from targets import models
from targets.actions import goals, keeping, lists, measures
from targets.forms import parts as forms
from targets.views.ways import CHANGE, authority_asked, measure_crumbs, target_crumbs


@dataclass(frozen=True)
class Kind:
    """A kind of record: what a reader calls it, its form, the page that it stands on, what it is added to."""

    model: type[Model]
    noun: str
    page: str = "measure-lists"
    form_class: type[EditForm] | None = None
    parent: type[Model] | None = None
    has_order: bool = False
    is_added_elsewhere: bool = False

    @property
    def name(self) -> str:
        return str(self.model._meta.model_name)

    @property
    def is_archivable(self) -> bool:
        return issubclass(self.model, Archivable)

    @property
    def parent_name(self) -> str:
        return str(self.parent._meta.model_name) if self.parent else "authority"

    def above(self, record: Any) -> Any:
        """Return what a record stands under: the record of its parent's kind, or its authority."""
        return record if self.parent and isinstance(record, self.parent) else getattr(record, self.parent_name)


KINDS = (
    Kind(models.Source, "source", form_class=forms.SourceForm),
    Kind(models.MeasureSet, "set of measures", form_class=forms.MeasureSetForm, has_order=True),
    Kind(models.Footnote, "footnote", form_class=forms.FootnoteForm),
    Kind(models.GradeScale, "scale of grades", form_class=forms.GradeScaleForm),
    Kind(
        models.Definition, "definition", "measure-edit", forms.DefinitionForm, models.Measure, is_added_elsewhere=True
    ),
    Kind(models.Series, "series", "measure-edit", None, models.Measure, has_order=True),
    Kind(models.Comparator, "comparator", "series-comparators", forms.ComparatorForm, models.Series),
    Kind(models.Objective, "objective", "plan-targets", forms.ObjectiveForm, Plan, has_order=True),
    Kind(models.Target, "target", "plan-targets", None, Plan, has_order=True),
)

MEASURE = Kind(models.Measure, "measure", has_order=True)
"""A measure is moved within its set, on the same page; it has pages of its own for the rest."""


class OnAPart:
    """What the pages on these records share: the kind, and the way back to where the record stands."""

    kind: Any = KINDS[0]
    object: Any
    done: Any = None
    permission_required = CHANGE

    @property
    def above(self) -> Any:
        """What the record stands under; None where it belongs to the authority itself."""
        return self.kind.above(self.object) if self.kind.parent else None

    def page_address(self) -> str:
        part = self.done or self.object
        anchor = f"#{self.kind.name}-{part.pk}" if isinstance(part, self.kind.model) else ""
        return reverse(self.kind.page, args=[self.above.pk] if self.above else []) + anchor

    def get_success_url(self) -> str:
        return self.page_address()

    def get_cancel_url(self) -> str:
        return self.page_address()

    def get_breadcrumbs(self) -> list[Crumb]:
        here = (self.get_page_title(), "")
        if isinstance(self.above, Plan):
            return target_crumbs(self.above, here)
        if self.above is None:
            return measure_crumbs(("Sets, sources, footnotes and scales", reverse("measure-lists")), here)
        measure = self.above.measure if isinstance(self.above, models.Series) else self.above
        return measure_crumbs((str(measure), measure.get_absolute_url()), here)


class AddPart(OnAPart, EditPage):
    """Adding a record to an authority, a plan, a measure or a series."""

    template_name = "plans/form.html"

    @property
    def model(self) -> Any:
        return self.kind.parent

    def get_form_class(self) -> Any:
        return self.kind.form_class

    def get_instance(self) -> Any:
        return self.kind.model(**{self.kind.parent_name: self.object or authority_asked(self.request)})

    def get_page_title(self) -> str:
        return f"Add a {self.kind.noun}" if self.kind.noun[0] not in "aeiou" else f"Add an {self.kind.noun}"

    def get_purpose(self) -> str:
        return f"It belongs to “{self.object}”." if self.object else PURPOSES[self.kind.model]

    def perform(self, form: Any) -> Any:
        return ADDING.get(self.kind.model, _add)(form, self.request.user)


class ChangePart(OnAPart, EditPage):
    """Changing what a record says."""

    template_name = "plans/form.html"

    @property
    def model(self) -> Any:
        return self.kind.model

    def get_form_class(self) -> Any:
        return self.kind.form_class

    def get_page_title(self) -> str:
        return f"Change the {self.kind.noun}"

    def get_purpose(self) -> str:
        return f"Changes “{self.object}” wherever it is shown."

    def perform(self, form: Any) -> Any:
        if isinstance(self.object, models.GradeScale):
            return lists.change_scale(self.object, seen=form.seen, by=self.request.user, **form.changes)
        changing = CHANGING.get(self.kind.model, keeping.change)
        return changing(self.object, seen=form.seen, changes=form.changes, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the record's history below its form: it has no page of its own to tell it on."""
        return {**super().get_context_data(**kwargs), "told": self.object}


class ArchivePart(OnAPart, ArchivePage):
    """Taking a record out of the lists."""

    success_message = "It is archived. It can be brought back where it stood."

    @property
    def model(self) -> Any:
        return self.kind.model

    def get_consequences(self) -> str:
        """What goes with it; of most kinds nothing does, because what rests on one keeps it from being archived."""
        return CONSEQUENCES.get(self.kind.model, "")

    def perform(self, form: Any) -> Any:
        said, archiving = form.cleaned_data, ARCHIVING.get(self.kind.model, keeping.archive)
        return archiving(self.object, seen=said["version"] or 0, reason=said["reason"], by=self.request.user)


class RestorePart(OnAPart, PressPage):
    """Bringing a record back."""

    success_message = "It is back."
    page_title = "Bring back"

    @property
    def model(self) -> Any:
        return self.kind.model

    def perform(self, form: Any) -> Any:
        restoring = RESTORING.get(self.kind.model, keeping.restore)
        return restoring(self.object, seen=self.object.version, by=self.request.user)


class MovePart(OnAPart, PressPage):
    """Moving a record one place up or down."""

    page_title = "Move"
    up = True

    @property
    def model(self) -> Any:
        return self.kind.model

    def perform(self, form: Any) -> None:
        keeping.move(self.object, up=self.up, seen=form.seen, by=self.request.user)


def _add(form: Any, by: Any) -> Any:
    return keeping.add(form.instance, by=by)


def _add_scale(form: Any, by: Any) -> Any:
    return lists.add_scale(form.instance, grades=form.cleaned_data["grades"], by=by)


Verb = Callable[..., Any]
ADDING: dict[type[Model], Verb] = {models.GradeScale: _add_scale}
CHANGING: dict[type[Model], Verb] = {models.Definition: measures.correct_definition}
ARCHIVING: dict[type[Model], Verb] = {models.Target: goals.archive_target}
RESTORING: dict[type[Model], Verb] = {models.Target: goals.restore_target}
"""The kinds that have an action of their own for what all records know."""
CONSEQUENCES: dict[type[Model], str] = {
    models.Footnote: "Tables that refer to it keep it. It is not offered for others any more.",
    models.Comparator: "It leaves the page of its measure. Its figure stays in the history.",
    models.Target: "Results of its year that are not closed are judged without it. Closed ones keep their colour.",
}
PURPOSES: dict[type[Model], str] = {
    models.Source: "Where figures come from: a survey, an auditor, a partner, the force's own records.",
    models.MeasureSet: "Measures that are printed and read together, such as the statutory indicators of a year.",
    models.Footnote: "A note under tables. Without a mark of its own it is numbered where a table first refers to it.",
    models.GradeScale: "The words that an inspectorate or auditor grades with, and the years in which it did.",
}
