"""How one line says a part of a deliverable with its committee: “Draft it → Estates Committee”.

A name in quotation marks is the committee as an imported table wrote it, where it is none that is known here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

ARROW = " → "
SIGN, SIGN_ITSELF = "→", "→\ufe0e"
"""The arrow before a committee, and what stands for one inside a text or a name."""
OPEN, CLOSE, OPEN_ITSELF = "“", "”", "“\ufe0e"
WRITTEN = re.compile(f"(?P<committee>[^“]*(?:{OPEN_ITSELF}[^“]*)*){OPEN}(?!\ufe0e)(?P<written>.*){CLOSE}", re.S)
"""A committee, if any, and after an opening quotation mark that is none of its name the words of an older table."""


@dataclass(frozen=True)
class Part:
    """A part as its line says it, its committee by name."""

    text: str
    committee: str = ""
    written: str = ""


def part_line(item: Any) -> str:
    """Return the line of a sub-item."""
    return line_of(Part(item.text, item.committee.name if item.committee else "", item.committee_text))


def line_of(part: Part) -> str:
    gap = " " if part.committee else ""
    committee = part.committee.replace(OPEN, OPEN_ITSELF)
    body = f"{committee}{gap}{OPEN}{part.written}{CLOSE}" if part.written else committee
    text = part.text.replace(SIGN, SIGN_ITSELF)
    return f"{text}{ARROW}{body.replace(SIGN, SIGN_ITSELF)}" if body else text


def part_of(line: str) -> Part:
    """Read the line of a sub-item. A person's own line may have no committee."""
    text, _, body = (piece.replace(SIGN_ITSELF, SIGN) for piece in line.partition(ARROW))
    match = WRITTEN.fullmatch(body)
    committee, written = (match["committee"].removesuffix(" "), match["written"]) if match else (body, "")
    return Part(text, committee.replace(OPEN_ITSELF, OPEN), written)
