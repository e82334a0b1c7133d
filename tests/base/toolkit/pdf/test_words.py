"""Letters by the thousand without a blank are broken before a document is drawn; nothing else is touched."""

from __future__ import annotations

import pytest

from kpa_tracker.base.toolkit.pdf.bounded import render_bounded
from kpa_tracker.base.toolkit.pdf.words import LONGEST, PIECE, breakable
from tests.base.toolkit.pdf.reading import text_of
from tests.hostile.worst import LONG_LINE


def page(body, style=""):
    return f'<html lang="en"><head><title>T</title><style>{style}</style></head><body><h1>T</h1>{body}</body></html>'


@pytest.mark.parametrize(
    "html",
    [
        page("<p>An ordinary sentence, with https://example.police.uk/a/page in it.</p>"),
        page(f"<p>{'x' * LONGEST}</p>"),
        page("<p>One.</p>", style=f"h1{{background:url(data:image/png;base64,{'A' * 5_000})}}"),
        page(f'<p><img alt="" src="data:image/png;base64,{"A" * 5_000}"></p>'),
        page(f"<!-- {'x' * 5_000} -->"),
    ],
)
def test_what_has_words_and_what_is_markup_stays(html):
    assert breakable(html) == html


def test_what_has_none_gets_a_blank_after_each_line_and_keeps_every_letter():
    broken = breakable(page(f"<p>{'ab' * 5_000}</p>"))
    assert broken.replace(" ", "") == page(f"<p>{'ab' * 5_000}</p>").replace(" ", "")
    assert max(map(len, broken.partition("<p>")[2].partition("</p>")[0].split())) == PIECE


def test_a_sign_that_is_written_as_several_stays_whole():
    broken = breakable(page(f"<p>{'&amp;' * 2_000}</p>"))
    assert broken.count("&amp;") == 2_000
    assert "&amp; &amp;" in broken


def test_a_line_of_a_hundred_thousand_letters_is_drawn_with_what_a_reader_is_given_and_loses_none():
    """As one word it takes a hundred seconds of the processor, and a megabyte hours."""
    letters = LONG_LINE[:100_000]
    drawn = render_bounded(page(f"<p>{letters}</p>"), cpu=30)
    assert text_of(drawn).count("x") == len(letters)
