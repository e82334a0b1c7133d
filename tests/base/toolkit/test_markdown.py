from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpa_tracker.base.toolkit.markdown import TAGS, Place, marks_in, parsed, refer, rendered, to_html, to_text

REL = 'rel="noopener noreferrer nofollow"'


def squeezed(html):
    return re.sub(r"\s*\n\s*", "", html)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("Some **bold** and *slanted* text", "<p>Some <strong>bold</strong> and <em>slanted</em> text</p>"),
        ("one\ntwo", "<p>one<br>two</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("3. c", '<ol start="3"><li>c</li></ol>'),
        ("    indented", "<p>indented</p>"),
        ("Title\n-----", "<p>Title</p><hr>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ('<b onclick="x">b</b>', '<p>&lt;b onclick="x"&gt;b&lt;/b&gt;</p>'),
        ("![a map](https://a.example/map.png)", "<p>a map</p>"),
        ("[![a map](https://b.example/m)](https://a.example)", f'<p><a href="https://a.example" {REL}>a map</a></p>'),
    ],
)  # fmt: skip
def test_markdown_becomes_clean_html(text, html):
    assert squeezed(to_html(text)) == html


@pytest.mark.parametrize("address", ["https://a.example/x", "http://a.example", "mailto:who@a.example"])
def test_web_and_mail_addresses_become_links(address):
    assert to_html(f"[here]({address})") == f'<p><a href="{address}" {REL}>here</a></p>\n'


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "/admin/", "//a.example", "#x", "ftp://a.example",
        "http://[", "http:x", "http://a.example:99999",
    ],
)  # fmt: skip
def test_other_addresses_stay_text(address):
    assert "<a" not in to_html(f"[here]({address})")


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# A\n## B\n# C", [3, 4, 3]),
        ("### A\n# B\n### C", [3, 3, 4]),
        ("# A\n##### B\n###### C", [3, 4, 5]),
        ("# A\n## B\n### C\n#### D\n##### E", [3, 4, 5, 6, 6]),
        ("#\n## \n### A", [3]),
    ],
)
def test_headings_start_below_the_pages_own_and_skip_no_level(text, levels):
    assert [int(level) for level in re.findall(r"<h(\d)>", to_html(text, level=3))] == levels


@given(st.lists(st.integers(1, 6)), st.integers(2, 4))
def test_no_order_of_headings_makes_a_jump(typed, level):
    html = to_html("\n\n".join(f"{'#' * one} Heading" for one in typed), level=level)
    levels = [level - 1, *(int(one) for one in re.findall(r"<h(\d)>", html))]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(levels) == len(typed) + 1


def test_tables_are_regular_and_say_what_their_headings_head():
    html = squeezed(to_html("| A | B |\n|:--|--:|\n| 1 |\n| 1 | 2 | 3 |"))
    assert html == (
        '<table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
        "<tbody><tr><td>1</td><td></td></tr><tr><td>1</td><td>2</td></tr></tbody></table>"
    )


@given(st.text())
def test_nothing_that_is_typed_runs_or_fetches(text):
    html = to_html(text)
    tags = set(re.findall(r"<\s*/?\s*([a-zA-Z0-9]+)", html))
    assert tags <= TAGS
    assert not re.search(r"<[^>]*\b(style|src|on\w+)\s*=", html)


def test_the_words_alone_stand_on_one_line():
    assert to_text("## Our *vision*\n\n- safe & **sound** <b>\n- [open](https://authority.example)") == (
        "Our vision safe & sound <b> open"
    )
    assert to_text("") == ""


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("[[targets]]", [("targets", "")]),
        ("Before it\n[[ deliverables :  2 ]]\nand after", [("deliverables", "2")]),
        ("[[one]]\n[[two]]", [("one", ""), ("two", "")]),
        ("In a line with [[targets]] nothing is placed", []),
        ("- [[targets]]", []),
        ("> [[targets]]", []),
        ("```\n[[targets]]\n```", []),
        ("[[]]\n\n[[a]b]]\n\n[[[a]]]", []),
    ],
)
def test_a_line_of_its_own_places_something(text, marks):
    assert marks_in(parsed(text)) == marks


def test_what_would_be_placed_stands_as_it_was_typed_outside_a_document():
    assert squeezed(to_html("a\n[[<script>]]\nb")) == "<p>a</p><p>[[&lt;script&gt;]]</p><p>b</p>"


def test_of_a_reference_only_its_words_stand_outside_a_document():
    assert to_html("See [the *budget*](#section-budget)") == "<p>See the <em>budget</em></p>\n"


def test_a_reference_leads_where_its_section_stands_and_says_which_that_is():
    tokens = parsed("[the *budget*](#section-budget), [](#section-budget) and [lost](#section-lost)", 3)
    refer(tokens, {"section-budget": Place("#after-1", "section 2.1")})
    link = f'<a href="#after-1" class="see" {REL}>'
    assert rendered(tokens) == (f"<p>{link}the <em>budget</em> (section 2.1)</a>, {link}section 2.1</a> and lost</p>\n")


def test_only_sections_of_the_document_are_referred_to():
    assert "<a" not in to_html("[here](#main-content) [there](#section-a%22onclick) [up](#section-)")
