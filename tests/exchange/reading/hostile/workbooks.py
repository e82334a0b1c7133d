"""Workbooks that lie about their size, refer to elsewhere, or do not keep to the format."""

from tests.exchange.files import repacked, workbook
from tests.exchange.reading.hostile.kinds import ROWS, SHEET, STRINGS, Kind, book, edited, sheet

DAMAGED, INSTRUCTIONS, FAR_MORE, ROWS_OR = "damaged or incomplete", "instructions", "far more text", "rows or"
END, LAST = b"</sheetData>", b"</row></sheetData>"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS_ARE = (
    b'<Override PartName="/xl/sharedStrings.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
CELL = b'<c r="D2" t="inlineStr"><is><t>%s</t></is></c></row></sheetData>'
LAUGHS = b"".join(b'<!ENTITY e%d "&e%d;&e%d;&e%d;&e%d;">' % (n, *[n - 1] * 4) for n in range(1, 20))
BOMB = b'<!DOCTYPE x [<!ENTITY e0 "ha">' + LAUGHS + b"]>"
OUTSIDE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
START = b'<worksheet xmlns="%s">' % MAIN
RELS = "xl/_rels/workbook.xml.rels"
LINKED = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="x" '


def after_rows(more):
    return lambda: sheet((END, more + END))


def instead(old, new):
    return lambda: sheet((old, new))


def with_parts(**parts):
    return lambda: book({name.replace("__", "/").replace("_dot_", "."): data for name, data in parts.items()})


def declared(declaration, part=SHEET):
    def made():
        return edited(workbook(ROWS), part, (b"<", b"<?xml version='1.0'?>" + declaration + b"<"))

    return made


def in_cell(value):
    """A fourth cell in the second row, with this value."""
    return lambda: sheet((LAST, CELL % value))


def sheet_at(target):
    return lambda: edited(workbook(ROWS), RELS, (b"/xl/worksheets/sheet1.xml", target))


def utf16_bomb():
    xml = f'<?xml version="1.0" encoding="utf-16"?>{BOMB.decode()}<worksheet>&e19;</worksheet>'
    return book({SHEET: xml.encode("utf-16")})


def late_bomb():
    """The declaration stands far behind the start, where a quick look does not reach."""
    xml = b"<?xml version='1.0'?><!--" + b"x" * 9_000 + b"-->" + BOMB + START + b"&e19;</worksheet>"
    return book({SHEET: xml})


def many_strings():
    strings = b"".join(b"<si><t>%d</t></si>" % n for n in range(150_000))
    return book({"xl/more.xml": b"<sst>" + strings + b"</sst>"})


def sharing(strings, number):
    """A fourth cell that shows one of the shared strings, by its number."""

    def made():
        cell = b'<c r="D2" t="s"><v>%d</v></c>' % number
        changes = {STRINGS: b'<sst xmlns="%s">%s</sst>' % (MAIN, strings)}
        shared = sheet((LAST, cell + LAST))
        return repacked(edited(shared, "[Content_Types].xml", (b"</Types>", STRINGS_ARE + b"</Types>")), changes)

    return made


def in_number(value):
    return lambda: sheet((LAST, b"<c r='D2'><v>%s</v></c>" % value + LAST))


def deep():
    return book({SHEET: START + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</worksheet>"})


def hidden_sheets():
    return workbook(ROWS, more_sheets={f"Sheet {n}": [] for n in range(300)})


RULE = (
    b"<conditionalFormatting sqref='A1:XFD1048576'><cfRule type='expression' priority='1'><formula>1</formula></cfRule>"
    b"</conditionalFormatting>"
)
CALLS = b"<c r='D2'><f>cmd|'/c calc'!A0</f></c>"
FETCHES = b"<c r='D2'><f>WEBSERVICE(&quot;http://example.invalid&quot;)</f><v/></c>"
DDE = b"<externalLink><ddeLink ddeService='cmd' ddeTopic='/c calc'/></externalLink>"
CONNECTED = b"<connections><connection><dbPr connection='x'/></connection></connections>"
WITH_X = (("Aim", "Action", "Lead", ""), ("Safe", "Patrol", "Inspector", "x"))
WITH_FOURTH = (("Aim", "Action", "Lead", ""), ("Safe", "Patrol", "Inspector", "=cmd|' /C calc'!A0"))
KINDS = [
    Kind(
        "a far cell",
        "plan.xlsx",
        after_rows(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        noted="XFD1048576",
    ),
    Kind("a size declared too small", "plan.xlsx", instead(b'ref="A1:C2"', b'ref="A1:A1"')),
    Kind("a size declared too large", "plan.xlsx", instead(b'ref="A1:C2"', b'ref="A1:XFD1048576"')),
    Kind("a size that is no range", "plan.xlsx", instead(b'ref="A1:C2"', b'ref="&quot;;DROP"'), DAMAGED),
    Kind("two hundred thousand empty rows", "plan.xlsx", after_rows(b"<row/>" * 200_000)),
    Kind("a million empty rows", "plan.xlsx", after_rows(b"<row/>" * 1_048_576), "unpacks"),
    Kind("a row at the very end", "plan.xlsx", after_rows(b'<row r="1048576"/>')),
    Kind("a row beyond every end", "plan.xlsx", after_rows(b'<row r="99999999999"><c><v>1</v></c></row>'), table=None),
    Kind("a row that is no number", "plan.xlsx", after_rows(b'<row r="x"><c><v>1</v></c></row>'), DAMAGED),
    Kind("a cell without a place", "plan.xlsx", after_rows(b'<row r="3"><c r="0"><v>1</v></c></row>'), DAMAGED),
    Kind(
        "more cells than are read", "plan.xlsx", after_rows(b"<row>" + b"<c><v>1</v></c>" * 99 + b"</row>"), table=None
    ),
    Kind(
        "a merge over everything",
        "plan.xlsx",
        instead(END, END + b'<mergeCells><mergeCell ref="D3:XFD1048576"/></mergeCells>'),
    ),
    Kind(
        "a thousand merges",
        "plan.xlsx",
        instead(END, END + b"<mergeCells>" + b'<mergeCell ref="D3:Z9999"/>' * 1_000 + b"</mergeCells>"),
    ),
    Kind(
        "a merge that is no range",
        "plan.xlsx",
        instead(END, END + b'<mergeCells><mergeCell ref="!"/></mergeCells>'),
        DAMAGED,
    ),
    Kind("a billion laughs", "plan.xlsx", declared(BOMB), INSTRUCTIONS),
    Kind("a billion laughs among the strings", "plan.xlsx", declared(BOMB, "[Content_Types].xml"), INSTRUCTIONS),
    Kind("a billion laughs in UTF-16", "plan.xlsx", utf16_bomb, INSTRUCTIONS),
    Kind("a billion laughs behind a long remark", "plan.xlsx", late_bomb, DAMAGED),
    Kind("an entity that reads a file", "plan.xlsx", declared(OUTSIDE), INSTRUCTIONS),
    Kind("an entity in the relations", "plan.xlsx", declared(OUTSIDE, RELS), INSTRUCTIONS),
    Kind("an entity that is not declared", "plan.xlsx", in_cell(b"&xxe;"), DAMAGED),
    Kind("XML that breaks off", "plan.xlsx", lambda: book({SHEET: b"<worksheet><sheetData><row"}), DAMAGED),
    Kind("XML of a hundred thousand levels", "plan.xlsx", deep, table=()),
    Kind("a character that XML has not", "plan.xlsx", in_cell(b"&#1;"), DAMAGED),
    Kind("half a surrogate in a cell", "plan.xlsx", in_cell(b"&#xD800;"), DAMAGED),
    Kind("bytes that are no text in a cell", "plan.xlsx", in_cell(b"\xff\xfe"), DAMAGED),
    Kind("a call of a program in a cell", "plan.xlsx", in_cell(b"=cmd|' /C calc'!A0"), table=WITH_FOURTH),
    Kind(
        "a formula that calls a program",
        "plan.xlsx",
        instead(LAST, CALLS + LAST),
        noted="without their results",
        table=None,
    ),
    Kind(
        "a formula that reads from the web",
        "plan.xlsx",
        instead(LAST, FETCHES + LAST),
        noted="without their results",
        table=None,
    ),
    Kind("links to other workbooks", "plan.xlsx", with_parts(xl__externalLinks__externalLink1_dot_xml=DDE)),
    Kind("a connection to a database", "plan.xlsx", with_parts(xl__connections_dot_xml=CONNECTED)),
    Kind("an embedded object", "plan.xlsx", with_parts(xl__embeddings__oleObject1_dot_bin=b"\xd0\xcf\x11\xe0" * 99)),
    Kind("a control of ActiveX", "plan.xlsx", with_parts(xl__activeX__activeX1_dot_bin=b"x" * 999)),
    Kind("a sheet that is a file of the machine", "plan.xlsx", sheet_at(b"/../../../../etc/passwd"), table=()),
    Kind("a sheet that is on the web", "plan.xlsx", sheet_at(b"http://example.invalid/sheet1.xml"), table=()),
    Kind("a sheet that is not there", "plan.xlsx", lambda: book({SHEET: None}), table=()),
    Kind("no relations", "plan.xlsx", lambda: book({RELS: LINKED + b'Target="x" Type="y"/></Relationships>'}), DAMAGED),
    Kind("no styles", "plan.xlsx", lambda: book({"xl/styles.xml": None}), table=None),
    Kind("styles that are none", "plan.xlsx", lambda: book({"xl/styles.xml": b"<x/>"}), table=None),
    Kind("a string that is not there", "plan.xlsx", sharing(b"<si><t>x</t></si>", 99_999), DAMAGED),
    Kind("a string with a number below nought", "plan.xlsx", sharing(b"<si><t>x</t></si>", -1), table=WITH_X),
    Kind("one string of megabytes", "plan.xlsx", instead(LAST, CELL % (b"x" * 2_000_000)), FAR_MORE),
    Kind("a hundred thousand strings", "plan.xlsx", sharing(b"<si><t>x</t></si>" * 100_000, 99_999), table=WITH_X),
    Kind(
        "one shared string of megabytes",
        "plan.xlsx",
        sharing(b"<si><t>" + b"x" * 2_000_000 + b"</t></si>", 0),
        FAR_MORE,
    ),
    Kind("a number without end", "plan.xlsx", in_number(b"1e999"), table=None),
    Kind("a number of ten thousand digits", "plan.xlsx", in_number(b"9" * 10_000), DAMAGED),
    Kind(
        "a date after the end of time",
        "plan.xlsx",
        instead(LAST, b"<c r='D2' t='d'><v>99999-13-45</v></c>" + LAST),
        DAMAGED,
    ),
    Kind("hundreds of sheets", "plan.xlsx", hidden_sheets),
    Kind("ten thousand rules of colour", "plan.xlsx", instead(END, END + RULE * 10_000)),
    Kind("a part of strings that nobody uses", "plan.xlsx", many_strings),
    Kind(
        "a workbook whose sheet is a document",
        "plan.xlsx",
        lambda: repacked(workbook(ROWS), {SHEET: b"<w:document xmlns:w='x'/>"}),
        table=(),
    ),
]
