"""The checklist of an authority: what its plans have to have before they are published."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.editing import ArchivePage, EditPage, MovePage, PressPage
from kpa_tracker.base.toolkit.pages import Crumb, PageAction, RecordPage
from kpa_tracker.interfaces.publication.actions.requirements import (
    add_requirement,
    change_requirement,
    drop_requirement,
    move_requirement,
    take_over_checklist,
)
from kpa_tracker.interfaces.publication.checklist import has_own, requirements_of
from kpa_tracker.interfaces.publication.forms import RequirementForm
from kpa_tracker.interfaces.publication.models import Requirement
from kpa_tracker.interfaces.publication.views.ways import may

CHANGE = "publication.change_requirement"
TITLE = "Checklist before publishing"


def address(authority_id: int) -> str:
    return reverse("checklist", args=[authority_id])


class Checklist(RecordPage):
    """What the plans of an authority have to have."""

    model = Authority
    permission_required = "publication.view_wording"
    template_name = "publication/checklist.html"

    def get_page_title(self) -> str:
        return TITLE

    def get_purpose(self) -> str:
        return "What a plan has to have before it is published. What is missing is named; publishing past it says why."

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Plans", reverse("plan-list")), (TITLE, "")]

    def get_page_actions(self) -> list[PageAction]:
        if not may(self.request.user, "change_requirement", self.object):
            return []
        return [("Add to it", reverse("requirement-add", args=[self.object.pk]), "primary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            requirements=requirements_of(self.object),
            is_own=has_own(self.object),
            may_change=may(self.request.user, "change_requirement", self.object),
        )


class OnTheChecklist:
    """What the pages that change the checklist share: its place, and the way back to it."""

    permission_required: ClassVar[str] = CHANGE
    step: ClassVar[str] = "Change it"
    object: Any

    def get_success_url(self) -> str:
        return address(self.object.authority_id)

    def get_cancel_url(self) -> str:
        return address(self.object.authority_id)

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Plans", reverse("plan-list")), (TITLE, address(self.object.authority_id)), (self.step, "")]


class TakeOver(OnTheChecklist, PressPage):
    """Making the usual checklist the authority's own."""

    model = Authority
    page_title = "Make the checklist your own"
    purpose = "Keeps the usual checklist as the authority's own, to be changed."
    success_message = "The checklist is your own now. Change what differs with you."

    def perform(self, form: Any) -> Any:
        return take_over_checklist(self.object, by=self.request.user)


class RequirementAdd(OnTheChecklist, EditPage):
    """Putting something on the checklist."""

    model, form_class = Authority, RequirementForm
    page_title, step = "Add to the checklist", "Add to it"
    purpose = "Something else that a plan has to have. The usual checklist becomes your own with it."
    success_message = "It is on the checklist."

    def get_instance(self) -> Requirement:
        return Requirement(authority=self.object)

    def perform(self, form: RequirementForm) -> Any:
        return add_requirement(form.instance, sections=form.cleaned_data["sections"], by=self.request.user)


class RequirementEdit(OnTheChecklist, EditPage):
    """Saying otherwise what a plan has to have."""

    model, form_class = Requirement, RequirementForm
    page_title = "Change the checklist"
    purpose = "What a plan has to have, how it is seen, and which sections answer it."
    success_message = "The checklist is saved."

    def perform(self, form: RequirementForm) -> Any:
        return change_requirement(form.instance, sections=form.chosen_sections(), seen=form.seen, by=self.request.user)


class RequirementDrop(OnTheChecklist, ArchivePage):
    """Taking something off the checklist."""

    model = Requirement
    submit_label = "Take it off the checklist"
    purpose = "No plan has to have it from now on. What was published stays as it is."
    success_message = "It is off the checklist."

    def perform(self, form: Any) -> Any:
        said = form.cleaned_data
        return drop_requirement(self.object, reason=said["reason"], seen=said["version"] or 0, by=self.request.user)


class RequirementMove(OnTheChecklist, MovePage):
    """Moving something on the checklist."""

    model = Requirement

    def perform(self, form: Any) -> Any:
        return move_requirement(self.object, up=self.up, seen=form.seen, by=self.request.user)
