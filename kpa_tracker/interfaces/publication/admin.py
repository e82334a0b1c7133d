"""The checklist before publishing and the look of documents in the Django admin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from kpa_tracker.base.toolkit.admin import RecordAdmin, Verbs
from kpa_tracker.base.toolkit.admin.forms import RecordAdminForm
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.models import assign
from kpa_tracker.interfaces.publication.actions import requirements as actions
from kpa_tracker.interfaces.publication.actions.looks import change_look, set_look
from kpa_tracker.interfaces.publication.look.pictures import Picture, read_logo
from kpa_tracker.interfaces.publication.models import Look, Requirement


def create(requirement: Requirement, *, by: Any, links: Mapping[str, Any] | None = None) -> Requirement:
    return actions.add_requirement(requirement, sections=(links or {}).get("sections", ()), by=by)


def change(requirement: Requirement, *, seen: int, changes: Mapping[str, Any], by: Any) -> Requirement:
    _, links = assign(requirement, changes)
    return actions.change_requirement(requirement, sections=links.get("sections"), seen=seen, by=by)


@admin.register(Requirement)
class RequirementAdmin(RecordAdmin):
    """What plans have to have. Its order is changed on the site."""

    verbs = Verbs(create, change, actions.drop_requirement, actions.restore_requirement)
    set_once = ("authority",)
    list_display = ("title", "seen_by", "source", "authority")
    list_filter = ("seen_by", ("authority", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("authority",)
    search_fields = ("title", "source")
    autocomplete_fields = ("authority", "sections")
    fieldsets = ((None, {"fields": ("authority", "title", "source", "seen_by", "sections")}),)
    ordering = ("authority", "position")


class LookForm(RecordAdminForm):
    """A look, with the file of its logo."""

    logo_file = forms.FileField(
        label="Logo",
        required=False,
        help_text="PNG or JPEG, 1 MB and 4 million pixels at most. It stands on white. "
        "Choose none, and the one that is there stays.",
    )
    without_logo = forms.BooleanField(label="Take the logo away", required=False)

    def clean_main_colour(self) -> str:
        return self.cleaned_data["main_colour"].strip().lower()

    def clean_accent_colour(self) -> str:
        return self.cleaned_data["accent_colour"].strip().lower()

    def clean_logo_file(self) -> Picture | None:
        chosen = self.cleaned_data["logo_file"]
        try:
            return read_logo(chosen) if chosen else None
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused


@admin.register(Look)
class LookAdmin(RecordAdmin):
    """How documents and public pages look. The site shows it where “View on site” leads."""

    form = LookForm
    set_once = ("authority",)
    list_display = ("authority", "main_colour", "accent_colour", "typeface", "logo")
    list_select_related = ("authority", "logo")
    search_fields = ("authority__name",)
    autocomplete_fields = ("authority",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "authority",
                    "main_colour",
                    "accent_colour",
                    "typeface",
                    "logo_file",
                    "without_logo",
                    "logo_alt",
                    "back_page",
                )
            },
        ),
    )

    def perform_create(self, request: HttpRequest, form: Any, formsets: list[Any]) -> None:
        set_look(form.instance, logo=form.cleaned_data["logo_file"], by=request.user)

    def perform_change(self, request: HttpRequest, form: Any, formsets: list[Any]) -> None:
        said = form.cleaned_data
        logo, without = said["logo_file"], said["without_logo"]
        change_look(form.instance, seen=form.seen, logo=logo, without_logo=without, by=request.user)
