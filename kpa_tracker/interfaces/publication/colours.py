"""Whether people can read text in a colour, as the Web Content Accessibility Guidelines count it. No Django."""

from __future__ import annotations

import re

COLOUR = re.compile(r"#[0-9a-f]{6}")
WHITE, PALE = "#ffffff", "#eef3f8"
"""The paper, and the ground on which documents print the headings of their tables."""
LEAST = 4.5
"""The least contrast of a text of usual size (WCAG 2.2, 1.4.3)."""


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours: from 1 for the same to 21 for black and white."""
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Return how light a colour is: from 0 for black to 1 for white."""
    red, green, blue = (linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def why_unreadable(colour: str) -> str:
    """Say why people could not read white text on a colour, or text of this colour on paper; nothing where they can."""
    if not COLOUR.fullmatch(colour):
        return f"“{colour}” is not a colour. Write # and six digits or letters from a to f, such as #12355b."
    if contrast(colour, WHITE) < LEAST:
        return too_pale(f"White text on {colour}, or {colour} on white paper,", contrast(colour, WHITE))
    if contrast(colour, PALE) < LEAST:
        return too_pale(f"{colour} on the pale headings of tables", contrast(colour, PALE))
    return ""


def too_pale(what: str, ratio: float) -> str:
    """Say how far a contrast is from enough. It is rounded down: what is too little never reads as enough."""
    said = int(ratio * 100) / 100
    return f"{what} has a contrast of {said:.2f} to 1. It has to be {LEAST} to 1 at least: choose a darker colour."
