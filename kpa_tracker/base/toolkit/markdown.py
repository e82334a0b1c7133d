"""Narrative text: people write Markdown, pages and documents show clean HTML.

Raw HTML is shown as text, pictures as their description, and only web and mail addresses become links: nothing that a
person types can make a page or a document fetch anything. Three things mean something to a plan alone: a line of its
own such as [[targets]] places a table there and ![](picture:crime-by-year) one of the plan's own pictures, and
[words](#section-budget) refers to another section. Elsewhere the line stands as it was typed, and of a reference its
words.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlsplit

import nh3
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from kpa_tracker.base.toolkit.figures import Figure

LINKED = {"http", "https", "mailto"}
TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
ATTRIBUTES = {
    "a": {"href", "title", "class"}, "ol": {"start"}, "th": {"scope"}, **{one: {"id"} for one in HEADINGS},
}  # fmt: skip
"""Classes and ids are never typed: they come from the documents."""
RELATION = "noopener noreferrer nofollow"
DEEPEST = 6
Mark = tuple[str, str]
"""What a line places, and which of several: ("deliverables", "2")."""
PLACED = "placed"
MARK = re.compile(r" {0,3}\[\[([^\[\]]+)\]\] *")
PICTURED = "pictured"
PICTURE = re.compile(r" {0,3}!\[\]\(picture:([a-z0-9_-]+)\) *")
BESIDE = re.compile(r"!\[[^\[\]]*\]\(picture:[^()]*\)?", re.IGNORECASE)
"""What was meant to place a picture where there is no room for one."""
Figures = Mapping[str, Figure]
"""Pictures by the names that texts call them by."""
REFERENCE = re.compile(r"#section-[\w-]+")
SEE = "see"
"""The class of a reference to another section: on paper its page stands behind it."""


@dataclass(frozen=True)
class Place:
    """Where a reference leads, and what the reader is told of the place: section 2.1."""

    address: str
    words: str


def to_html(text: str, *, level: int = 3, figures: Figures | None = None) -> SafeString:
    """Return Markdown as clean HTML. Its headings start at `level` and skip none, so that they fit below the page's."""
    tokens = parsed(text, level)
    refer(tokens, {})
    return with_figures(tokens, figures) if figures else rendered(tokens)


def rendered(tokens: list[Token]) -> SafeString:
    """Return parsed Markdown as clean HTML."""
    for token in tokens:
        adapt(token)
    return SafeString(cleaned(parser().renderer.render(tokens, parser().options, {})))


def with_figures(tokens: list[Token], figures: Figures) -> SafeString:
    """Return parsed Markdown as clean HTML, with the pictures that it places and that there are."""
    pieces: list[str] = []
    for is_shown, some in groupby(tokens, key=lambda token: token.type == PICTURED and token.content in figures):
        run = list(some)
        pieces += [figures[one.content].html for one in run] if is_shown else [rendered(run)]
    return SafeString("".join(pieces))


def parsed(text: str, level: int = 3) -> list[Token]:
    """Return the tokens of Markdown, its headings from `level` downward."""
    tokens = without_empty_headings(parser().parse(text))
    fit_headings(tokens, level)
    return tokens


def to_text(text: str) -> str:
    """Return the words of Markdown alone, on one line."""
    return " ".join(html.unescape(strip_tags(to_html(text))).split())


@functools.cache
def parser() -> MarkdownIt:
    """CommonMark with tables. An indented line is no program code, and a row of dashes makes no heading of its line."""
    made = MarkdownIt("commonmark", {"html": False, "breaks": True})
    made.enable("table").disable(["code", "lheading", "html_block", "html_inline"])
    made.block.ruler.before("paragraph", PLACED, place, {"alt": ["paragraph"]})
    made.block.ruler.before("paragraph", PICTURED, picture, {"alt": ["paragraph"]})
    made.add_render_rule(PLACED, lambda renderer, tokens, at, *_: as_typed(f"[[{tokens[at].content}]]"))
    made.add_render_rule(PICTURED, lambda renderer, tokens, at, *_: as_typed(line_of(tokens[at].content)))
    made.validateLink = is_linked  # type: ignore[assignment,method-assign]
    return made


def place(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Read a line of its own that places something."""
    return read_line(state, first, silent, MARK, PLACED)


def picture(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Read a line of its own that places a picture."""
    return read_line(state, first, silent, PICTURE, PICTURED)


def read_line(state: StateBlock, first: int, silent: bool, meant: re.Pattern[str], kind: str) -> bool:
    """Read a line of its own that means something. In a list or a quotation there is no room for it."""
    found = meant.fullmatch(state.src[state.bMarks[first] : state.eMarks[first]])
    if found is None or state.level:
        return False
    if not silent:
        state.line = first + 1
        token = state.push(kind, "", 0)
        token.content, token.map = " ".join(found[1].split()), [first, state.line]
    return True


def as_typed(line: str) -> str:
    return f"<p>{escape(line)}</p>\n"


def line_of(name: str) -> str:
    """Return the line that places a picture."""
    return f"![](picture:{name})"


def is_linked(address: str) -> bool:
    """Whether an address becomes a link: on the web or by mail, or to a section; nowhere in this site or on this
    machine."""
    if REFERENCE.fullmatch(address):
        return True
    try:
        found = urlsplit(address)
    except ValueError:
        return False
    leads_out = bool(found.netloc) if found.scheme in {"http", "https"} else found.scheme == "mailto"
    return leads_out and "href" in cleaned(f'<a href="{escape(address)}">')


def cleaned(source: str) -> str:
    return nh3.clean(source, tags=TAGS, attributes=ATTRIBUTES, url_schemes=LINKED, link_rel=RELATION)


def without_empty_headings(tokens: list[Token]) -> list[Token]:
    """Drop headings that say nothing: a reader who jumps from heading to heading would land on silence."""
    empty = {
        place + shift
        for place, token in enumerate(tokens)
        if token.type == "heading_open" and not tokens[place + 1].content.strip()
        for shift in range(3)
    }
    return [token for place, token in enumerate(tokens) if place not in empty]


def fit_headings(tokens: list[Token], level: int) -> None:
    """Give each heading the level of its depth below the ones before it, whatever numbers of # were typed."""
    above: list[str] = []
    tag = ""
    for token in tokens:
        if token.type == "heading_open":
            above = [*(one for one in above if one < token.tag), token.tag]
            tag = f"h{min(level + len(above) - 1, DEEPEST)}"
        if token.type in {"heading_open", "heading_close"}:
            token.tag = tag


def mark_of(token: Token) -> Mark:
    """Return what a line places, and which of several."""
    name, _, which = token.content.partition(":")
    return name.strip().lower(), which.strip()


def marks_in(tokens: list[Token]) -> list[Mark]:
    """Return what the lines of a text place."""
    return [mark_of(token) for token in tokens if token.type == PLACED]


def pictures_in(tokens: list[Token]) -> list[str]:
    """Return the names of the pictures that the lines of a text place."""
    return [token.content for token in tokens if token.type == PICTURED]


def pictures_placed(text: str) -> list[str]:
    """Return the names of the pictures that a text places, each once. A text that names none costs no reading."""
    return list(dict.fromkeys(pictures_in(parsed(text)))) if "(picture:" in text else []


def beside_pictures(tokens: list[Token]) -> Iterator[str]:
    """Yield what was meant to place a picture and does not: in a sentence, a list or a table."""
    for text in (token for token in tokens if token.children):
        for child in text.children or []:
            if child.type == "text":
                yield from BESIDE.findall(child.content)


def handle_of(title: str) -> str:
    """Return by what a reference calls the section or the heading of a title: section-how-we-pay."""
    return f"section-{slugify(title)}"


def headings(tokens: list[Token]) -> Iterator[tuple[Token, Token]]:
    """Yield each heading with the words in it."""
    yield from ((token, tokens[at + 1]) for at, token in enumerate(tokens) if token.type == "heading_open")


def words_of(token: Token) -> str:
    """Return the words of a heading or a paragraph, without their emphasis."""
    return "".join(child.content or " " * (child.type.endswith("break")) for child in token.children or []).strip()


def references(tokens: list[Token]) -> Iterator[tuple[Token, Token]]:
    """Yield the beginning of each reference to a section, with the text that it stands in."""
    for text in (token for token in tokens if token.children):
        links = (child for child in text.children or [] if child.type == "link_open")
        yield from ((link, text) for link in links if REFERENCE.fullmatch(str(link.attrs.get("href", ""))))


def refer(tokens: list[Token], places: Mapping[str, Place]) -> None:
    """Let references lead where their sections stand, and say which those are. What leads nowhere keeps its words."""
    for link, text in list(references(tokens)):
        children = text.children or []
        at = children.index(link)
        end = next(place for place, child in enumerate(children) if place > at and child.type == "link_close")
        found = places.get(str(link.attrs["href"])[1:])
        text.children = [*children[:at], *referred(children[at : end + 1], found), *children[end + 1 :]]


def referred(link: list[Token], place: Place | None) -> list[Token]:
    begin, *said, end = link
    if place is None:
        return said
    begin.attrs = {"href": place.address, "class": SEE}
    return [begin, *said, written(f" ({place.words})" if said else place.words), end]


def written(text: str) -> Token:
    return Token("text", "", 0, content=text)


def adapt(token: Token) -> None:
    """Say of which column a table's heading is, and put words in the place of pictures."""
    if token.type == "th_open":
        token.attrs = {"scope": "col"}
    for child in token.children or []:
        if child.type == "image":
            child.type, child.tag, child.children = "text", "", None
