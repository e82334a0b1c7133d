"""Text that people wrote, as HTML: `{% load text %}`."""

from __future__ import annotations

import re

from django import template
from django.utils.safestring import SafeString

from kpa_tracker.base.toolkit.markdown import Figures, to_html

register = template.Library()
BULLET = re.compile(r"^\s*[•▪◦·*–-]\s+")


@register.filter
def markdown(text: str | None, level: int = 3) -> SafeString:
    """Markdown as clean HTML, its headings from `level` downward."""
    return to_html(text or "", level=level)


@register.simple_tag
def prose(text: str, level: int, figures: Figures) -> SafeString:
    """Markdown as clean HTML, with the pictures that it places."""
    return to_html(text, level=level, figures=figures)


@register.filter
def lines(text: str | None) -> list[str]:
    """The lines of a text that say something, without the bullets that were typed before them."""
    bare = (BULLET.sub("", line).strip() for line in (text or "").splitlines())
    return [line for line in bare if line]
