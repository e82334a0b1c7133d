import pytest

from kpa_tracker.interfaces.exchange.actions.book.parts import Part, line_of, part_of


@pytest.mark.parametrize(
    ("part", "line"),
    [
        (Part("Draft it"), "Draft it"),
        (Part("Draft it", "Estates Committee"), "Draft it → Estates Committee"),
        (Part("Draft it", written="Est. Ctee"), "Draft it → “Est. Ctee”"),
        (Part("Draft it", "Estates Committee", "Est. Ctee"), "Draft it → Estates Committee “Est. Ctee”"),
        (Part("From A → B"), "From A →\ufe0e B"),
        (Part("From A → B", "A → B Board"), "From A →\ufe0e B → A →\ufe0e B Board"),
        (Part("Draft it", " spaced  out "), "Draft it →  spaced  out "),
        (Part("Say “yes”"), "Say “yes”"),
        (Part("Draft it", "The “A” Board"), "Draft it → The “\ufe0eA” Board"),
        (Part("Draft it", "Board “A”", "Old “B” ctee"), "Draft it → Board “\ufe0eA” “Old “B” ctee”"),
        (Part("Draft it", "“A”"), "Draft it → “\ufe0eA”"),
        (Part("Draft it", "“", "”"), "Draft it → “\ufe0e “””"),
    ],
)
def test_a_part_and_its_line_say_the_same(part, line):
    assert line_of(part) == line
    assert part_of(line) == part


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("Draft it → ", Part("Draft it")),
        ("Draft it → Half “open", Part("Draft it", "Half “open")),
        ("Draft it → The “A” Board", Part("Draft it", "The “A” Board")),
    ],
)
def test_a_line_that_somebody_typed_is_read_as_far_as_it_goes(line, part):
    assert part_of(line) == part
