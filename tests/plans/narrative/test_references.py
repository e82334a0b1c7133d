from __future__ import annotations

import pytest

from plans.narrative import lost_in

BUDGET = ("Our budget", "## How we pay\n\n### Slowly\n\n#### Or not\n")


@pytest.mark.parametrize("handle", ["section-our-budget", "section-how-we-pay", "section-slowly", "section-own"])
def test_sections_and_their_numbered_headings_are_found(handle):
    assert list(lost_in([BUDGET, ("Own", f"[x](#{handle})")])) == []


@pytest.mark.parametrize("handle", ["section-or-not", "section-nowhere"])
def test_what_leads_nowhere_is_named_with_where_it_stands(handle):
    assert list(lost_in([BUDGET, ("Own", f"- [x](#{handle}) and [out](https://a.example/#{handle})")])) == [(1, handle)]


def test_each_reference_is_named():
    assert list(lost_in([("One", "[a](#section-b) [](#section-c)")])) == [(0, "section-b"), (0, "section-c")]
