"""Pages on which a deliverable itself is added, changed, put elsewhere, archived and brought back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse

from deliverables.actions.deliverables import (
    archive_deliverable,
    change_deliverable,
    create_deliverable,
    move_to,
    next_reference,
    reorder_deliverable,
    restore_deliverable,
)
from deliverables.forms.deliverables import DeliverableForm, PlaceForm
from deliverables.models import Deliverable
from kpa_tracker.base.toolkit.editing import ArchivePage, EditPage, MovePage, PressPage
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb
from plans.models import Ambition, Descriptor, Plan
from plans.views.plans import plan_crumbs


def outline_of(plan: Plan, deliverable: Any = None) -> str:
    """Return the address of a plan's outline, at the deliverable's place in it."""
    anchor = f"#deliverable-{deliverable.pk}" if isinstance(deliverable, Deliverable) else ""
    return reverse("plan-outline", args=[plan.pk]) + anchor


class OnADeliverable:
    """What the pages on a deliverable share: what the plan calls it, and the way back to its place in the outline."""

    permission_required: ClassVar[str] = "deliverables.change_deliverable"
    model: Any = Deliverable
    done: Any = None
    object: Any

    @property
    def plan(self) -> Plan:
        return self.object.ambition.plan if isinstance(self.object, Descriptor) else self.object.plan

    @property
    def called(self) -> str:
        return self.plan.deliverable_word.lower()

    def get_breadcrumbs(self) -> list[Crumb]:
        return plan_crumbs(self.plan, ("Outline", outline_of(self.plan)), (self.get_page_title(), ""))

    def get_success_url(self) -> str:
        return outline_of(self.plan, self.done or self.object)

    def get_cancel_url(self) -> str:
        return outline_of(self.plan, self.object)


class AddDeliverable(OnADeliverable, EditPage):
    """Adding a deliverable under a descriptor, or straight under an ambition."""

    permission_required = "deliverables.add_deliverable"
    template_name = "plans/form.html"
    form_class = DeliverableForm
    parent: Any = Descriptor

    @property
    def model(self) -> Any:
        return self.parent

    def get_page_title(self) -> str:
        return f"Add {self.called}"

    def get_purpose(self) -> str:
        return f"Adds it under “{self.object}”, as the last one. What is not known yet stays a gap."

    def get_instance(self) -> Deliverable:
        descriptor = self.object if isinstance(self.object, Descriptor) else None
        ambition: Ambition = descriptor.ambition if descriptor else self.object
        made = Deliverable(plan=self.plan, ambition=ambition, descriptor=descriptor)
        made.reference = next_reference(ambition, descriptor)
        return made

    def perform(self, form: DeliverableForm) -> Deliverable:
        deliverable, typed = form.instance, form.changes
        deliverable.deadline = typed["deadline"]
        parts = {name: typed[name] for name in ("measurements", "sub_items")}
        return create_deliverable(deliverable, links=form.links, **parts, by=self.request.user)


class ChangeDeliverable(OnADeliverable, EditPage):
    """Changing what a deliverable says, its owners, measurements and sub-items."""

    template_name = "plans/form.html"
    form_class = DeliverableForm
    success_message = "It is saved."

    def get_page_title(self) -> str:
        return f"Change {self.called}"

    def get_purpose(self) -> str:
        moved = " Its deadline moves by a request, on its own page." if self.plan.is_adopted else ""
        return f"Changes what “{self.object}” says and who owns it.{moved}"

    def perform(self, form: DeliverableForm) -> Deliverable:
        return change_deliverable(self.object, seen=form.seen, changes=form.changes, by=self.request.user)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()


class PlaceDeliverable(OnADeliverable, ActionPage):
    """Putting a deliverable under another descriptor."""

    form_class = PlaceForm
    page_title = "Put it elsewhere"
    purpose = (
        "Puts it at the end of another place in the same plan. Its reference stays, because people know it by that."
    )
    submit_label = "Put it there"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "plan": self.plan}

    def get_initial(self) -> dict[str, Any]:
        one = self.object
        place = f"d{one.descriptor_id}" if one.descriptor_id else f"a{one.ambition_id}"
        return {"version": one.version, "place": place}

    def perform(self, form: PlaceForm) -> Deliverable:
        ambition, descriptor = form.chosen()
        seen = form.cleaned_data["version"] or 0
        return move_to(self.object, ambition=ambition, descriptor=descriptor, seen=seen, by=self.request.user)


class ArchiveDeliverable(OnADeliverable, ArchivePage):
    """Taking a deliverable out of the plan."""

    success_message = "It is archived. You find it under “Archived” in the outline."

    def perform(self, form: Any) -> Deliverable:
        answers = form.cleaned_data
        seen = answers["version"] or 0
        return archive_deliverable(self.object, seen=seen, reason=answers["reason"], by=self.request.user)


class RestoreDeliverable(OnADeliverable, PressPage):
    """Bringing a deliverable back into the plan."""

    page_title = "Bring back"
    success_message = "It is back in the plan."

    def perform(self, form: Any) -> Deliverable:
        return restore_deliverable(self.object, seen=self.object.version, by=self.request.user)


class MoveDeliverable(OnADeliverable, MovePage):
    """Moving a deliverable one place up or down."""

    def perform(self, form: Any) -> None:
        reorder_deliverable(self.object, up=self.up, seen=form.seen, by=self.request.user)
