"""Measures in the Django admin, with their series and definitions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from kpa_tracker.base.toolkit.admin import PartTabularInline, RecordAdmin, Verbs
from targets.actions import keeping, measures
from targets.admin.lists import AUTHORITY_FILTER, KEPT
from targets.models import Comparator, Definition, Measure, Series


class SeriesInline(PartTabularInline):
    """The series of a measure that are in the lists."""

    model = Series
    verbs = KEPT
    fields = ("name", "unit", "decimals", "source")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(archived_at=None)


class DefinitionInline(PartTabularInline):
    """What a measure counts, from which day on."""

    model = Definition
    verbs = Verbs(measures.define, measures.correct_definition)
    fields = ("text", "applies_from", "is_change")


@admin.register(Measure)
class MeasureAdmin(RecordAdmin):
    """Measures. A new one gets its first series by itself; others are added to it afterwards."""

    verbs = Verbs(measures.add_measure, measures.change_measure, keeping.archive, keeping.restore)
    set_once = ("authority",)
    list_display = ("__str__", "kind", "owner", "committee", "authority")
    list_filter = (
        *("kind", "direction"),
        ("set", admin.RelatedOnlyFieldListFilter),
        ("committee", admin.RelatedOnlyFieldListFilter),
        *AUTHORITY_FILTER,
    )
    list_select_related = ("owner", "committee", "authority")
    search_fields = ("reference", "title", "owner__title")
    autocomplete_fields = ("authority", "set", "scale", "source", "owner", "committee", "footnotes")
    ordering = ("authority", "position")
    fieldsets = (
        (None, {"fields": ("authority", "reference", "title", "set")}),
        ("Its figures", {"fields": ("kind", "scale", "unit", "decimals", "direction")}),
        ("Whose it is", {"fields": ("owner", "committee", "source", "frequency")}),
        ("How a year is made", {"fields": ("gathering", "forecast_by")}),
        ("Under tables", {"fields": ("footnotes",)}),
    )
    inlines = (SeriesInline, DefinitionInline)

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.inlines if obj else ()


@admin.register(Series)
class SeriesAdmin(RecordAdmin):
    """Lines of results under measures."""

    verbs = KEPT
    set_once = ("measure",)
    list_display = ("__str__", "unit", "source")
    list_select_related = ("measure", "source")
    search_fields = ("name", "measure__title", "measure__reference")
    autocomplete_fields = ("measure", "source")
    fields = ("measure", "name", "unit", "decimals", "source")
    ordering = ("measure", "position")


@admin.register(Definition)
class DefinitionAdmin(RecordAdmin):
    """What measures count, from which day on."""

    verbs = Verbs(measures.define, measures.correct_definition)
    set_once = ("measure",)
    list_display = ("measure", "applies_from")
    list_select_related = ("measure",)
    search_fields = ("text", "measure__title")
    autocomplete_fields = ("measure",)
    fields = ("measure", "text", "applies_from", "is_change")
    ordering = ("measure", "applies_from")


@admin.register(Comparator)
class ComparatorAdmin(RecordAdmin):
    """How others stood."""

    verbs = KEPT
    set_once = ("series",)
    list_display = ("series", "sort", "starts", "ends", "value", "of")
    list_filter = ("sort",)
    list_select_related = ("series__measure",)
    search_fields = ("series__name", "series__measure__title")
    autocomplete_fields = ("series",)
    fields = ("series", "sort", "starts", "ends", "value", "of")
    ordering = ("series", "ends")
