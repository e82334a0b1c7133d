"""In which rounds sections are drawn, with drawings that are pretended."""

from __future__ import annotations

import json
import re

import pytest

from kpa_tracker.base.toolkit.pdf.apart import BROKE_OFF, Apart, NotDrawn
from kpa_tracker.base.toolkit.pdf.child import MERGED, NUMBERS, SECTION
from kpa_tracker.base.toolkit.pdf.sections.assembling import render_sections
from kpa_tracker.base.toolkit.pdf.sections.cutting import MARK, ROW, UNKNOWN
from kpa_tracker.base.toolkit.pdf.sections.merging import unpacked

ROWS = f'{ROW}">' * 501
PIECES = MARK.join(['<a href="#b">B</a>', f'<h2 id="a">A</h2>{ROWS}', f'<h2 id="b">B</h2>{ROWS}'])
HTML = f'<html><body class="plan-document">{PIECES}</body></html>'


class Pretended(Apart):
    """Pretends to draw: the first section has as many pages as `pages_of` says of the number that it shows."""

    def __init__(self, pages_of):
        super().__init__(memory=0, cpu=0, wall=0)
        self.pages_of, self.shown, self.tasks, self.merged = pages_of, [], [], []

    def do(self, task, given):
        self.tasks.append(task)
        if task == MERGED:
            self.merged = [file.decode() for file in unpacked(given)]
            return b"%PDF-merged"
        return self.section(given.decode()) if task == SECTION else given

    def section(self, html):
        number = re.search(r'data-number="(\d+)"', html)
        if number:
            self.shown.append(number[1])
        pages = self.pages_of(number[1]) if number else 4
        anchors = dict.fromkeys(re.findall(r'id="(\w)"', html), 0)
        told = {"pages": [""] * pages, "anchors": anchors}
        return f"{json.dumps(told)}\n%PDF-{number[1] if number else sorted(anchors)[0]}".encode()


def test_what_shows_numbers_is_drawn_again_once_they_are_known():
    apart = Pretended(lambda number: 2)
    assert render_sections(HTML, apart) == b"%PDF-merged"
    assert apart.shown == [UNKNOWN, "7"]
    assert apart.merged[:3] == ["%PDF-7", "%PDF-a", "%PDF-b"]
    assert apart.merged[3].count("break-before: page") == 10
    assert sorted(apart.tasks) == sorted([SECTION] * 4 + [NUMBERS, MERGED])


def test_where_the_right_number_takes_one_more_page_it_is_drawn_a_third_time():
    apart = Pretended(lambda number: 2 if number == UNKNOWN else 3)
    render_sections(HTML, apart)
    assert apart.shown == [UNKNOWN, "7", "8"]
    assert apart.merged[0] == "%PDF-8"
    assert apart.merged[3].count("break-before: page") == 11


def test_where_no_number_is_ever_right_nothing_is_drawn():
    with pytest.raises(NotDrawn, match=BROKE_OFF):
        render_sections(HTML, Pretended(lambda number: 2 if number != "7" else 3))
