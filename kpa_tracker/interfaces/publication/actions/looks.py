"""Setting how the documents of an authority look."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from kpa_tracker.base.audit.actions import hold_chain
from kpa_tracker.base.audit.edits import change, create
from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.errors import refuse_where
from kpa_tracker.interfaces.publication.look.pictures import Picture
from kpa_tracker.interfaces.publication.models import Logo, Look

FIELDS = ("main_colour", "accent_colour", "typeface", "logo", "logo_alt", "back_page")


@transaction.atomic
def set_look(look: Look, *, logo: Picture | None = None, by: Any) -> Look:
    """Give the documents and public pages of an authority a look of its own. What was published keeps its look.

    Refuses a colour that people could not read, and a logo without words for those who cannot see it.
    """
    hold_chain(look.authority_id)
    if logo:
        look.logo = keep_logo(look.authority, logo)
    check_words(look)
    return create(look, also={"logo": [None, str(look.logo)]} if logo else None, by=by)


@transaction.atomic
def change_look(look: Look, *, seen: int, logo: Picture | None = None, without_logo: bool = False, by: Any) -> Look:
    """Change colours, typeface, logo, its words or the back page. Refuses what `set_look` refuses. What was published
    keeps the look that it was published with."""
    hold_chain(look.authority_id)
    if without_logo:
        look.logo, look.logo_alt = None, ""
    elif logo:
        look.logo = keep_logo(look.authority, logo)
    check_words(look)
    return change(look, seen=seen, fields=FIELDS, by=by)


def keep_logo(authority: Authority, picture: Picture) -> Logo:
    """Return the stored logo; the same picture is stored once."""
    known = Logo.objects.filter(authority=authority, name=picture.name).first()
    return known or Logo.keep(authority=authority, name=picture.name, content=picture.content)


def check_words(look: Look) -> None:
    lacking = look.logo is not None and not look.logo_alt.strip()
    refuse_where((lacking, "Say in words what the logo shows.", "logo_alt"))
