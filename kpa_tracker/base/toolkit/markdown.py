"""Narrative text: people write Markdown, pages and documents show clean HTML.

Raw HTML is shown as text, pictures as their description, and only web and mail addresses become links: nothing that a
person types can make a page or a document fetch anything.
"""

from __future__ import annotations

import functools
from urllib.parse import urlsplit

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

LINKED = {"http", "https", "mailto"}
TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "th": {"scope"}}
RELATION = "noopener noreferrer nofollow"
DEEPEST = 6


def to_html(text: str, *, level: int = 3) -> SafeString:
    """Return Markdown as clean HTML. Its headings start at `level` and skip none, so that they fit below the page's."""
    tokens = parser().parse(text)
    tokens = without_empty_headings(tokens)
    fit_headings(tokens, level)
    for token in tokens:
        adapt(token)
    return SafeString(cleaned(parser().renderer.render(tokens, parser().options, {})))


@functools.cache
def parser() -> MarkdownIt:
    """CommonMark with tables. An indented line is no program code, and a row of dashes makes no heading of its line."""
    made = MarkdownIt("commonmark", {"html": False, "breaks": True})
    made.enable("table").disable(["code", "lheading", "html_block", "html_inline"])
    made.validateLink = is_linked  # type: ignore[assignment,method-assign]
    return made


def is_linked(address: str) -> bool:
    """Whether an address becomes a link: on the web or by mail, nowhere in this site or on this machine."""
    try:
        found = urlsplit(address)
    except ValueError:
        return False
    leads_out = bool(found.netloc) if found.scheme in {"http", "https"} else found.scheme == "mailto"
    return leads_out and "href" in cleaned(f'<a href="{escape(address)}">')


def cleaned(html: str) -> str:
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=LINKED, link_rel=RELATION)


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


def adapt(token: Token) -> None:
    """Say of which column a table's heading is, and put words in the place of pictures."""
    if token.type == "th_open":
        token.attrs = {"scope": "col"}
    for child in token.children or []:
        if child.type == "image":
            child.type, child.tag, child.children = "text", "", None
