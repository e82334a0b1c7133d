import pytest

from kpa_tracker.interfaces.exchange.reading.statuses import Status, colour_name, read_status

# Excel's standard colours, Word's, and the pale fills of "Good, Bad and Neutral".
COLOURS = [
    ("FF0000", "red"),
    ("C00000", "red"),
    ("FFC7CE", "red"),
    ("FFC000", "amber"),
    ("FFFF00", "amber"),
    ("FFEB9C", "amber"),
    ("ED7D31", "amber"),
    ("00B050", "green"),
    ("92D050", "green"),
    ("C6EFCE", "green"),
    ("00B0F0", "blue"),
    ("FFFFFF", ""),
    ("D9D9D9", ""),
    ("000000", ""),
    ("7030A0", ""),
    ("", ""),
    ("nonsense", ""),
]


@pytest.mark.parametrize(("fill", "name"), COLOURS)
def test_a_fill_is_named_by_its_hue(fill, name):
    assert colour_name(fill) == name


WORDS = [
    ("Red", Status("red")),
    ("G", Status("green")),
    ("A/G", Status("amber_green")),
    ("Amber-Red", Status("amber_red")),
    ("● Amber", Status("amber")),
    ("Complete", Status(stage="complete")),
    ("In progress", Status(stage="in_progress")),
    ("Green – all done", Status("green", words="all done")),
    ("n/a", Status()),
    ("-", Status()),
    ("Awaiting the auditor", Status(words="Awaiting the auditor")),
    ("On track, but slipping", Status(words="On track, but slipping")),
]


@pytest.mark.parametrize(("text", "status"), WORDS)
def test_a_word_is_a_rating_or_a_stage_or_part_of_the_update(text, status):
    assert read_status(text, "") == status


def test_a_colour_alone_is_a_rating_and_blue_is_complete():
    assert read_status("", "FFC000") == Status("amber", by_colour=True)
    assert read_status("", "00B0F0") == Status(stage="complete", by_colour=True)


def test_the_word_holds_against_the_colour():
    assert read_status("Red", "00B050") == Status("red", disagrees=True)
    assert read_status("A/G", "00B050") == Status("amber_green")


@pytest.mark.parametrize(
    ("text", "rating", "stage", "words"),
    [
        ("🟢", "green", "", ""),
        ("🟠", "amber", "", ""),
        ("🟥", "red", "", ""),
        ("🔵", "", "complete", ""),
        ("⚪", "", "", ""),
        ("🟢 Amber", "amber", "", ""),
        ("🟢 two meetings held", "green", "", "two meetings held"),
        ("🟢🔴", "", "", "🟢🔴"),
    ],
)
def test_a_coloured_sign_is_a_rating(text, rating, stage, words):
    status = read_status(text, "")
    assert (status.rating, status.stage, status.words) == (rating, stage, words)
    assert not status.by_colour
