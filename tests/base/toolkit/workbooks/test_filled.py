from __future__ import annotations

import io

import openpyxl

from kpa_tracker.base.toolkit.workbooks.books import Page
from kpa_tracker.base.toolkit.workbooks.filled import Filled, write_filled


def test_a_sheet_that_came_in_under_a_name_that_cannot_be_gets_one_that_can():
    book = write_filled([Filled(Page("x[1]:/*?", [("Head",), ("Cell",)]))])
    assert openpyxl.load_workbook(io.BytesIO(book)).sheetnames[0].split() == ["x", "1"]
