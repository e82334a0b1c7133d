import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from kpa_tracker.base.toolkit.documents import read_document
from kpa_tracker.base.toolkit.grids import Bounds, Paragraph, UnreadableFile
from tests.exchange.files import add_table, saved, word

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LIST = """<w:p {ns}><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr></w:pPr>
<w:r><w:t>{text}</w:t></w:r></w:p>"""


def texts(content, row=0):
    return [cell.text for cell in read_document(content).grids[0].rows[row].cells]


def test_paragraphs_and_tables_come_in_their_order_with_headings_marked():
    document = docx.Document()
    document.add_heading("The plan", 0)
    document.add_heading("Vision", 2)
    document.add_paragraph("Safe streets")
    add_table(document, [["a", "b"]])
    document.add_paragraph("The end")
    blocks = read_document(saved(document)).blocks
    assert blocks[:3] == [Paragraph("The plan", 1), Paragraph("Vision", 2), Paragraph("Safe streets", 0)]
    assert blocks[3].name == "Table 1"
    assert blocks[4] == Paragraph("The end", 0)


def test_merged_cells_are_said_once_and_marked_as_merged():
    rows = [["a", "b", "c"], ["d", "e", "f"]]
    grid = read_document(word(rows, merges=[((0, 0), (1, 0)), ((0, 1), (0, 2))])).grids[0]
    assert [[(cell.text, cell.merged) for cell in row.cells] for row in grid.rows] == [
        [("a", ""), ("b", ""), ("", "left")],
        [("", "up"), ("e", ""), ("f", "")],
    ]


def test_a_fill_is_read_and_automatic_colour_is_none():
    document = docx.Document()
    table = add_table(document, [["a", "b"]], fills={(0, 0): "FFC000"})
    table.cell(0, 1)._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:fill="auto"/>'))
    assert [cell.fill for cell in read_document(saved(document)).grids[0].rows[0].cells] == ["FFC000", ""]


def test_list_paragraphs_carry_their_markers():
    document = docx.Document()
    cell = add_table(document, [["Parts"]]).cell(0, 0)
    cell.add_paragraph("one", style="List Bullet")
    cell.add_paragraph("two", style="List Number")
    cell.add_paragraph("three", style="List Number")
    assert texts(saved(document)) == ["Parts\n• one\n1. two\n2. three"]


def test_roman_numbers_are_drawn_as_word_draws_them():
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.append(
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:numFmt w:val="lowerRoman"/>'
            "</w:lvl></w:abstractNum>"
        )
    )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="90"/></w:num>'))
    cell = add_table(document, [[""]]).cell(0, 0)
    for text in ("first", "second"):
        cell._tc.append(parse_xml(LIST.format(ns=nsdecls("w"), number=91, text=text)))
    assert texts(saved(document)) == ["i. first\nii. second"]


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        ("<w:ins><w:r><w:t>added</w:t></w:r></w:ins>", "before added"),
        ("<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>", "before"),
        ("<w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom>", "before"),
        ("<w:hyperlink><w:r><w:t>linked</w:t></w:r></w:hyperlink>", "before linked"),
        ("<w:sdt><w:sdtContent><w:r><w:t>chosen</w:t></w:r></w:sdtContent></w:sdt>", "before chosen"),
        ("<w:r><w:br/><w:t>below</w:t></w:r>", "before\nbelow"),
        ("<w:r><w:tab/><w:t>after</w:t></w:r>", "before after"),
    ],
)
def test_what_word_shows_is_what_is_read(xml, said):
    document = docx.Document()
    paragraph = add_table(document, [["before "]]).cell(0, 0).paragraphs[0]._p
    wrapped = parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>")
    for child in list(wrapped):
        paragraph.append(child)
    assert texts(saved(document)) == [said]


def test_a_row_inside_a_content_control_is_a_row():
    document = docx.Document()
    table = add_table(document, [["a"], ["b"]])._tbl
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    last = table.tr_lst[1]
    last.addprevious(control)
    control[0].append(last)
    assert [row.cells[0].text for row in read_document(saved(document)).grids[0].rows] == ["a", "b"]


def test_a_row_that_begins_later_keeps_its_columns():
    document = docx.Document()
    row = add_table(document, [["a", "b"]])._tbl.tr_lst[0]
    row.remove(row.tc_lst[0])
    row.insert(0, parse_xml(f'<w:trPr {nsdecls("w")}><w:gridBefore w:val="1"/></w:trPr>'))
    assert texts(saved(document)) == ["", "b"]


def test_reading_stops_at_the_bounds():
    with pytest.raises(UnreadableFile):
        read_document(word([["a"], ["b"]]), Bounds(rows=1))


def run(text, *, bold=False, colour=""):
    marks = ("<w:b/>" if bold else "") + (f'<w:color w:val="{colour}"/>' if colour else "")
    return f"<w:r><w:rPr>{marks}</w:rPr><w:t>{text}</w:t></w:r>"


def line(*runs):
    return parse_xml(f"<w:p {nsdecls('w')}>{''.join(runs)}</w:p>")


@pytest.mark.parametrize(
    ("runs", "heading"),
    [
        ([run("Theme 1", bold=True)], 4),
        ([run("Theme ", bold=True), run("1", bold=True)], 4),
        ([run("Theme", bold=True), run(" and more")], 0),
        ([run("All of this is important.", bold=True)], 0),
        ([run("long " * 30, bold=True)], 0),
        ([run("Theme").replace("<w:rPr>", '<w:rPr><w:b w:val="0"/>')], 0),
    ],
    ids=["bold", "in two pieces", "half bold", "a sentence", "long", "bold put off"],
)
def test_a_short_line_in_bold_is_a_heading(runs, heading):
    document = docx.Document()
    document.element.body.insert(0, line(*runs))
    assert [block.heading for block in read_document(saved(document)).blocks] == [heading]


@pytest.mark.parametrize(
    ("runs", "ink"),
    [
        ([run("●", colour="FF0000")], "FF0000"),
        ([run("●", colour="FF0000"), run(" ")], "FF0000"),
        ([run("●", colour="FF0000"), run("late")], ""),
        ([run("●", colour="auto")], ""),
        ([], ""),
    ],
    ids=["one colour", "and a blank", "two colours", "automatic", "empty"],
)
def test_the_colour_of_letters_is_that_of_all_of_them(runs, ink):
    document = docx.Document()
    add_table(document, [[""]]).cell(0, 0)._tc.append(line(*runs))
    assert read_document(saved(document)).grids[0].rows[0].cells[0].ink == ink


def test_a_row_deleted_with_changes_tracked_is_left_out_and_mentioned():
    document = docx.Document()
    row = add_table(document, [["a"], ["b"]])._tbl.tr_lst[0]
    row.insert(0, parse_xml(f'<w:trPr {nsdecls("w")}><w:del w:id="1" w:author="x"/></w:trPr>'))
    read = read_document(saved(document))
    assert [one.cells[0].text for one in read.grids[0].rows] == ["b"]
    assert read.notes == ["Rows of tables that somebody deleted with changes tracked were not read: 1."]


def test_a_table_within_a_cell_is_read_line_by_line():
    document = docx.Document()
    inner = add_table(document, [["Measures"]]).cell(0, 0).add_table(2, 2)
    for place, text in zip(((0, 0), (0, 1), (1, 0)), ("Groups", "20", "Sessions"), strict=True):
        inner.cell(*place).text = text
    assert texts(saved(document)) == ["Measures\nGroups – 20\nSessions"]


BOX = (
    '<w:p {ns} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><mc:AlternateContent>'
    "<mc:Choice><w:txbxContent>{lines}</w:txbxContent></mc:Choice>"
    "<mc:Fallback><w:txbxContent>{lines}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"
)


def box(*lines):
    inner = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in lines)
    return parse_xml(BOX.format(ns=nsdecls("w"), lines=inner))


def test_a_text_box_is_read_once_where_it_hangs():
    document = docx.Document()
    document.element.body.insert(0, box("Our vision", "Safe streets"))
    add_table(document, [["Part"]]).cell(0, 0)._tc.append(box("inside"))
    read = read_document(saved(document))
    assert read.blocks[:2] == [Paragraph("Our vision", 0), Paragraph("Safe streets", 0)]
    assert read.grids[0].rows[0].cells[0].text == "Part\ninside"


NOTES = (
    '<w:footnotes {ns}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>line</w:t></w:r></w:p></w:footnote>'
    '<w:footnote w:id="1"><w:p><w:r><w:t>Subject to</w:t></w:r></w:p>'
    "<w:p><w:r><w:t>funding.</w:t></w:r></w:p></w:footnote>"
    '<w:footnote w:id="2"><w:p/></w:footnote></w:footnotes>'
)


def test_footnotes_are_mentioned():
    document = docx.Document()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, NOTES.format(ns=nsdecls("w")).encode(), document.part.package)
    document.part.relate_to(part, f"{RELATIONS}/footnotes")
    assert read_document(saved(document)).notes == ["A footnote stands outside the text: “Subject to funding.”"]


def test_signs_of_symbol_typefaces_are_read_as_they_look():
    document = docx.Document()
    for code in ("F0FE", "F06F", "F001"):
        sign = parse_xml(f'<w:p {nsdecls("w")}><w:r><w:sym w:font="Wingdings" w:char="{code}"/></w:r></w:p>')
        document.element.body.insert(0, sign)
    assert [block.text for block in read_document(saved(document)).blocks] == ["☐", "☑"]
