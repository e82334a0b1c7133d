"""Whatever a register looks like, reading it ends, and what its rows are called is a risk or is said."""

from hypothesis import given
from hypothesis import strategies as st

from kpa_tracker.interfaces.exchange.reading.registers.headings import FIELDS
from kpa_tracker.interfaces.exchange.reading.registers.register import read_register
from tests.factories.exchange import document_of

HEADINGS = [
    *("Ref", "Risk", "Cause", "Owner", "Category", "L", "I", "Score", "Gross", "Net", "Likelihood", "Impact"),
    *("Inherent L", "Residual I", "Target", "RAG", "Controls", "Actions", "By when", "Status", "Weather", ""),
]
CELLS = st.sampled_from(
    [
        *("", "", "R1", "KPA 05", "R1", "Fraud", "A long title of a risk that goes on", "4", "3", "12", "4x3=12"),
        *("High", "Treat", "• one\n• two", "FINANCE", "Note: x", "Likely", "Cause: a Risk: b Effect: c", "1 June 2010"),
    ]
)
TABLES = st.lists(st.sampled_from(HEADINGS), min_size=2, max_size=8).flatmap(
    lambda heads: st.tuples(
        st.just(heads), st.lists(st.lists(CELLS, min_size=len(heads), max_size=len(heads)), max_size=6)
    )
)


@given(TABLES)
def test_every_title_is_a_risk_or_is_said(table):
    heads, rows = table
    found = read_register(document_of([heads, *rows], name="Register"))
    if not found.tables or "title" not in found.tables[0].fields:
        return
    column = found.tables[0].fields.index("title")
    said = " ".join(f"{one.text}" for one in (*found.problems, *found.fragments))
    said += " ".join(text for row in found.rows for text in (row.reference, *row.texts.values(), *row.remarks))
    places = {one.place for one in (*found.problems, *found.fragments)}
    for number, row in enumerate(rows, start=2):
        title = row[column].partition("\n")[0].strip("• –")
        assert title in said or "Cause" in title or f"Register, row {number}" in places


@given(TABLES)
def test_what_is_read_is_a_field_that_is_offered(table):
    heads, rows = table
    for found in read_register(document_of([heads, *rows])).tables:
        assert {*found.fields} <= {*FIELDS, ""}
