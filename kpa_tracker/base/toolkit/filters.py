"""What the filters of all lists share."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any

import django_filters
from django.db.models import Model, QuerySet
from django.forms.boundfield import BoundField

from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.forms import DayField, PlainForm


class FilterForm(PlainForm):
    """The facets of a list: none of them is ever needed, so none says that it is optional."""

    marks_optional = False
    main: Sequence[str] = ()

    @property
    def main_fields(self) -> list[BoundField]:
        """The facets in sight; all of them, unless the list names some."""
        return [field for field in self.visible_fields() if field.name in self.main or not self.main]

    @property
    def more_fields(self) -> list[BoundField]:
        """The facets to open."""
        return [field for field in self.visible_fields() if self.main and field.name not in self.main]

    @property
    def uses_more(self) -> bool:
        """Whether one of the facets to open narrows the list, so that they are open already."""
        return any(field.value() or field.errors for field in self.more_fields)


class ListFilter(django_filters.FilterSet):
    """Facets of a list. They offer only what the person may see; `main` names those always in sight."""

    main: Sequence[str] = ()

    class Meta:
        form = FilterForm

    @property
    def form(self) -> Any:
        form = super().form
        form.main = self.main
        return form


class DayFilter(django_filters.Filter):
    """A day as people type it."""

    field_class = DayField


def narrowed_by(form: Any) -> list[tuple[str, str]]:
    """Return (facet, value) in words of what narrows a list: on paper nothing else says it."""
    if not form.is_valid():
        return []
    said = [(field, form.cleaned_data.get(field.name)) for field in form.visible_fields()]
    return [(str(field.label), in_words(field.field, value)) for field, value in said if value]


def in_words(field: Any, value: Any) -> str:
    if isinstance(value, datetime.date):
        return format_date(value)
    choices = {} if isinstance(value, Model) else dict(getattr(field, "choices", ()))
    return str(choices.get(value, value))


def visible_choices(model: type[Model], *, archived: bool = False) -> Callable[[Any], QuerySet[Any]]:
    """Return what a facet offers of a model: what the person may see; what is archived where lists still name it."""

    def choices(request: Any) -> QuerySet[Any]:
        records: Any = model._default_manager
        offered = records.visible_to(request.user) if request else records.none()
        return offered if archived or not hasattr(offered, "current") else offered.current()

    return choices


def not_a_choice(label: str) -> dict[str, str]:
    """Return what a facet says of a value that it does not offer, such as one typed into the address."""
    return {"invalid_choice": f"{label}: choose one from the list."}


class RecordFilter(django_filters.ModelChoiceFilter):
    """A choice of one record, from those that the person may see."""

    def __init__(self, model: type[Model], *, archived: bool = False, **kwargs: Any) -> None:
        kwargs["error_messages"] = not_a_choice(kwargs["label"])
        super().__init__(queryset=visible_choices(model, archived=archived), empty_label="All", **kwargs)


class SearchFilter(django_filters.CharFilter):
    """Free text: hands the words to the QuerySet method `matching`, which knows where to look."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=kwargs.pop("label", "Search"), max_length=200, **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return qs.matching(value.replace("\x00", "")) if value else qs


class MethodChoice(django_filters.ChoiceFilter):
    """A choice of QuerySet methods by name: `overdue`, `stale`, `without_owner`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"empty_label": "All", **kwargs})

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        selected: QuerySet[Any] = getattr(qs, value)() if value else qs
        return selected


class SelectionFilter(django_filters.ChoiceFilter):
    """A choice whose value is handed to one QuerySet method: `selection("rated")` calls `rated("red")`."""

    def __init__(self, *, by: str, **kwargs: Any) -> None:
        self.by = by
        super().__init__(**{"empty_label": "All", "error_messages": not_a_choice(kwargs["label"]), **kwargs})

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        selected: QuerySet[Any] = getattr(qs, self.by)(value) if value else qs
        return selected
