"""The look of an authority's documents as it is set now, and as paper needs it."""

from __future__ import annotations

from django.db.models import F

from kpa_tracker.base.toolkit.worn import OnPaper
from kpa_tracker.interfaces.publication.content.appearance import Appearance
from kpa_tracker.interfaces.publication.models import Logo, Look


def look_of(authority_id: int) -> Appearance | None:
    """Return the look that an authority has set; None where it has set none. One query."""
    said = Look.objects.of(authority_id).values(
        "main_colour", "accent_colour", "typeface", "logo_alt", "back_page", logo_name=F("logo__name")
    )
    columns = said.first()
    return Appearance.of(columns) if columns else None


def on_paper(look: Appearance | None) -> OnPaper | None:
    """Return what documents in this look are drawn with. One query where it has a logo."""
    if look is None:
        return None
    picture = logo_in(look) if look.logo_name else b""
    return OnPaper(look.main_colour, look.sheet, look.typeface, picture, look.logo_alt)


def worn_by(authority_id: int) -> OnPaper | None:
    """Return what the documents of an authority are drawn with now. Two queries."""
    return on_paper(look_of(authority_id))


def logo_in(look: Appearance) -> bytes:
    """Return the picture that a look names by its fingerprint, whichever authority has it. One query."""
    logo: Logo = Logo.objects.filter(name=look.logo_name).order_by("pk")[0]
    return logo.hand_out()
