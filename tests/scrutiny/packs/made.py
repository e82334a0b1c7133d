"""Contents of packs, by few calls."""

from __future__ import annotations

from kpa_tracker.interfaces.scrutiny.packs import tables
from kpa_tracker.interfaces.scrutiny.packs.comparing import changes_of
from kpa_tracker.interfaces.scrutiny.packs.contents import Contents, Coverage, Exposure, Flag, Head, Item, Point, Return

SCALE = (Point("red", "Red"), Point("amber", "Amber"), Point("green", "Green"))
WORDS = {point.code: point.word for point in SCALE} | {"": "Not rated"}
OVERDUE = Flag("overdue", "Overdue", "time", "Due by 31 March 2010: 12 days ago.")


def head(**values):
    said = {
        "authority": "Police Authority",
        "committee": "Audit Committee",
        "meeting": "18 May 2010",
        "plan": "Business plan",
        "plan_period": "1 April 2009 to 31 March 2010",
        "marking": "OFFICIAL",
        "made_on": "12 April 2010",
        "scope": "What the committee oversees",
    }
    return Head(**{**said, **values})


def item(pk, rating="green", **values):
    said = {"reference": f"1.{pk}", "title": f"Item {pk}", "ambition": "1 First", "lead": "Treasurer"}
    return Item(**{"pk": pk, "rating": rating, "word": WORDS[rating], **said, **values})


def exposure(pk, level=3, points=12, **values):
    return Exposure(
        **{"pk": pk, "reference": f"KPA {pk:02}", "title": f"Risk {pk}", "level": level} | values, points=points
    )


def contents(now=(), before=None, **values):
    """The contents of a pack with items, compared with others where there were some."""
    found = [tables.by_rating(now, SCALE, ambition_word="Ambition"), tables.by_stage(now), tables.by_lead(now)]
    changes = ()
    if before is not None:
        found.append(tables.movements(before, now, SCALE))
        changes = tuple(changes_of(before, now))
    made = {"head": head(), "scale": SCALE, "items": tuple(now), "tables": tuple(found), "changes": changes}
    return Contents(**{**made, **values})


def returned(pk, place="accepted", word="Accepted", **values):
    return Return(pk, f"1.{pk}", f"Item {pk}", "Treasurer", place, word, **values)


def coverage(**values):
    said = {"period": "Quarter 4", "due": "21 April 2010", "asked": 2, "submitted": 1, "late": 0, "not_asked": 1}
    return Coverage(**{**said, "outstanding": (returned(2, "not_begun", "Not begun"),), **values})
