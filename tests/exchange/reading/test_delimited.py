import pytest

from kpa_tracker.base.toolkit.grids import Bounds, Grid, Paragraph, UnreadableFile
from kpa_tracker.interfaces.exchange.reading.delimited import decoded, find_delimiter, read_delimited, without_markup


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_is_decoded_however_it_was_saved(encoding):
    text = "Aim\tAction – café £5\n" * 5
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", bytes(range(256)) * 10], ids=["half a letter", "any byte"])
def test_what_is_not_text_is_refused(content):
    with pytest.raises(UnreadableFile, match="not text"):
        decoded(content)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [("a,b\nc,d", ","), ("a;b,c\nd;e,f\ng;h", ";"), ("a\tb,c\nd\te,f", "\t"), ("a|b\nc|d", "|")],
)
def test_the_separator_is_the_one_that_gives_one_width(text, delimiter):
    assert find_delimiter(text) == delimiter


def test_lines_without_a_separator_are_paragraphs_between_tables():
    blocks = read_delimited(b"The plan\n\nSome words that end in a full stop.\n\na\tb\nc\td\n\nMore\ne\tf\n").blocks
    assert blocks[0] == Paragraph("The plan", 2)
    assert blocks[1].heading == 0
    assert isinstance(blocks[2], Grid)
    assert [row.number for row in blocks[2].rows] == [5, 6]
    assert [type(block).__name__ for block in blocks[3:]] == ["Paragraph", "Grid"]


def test_a_quoted_cell_may_hold_lines_and_separators():
    grid = read_delimited(b'a,b\n"c,\nd",e\nf,g\n').grids[0]
    assert [(row.number, row.cells[0].text) for row in grid.rows] == [(1, "a"), (2, "c,\nd"), (4, "f")]


def test_an_odd_quotation_mark_is_an_ordinary_character():
    grid = read_delimited(b'a\tb\nthe 5" pipe\tc\nd\te\n').grids[0]
    assert len(grid.rows) == 3
    assert grid.rows[1].cells[0].text == 'the 5" pipe'


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ('Parts: <ul style="x"> • a • b', "Parts:\n• a • b"),
        ("<li>a</li><li>b", "• a\n• b"),
        ("very **bold** words", "very bold words"),
        ("A &amp; B", "A & B"),
        ("less < more > less", "less < more > less"),
        ("5 * 3 ** 2", "5 * 3 ** 2"),
    ],
)
def test_remnants_of_markup_become_lines_and_bullets(text, plain):
    assert without_markup(text) == plain


def test_far_too_much_text_is_refused():
    with pytest.raises(UnreadableFile, match="far more text"):
        read_delimited(b"a,b\n" * 10, Bounds(characters=10))


def test_a_cell_without_an_end_is_refused():
    with pytest.raises(UnreadableFile, match="No table was found"):
        read_delimited(b'a,b\n"' + b"c\n" * 100_001 + b'",d\n')


def test_a_cell_longer_than_any_is_refused():
    with pytest.raises(UnreadableFile, match="One cell of the file is too long"):
        read_delimited(b'a,b\n"' + b"c" * 140_000 + b'",d\n')


def test_the_line_under_markdowns_headings_is_no_row_and_words_may_follow_the_table():
    blocks = read_delimited(b"## The plan\n\nAim|Action\n:--|--:\nSafe|Patrol\n|\nThe end.\n").blocks
    assert blocks[0] == Paragraph("The plan", 2)
    assert [[cell.text for cell in row.cells] for row in blocks[1].rows] == [["Aim", "Action"], ["Safe", "Patrol"]]
    assert blocks[2:] == [Paragraph("The end.")]


def test_lines_of_nothing_but_separators_are_no_table():
    blocks = read_delimited(b"a,b\nc,d\n\n,\n,\n\nThe end.\n").blocks
    assert [type(block).__name__ for block in blocks] == ["Grid", "Paragraph"]
