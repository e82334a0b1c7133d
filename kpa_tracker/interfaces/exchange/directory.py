"""The authority's posts and committees as a file may call them, and what a person decides about unknown names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from kpa_tracker.base.people.models import Committee, Post

LEAVE, NEW = "leave", "new"
COMMITTEE_WORDS = re.compile(r"\b(?:the|committee|committees|cttee|ctee|c'ttee)\b")
GROUP_WORDS = re.compile(
    r"\b(?:members|officers|committees?|leads|staff|team|group|board|panel|all \w+s|heads|directors|managers)\b", re.I
)
EVERYONE = "ALL"


@lru_cache(maxsize=512)  # the few names of a long table, at every row
def plain(text: str) -> str:
    """What two spellings of one name share: case, spaces, "&" and "and", "Ctee" and "Committee" do not matter."""
    text = text.casefold().replace("&", " and ").replace("’", "'")
    text = re.sub(r"\b(?:cttee|ctee|c'ttee)\b", "committee", text)
    return " ".join(re.sub(r"[^\w\s]", " ", re.sub(r"\bthe\b", " ", text)).split())


def plain_body(text: str) -> str:
    return plain(COMMITTEE_WORDS.sub(" ", text.casefold())) or plain(text)


def kind_of(name: str) -> str:
    """Whether a new post is a post, a group or everyone."""
    if name == EVERYONE:
        return str(Post.Kind.EVERYONE)
    only_starts_with_one = re.match(r"(?i)(?:chair|head|director|lead|member|vice)\b", name)
    return str(Post.Kind.GROUP if GROUP_WORDS.search(name) and not only_starts_with_one else Post.Kind.POST)


@dataclass
class Register:
    """One kind of record by the names a file may use; `decided` says what to do with the names not found."""

    by_name: dict[str, Any] = field(default_factory=dict)
    by_pk: dict[str, Any] = field(default_factory=dict)
    decided: Mapping[str, str] = field(default_factory=dict)
    wanted: dict[str, None] = field(default_factory=dict)
    body: bool = False
    spellings: dict[str, str] = field(default_factory=dict)

    def key(self, name: str) -> str:
        return (plain_body if self.body else plain)(name)

    def find(self, name: str) -> Any:
        return self.by_name.get(self.key(name))

    def title_of(self, name: str) -> str:
        """Return the name of the record that stands for a name, "" where none does and none is to be made.

        A name that is not known is asked about once, in the first of its spellings.
        """
        name = self.spellings.setdefault(self.key(name), name)
        found = self.find(name) or self.by_pk.get(self.decided.get(name, ""))
        if found is not None:
            return full_name(found)
        self.wanted.setdefault(name)
        return name[:200] if self.decided.get(name) == NEW else ""

    @property
    def to_make(self) -> list[str]:
        """The names that a person asked to have made."""
        return [name for name in self.wanted if self.decided.get(name) == NEW]

    @property
    def left(self) -> list[str]:
        return [name for name in self.wanted if self.decided.get(name) != NEW]


@dataclass
class Directory:
    """The posts and committees of one authority."""

    posts: Register
    committees: Register

    @property
    def decisions(self) -> dict[str, Mapping[str, str]]:
        return {"posts": self.posts.decided, "committees": self.committees.decided}


def full_name(record: Post | Committee) -> str:
    return record.title if isinstance(record, Post) else record.name


def directory_of(authority_id: int, names: Mapping[str, Any], meanings: Mapping[str, str]) -> Directory:
    """Load an authority's posts and committees: two queries. `meanings` is the file's glossary, by term."""
    posts = Post.objects.filter(authority=authority_id).current()
    committees = Committee.objects.filter(authority=authority_id).current()
    return Directory(
        _posts(posts, names.get("posts", {})), _committees(committees, names.get("committees", {}), meanings)
    )


def _posts(posts: Iterable[Post], decided: Mapping[str, str]) -> Register:
    register = Register(decided=decided)
    for post in posts:
        register.by_pk[str(post.pk)] = post
        register.by_name[plain(post.title)] = post
        if post.kind == Post.Kind.EVERYONE:
            register.by_name[plain(EVERYONE)] = post
    return register


def _committees(committees: Iterable[Committee], decided: Mapping[str, str], meanings: Mapping[str, str]) -> Register:
    """Know a committee by its name, its short name, and every abbreviation that the file's glossary explains by it."""
    register = Register(decided=decided, body=True)
    for committee in committees:
        register.by_pk[str(committee.pk)] = committee
        for name in (committee.name, committee.short_name):
            register.by_name.update({plain_body(name): committee} if name else {})
    for term, meaning in meanings.items():
        found = register.by_name.get(plain_body(re.sub(r"\([^)]*\)", "", meaning)))
        register.by_name.update({plain_body(term): found} if found else {})
    return register
