"""The pictures that the sections of a plan place, and their files, as paper and Word need them."""

from __future__ import annotations

from collections.abc import Iterable

from kpa_tracker.base.toolkit.pictures import type_of
from kpa_tracker.base.toolkit.worn import as_address
from kpa_tracker.interfaces.publication.content import Picture
from plans.models import PictureFile, Plan


def pictures_of(plan: Plan, texts: Iterable[str]) -> tuple[Picture, ...]:
    """Return the pictures of a plan that some texts place. One query; none where they place none."""
    placed = plan.pictures.placed_in(texts)
    return tuple(
        Picture(one.name, one.file.name, one.alt, one.caption, one.file.width, one.file.height) for one in placed
    )


def files_of(pictures: Iterable[Picture]) -> dict[str, bytes]:
    """Return the files of some pictures by their names. One query; none where there are none."""
    names = {one.file_name for one in pictures}
    found = PictureFile.objects.filter(name__in=names) if names else []
    return {one.name: one.hand_out() for one in found}


def addresses_of(pictures: Iterable[Picture]) -> dict[str, str]:
    """Return addresses that need no fetching: what draws a PDF opens no connection. One query at most."""
    return {name: as_address(type_of(name), content) for name, content in files_of(pictures).items()}
