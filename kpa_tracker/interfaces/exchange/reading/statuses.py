"""A rating as somebody wrote it, or as nothing but the colour of a cell; and a stage, which is not a rating."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable
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
# Circles and squares as telephones and Excel's symbol list have them; a white or black one says nothing.
SIGNS = {
    "\U0001f534": "red", "\U0001f7e5": "red", "\U0001f7e0": "amber", "\U0001f7e1": "amber", "\U0001f7e7": "amber",
    "\U0001f7e8": "amber", "\U0001f7e2": "green", "\U0001f7e9": "green", "\U0001f535": "blue", "\U0001f7e6": "blue",
}  # fmt: skip
BLANK_SIGNS = re.compile("[\u26aa\u26ab\u2b1c\u2b1b\ufe0e\ufe0f]")
UNTICKED = re.compile(r"[\u2610\u2717\u2718-]|n|no|0|false", re.I)
ARROWS = {"\u2191": "up", "\u2197": "up", "\u2192": "level", "\u2194": "level", "\u2193": "down", "\u2198": "down"}
TICK = re.compile(r"[xX\u2713\u2714\u2611\u2705\u25cf\u25a0]|[yY](?:es)?|1|true", re.I)
RATED = {"red", "amber", "green"}
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
    differs: bool = False


def colour_name(fill: str) -> str:
    """Name a fill by its hue: red, amber, green or blue; "" for white, grey and what lies between."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", fill):
        return ""
    red, green, blue = (int(fill[start : start + 2], 16) / 255 for start in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    if saturation < LEAST_SATURATION or not LEAST_LIGHTNESS <= lightness <= MOST_LIGHTNESS:
        return ""
    return next((name for low, high, name in HUES if low <= hue * 360 < high), "")


def read_status(text: str, fill: str, ink: str = "") -> Status:
    """Read a cell by its word, a coloured sign, its fill, or, where these say nothing, by the colour of its letters.

    Where word and fill disagree the word holds, and the person is told.
    """
    signs = unique_colours(text)
    rating, stage, words = _by_words(without_signs(text))
    colour = colour_name(fill)
    if rating or stage:
        clash = bool(rating) and colour in RATED and colour not in rating.split("_")
        return Status(rating, stage, words, disagrees=clash)
    if len(signs) > 1:
        return Status(words=text)
    if signs:
        return _by_colour(signs[0], words, by_colour=False)
    return _by_colour(colour or (colour_name(ink) if colour_name(ink) in RATED else ""), words)


def _by_colour(colour: str, words: str, *, by_colour: bool = True) -> Status:
    if colour == "blue":
        return Status(stage="complete", words=words, by_colour=by_colour)
    return Status(rating=colour, words=words, by_colour=by_colour and bool(colour))


def unique_colours(text: str) -> list[str]:
    """Return the colours of a text's coloured signs, each once."""
    return list(dict.fromkeys(SIGNS[letter] for letter in text if letter in SIGNS))


def without_signs(text: str) -> str:
    return BLANK_SIGNS.sub("", "".join(letter for letter in text if letter not in SIGNS)).strip()


def begins_with_status(text: str) -> bool:
    """Whether a text begins with a rating or stage, whatever follows: "GREEN – on course"."""
    status = read_status(text, "")
    return bool(status.rating or status.stage)


def heading_status(heading: str) -> str:
    """Return a heading that asks for a status without its question: "Complete? (Y/N)" asks for "Complete"."""
    plain = re.sub(r"\([^)]*\)|\[[^\]]*\]|\?", " ", heading).strip()
    return plain if is_status(plain) else ""


def is_ticked_for(heading: str, values: Iterable[str]) -> bool:
    """Whether a column is ticked or not for what its heading says, and nothing else."""
    filled = [value.strip() for value in values if not UNTICKED.fullmatch(value.strip())]
    return bool(filled) and bool(heading_status(heading)) and all(map(is_tick, filled))


def is_tick(text: str) -> bool:
    """Whether a cell is only ticked: its column's heading says what for."""
    return bool(TICK.fullmatch(text.strip()))


def is_status(text: str) -> bool:
    """Whether a text is nothing but a rating or a stage."""
    rating, stage, words = _by_words(without_signs(text))
    return (bool(rating or stage) or len(unique_colours(text)) == 1) and not words


def _by_words(text: str) -> tuple[str, str, str]:
    if text[-1:] in ARROWS and _by_words(text[:-1])[:2] != ("", ""):
        rating, stage, words = _by_words(text[:-1])
        return rating, stage, " ".join(filter(None, (words, f"Direction of travel: {ARROWS[text[-1]]}.")))
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
