"""A document's HTML in sections that can be drawn by themselves: cut where a page begins in any case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

MARK = "<!-- a section of its own -->"
"""Stands in a document's template before and after whatever begins a page and ends one."""
ROW = '<tr class="row'
MOST_ROWS_WHOLE = 1_500
"""Rows of a document that is drawn whole, as all are that a browser waits for: half a minute of one process."""
ROWS_TOGETHER = 500
"""Rows of neighbours that one process draws: it takes a second to start, and memory by the row."""
SCHEME = "kpa-anchor:"
"""What a link begins with that leads into another section, until all are together."""
UNKNOWN = "000"
"""Stands for a page number as long as nobody knows it: about as wide."""

BODY = re.compile(r"<body\b[^>]*>")
ID = re.compile(r'\bid="([^"]+)"')
LEADS = re.compile(r'<(?:a|div)\b[^>]*?\b(href|data-page)="#([^"]+)"[^>]*>')
NUMBERED = 'class="see"'
CONTINUED = '<div class="part--wide" hidden></div>'
"""Stands for what came before a section, in the eyes of the style sheet."""


def is_long(html: str) -> bool:
    """Whether a document is drawn in sections: it has many rows, and a place where it can be cut."""
    return MARK in html and html.count(ROW) > MOST_ROWS_WHOLE


@dataclass(frozen=True)
class Section:
    """A stretch of a document that begins a page and ends one, with the frame of the whole around it."""

    opening: str
    content: str
    closing: str

    @cached_property
    def anchors(self) -> frozenset[str]:
        return frozenset(ID.findall(self.content))

    @property
    def rows(self) -> int:
        return self.content.count(ROW)

    @property
    def is_plain(self) -> bool:
        """Whether no page number stands among its words."""
        return NUMBERED not in self.content

    def html(self, numbers: Mapping[str, str]) -> str:
        """Return it as a page of HTML, in which `numbers` says on which page of the whole the anchors of others are."""
        return f"{self.opening}{LEADS.sub(lambda tag: self.led(tag, numbers), self.content)}{self.closing}"

    def led(self, tag: re.Match[str], numbers: Mapping[str, str]) -> str:
        """Return a tag that leads into another section with the page number that the style sheet cannot know."""
        name, anchor = tag[1], tag[2]
        if anchor in self.anchors or anchor not in numbers:
            return tag[0]
        link = f'href="{SCHEME}{anchor}" ' if name == "href" else ""
        return tag[0].replace(f'{name}="#{anchor}"', f'{link}data-number="{numbers[anchor]}"')


def sections_of(html: str) -> list[Section]:
    """Return a document's sections, in order. The first has the cover and the contents, and is drawn by itself."""
    opening, content, closing = framed(html)
    first, *others = (piece for piece in content.split(MARK) if piece.strip())
    later = continued(opening)
    return [
        Section(opening, first, closing),
        *together(Section(later, f"{CONTINUED}{piece}", closing) for piece in others),
    ]


def framed(html: str) -> tuple[str, str, str]:
    """Return what stands before the content of a page, the content, and what stands behind it."""
    begins = BODY.search(html)
    if begins is None:
        raise ValueError("A document has a body.")
    ends = html.rindex("</body>")
    return html[: begins.end()], html[begins.end() : ends], html[ends:]


def continued(opening: str) -> str:
    """Return the beginning of a page that goes on with what another has begun: the style sheet says what runs on."""
    return re.sub(r'(<body\b[^>]*\bclass=")', r"\1plan-document--continued ", opening)


def together(sections: Iterator[Section]) -> Iterator[Section]:
    """Join neighbours that are short. What shows page numbers stays alone: it is drawn again once they are known."""
    held: Section | None = None
    for one in sections:
        if held is not None and fits(held, one):
            held = Section(held.opening, held.content + one.content, held.closing)
            continue
        if held is not None:
            yield held
        held = one
    if held is not None:
        yield held


def fits(held: Section, one: Section) -> bool:
    return held.is_plain and one.is_plain and held.rows + one.rows <= ROWS_TOGETHER


def starts_of(lengths: list[int]) -> list[int]:
    """Return how many pages come before each section."""
    return [0, *accumulate(lengths)][:-1]
