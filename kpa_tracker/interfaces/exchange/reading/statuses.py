"""A rating as somebody wrote it, or as nothing but the colour of a cell; and a stage, which is not a rating."""

from __future__ import annotations

import colorsys
import re
from dataclasses import dataclass

RATING_WORDS = {
    "red": "red", "r": "red", "amber": "amber", "a": "amber", "yellow": "amber", "y": "amber", "orange": "amber",
    "green": "green", "g": "green", "amber red": "amber_red", "red amber": "amber_red", "ar": "amber_red",
    "ra": "amber_red", "amber green": "amber_green", "green amber": "amber_green", "ag": "amber_green",
    "ga": "amber_green", "off track": "red", "on target": "green", "on track": "green", "at risk": "amber",
    "off target": "red",
}  # fmt: skip
STAGE_WORDS = {
    "not started": "not_started", "not yet started": "not_started", "to start": "not_started", "planned": "not_started",
    "in progress": "in_progress", "under way": "in_progress", "underway": "in_progress", "started": "in_progress",
    "ongoing": "in_progress", "work in progress": "in_progress", "open": "in_progress", "live": "in_progress",
    "on going": "in_progress", "complete": "complete", "completed": "complete", "done": "complete",
    "closed": "complete",
    "achieved": "complete", "finished": "complete", "blue": "complete", "b": "complete", "delivered": "complete",
    "cancelled": "cancelled", "canceled": "cancelled", "withdrawn": "cancelled", "no longer required": "cancelled",
    "discontinued": "cancelled", "stopped": "cancelled",
}  # fmt: skip
NOTHING = {"", "-", "–", "n/a", "na", "tbc", "not rated", "none", "grey", "gray"}
LEAST_SATURATION, LEAST_LIGHTNESS, MOST_LIGHTNESS = 0.25, 0.12, 0.95
# Hues in degrees, from Excel's and Word's own reds, ambers and greens and their tints.
HUES = [(0, 15, "red"), (15, 70, "amber"), (70, 170, "green"), (180, 255, "blue"), (335, 361, "red")]


@dataclass(frozen=True)
class Status:
    """What a status cell says: a rating, a stage, both or neither; `words` is what is left for the update."""

    rating: str = ""
    stage: str = ""
    words: str = ""
    disagrees: bool = False
    by_colour: bool = False


def colour_name(fill: str) -> str:
    """Name a fill by its hue: red, amber, green or blue; "" for white, grey and what lies between."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", fill):
        return ""
    red, green, blue = (int(fill[start : start + 2], 16) / 255 for start in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    if saturation < LEAST_SATURATION or not LEAST_LIGHTNESS <= lightness <= MOST_LIGHTNESS:
        return ""
    return next((name for low, high, name in HUES if low <= hue * 360 < high), "")


def read_status(text: str, fill: str) -> Status:
    """Read a cell by its word and its colour. Where they disagree the word holds, and the person is told."""
    rating, stage, words = _by_words(text)
    colour = colour_name(fill)
    if rating or stage:
        clash = bool(rating) and colour in {"red", "amber", "green"} and colour not in rating.split("_")
        return Status(rating, stage, words, disagrees=clash)
    if colour == "blue":
        return Status(stage="complete", words=words, by_colour=True)
    return Status(rating=colour, words=words, by_colour=bool(colour))


def is_status(text: str) -> bool:
    """Whether a text is nothing but a rating or a stage."""
    rating, stage, words = _by_words(text)
    return bool(rating or stage) and not words


def _by_words(text: str) -> tuple[str, str, str]:
    plain = _plain(text)
    if plain in NOTHING or text.strip().lower() in NOTHING:
        return "", "", ""
    if plain in RATING_WORDS or plain in STAGE_WORDS:
        return RATING_WORDS.get(plain, ""), STAGE_WORDS.get(plain, ""), ""
    first, _, rest = re.sub(r"\s[-–]\s|[:;,.\n(]", "\x00", text, count=1).partition("\x00")
    plain = _plain(first)
    if rest and len(plain.split()) == 1 and (plain in RATING_WORDS or plain in STAGE_WORDS):
        return RATING_WORDS.get(plain, ""), STAGE_WORDS.get(plain, ""), rest.strip(" )")
    return "", "", text


def _plain(text: str) -> str:
    words = re.sub(r"[/\\\-–_()\[\].●▲■◆]+", " ", text.lower()).split()
    return ("" if all(len(word) == 1 for word in words) else " ").join(words)
