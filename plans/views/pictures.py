"""Pages of the pictures of a plan: all of them, adding one, and a picture itself."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from kpa_tracker.base.toolkit.markdown import pictures_placed
from kpa_tracker.base.toolkit.pages import Crumb, PageAction, RecordPage
from kpa_tracker.base.toolkit.pictures import type_of
from plans.actions import add_picture
from plans.models import Picture, PictureFile, Plan, Section
from plans.views.parts import AddPart
from plans.views.plans import PlanPart, plan_crumbs, plan_tabs

Used = dict[str, list[Section]]
"""The sections that place each picture, by its name."""


def places_of(plan: Plan) -> Used:
    """Return which sections place which picture. One query."""
    found: Used = {}
    for section in plan.sections.current():
        for name in pictures_placed(section.body):
            found.setdefault(name, []).append(section)
    return found


class PlanPictures(PlanPart):
    """The pictures of a plan, each with its words and where it is used."""

    model = Plan
    permission_required = "plans.view_plan"
    template_name = "plans/pictures.html"

    def get_purpose(self) -> str:
        return "The pictures that the sections of this plan show, with what each says in words."

    def get_breadcrumbs(self) -> list[Crumb]:
        words = ("Sections and glossary", reverse("plan-words", args=[self.object.pk]))
        return plan_crumbs(self.object, words, ("Pictures", ""))

    def get_page_actions(self) -> list[PageAction]:
        if not self.may_edit:
            return []
        archived = reverse("plan-outline-archived", args=[self.object.pk])
        add = reverse("picture-add", args=[self.object.pk])
        return [("Add a picture", add, "primary"), ("Archived", archived, "secondary")]

    @property
    def may_edit(self) -> bool:
        plan = self.object
        may: bool = self.request.user.has_perm("plans.change_plan", plan)
        return may and plan.is_open_to_change and not plan.is_archived

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan, used = self.object, places_of(self.object)
        return {
            **super().get_context_data(**kwargs),
            "tabs": plan_tabs(plan, self.request.user),
            "may_edit": self.may_edit,
            "pictures": [(one, used.get(one.name, [])) for one in plan.pictures.current().for_list()],
        }


class AddPicture(AddPart):
    """Adding a picture to a plan."""

    success_message = "The picture is added. Paste its line into a section, and it stands there."

    def get_purpose(self) -> str:
        return (
            f"Adds it to {self.object.title}. A section shows it where its line stands; in the public plan only where "
            "an approved, public section does."
        )

    def perform(self, form: Any) -> Picture:
        return add_picture(form.instance, drawn=form.cleaned_data["file"], by=self.request.user)


class PictureItself(RecordPage):
    """Hands out a picture to whoever may read a plan that has it, archived or not: it is shown where a text places
    it."""

    model = Plan
    permission_required = "plans.view_plan"
    purpose = "Hands out a picture."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        files = PictureFile.objects.filter(pictures__plan=self.get_object(), name=kwargs["name"])
        found = files.first()
        if found is None:
            raise Http404
        return HttpResponse(found.hand_out(), content_type=type_of(found.name))
