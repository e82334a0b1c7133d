"""Columns that several lists share. A cell is drawn by `render`, exported by `value`; neither queries.

django-tables2 turns an exception in an accessor into a dash, so that tests look at the values of cells.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from kpa_tracker.base.toolkit import clock, ratings
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.markings import closed


@lru_cache(maxsize=64)
def rating_html(code: str, word: str = "") -> SafeString:
    """Return the one component of a rating; drawn once, because a list shows a few of them many times."""
    shown = {"rating": ratings.rating_of(code, word)}
    return SafeString(render_to_string("components/rating.html", shown).strip())


@lru_cache(maxsize=16)
def stage_html(code: str) -> SafeString:
    """Return the one component of a stage."""
    return SafeString(render_to_string("components/stage.html", {"stage": ratings.stage_of(code)}).strip())


@lru_cache(maxsize=2048)
def flags_html(flags: tuple[Any, ...]) -> SafeString:
    """Return what was computed about a record, in the one component of flags."""
    if not flags:
        return mark_safe('<span class="app-muted">Nothing</span>')
    return SafeString(render_to_string("components/flags.html", {"flags": flags}).strip())


def marked_html(record: Any) -> SafeString:
    """Return the marking that a record has of its own, where it keeps something from the public; else nothing."""
    own = closed([getattr(record, "marking", "") or ""])
    return format_html(' <strong class="app-flag app-flag--strong">{}</strong>', own) if own else mark_safe("")


class LinkColumn(tables.Column):
    """A text that leads to the record of its row, with the record's own marking."""

    def render(self, value: Any, record: Any) -> str:
        link = format_html('<a class="govuk-link" href="{}">{}</a>', record.get_absolute_url(), value)
        return link + marked_html(record)

    value = tables.Column.render


class GapColumn(tables.Column):
    """A text whose absence is an honest gap, said in words; in a file the cell stays empty."""

    empty_values = ()

    def __init__(self, *args: Any, gap: str = "Not set", default: str = "", **kwargs: Any) -> None:
        self.gap = default or gap
        super().__init__(*args, **kwargs)

    def render(self, value: Any) -> Any:
        return value if value not in (None, "") else format_html('<span class="app-muted">{}</span>', self.gap)

    def value(self, value: Any) -> str:
        return "" if value is None else str(value)


class RatingColumn(tables.Column):
    """A rating in the one component that all pages share; exported as its word.

    The word is the row's own `rating_word`, where the plan of the row has a word of its own.
    """

    empty_values = ()

    def render(self, value: Any, record: Any) -> str:
        return rating_html(value or "", self.own_word(record))

    def value(self, value: Any, record: Any) -> str:
        return ratings.rating_of(value, self.own_word(record)).word

    def own_word(self, record: Any) -> str:
        return getattr(record, "rating_word", "") or ""


class StageColumn(tables.Column):
    """How far the work has come; exported as its word."""

    empty_values = ()

    def render(self, value: Any) -> str:
        return stage_html(value or "")

    def value(self, value: Any) -> str:
        return ratings.stage_of(value).word


class FlagsColumn(tables.Column):
    """What was computed about a record; exported as words."""

    empty_values = ()

    def render(self, value: Iterable[Any] | None) -> str:
        return flags_html(tuple(value or ()))

    def value(self, value: Iterable[Any] | None) -> str:
        return "; ".join(flag.word for flag in value or ())


def day_of(value: datetime.date) -> datetime.date:
    """Return a day, of a moment the one on which it was by the office's clock."""
    return clock.day_of(value) if isinstance(value, datetime.datetime) else value


class DayColumn(GapColumn):
    """A day as people write it; exported as 2010-03-31, which sorts."""

    def render(self, value: Any) -> Any:
        return super().render(format_date(day_of(value)) if value else None)

    def value(self, value: Any) -> str:
        return day_of(value).isoformat() if value else ""


class FileColumn(tables.Column):
    """What stands in files alone: a number or a day as such, which a workbook sorts and adds up. Shown on no page."""

    empty_values = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, visible=False, orderable=False, **kwargs)

    value = tables.Column.render


class TickColumn(tables.Column):
    """A box that chooses a row for a bulk action. Never exported."""

    empty_values = ()

    def __init__(self, *, name: str = "row", **kwargs: Any) -> None:
        self.box = name
        heading = mark_safe('<span class="govuk-visually-hidden">Choose</span>')
        super().__init__(heading, orderable=False, exclude_from_export=True, **kwargs)

    def render(self, record: Any) -> str:
        return format_html(
            '<div class="govuk-checkboxes govuk-checkboxes--small"><div class="govuk-checkboxes__item">'
            '<input class="govuk-checkboxes__input" id="row-{0}" type="checkbox" name="{1}" value="{0}">'
            '<label class="govuk-label govuk-checkboxes__label" for="row-{0}">'
            '<span class="govuk-visually-hidden">Choose {2}</span></label></div></div>',
            record.pk,
            self.box,
            record,
        )
