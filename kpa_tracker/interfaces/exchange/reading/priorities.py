"""Linked priorities: one per line of their cell; where the lines were lost, a guess for the person to confirm."""

from __future__ import annotations

import re

BEGINS_ITEM = re.compile(r"(?<=[\w.)])\s+(?=(?:[A-Z][a-z]+ly\s+)?[A-Z][a-z]+ing\b)")
ADVERB_BEFORE = re.compile(r"\s+(?=[A-Z][a-z]+ly\s+[A-Z][a-z]+ing\b)")
SEPARATORS = re.compile(r"\s*(?:;|\||•|●|▪)\s*")
WORDS_OF_A_RUN = 7


def split_priorities(text: str) -> list[str]:
    """Split at lines, bullets and semicolons; nothing else is certain."""
    pieces = (piece.strip(" •-–,") for line in text.split("\n") for piece in SEPARATORS.split(line))
    return [re.sub(r"^\(?\d{1,2}[.)]\s+", "", piece) for piece in pieces if piece]


def runs_together(text: str, known: list[str]) -> bool:
    """Whether one line may hold several priorities: it contains a known one, or begins anew within."""
    if any(_within(one, text) for one in known if one != text):
        return True
    return len(text.split()) >= WORDS_OF_A_RUN and len(suggest_split(text, [])) > 1


def suggest_split(text: str, known: list[str]) -> list[str]:
    """Cut out the priorities known from other cells, then before each word that begins one ("Tackling ...")."""
    for one in sorted(known, key=len, reverse=True):
        if one != text and _within(one, text):
            before, _, after = text.partition(one)
            sides = [suggest_split(side.strip(), known) if side.strip() else [] for side in (before, after)]
            return [*sides[0], one, *sides[1]]
    return _cut_at_beginnings(text)


def _within(one: str, text: str) -> bool:
    return one in text and bool(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text))


def _cut_at_beginnings(text: str) -> list[str]:
    pieces = ADVERB_BEFORE.split(text)
    found: list[str] = []
    for piece in pieces:
        start = 0
        for match in BEGINS_ITEM.finditer(piece):
            if not re.fullmatch(r"[A-Z][a-z]+ly", piece[start : match.start()]):
                found.append(piece[start : match.start()])
                start = match.end()
        found.append(piece[start:])
    return [piece.strip() for piece in found if piece.strip()]
