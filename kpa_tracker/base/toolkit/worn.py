"""The look that the documents of an authority are drawn in: the app above that keeps looks says it. No Django."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass

from kpa_tracker.base.toolkit.typefaces import sheet_of


@dataclass(frozen=True)
class OnPaper:
    """A look as those need it who draw documents: nothing in it has to be fetched, so that they open nothing."""

    main_colour: str
    colours: str
    written_in: str
    picture: bytes = b""
    logo_alt: str = ""

    @property
    def sheet(self) -> str:
        """The address of the colours as a style sheet."""
        return as_address("text/css", self.colours.encode())

    @property
    def typeface(self) -> str:
        """The style sheet of a typeface other than the usual one, below the static folder."""
        return sheet_of(self.written_in)

    @property
    def logo(self) -> str:
        """The address of the logo; nothing where there is none."""
        return as_address("image/png", self.picture) if self.picture else ""


LOOKS: dict[str, Callable[[int], OnPaper | None]] = {}
"""What says, by the name of an app, how an authority's documents look. An app above adds its own when it is ready."""


def look_on_paper(authority_id: int) -> OnPaper | None:
    """Return the look that an authority has set; None where it has set none. Two queries."""
    return next(filter(None, (look(authority_id) for look in LOOKS.values())), None)


def as_address(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{b64encode(content).decode()}"
