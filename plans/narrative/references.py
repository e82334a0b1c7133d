"""References from section to section, such as [our budget](#section-budget)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markdown_it.token import Token

from kpa_tracker.base.toolkit.markdown import handle_of, headings, parsed, references, words_of

NUMBERED = {"h3", "h4"}
"""The headings of a section that a document numbers."""


def lost_in(sections: Iterable[tuple[str, str]]) -> Iterator[tuple[int, str]]:
    """Yield the references that lead to no section of (title, text) and to no heading in one: in which of them it
    stands, and what it refers to."""
    read = [(title, parsed(text)) for title, text in sections]
    known = {handle for title, tokens in read for handle in handles(title, tokens)}
    for at, (_, tokens) in enumerate(read):
        meant = (str(link.attrs["href"])[1:] for link, _ in references(tokens))
        yield from ((at, handle) for handle in meant if handle not in known)


def handles(title: str, tokens: list[Token]) -> Iterator[str]:
    """Yield by what a section and its headings are referred to."""
    yield handle_of(title)
    yield from (handle_of(words_of(words)) for heading, words in headings(tokens) if heading.tag in NUMBERED)
