"""Which page of a publication has which part of its document."""

from __future__ import annotations

import re

SECTION = re.compile("(?:before|after)-[0-9]+")
PAGES = {
    "targets": "targets/",
    "targets-above": "targets/#targets-above",
    "risks": "risks/",
    "glossary": "glossary/",
    "glance": "#glance",
}
NAMES = {"named_risks": "Risks", "glossary": "Glossary"}
"""What the pages are called that a section leads to, where its table has no heading."""


def page_of(anchor: str) -> str:
    """Return below which address a part of the document is read."""
    if section := SECTION.match(anchor):
        return f"text/{section[0]}/" + (f"#{anchor}" if anchor != section[0] else "")
    name, _, number = anchor.partition("-")
    return f"ambitions/{number}/" if name == "ambition" else PAGES.get(anchor, "")
