"""A cell before any number of it is read: one kind of dash and space, footnote markers, words for "missing"."""

from __future__ import annotations

import re

_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f]+")
_THOUSANDS = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_PLAIN = str.maketrans(
    {**dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"), "\u2019": "'", "\u2018": "'"}
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LINES = re.compile(r"(?<!\s)\s*[\r\n\v\f\u2028]\s*")  # a run of spaces is looked at once, from its start

MARKER = r"(?:(?<!\bm)(?<!\bkm)[²³]|[⁰¹⁴⁵⁶⁷⁸⁹])[⁰¹²³⁴⁵⁶⁷⁸⁹]*|[*†‡§]+|\[[0-9]{1,2}\]"
_MARKER = re.compile(MARKER)

_THINGS = r"(?:(?:the )?(?:data|figures?|results?|information|baselines?|targets?|values?) )?"
_STATE = r"(?:(?:is|are|was|were|currently|now|still|as yet|yet|at present) )*"
_NOT = r"(?:not|no longer)(?: (?:yet|currently|presently))?"
_KNOWN = r"(?:available|applicable|collected|recorded|known|measured|reported|published|provided|set|agreed)"
_LATER = r"to (?:follow|be (?:confirmed|agreed|set|decided|determined|advised))"
_MISSING = re.compile(
    r"|".join(
        (
            r"|u/a|n/a|n/k|n\.a|na|tbc|tba|tbd|t\.b\.c|\.{2,}|-+|\?+",
            rf"{_THINGS}{_STATE}(?:unavailable|{_NOT} {_KNOWN}|{_LATER}|awaited|pending|withheld|suppressed)",
            r"no (?:data|figures?|results?|information|baselines?|targets?)(?: (?:yet|available|set|held))*",
            r"(?:unavailable|none) (?:at present|yet|set)",
        )
    )
)


def lines_of(text: str) -> list[str]:
    """The lines of a cell, tidied, without empty ones."""
    return [line for line in (tidy(line) for line in _LINES.split(text.strip())) if line]


def tidy(text: str) -> str:
    """Single spaces, one kind of dash and quote, thousands without spaces. Superscripts stay what they are."""
    together = _THOUSANDS.sub("", text)
    return _SPACES.sub(" ", " ".join(_LINES.split(together))).translate(_PLAIN).strip()


def marker_of(written: str) -> str:
    """The marker of a footnote as it is typed: "1" for a raised 1 or [1], "*" for an asterisk."""
    return written.translate(_SUPERSCRIPTS).strip("[]")


def without_markers(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without its footnote markers, and the markers in their order."""
    markers = tuple(marker_of(found) for found in _MARKER.findall(text))
    return _SPACES.sub(" ", _MARKER.sub(" ", text)).strip(), markers


def spaced_markers(text: str) -> str:
    """Each marker with a space around it, because a raised figure counts as a letter."""
    return _MARKER.sub(r" \g<0> ", text)


def is_missing(text: str) -> bool:
    """Says in words that there is nothing: "U/A", "n/a", "-", "Data currently unavailable", or no words at all. "None"
    and "nil" may mean zero and are not missing."""
    return _MISSING.fullmatch(text.casefold().strip(" .()")) is not None or not text.strip()
