"""How a document looks, beside what it says: colours, typeface, logo, back page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kpa_tracker.base.toolkit.typefaces import USUAL, sheet_of

SHEET = "look.css"
"""What the style sheet of a publication's colours is called."""


@dataclass(frozen=True)
class Appearance:
    """The look that an authority has given its documents. `logo_name` is what the logo's file is called."""

    main_colour: str
    accent_colour: str
    logo_name: str = ""
    logo_alt: str = ""
    back_page: str = ""
    typeface: str = USUAL

    @classmethod
    def of(cls, columns: Mapping[str, Any]) -> Appearance:
        """Return the look that some columns say; where there is no logo, none is named."""
        return cls(**{**columns, "logo_name": columns["logo_name"] or ""})

    @property
    def typeface_sheet(self) -> str:
        """The style sheet of a typeface other than the usual one, below the static folder."""
        return sheet_of(self.typeface)

    @property
    def sheet(self) -> str:
        """The colours as a style sheet. static/css/look.css says what has which."""
        return f":root {{ --look-main: {self.main_colour}; --look-accent: {self.accent_colour}; }}\n"
