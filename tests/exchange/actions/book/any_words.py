"""Whatever people write: texts that spreadsheets are known to change, and any others."""

import string

from hypothesis import strategies as st

LONG = {"a long one": "Long. " * 8_000, "a wide one": "😀" * 16_000}
"""Texts that are longer than a cell, by what stands for them: what is tried is shown where it fails."""
ODD = ["=1+1", "'quoted", '"', "@cmd", "-", "_x000D_", "_x005F_x000D_", "#REF!", "#N/A", "A1", "TRUE", "1e5", "A12 · B"]
ODD += [
    "Ünïcode 😀 𝔛",
    "عربى من اليمين",
    "[*] note",
    "a → b",
    "⏎",
    "x005F_",
    "  spaced  out ",
    "\ttab",
    "…",
    "L1 …",
    "No",
]
LETTERS = string.ascii_letters + string.digits + " \t=+-@'\"“”→·…_#[]()|é😀ع"
DEADLINES = [
    "June 2010",
    "30 June 2010",
    "Q3 2009/10",
    "2009/10",
    "quarterly",
    "ongoing",
    "tbc",
    "",
    "when the lamps are up",
]

words = st.one_of(st.sampled_from(ODD), st.text(LETTERS, min_size=1, max_size=40)).filter(str.strip)
lines = st.one_of(words, st.text(LETTERS + "\n", max_size=60))
texts = st.one_of(lines, st.sampled_from(["a long one", "a wide one"]))
unique = st.lists(words, unique_by=lambda text: " ".join(text.casefold().split()), max_size=3)
