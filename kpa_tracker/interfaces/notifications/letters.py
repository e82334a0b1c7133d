"""What a message says: its subject, its plain text and its HTML, made of the same things in the same order."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from kpa_tracker.base.people.models import Post
from kpa_tracker.base.people.owing import Owed
from kpa_tracker.base.toolkit.words import counted
from kpa_tracker.interfaces.notifications.models import Message
from kpa_tracker.interfaces.notifications.owed import headings

Kind = Message.Kind


@dataclass(frozen=True)
class Line:
    """A thing as a message names it; `whose` is the late post, where the message is to somebody else."""

    title: str
    when: str
    url: str
    is_late: bool
    whose: str = ""


@dataclass(frozen=True)
class Letter:
    """A message before anybody sends it."""

    subject: str
    text: str
    html: str


def address_of(path: str) -> str:
    """Return the whole address of a page, for whoever reads it outside the site."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def letter(kind: str, *, person: Any, authority: Any, things: list[Owed], today: datetime.date) -> Letter:
    """Write to a person of what waits in one authority. An escalation names the posts that are late: one query."""
    posts = titles_of(things) if kind == Kind.ESCALATION else {}
    words = {
        "person": person,
        "authority": authority,
        "groups": grouped(things, today, posts),
        "is_escalation": kind == Kind.ESCALATION,
        "my_work": address_of(reverse("my-work")),
        "reminders": address_of(reverse("reminders")),
    }
    return Letter(
        subject(kind, authority, things, today),
        render_to_string("notifications/letter.txt", words),
        render_to_string("notifications/letter.html", words),
    )


def titles_of(things: list[Owed]) -> dict[int | None, str]:
    return dict(Post.objects.filter(pk__in={one.post_id for one in things}).values_list("pk", "title"))


def grouped(things: list[Owed], today: datetime.date, posts: dict[int | None, str]) -> list[tuple[str, list[Line]]]:
    """Return (heading, lines) in the order of `headings`, the longest due first; no heading without lines."""
    found: list[tuple[str, list[Line]]] = []
    for sort, heading in headings().items():
        of_sort = sorted((one for one in things if one.sort == sort), key=lambda one: (one.due, one.title))
        if of_sort:
            found.append((heading, [line(one, today, posts.get(one.post_id, "")) for one in of_sort]))
    return found


def line(one: Owed, today: datetime.date, whose: str) -> Line:
    return Line(one.title, one.when(today), address_of(one.url), one.is_late(today), whose)


def subject(kind: str, authority: Any, things: list[Owed], today: datetime.date) -> str:
    """Say how many things, and how many are late. On one line, whatever the authority is called."""
    late, number = sum(one.is_late(today) for one in things), counted(len(things), "thing")
    if kind == Kind.ESCALATION:
        said = f"{number} late, brought to you"
    else:
        said = f"{number} to do" + (f", {late} late" if late else "")
    return " ".join(f"{authority.short_name}: {said}".split())
