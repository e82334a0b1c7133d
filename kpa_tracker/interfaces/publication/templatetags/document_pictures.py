"""Pictures in documents: `{% load document_pictures %}{% figure_of picture %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from kpa_tracker.interfaces.publication.content import Picture

register = template.Library()


@register.simple_tag(takes_context=True)
def figure_of(context: Mapping[str, Any], picture: Picture) -> SafeString:
    """A picture with its words. Whoever draws a document says by `address_of` where the files of its pictures are."""
    return picture.at(context["address_of"](picture.file_name)).html
