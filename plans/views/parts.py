"""Pages on which the parts of a plan are added, changed, moved, archived and brought back: one set for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse

from kpa_tracker.base.toolkit.editing import ArchivePage, EditPage, MovePage, PressPage
from kpa_tracker.base.toolkit.pages import Crumb
from plans import forms
from plans.actions import archive, change_part, create_part, move, restore
from plans.actions.parts import plan_of
from plans.models import Ambition, Descriptor, GlossaryEntry, Picture, Plan, Priority, Section
from plans.views.plans import plan_crumbs


@dataclass(frozen=True)
class Kind:
    """A kind of part: its record, its form, the page that it stands on, and what the plan calls it."""

    model: type[Model]
    form_class: type[forms.PartForm]
    page: str
    noun: str = ""
    parent: type[Model] = Plan
    parent_name: str = "plan"

    @property
    def name(self) -> str:
        return str(self.model._meta.model_name)

    def called(self, plan: Plan) -> str:
        return self.noun or getattr(plan, f"{self.name}_word")


KINDS = (
    Kind(Ambition, forms.AmbitionForm, "plan-outline"),
    Kind(Descriptor, forms.DescriptorForm, "plan-outline", parent=Ambition, parent_name="ambition"),
    Kind(Section, forms.SectionForm, "plan-words", "Section"),
    Kind(Priority, forms.PriorityForm, "plan-words", "Priority"),
    Kind(GlossaryEntry, forms.GlossaryEntryForm, "plan-words", "Glossary entry"),
    Kind(Picture, forms.PictureForm, "plan-pictures", "Picture"),
)
PAGES = {"plan-outline": "Outline", "plan-words": "Sections and glossary", "plan-pictures": "Pictures"}
"""What the pages are called on which parts stand."""


class OnAPart:
    """What the pages on parts share: the kind, the plan, the way back to where the part stands."""

    kind: Any = KINDS[0]
    done: Any = None

    @property
    def plan(self) -> Plan:
        record: Any = self.object
        return record if isinstance(record, Plan) else plan_of(record)

    @property
    def called(self) -> str:
        return self.kind.called(self.plan)

    def noun_of(self, name: str) -> str:
        return str(getattr(self.plan, f"{name}_word", name)).lower()

    def page_of(self, part: Any) -> str:
        anchor = f"#{self.kind.name}-{part.pk}" if isinstance(part, self.kind.model) else ""
        return reverse(self.kind.page, args=[self.plan.pk]) + anchor

    def get_success_url(self) -> str:
        return self.page_of(self.done or self.object)

    def get_cancel_url(self) -> str:
        return self.page_of(self.object)

    def get_breadcrumbs(self) -> list[Crumb]:
        here = (self.get_page_title(), "")
        return plan_crumbs(self.plan, (PAGES[self.kind.page], reverse(self.kind.page, args=[self.plan.pk])), here)


class PartEditing(OnAPart, EditPage):
    """What adding and changing a part share."""

    permission_required = "plans.change_plan"
    template_name = "plans/form.html"

    def get_form_class(self) -> Any:
        return self.kind.form_class

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "plan": self.plan}


class AddPart(PartEditing):
    """Adding a part to a plan, or a descriptor to an ambition."""

    @property
    def model(self) -> Any:
        return self.kind.parent

    def get_instance(self) -> Any:
        return self.kind.model(**{self.kind.parent_name: self.object})

    def get_page_title(self) -> str:
        return f"Add {self.called.lower()}"

    def get_purpose(self) -> str:
        where = f"under “{self.object}”" if self.kind.parent is Ambition else f"to {self.plan.title}"
        return f"Adds it {where}, as the last one. Its place can be changed afterwards."

    def perform(self, form: Any) -> Any:
        return create_part(form.instance, links=form.links, by=self.request.user)


class ChangePart(PartEditing):
    """Changing what a part says."""

    @property
    def model(self) -> Any:
        return self.kind.model

    def get_page_title(self) -> str:
        return f"Change {self.called.lower()}"

    def get_purpose(self) -> str:
        return f"Changes the words of “{self.object}” in {self.plan.title}."

    def perform(self, form: Any) -> Any:
        return change_part(self.object, seen=form.seen, changes=form.changes, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the part's history below its form: it has no page of its own to tell it on."""
        return {**super().get_context_data(**kwargs), "told": self.object}


class ArchivePart(OnAPart, ArchivePage):
    """Taking a part out of the plan."""

    permission_required = "plans.change_plan"
    success_message = "It is archived. You find it under “Archived”."

    @property
    def model(self) -> Any:
        return self.kind.model

    def perform(self, form: Any) -> Any:
        answers = form.cleaned_data
        return archive(self.object, seen=answers["version"] or 0, reason=answers["reason"], by=self.request.user)


class RestorePart(OnAPart, PressPage):
    """Bringing a part back."""

    permission_required = "plans.change_plan"
    success_message = "It is back in the plan."
    page_title = "Bring back"

    @property
    def model(self) -> Any:
        return self.kind.model

    def perform(self, form: Any) -> Any:
        return restore(self.object, seen=self.object.version, by=self.request.user)


class MovePart(OnAPart, MovePage):
    """Moving a part one place up or down."""

    permission_required = "plans.change_plan"

    @property
    def model(self) -> Any:
        return self.kind.model

    def perform(self, form: Any) -> None:
        move(self.object, up=self.up, seen=form.seen, by=self.request.user)
