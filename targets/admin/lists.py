"""What measures share, in the Django admin: sources, footnotes, sets, scales of grades."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from kpa_tracker.base.toolkit.admin import RecordAdmin, RecordAdminForm, Verbs
from targets.actions import keeping, lists
from targets.forms.parts import GradeScaleForm, written
from targets.models import Footnote, GradeScale, MeasureSet, Source

KEPT = Verbs(keeping.add, keeping.change, keeping.archive, keeping.restore)
AUTHORITY_FILTER = (("authority", admin.RelatedOnlyFieldListFilter),)


class OfAuthority(RecordAdmin):
    """What records of an authority share here."""

    verbs = KEPT
    set_once = ("authority",)
    list_filter = AUTHORITY_FILTER
    list_select_related = ("authority",)
    autocomplete_fields = ("authority",)


@admin.register(Source)
class SourceAdmin(OfAuthority):
    """Where figures come from."""

    list_display = ("name", "sort", "authority")
    list_filter = ("sort", *AUTHORITY_FILTER)
    search_fields = ("name", "note")
    fields = ("authority", "name", "sort", "note")
    ordering = ("name",)


@admin.register(Footnote)
class FootnoteAdmin(OfAuthority):
    """Notes under tables. An archived one stays under the tables that refer to it."""

    list_display = ("text", "mark", "authority")
    search_fields = ("text",)
    fields = ("authority", "text", "mark")
    ordering = ("text",)


@admin.register(MeasureSet)
class MeasureSetAdmin(OfAuthority):
    """Measures that are printed together. Their order is changed on the site."""

    list_display = ("title", "authority", "position")
    search_fields = ("title",)
    fields = ("authority", "title", "introduction")
    ordering = ("authority", "position")


class GradeScaleAdminForm(RecordAdminForm):
    """A scale with its grades, one a line."""

    grades = forms.CharField(
        label="Grades, one a line, the worst first",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="What a grade means may follow a colon.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["grades"] = written(self.instance)

    clean_grades = GradeScaleForm.clean_grades


@admin.register(GradeScale)
class GradeScaleAdmin(OfAuthority):
    """Scales of grades, from the worst to the best."""

    form = GradeScaleAdminForm
    list_display = ("name", "era", "authority")
    search_fields = ("name", "era")
    fields: ClassVar[tuple[str, ...]] = ("authority", "name", "era", "grades")
    ordering = ("name",)

    def perform_create(self, request: HttpRequest, form: Any, formsets: list[Any]) -> None:
        lists.add_scale(form.instance, grades=form.cleaned_data["grades"], by=request.user)

    def perform_change(self, request: HttpRequest, form: Any, formsets: list[Any]) -> None:
        asked = {name: form.cleaned_data[name] for name in ("name", "era", "grades")}
        lists.change_scale(form.instance, seen=form.seen, by=request.user, **asked)
