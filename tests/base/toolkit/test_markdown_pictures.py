"""The lines of a text that place a picture: only one of the plan's own, and only on a line of its own."""

from __future__ import annotations

import pytest

from kpa_tracker.base.toolkit.figures import Figure
from kpa_tracker.base.toolkit.markdown import beside_pictures, parsed, pictures_in, to_html, to_text

LINE = "![](picture:crime)"
CRIME = Figure("/x/crime.png", "Crime fell", "Source: records", 120, 60)


def shown(text, **figures):
    return " ".join(to_html(text, figures=figures or {"crime": CRIME}).split())


def test_a_line_of_its_own_shows_the_picture_with_its_words_and_caption():
    assert shown(f"Before\n{LINE}\nafter") == (
        '<p>Before</p> <figure class="app-picture"> '
        '<img src="/x/crime.png" alt="Crime fell" width="120" height="60"> '
        "<figcaption>Source: records</figcaption> </figure> <p>after</p>"
    )


def test_a_picture_without_a_caption_has_none():
    assert "figcaption" not in shown(LINE, crime=Figure("/x", "Crime fell", "", 1, 1))


def test_markup_in_the_words_of_a_picture_stays_text():
    html = shown(LINE, crime=Figure('/x"><b>', '"><script>1</script>', "<i>*x*</i>", 1, 1))
    assert ("<b>" in html, "<script" in html, "<i>" in html, "<em>" in html) == (False, False, False, False)
    assert 'alt="&quot;&gt;&lt;script&gt;1&lt;/script&gt;"' in html


@pytest.mark.parametrize("figures", [None, {"other": CRIME}])
def test_what_there_is_not_stands_as_it_was_typed(figures):
    assert to_html(LINE, figures=figures) == "<p>![](picture:crime)</p>\n"


def test_words_alone_keep_the_line():
    assert to_text(f"a\n\n{LINE}") == f"a {LINE}"


@pytest.mark.parametrize("line", [LINE, f"   {LINE}  ", f"a\n{LINE}\nb"])
def test_the_pictures_of_a_text_are_known(line):
    assert pictures_in(parsed(line)) == ["crime"]
    assert list(beside_pictures(parsed(line))) == []


@pytest.mark.parametrize(
    "text",
    [
        f"See {LINE}", f"- {LINE}", f"> {LINE}", f"1. {LINE}", f"# {LINE}", f"| a |\n|---|\n| {LINE} |",
        "![Crime](picture:crime)", "![](picture:Crime)", "![](picture:a b)", "![](picture:)", '![](picture:x "y")',
        "![](PICTURE:crime)",
    ],
)  # fmt: skip
def test_where_there_is_no_room_for_one_it_is_named_and_nothing_is_shown(text):
    tokens = parsed(text)
    assert (pictures_in(tokens), len(list(beside_pictures(tokens)))) == ([], 1)
    assert "<img" not in shown(text)


@pytest.mark.parametrize("text", [f"`{LINE}`", f"```\n{LINE}\n```", "picture:crime", "[a](picture:crime)"])
def test_what_speaks_of_pictures_alone_is_left_alone(text):
    tokens = parsed(text)
    assert (pictures_in(tokens), list(beside_pictures(tokens))) == ([], [])


@pytest.mark.parametrize(
    "address", ["https://a.example/x.png", "/public/x.png", "data:image/png;base64,AA", "file:///etc/passwd", "x.png"]
)
def test_no_other_picture_is_ever_shown(address):
    html = shown(f"![words]({address})\n\n<img src='{address}'>\n\n<figure>x</figure>")
    assert ("<img" in html, "<figure" in html) == (False, False)
