"""The components of all pages: `{% load components %}`. Their markup is in templates/components.

What GOV.UK Frontend has a macro for comes out as that macro's HTML (a test compares some with its fixtures).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from kpa_tracker.base.toolkit import ratings
from kpa_tracker.base.toolkit.charts import Chart
from kpa_tracker.base.toolkit.lines import LineChart
from kpa_tracker.base.toolkit.tables import marked_html

register = template.Library()

# --- Judged and computed ----------------------------------------------------------------------------------------------


@register.inclusion_tag("components/rating.html")
def rating(code: Any, word: str = "") -> dict[str, Any]:
    """A rating as word, shape and colour. `word` is the plan's own where its scale has one."""
    found = code if isinstance(code, ratings.Rating) else ratings.rating_of(code)
    return {"rating": found, "word": word or found.word}


@register.inclusion_tag("components/stage.html")
def stage(code: Any) -> dict[str, Any]:
    """How far the work has come; never in a rating's colours."""
    return {"stage": ratings.stage_of(code)}


FLAG_LOOKS = {"overdue": "strong", "contradiction": "contradiction", "reporting": "quiet"}


@register.inclusion_tag("components/flag.html")
def flag(found: Any, explain: bool = True) -> dict[str, Any]:
    """One thing that the system worked out: a computed flag, or a plain text.

    Screen readers hear its sentence; `explain` is off where that stands beside it anyway.
    """
    if isinstance(found, str):
        return {"word": found, "look": "quiet", "sentence": ""}
    look = FLAG_LOOKS.get(found.key) or FLAG_LOOKS.get(getattr(found.kind, "value", found.kind), "")
    return {"word": found.word, "look": look, "sentence": found.sentence if explain else ""}


@register.inclusion_tag("components/flags.html")
def flags(found: Iterable[Any]) -> dict[str, Any]:
    """All that the system worked out about a record."""
    return {"flags": list(found)}


@register.inclusion_tag("components/movement.html")
def movement(before: Any, now: Any = None) -> dict[str, Any]:
    """How a rating moved: from two ratings' codes, or a Movement."""
    found = before if isinstance(before, ratings.Movement) else ratings.movement(before, now)
    return {"movement": found}


# --- The frame of a page ----------------------------------------------------------------------------------------------


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(items: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The way back: (label, address) from the top down; an empty address is where the reader is."""
    return {"items": list(items)}


@register.inclusion_tag("components/tabs.html", takes_context=True)
def tabs(
    context: Mapping[str, Any], items: Iterable[tuple[Any, ...]], label: str = "Parts of this record"
) -> dict[str, Any]:
    """Parts of a record as plain links: (label, address) or (label, address, is this one)."""
    request = context.get("request")
    here = {request.path, request.get_full_path()} if request else set()
    rows = [(item[0], item[1], item[2] if len(item) > 2 else item[1] in here) for item in items]
    return {"items": rows, "label": label}


@register.inclusion_tag("components/page_action.html", takes_context=True)
def page_action(context: Mapping[str, Any], label: str, url: str, kind: str = "primary") -> dict[str, Any]:
    """A link that looks like a button; a kind that starts with `post` is a button that changes something."""
    return {
        "label": label,
        "url": url,
        "kind": kind.removeprefix("post-"),
        "post": kind.startswith("post"),
        **csrf(context),
    }


@register.inclusion_tag("components/page_action.html", takes_context=True)
def post_button(
    context: Mapping[str, Any], label: str, url: str, kind: str = "secondary", about: str = ""
) -> dict[str, Any]:
    """A button that sends a form of its own. `about` tells screen readers which of several it is."""
    return {"label": label, "url": url, "kind": kind, "about": about, "post": True, **csrf(context)}


def csrf(context: Mapping[str, Any]) -> dict[str, Any]:
    return {"csrf_token": context.get("csrf_token", "")}


@register.inclusion_tag("components/marking.html")
def marking(text: str, change_url: str = "") -> dict[str, Any]:
    """The protective marking, at the head of the page and at the foot of each printed one; and where it is changed."""
    return {"text": text, "change_url": change_url}


@register.simple_tag
def marked(record: Any) -> str:
    """The marking that a record has of its own, beside its name."""
    return marked_html(record)


@register.inclusion_tag("components/how.html")
def how(url: str, label: str = "How this is worked out") -> dict[str, Any]:
    """The way from a computed figure to its rule."""
    return {"url": url, "label": label}


@register.inclusion_tag("components/empty.html")
def empty_state(title: str, why: str, next_label: str = "", next_url: str = "") -> dict[str, Any]:
    """Nothing to show: why, and what to do next."""
    return {"title": title, "why": why, "next_label": next_label, "next_url": next_url}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Mapping[str, Any], page: Page[Any], field: str = "page") -> dict[str, Any]:
    """The pages of a list; its filters and sorting stay."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    query = context["request"].GET.copy()
    query.pop(field, None)
    return {"page": page, "numbers": list(numbers), "lead": f"?{query.urlencode()}&{field}=" if query else f"?{field}="}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """What is wrong with some forms, each error with a link to its field."""
    return {"rows": [row for form in forms for row in errors_of(form)]}


def errors_of(form: Any) -> Iterator[tuple[str, str]]:
    """Yield (what is wrong, where): errors of the whole form and of hidden fields have no place to lead to."""
    yield from ((text, "") for text in form.non_field_errors())
    for field in form:
        where = "" if field.is_hidden else f"#{field.first_id}"
        yield from ((text, where) for text in field.errors)


# --- Pieces of content ------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/stat.html")
def stat(number: Any, label: str, url: str = "", rating: Any = None, note: str = "") -> dict[str, Any]:
    """A number that leads to the list behind it. With a rating, the label is the rating."""
    found = None if rating is None else ratings.rating_of(getattr(rating, "code", rating))
    return {"number": number, "label": label, "url": url, "rating": found, "note": note}


@register.inclusion_tag("components/chart.html")
def chart(drawn: Chart, level: int = 2) -> dict[str, Any]:
    """A chart beside the table of its numbers."""
    return {"chart": drawn, "level": level, "id": drawn.slug}


@register.inclusion_tag("components/line_chart.html")
def line_chart(drawn: LineChart, name: str = "") -> dict[str, Any]:
    """Results over time; the table of their numbers stands beside it. `name` sets it apart on a page of several."""
    return {"chart": drawn, "id": name or drawn.slug}


@register.inclusion_tag("components/comparison.html")
def comparison(
    rows: Iterable[tuple[str, Any, Any]], first: str = "What you typed", second: str = "What is saved now"
) -> dict[str, Any]:
    """Two versions side by side: (name, one, other); what differs is marked in words and colour."""
    return {"rows": [(name, one, other, one != other) for name, one, other in rows], "first": first, "second": second}


@register.inclusion_tag("components/steps.html")
def steps(labels: Iterable[str], current: int) -> dict[str, Any]:
    """Where one is in a task of several pages; the first step is 1."""
    return {"steps": [(label, number < current, number == current) for number, label in enumerate(labels, start=1)]}


@register.inclusion_tag("components/tag.html")
def tag(text: str, colour: str = "") -> dict[str, Any]:
    """A small label, such as a plan's state."""
    return {"text": text, "colour": colour}


@register.inclusion_tag("components/messages.html")
def notices(found: Iterable[Any]) -> dict[str, Any]:
    """What the last action answered."""
    return {"notices": list(found)}


@register.simple_tag
def query_link(**parameters: Any) -> str:
    """A query string of the parameters that have a value."""
    return "?" + urlencode({name: value for name, value in parameters.items() if value not in (None, "")}, doseq=True)


# --- With a body ------------------------------------------------------------------------------------------------------


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """A paragraph set apart."""
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_block_tag
def warning(content: str) -> SafeString:
    """Something with consequences."""
    return render_to_string("components/warning.html", {"content": content})


@register.simple_block_tag
def details(content: str, summary: str, is_open: bool = False) -> SafeString:
    """Something to open."""
    return render_to_string("components/details.html", {"content": content, "summary": summary, "is_open": is_open})


@register.simple_block_tag
def notification(content: str, title: str = "Important", kind: str = "") -> SafeString:
    """A banner in the page, for what concerns the whole of it."""
    return render_to_string("components/notification.html", {"content": content, "title": title, "kind": kind})


@register.simple_block_tag
def stats(content: str) -> SafeString:
    """A row of numbers; holds `stat` tags."""
    return format_html('<ul class="app-stats">{}</ul>', content)


@register.simple_block_tag
def card(content: str) -> SafeString:
    """A part of a page in a frame."""
    return format_html('<div class="app-card">{}</div>', content)


@register.simple_block_tag
def summary_list(content: str) -> SafeString:
    """Facts of a record; holds `row` tags. Without any link the values have the whole width."""
    if "govuk-summary-list__actions" not in content:
        content = mark_safe(content.replace(" govuk-summary-list__row--no-actions", ""))
    return format_html('<dl class="govuk-summary-list">{}</dl>', content)


@register.simple_block_tag
def row(content: str, key: str, action: str = "", url: str = "") -> SafeString:
    """One fact of a summary list, with a link to change it where there is one."""
    return render_to_string("components/row.html", {"content": content, "key": key, "action": action, "url": url})


@register.simple_block_tag
def scroll(content: str, label: str) -> SafeString:
    """A wide table that scrolls by itself, also from the keyboard."""
    return format_html('<div class="app-scroll" role="region" aria-label="{}" tabindex="0">{}</div>', label, content)


@register.simple_tag
def visually_hidden(text: str) -> SafeString:
    """Words for screen readers alone."""
    return format_html('<span class="govuk-visually-hidden">{}</span>', text) if text else mark_safe("")
