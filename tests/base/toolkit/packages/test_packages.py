import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from kpa_tracker.base.toolkit.packages import OPEN_GOVERNMENT, Field, Link, Package, Table, Type, zipped
from tests.base.toolkit.packages.checking import checked, opened, rows_of

AREAS = Table.of("areas", "Areas", [Field("code", "Code")], [["E"], ["W"]], key=("code",))
FIELDS = [
    Field("number", "Number", Type.INTEGER, needed=True),
    Field("area", "Area", codes={"E": "East", "W": "West"}),
    Field("figure", "Figure", Type.NUMBER, "What was counted.", unit="callers"),
    Field("day", "Day", Type.DATE),
    Field("final", "Final", Type.BOOLEAN),
    Field("text", "Text"),
]
ROWS = [
    [1, "E", Decimal("52.50"), datetime.date(2010, 3, 31), True, '=1+1, "quoted"'],
    [2, "", None, None, False, "two\nlines 😀"],
]
COUNTS = Table.of("counts", "Counts", FIELDS, ROWS, key=("number",), links=(Link("area", "areas", "code"),))


@pytest.fixture
def package():
    return Package(
        name="kent-counts",
        title="Counts of Kent",
        description="What was counted.",
        publisher="Kent Police Authority",
        made_on=datetime.date(2010, 4, 12),
        tables=(AREAS, COUNTS),
        licence=OPEN_GOVERNMENT,
        notes=("Made up.",),
    )


def test_both_descriptions_and_the_json_say_what_the_tables_hold(package):
    first, second = checked(zipped(package))["counts"]
    assert first == {
        "number": 1,
        "area": "E",
        "figure": Decimal("52.5"),
        "day": datetime.date(2010, 3, 31),
        "final": True,
        "text": '=1+1, "quoted"',
    }
    assert second["area"] is second["figure"] is second["day"] is None
    assert second["text"] == "two\nlines 😀"


def test_equal_content_gives_equal_bytes_and_other_content_others(package):
    assert zipped(package) == zipped(replace(package))
    assert zipped(package) != zipped(replace(package, title="Other"))


def test_values_are_raw_and_the_note_says_so(package):
    files = opened(zipped(package))
    assert rows_of(files, "counts.csv")[0]["text"].startswith("=")
    assert files["counts.csv"].startswith("number,area,figure,day,final,text\r\n")
    assert "without anything that keeps a spreadsheet from computing" in files["README.txt"]
    assert "counts.csv: Counts, 2 rows" in files["README.txt"]
    assert "Made up." in files["README.txt"]


def test_codes_and_units_are_told(package):
    told = opened(zipped(package))["csv-metadata.json"]
    assert "Codes: E is “East”; W is “West”." in told
    assert "What was counted. Unit: callers." in told


def test_what_has_no_licence_says_that_it_is_not_for_publication(package):
    files = opened(zipped(replace(package, licence=None)))
    assert "This is not for publication." in files["README.txt"]
    assert "licenses" not in files["datapackage.json"]
    assert "dc:license" not in files["csv-metadata.json"]


@pytest.mark.parametrize(
    "broken",
    [
        replace(COUNTS, rows=(*COUNTS.rows, (1, "E", None, None, True, "again"))),
        replace(COUNTS, rows=((None, "E", None, None, True, "no key"),)),
        replace(COUNTS, rows=((3, "N", None, None, True, "no such code"),)),
        replace(COUNTS, rows=((3, "E", "many", None, True, "no figure"),)),
        replace(COUNTS, rows=((3, "E", None, "some day", True, "no day"),)),
        replace(COUNTS, links=(Link("area", "counts", "text"),)),
    ],
)
def test_what_the_descriptions_do_not_allow_is_found(package, broken):
    with pytest.raises((AssertionError, ValueError, ArithmeticError)):
        checked(zipped(replace(package, tables=(AREAS, broken))))
