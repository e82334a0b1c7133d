"""What adds pictures to a plan. Their words are changed, and they are archived and brought back, as of every part."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit import edits
from kpa_tracker.base.toolkit.errors import refuse_where
from kpa_tracker.base.toolkit.pictures import Drawn
from plans.actions.plans import refuse_fixed
from plans.models import Picture, PictureFile, Plan

MOST = 60
"""How many pictures a plan has at most: its documents hold all that are placed."""
TOO_MANY = f"A plan may have {MOST} pictures. Archive one that no text needs."


@transaction.atomic
def add_picture(picture: Picture, *, drawn: Drawn, by: Any) -> Picture:
    """Add a picture to a plan, by a name that stays. Refuses a closed plan, one picture too many, a name that the plan
    has had, and a picture without words for those who cannot see it. The same bytes are stored once an authority."""
    plan = picture.plan
    refuse_fixed(plan)
    picture.file = keep_file(plan.authority_id, drawn)
    return _add(picture, by=by)


@transaction.atomic
def copy_pictures(pictures: Iterable[Picture], *, into: Plan, by: Any) -> None:
    """Give a plan the pictures of another one of its authority, with their words. The bytes are not copied."""
    refuse_fixed(into)
    for one in pictures:
        _add(Picture(plan=into, file=one.file, name=one.name, alt=one.alt, caption=one.caption), by=by)


def _add(picture: Picture, *, by: Any) -> Picture:
    refuse_where((picture.plan.pictures.current().count() >= MOST, TOO_MANY))
    picture.name = picture.name.lower()
    said = {"file": [None, picture.file.name], "file_hash": [None, picture.file.sha256]}
    return edits.create(picture, by=by, also=said)


def keep_file(authority_id: int, drawn: Drawn) -> PictureFile:
    known: PictureFile | None = PictureFile.objects.filter(authority=authority_id, name=drawn.name).first()
    if known:
        return known
    size = {"width": drawn.width, "height": drawn.height}
    made: PictureFile = PictureFile.keep(authority_id=authority_id, name=drawn.name, content=drawn.content, **size)
    return made
