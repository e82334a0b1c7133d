"""The worst that can stand in a field: what people paste, what programs send, and what somebody tries."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

CONTROL = "Before\x01\x07\x0b\x0c\x1b\x7f\x85\x9bafter"
TURNED = "Budget \u202egnp.exe\u202c \u2066hidden\u2069 \u200f\u200e\u061c end"
NUL = "Minutes\x00of May"
ASTRAL = "\U0001f46e\u200d\u2640\ufe0f \U00020000\U0001f1ec\U0001f1e7 \U000e0067 \U0010fffd e\u0301\u0301\u0301"
SURROGATE = "half \ud83d a pair \udc00"
NOBODYS = "\ufffe\uffff\ufeff\ufdd0\u2028\u2029"
MARKUP = "</textarea></title>'\"><script>alert(1)</script><img src=x onerror=alert(2)>]]>--><!--"
MARKDOWN = "[x](javascript:alert(1)) ![y](//evil.example/z) <iframe src=//evil.example> ```\n> " + "*" * 40 + "_" * 40
TEMPLATE = "{{ 7|add:7 }} {% debug %} ${7*7} %s %(a)s {0.__class__} \\N{BULLET}"
SQL = "'; DROP TABLE plans_plan; -- \\' OR 1=1 %' _"
FORMULAE = (
    '=HYPERLINK("http://evil.example","Open me")',
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    " =1+1",
    "\uff1d1+1",
)
LONG_LINE = "x" * 1_000_000
LONG_WORDS = "word " * 20_000
NUMBERS = (
    "99999999999999999999",
    "-1",
    "0",
    "1e400",
    "NaN",
    "Infinity",
    "\u00b2",
    "\u0663",
    "0x10",
    "1_000",
    "-0.0",
    " 1 ",
)
DAYS = (
    "0000-00-00",
    "9999-12-31",
    "31/2/2010",
    "1/1/0001",
    "30 June 10000",
    "Q9 2009/10",
    "13:61",
    "2010-04-12T25:00Z",
)
SHORT = (CONTROL, TURNED, NUL, ASTRAL, NOBODYS, MARKUP, MARKDOWN, TEMPLATE, SQL, *FORMULAE)
"""What fits into most fields."""

TEXTS: st.SearchStrategy[str] = st.one_of(
    st.sampled_from((*SHORT, *NUMBERS, *DAYS, "", " ", "\u200b", "../../etc/passwd", "on", "None", "null", "[]")),
    st.text(max_size=12),
    st.integers(-(2**70), 2**70).map(str),
    st.decimals(allow_nan=True).map(str),
    st.dates().map(str),
)
"""What is drawn for a field: the worst that is known, and what nobody has thought of."""
RARELY: st.SearchStrategy[str] = st.sampled_from(("x" * 70_000, LONG_WORDS, "\n" * 3_000, "1," * 5_000))
"""What costs more to answer."""


def drawn(*more: Any) -> st.SearchStrategy[Any]:
    """Draw what may stand in a field, what it offers itself more often than the rest."""
    offered = st.sampled_from(more) if more else TEXTS
    return st.integers(0, 49).flatmap(lambda lot: RARELY if lot == 0 else offered if lot < 15 else TEXTS)
