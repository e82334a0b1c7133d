from __future__ import annotations

import pytest
from django.template import Context, Template

from kpa_tracker.base.toolkit.templatetags.text import lines


def rendered(source, **values):
    return Template("{% load text %}" + source).render(Context(values))


def test_markdown_is_written_unescaped_and_below_the_headings_of_the_page():
    assert rendered("{{ text|markdown:4 }}", text="# A\n\n*b* <i>") == "<h4>A</h4>\n<p><em>b</em> &lt;i&gt;</p>\n"


def test_no_text_is_no_markdown():
    assert rendered("{{ text|markdown }}", text=None) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, []),
        ("one", ["one"]),
        ("one\n\n • two\n- three\n*  four", ["one", "two", "three", "four"]),
        ("-10% against last year", ["-10% against last year"]),
    ],
)
def test_lines_drop_typed_bullets_and_empty_lines(text, expected):
    assert lines(text) == expected
