"""Reading a page as it stood on a day: `?as_of=2010-01-31`, or as people write a day."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.filters import RecordFilter
from kpa_tracker.base.toolkit.forms import DayField, PlainForm, clean_typed

PARAMETER = "as_of"


class PastDayField(DayField):
    """A day that has come."""

    def clean(self, value: Any) -> datetime.date | None:
        day = super().clean(value)
        if day is None and clean_typed(str(value or "")).strip():
            raise ValidationError(f"“{value}” is not a day. Write it like 31/3/2010.")
        if day and day > clock.today():
            raise ValidationError(f"{format_date(day)} has not come yet. Give today or a day before.")
        return day


class PastDayFilter(django_filters.Filter):
    """The day as of which a list is read. It selects nothing: the page reads its rows as of that day."""

    field_class = PastDayField

    def filter(self, qs: Any, value: Any) -> Any:
        return qs


class AsOfForm(PlainForm):
    """The day as of which a page is read."""

    marks_optional = False

    as_of = PastDayField(label="Read as of", required=False)


class AsOf:
    """What an address asks for: nothing, a day that has come, or something that is none (`form` says why)."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.asked = bool(clean_typed(request.GET.get(PARAMETER, "")).strip())
        self.form = AsOfForm(data=request.GET if self.asked else None)

    @cached_property
    def day(self) -> datetime.date | None:
        return self.form.cleaned_data[PARAMETER] if self.asked and self.form.is_valid() else None

    @property
    def is_wrong(self) -> bool:
        return self.asked and self.day is None

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return what else the address asks for, which the form of the day keeps."""
        left = (PARAMETER, "page", "export")
        return [(name, str(value)) for name, value in self.request.GET.items() if name not in left]

    @property
    def today_url(self) -> str:
        """Return the same page as of today."""
        query = urlencode(self.kept)
        return f"{self.request.path}?{query}" if query else self.request.path


class ReadAsOf:
    """A page that can be read as of a day. A day that is none shows the question again and nothing else (422)."""

    request: HttpRequest

    as_of: AsOf

    def is_read_then(self) -> bool:
        return True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        context["as_of"] = self.as_of
        return {**context, "form": self.as_of.form} if self.as_of.is_wrong else context

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        status = 422 if self.as_of.is_wrong else 200
        response: HttpResponse = super().render_to_response(context, **{"status": status, **kwargs})  # type: ignore[misc]
        return response


class ListedAsOf:
    """A list that can be read as of a day: by `past_filterset_class`, whose rows are read from the history, in
    `past_table_class`, which has a column `stood_on` for files."""

    as_of: AsOf
    request: HttpRequest
    past_filterset_class: Any
    past_table_class: Any

    def get_filterset_class(self) -> Any:
        return self.past_filterset_class if self.as_of.asked else super().get_filterset_class()  # type: ignore[misc]

    def get_table_class(self) -> Any:
        return self.past_table_class if self.as_of.day else super().get_table_class()  # type: ignore[misc]

    def get_page_title(self) -> str:
        """Say the day: the name of a file that is taken away is made of it."""
        title: str = super().get_page_title()  # type: ignore[misc]
        return f"{title} as they stood on {format_date(self.as_of.day)}" if self.as_of.day else title

    def get_table_kwargs(self) -> dict[str, Any]:
        """Say the day in each row that leaves the page which says it."""
        kwargs: dict[str, Any] = super().get_table_kwargs()  # type: ignore[misc]
        day = () if not self.as_of.day or "export" in self.request.GET else ("stood_on",)
        return {**kwargs, "exclude": (*kwargs.get("exclude", ()), *day)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "as_of": self.as_of}  # type: ignore[misc]


class NotKeptField(django_filters.fields.ModelChoiceField):
    """A choice that cannot be made of a day."""

    def clean(self, value: Any) -> None:
        if value not in self.empty_values:
            raise ValidationError(f"{self.label}: the history does not keep it. Choose “All”, or read today's list.")


class NotKeptThen(RecordFilter):
    """A facet of today's list that the history knows nothing of. A list of a day has it only where the address asks for
    it, as an error: without it there would be more rows than are asked for."""

    field_class = NotKeptField

    def filter(self, qs: Any, value: Any) -> Any:
        return qs


class ReadThen:
    """The facets of a list that is read as of a day: they select in memory from what `read` returns."""

    data: Any
    form: Any
    filters: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, facet in list(self.filters.items()):
            if isinstance(facet, NotKeptThen) and not self.data.get(name):
                del self.filters[name]

    def read(self, day: datetime.date, asked: dict[str, Any]) -> Any:
        """Return what stood on a day. What it selects by itself it takes out of what is asked for."""
        raise NotImplementedError

    def filter_queryset(self, queryset: Any) -> Any:
        asked = dict(self.form.cleaned_data)
        rows = self.read(asked.pop(PARAMETER), asked)
        for name, value in asked.items():
            rows = self.filters[name].filter(rows, value)
        return rows


def with_day(url: str, day: datetime.date | None) -> str:
    """Return an address as of a day, where there is one."""
    if day is None:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode({PARAMETER: day.isoformat()})}"
