"""How a register is drawn: `{% level risk.current_level 12 %}`, `{{ move|arrow }}`."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from risks.scoring import Travel
from risks.tables.register import ARROWS, level_html

register = template.Library()


@register.simple_tag
def level(value: int | None, points: int | None = None) -> SafeString:
    """A level as word, shape and colour, with its score."""
    return level_html(value, points)


@register.filter
def arrow(move: Travel | None) -> str:
    """The arrow of a movement."""
    return ARROWS[move.arrow] if move else ""
