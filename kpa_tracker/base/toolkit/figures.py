"""Pictures as pages and documents show them: with what they show in words, and what stands below them."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Figure:
    """A picture where a text places it: its address, what it shows in words, what stands below it, its pixels."""

    address: str
    alt: str
    caption: str
    width: int
    height: int

    @property
    def html(self) -> SafeString:
        return render_to_string("components/figure.html", {"figure": self})
