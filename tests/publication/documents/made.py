"""Plans as documents of any size, made without a database."""

from __future__ import annotations

import datetime

from kpa_tracker.interfaces.publication.content import (
    Ambition,
    Goal,
    Group,
    PlanDocument,
    Point,
    Progress,
    Row,
    Targets,
)

TITLE = "Agree a yearly programme of public meetings with the district councils, and say what came of each of them"
SCALE = (
    Point("red", "Red", "Off course, and it needs help from outside."),
    Point("amber", "Amber", "Late or partial; the action described can put it right."),
    Point("green", "Green", "On course."),
)
WORDS = {point.code: point.word for point in SCALE}
RATINGS = ("green", "amber", "red", "")
DEADLINES = ("June 2010", "", "end of the second quarter", "31/03/2010")


def document(rows, under=4, *, goals=12, title=TITLE, **values):
    """Return a plan document with so many deliverables under so many ambitions."""
    shares = [rows // under + (number < rows % under) for number in range(under)]
    head = {
        "authority": "Weald Police Authority",
        "title": "Business plan 2009/10",
        "period": "1 April 2009 to 31 March 2010",
        "state": "Adopted",
        "marking": "OFFICIAL",
        "made_on": datetime.date(2010, 4, 12),
        "vision": "A county where people **feel safe**, and where the police answer to those whom they serve.",
        "ambition_word": "Ambition",
        "descriptor_word": "Descriptor",
        "deliverable_word": "Deliverable",
        "scale": SCALE,
        "ambitions": tuple(ambition(number, share, title) for number, share in enumerate(shares, 1)),
        "targets": Targets(tuple(goal(number) for number in range(goals))),
    }
    return PlanDocument(**{**head, **values})


def ambition(number, rows, title):
    made = tuple(row(f"{number}.{place}", place, title) for place in range(1, rows + 1))
    return Ambition(number, str(number), f"People can say what they expect, number {number}", groups=(Group("", made),))


def row(reference, place, title):
    rating = RATINGS[place % len(RATINGS)]
    progress = Progress("in_progress", rating, WORDS.get(rating, ""), datetime.date(2010, 3, 31))
    return Row(reference, f"{title} ({reference})", deadline=DEADLINES[place % len(DEADLINES)], progress=progress)


def goal(number):
    return Goal(f"Increase to {number + 50}%", f"People who feel that they are heard, in survey {number}", number)
