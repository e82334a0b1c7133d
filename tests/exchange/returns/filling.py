"""Returns as people fill them in: taken out, edited in a spreadsheet, sent in."""

import io

from openpyxl import load_workbook

from kpa_tracker.interfaces.exchange.actions.returns import confirm_return, export_return, stage_return
from kpa_tracker.interfaces.exchange.actions.returns.columns import COLUMNS
from tests.exchange.files import saved

HEADINGS = {column.name: column.heading for column in COLUMNS}
ANSWER = {"stage": "In progress", "rating": "Green", "forecast": "Green", "done": "The draft was written."}
RECOVERY = {"cause": "The report is late.", "recovery": "We write it.", "recovery_by": "Chief Executive"}
AMBER = {**ANSWER, **RECOVERY, "rating": "Amber", "green_on": "31 May 2010"}


def opened(content):
    return load_workbook(io.BytesIO(content))


def sent_out(period, by, share="mine"):
    return export_return(period, share=share, by=by).content


def columns_of(sheet):
    return {cell.value: cell.column for cell in sheet[1]}


def row_of(sheet, reference):
    at = columns_of(sheet)["Reference"]
    return next(row[0].row for row in sheet.iter_rows() if row[at - 1].value == reference)


def cell_of(sheet, reference, name):
    return sheet.cell(row_of(sheet, reference), columns_of(sheet)[HEADINGS.get(name, name)])


def filled(content, rows, *, change=None):
    """Return the workbook with answers by reference and by the name of their column; `change` edits the rest of it."""
    book = opened(content)
    for reference, answers in rows.items():
        for name, value in answers.items():
            cell_of(book["Return"], reference, name).value = value
    if change:
        change(book)
    return saved(book)


def sent_in(period, content, by, *, submits=True):
    return stage_return(period, name="return.xlsx", content=content, submits=submits, by=by)


def taken(period, content, by, **how):
    return confirm_return(sent_in(period, content, by, **how), by=by)


def wrong_in(staged):
    """What is wrong by the row's reference and the cell's name."""
    return {row["title"].split(" ")[0]: row["wrong"] for row in staged.outcome if row["wrong"]}
