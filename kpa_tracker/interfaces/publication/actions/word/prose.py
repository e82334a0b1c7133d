"""What people wrote in Markdown, as blocks of a Word document: headings, paragraphs, lists and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from kpa_tracker.base.toolkit.documents import Block, Bullets, Heading, Table, Text
from kpa_tracker.base.toolkit.markdown import PICTURED, PLACED, line_of, parsed, refer

BREAKS = {"softbreak": "\n", "hardbreak": "\n"}


def prose(text: str, *, level: int = 2) -> Iterator[Block]:
    """Yield the blocks of a text, its headings from `level` downward."""
    tokens = parsed(text, level)
    refer(tokens, {})
    yield from told(tokens)


def told(tokens: list[Token]) -> Iterator[Block]:
    """Yield the blocks of a text that was parsed already."""
    yield from blocks(SyntaxTreeNode(tokens))


def blocks(node: SyntaxTreeNode) -> Iterator[Block]:
    for child in node.children:
        yield from WRITTEN.get(child.type, blocks)(child)


def heading(node: SyntaxTreeNode) -> Iterator[Block]:
    yield Heading(words(node), int(node.tag[1]))


def paragraph(node: SyntaxTreeNode) -> Iterator[Block]:
    yield Text(words(node))


def verbatim(node: SyntaxTreeNode) -> Iterator[Block]:
    yield Text(node.content.rstrip("\n"))


def bullets(node: SyntaxTreeNode) -> Iterator[Block]:
    yield Bullets(list(points(node)))


def points(node: SyntaxTreeNode) -> Iterator[str]:
    """Yield each line of a list and of the lists in it."""
    yield from (words(one) for one in node.walk() if one.type == "inline")


def numbered(node: SyntaxTreeNode) -> Iterator[Block]:
    first = int(node.attrs.get("start", 1))
    for number, item in enumerate(node.children, first):
        yield Text("\n".join(points(item)), f"{number}.")


def table(node: SyntaxTreeNode) -> Iterator[Block]:
    rows = [[words(cell) for cell in row.children] for part in node.children for row in part.children]
    yield Table(rows[0], rows[1:])


def words(node: SyntaxTreeNode) -> str:
    """Return the words of a node; where a link leads stands behind it, unless it leads to a section."""
    if node.type in BREAKS or not node.children:
        return BREAKS.get(node.type, node.content)
    said = "".join(map(words, node.children))
    address = str(node.attrs.get("href", ""))
    leads_out = address and not address.startswith("#") and address != said
    return f"{said} ({address})" if leads_out else said


WRITTEN: dict[str, Callable[[SyntaxTreeNode], Iterator[Block]]] = {
    "heading": heading,
    "paragraph": paragraph,
    "fence": verbatim,
    "bullet_list": bullets,
    "ordered_list": numbered,
    "table": table,
    "hr": lambda node: iter(()),
    PLACED: lambda node: iter([Text(f"[[{node.content}]]")]),
    PICTURED: lambda node: iter([Text(line_of(node.content))]),
}
