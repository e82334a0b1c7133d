"""Whose the measures of a file are: posts that are here, and what a person decided about the other names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from kpa_tracker.base.people.actions import enter
from kpa_tracker.base.people.models import Authority, Post
from kpa_tracker.interfaces.exchange.directory import EVERYONE, Register, directory_of, full_name, kind_of, plain
from kpa_tracker.interfaces.exchange.reading.measures.found import MeasureRow
from kpa_tracker.interfaces.exchange.reading.owners import read_owners

SUPPORTED = "Only one owner is kept: “{}”. The others whom the file names are not: “{}”."
LEFT_OPEN = "The owner is not among the posts here, and is left open: “{}”."


class Owners:
    """The owners that rows name. A name that is not known is offered to a person, never made by itself. Two queries
    where a row names anybody, else none."""

    def __init__(self, authority_id: int, names: Mapping[str, Any], rows: Iterable[MeasureRow]) -> None:
        said = {row.owner for row in rows if row.owner}
        self.register = directory_of(authority_id, names, {}).posts if said else Register()
        self.leads = {text: lead_in(text) for text in sorted(said)}
        self.titles = {text: self.register.title_of(lead) for text, lead in self.leads.items() if lead}
        self.made: dict[str, Post] = {}

    def title_of(self, row: MeasureRow) -> str:
        """The title of a row's post, "" where there is none or it is left open."""
        return self.titles.get(row.owner, "")

    @property
    def remarks(self) -> list[str]:
        """What a person may want to look at: names left open, and others than the first of a cell."""
        named = {text: lead for text, lead in self.leads.items() if lead}
        left = dict.fromkeys(LEFT_OPEN.format(lead) for text, lead in named.items() if not self.titles.get(text))
        return [*left, *(SUPPORTED.format(lead, text) for text, lead in named.items() if not is_all_of(lead, text))]

    @property
    def unknown(self) -> Register:
        """The names that are not known here, for a person to decide, those that somebody has decided among them."""
        wanted = dict.fromkeys(lead for lead in self.leads.values() if lead and self.register.find(lead) is None)
        return replace(self.register, wanted=wanted)

    def make(self, authority: Authority, *, by: Any) -> None:
        """Make the posts that a person asked for, and no other."""
        for name in self.register.to_make:
            self.made[name[:200]] = enter(Post(authority=authority, title=name[:200], kind=kind_of(name)), by=by)

    def post_of(self, row: MeasureRow) -> Post | None:
        title = self.title_of(row)
        found = {full_name(post): post for post in self.register.by_pk.values()}
        return self.made.get(title) or found.get(title) if title else None


def is_all_of(lead: str, text: str) -> bool:
    return plain(lead) == plain(text) or lead == EVERYONE


def lead_in(text: str) -> str:
    """Return the first whom a cell names: of several, only that one can own anything."""
    read, _ = read_owners(text, frozenset())
    return EVERYONE if read.everyone else read.lead
