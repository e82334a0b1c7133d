"""The posts, committees and categories that a register names: those here, and what is decided about the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kpa_tracker.base.people.actions import enter
from kpa_tracker.base.people.models import Authority, Committee, Post
from kpa_tracker.interfaces.exchange.actions.measures.owners import SUPPORTED, is_all_of, lead_in
from kpa_tracker.interfaces.exchange.directory import Register, directory_of, full_name, kind_of, plain
from risks.actions import add_category
from risks.models import Category

LEFT_OPEN = {
    "owner": "The owner is not among the posts here, and is left open: “{}”.",
    "committee": "The committee is not among those here, and is left open: “{}”.",
    "category": "The category is not among those here, and is left open: “{}”.",
}
PLURAL = {"owner": "posts", "committee": "committees", "category": "categories"}
LONGEST = {"owner": 200, "committee": 200, "category": 80}


class Names:
    """Finds records by the names of a file. A name that is not known is offered to a person, never made by itself.
    Three queries."""

    def __init__(self, authority_id: int, decided: Mapping[str, Any]) -> None:
        found = directory_of(authority_id, decided, {})
        categories = Category.objects.filter(authority=authority_id, archived_at=None)
        self.registers = {
            "owner": found.posts,
            "committee": found.committees,
            "category": Register(
                by_name={plain(one.name): one for one in categories},
                by_pk={str(one.pk): one for one in categories},
                decided=decided.get("categories", {}),
            ),
        }
        self.made: dict[tuple[str, str], Any] = {}

    def title_of(self, kind: str, text: str, remarks: list[str]) -> str:
        """Return the name of the record that a cell means; "" where it is left open, which is said in `remarks`."""
        name = lead_in(text) if kind == "owner" and not self.registers[kind].find(text) else text
        if not name:
            return ""
        if not is_all_of(name, text):
            remarks.append(SUPPORTED.format(name, text))
        title = self.registers[kind].title_of(name)[: LONGEST[kind]]
        if not title:
            remarks.append(LEFT_OPEN[kind].format(name))
        return title

    def record(self, kind: str, title: str) -> Any:
        """Return the record of a title that `title_of` gave; nothing for one that is still to be made."""
        by_title = {full_name(one): one for one in self.registers[kind].by_pk.values()}
        return self.made.get((kind, title)) or by_title.get(title)

    def make(self, authority: Authority, *, by: Any) -> None:
        """Make what a person asked for, and nothing else."""
        for kind, register in self.registers.items():
            for name in register.to_make:
                title = name[: LONGEST[kind]]
                if (kind, title) not in self.made:
                    self.made[kind, title] = _made(authority, kind, title, by=by)

    @property
    def decided(self) -> dict[str, Mapping[str, str]]:
        return {PLURAL[kind]: register.decided for kind, register in self.registers.items()}

    @property
    def wanted(self) -> dict[str, list[str]]:
        """The names that are not known here, by what they are."""
        return {PLURAL[kind]: list(register.wanted) for kind, register in self.registers.items()}

    @property
    def left(self) -> list[str]:
        return [name for register in self.registers.values() for name in register.left]

    @property
    def to_make(self) -> list[str]:
        return [name for register in self.registers.values() for name in register.to_make]


def _made(authority: Authority, kind: str, title: str, *, by: Any) -> Any:
    if kind == "category":
        return add_category(Category(authority=authority, name=title), by=by)
    if kind == "committee":
        return enter(Committee(authority=authority, name=title), by=by)
    return enter(Post(authority=authority, title=title, kind=kind_of(title)), by=by)
