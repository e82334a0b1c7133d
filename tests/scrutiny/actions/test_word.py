"""A pack as a Word document has the parts, the rows and the figures of the pack."""

from __future__ import annotations

import io

import docx
from docx.oxml.ns import qn

from kpa_tracker.base.toolkit.documents import Heading, Table, Text
from kpa_tracker.interfaces.scrutiny.actions.word import pack_blocks, pack_in_word
from kpa_tracker.interfaces.scrutiny.packs.contents import Asked, Beside, Measured, Minuted, Sum
from kpa_tracker.interfaces.scrutiny.packs.document import PackDocument
from tests.scrutiny.packs.made import OVERDUE, contents, coverage, exposure, item, returned


def whole(**values):
    made = {
        "coverage": coverage(came_late=(returned(1, is_late=True),)),
        "outstanding": (Minuted(1, "minuted action", "1/10", "Do it", "Clerk", "1 May 2010", is_overdue=True),),
        "measures": (Measured(1, "Crime", status="red"), Measured(2, "Fear")),
        "recommendations": (Asked(1, "R1", "Baseline", "Count again", "Open", "Clerk", "May 2010"),),
        "risks": (exposure(1),),
        "sums": (Sum("Ratings", "the table", (("red", 1), ("green", 1)), 2),),
        "earlier": "Meeting of 2 March 2010",
    }
    now = [item(1, "red", flags=(OVERDUE,), done="Much.", cause="Late figures."), item(2)]
    return contents(now, [item(1)], **{**made, **values})


def blocks_under(heading, found):
    """Return the blocks of a part."""
    blocks = list(pack_blocks(PackDocument(found)))
    start = next(place for place, one in enumerate(blocks) if one == Heading(heading))
    ends = [place for place, one in enumerate(blocks) if isinstance(one, Heading) and one.level == 1 and place > start]
    return blocks[start + 1 : min(ends, default=len(blocks))]


def test_the_parts_are_those_of_the_page_in_their_order():
    found = whole()
    titles = [one.text for one in pack_blocks(PackDocument(found)) if isinstance(one, Heading) and one.level == 1]
    assert titles == [part.title for part in PackDocument(found).parts]


def test_the_figures_of_the_summary_are_those_of_the_pack_and_add_up():
    found = whole()
    tables = blocks_under("Summary", found)
    assert [table.caption for table in tables] == [table.title for table in PackDocument(found).summary]
    for written, table in zip(tables, PackDocument(found).summary, strict=True):
        assert written.rows == [[row.label, *map(str, row.numbers)] for row in (*table.rows, table.total)]
    assert tables[0].rows[-1] == ["All", "2", "1", "0", "1", "0"]


def test_an_item_tells_how_it_stands_and_what_was_reported():
    committee = Beside("Finance", "amber", "Amber", "minute 4/10")
    one = item(1, "red", flags=(OVERDUE,), beside=(committee,), stage="in_progress", said_of="Quarter 4", done="Much.")
    (table,) = [block for block in blocks_under("Deliverables", contents([one])) if isinstance(block, Table)]
    assert table.rows == [
        [
            "1.1",
            "Item 1",
            "Treasurer",
            "No deadline set",
            "In progress\nRed\nFinance: Amber (minute 4/10)\nOverdue",
            "Quarter 4\nDone: Much.",
        ]
    ]


def test_exceptions_are_the_pack_s_own():
    found = whole()
    (table,) = blocks_under("Exceptions", found)
    assert [row[0] for row in table.rows] == [one.reference for one in found.exceptions]
    assert "Why it is not green: Late figures." in table.rows[0][-1]


def test_changes_stand_under_what_changed():
    blocks = blocks_under("What has changed since the meeting before", whole())
    assert blocks[0] == Text("Compared with Meeting of 2 March 2010.")
    assert Table(("Name", "Then", "Now"), [["1.1 Item 1", "Green", "Red"]], "Ratings") in blocks


def test_an_empty_pack_says_so_in_every_part():
    assert blocks_under("Deliverables", contents()) == [Text("Nothing.")]
    assert blocks_under("Exceptions", contents()) == [Text("Nothing needs a word first.")]
    assert blocks_under("What has changed since the meeting before", contents()) == [Text("No meeting before it.")]
    assert blocks_under("Risks", contents()) == [Text("Nothing.")]


def test_the_file_has_real_headings_and_heads_that_repeat():
    package = docx.Document(io.BytesIO(pack_in_word(whole())))
    assert {"Title", "Heading 1", "Heading 2", "Caption"} <= {one.style.name for one in package.paragraphs}
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in package.tables)
    assert package.sections[0].header.paragraphs[0].text == "OFFICIAL"
    assert package.core_properties.title == "Pack for the Audit Committee"
