import io

import pytest
from django.core.management import CommandError, call_command

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Post
from risks.models import Assessment, Category, Control, Risk
from tests.exchange.files import workbook
from tests.factories.people import PostFactory

ROWS = [
    ["Strategic risk register"],
    [
        "Ref",
        "Risk",
        "Category",
        "Risk owner",
        "Inherent risk",
        None,
        "Controls",
        "Residual risk",
        None,
        "Target",
        "Status",
    ],
    [None, None, None, None, "L", "I", None, "L", "I", None, None],
    ["KPA 05", "Grants fall", "Money", "Treasurer", 5, 4, "• Reserves\n• Monthly report", 3, 4, "2x4=8", "Treat"],
    ["KPA 08", "Nobody turns up", "People", "Clerk", 4, 4, None, "Likely", 3, "High", "Open"],
]


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "register.xlsx"
    file.write_bytes(workbook(ROWS, merges=["E2:F2", "H2:I2"]))
    return file


def run(*arguments, **options):
    out = io.StringIO()
    call_command("import_register", *map(str, arguments), stdout=out, no_color=True, **options)
    return out.getvalue()


def test_without_confirm_it_only_tells(authority, path):
    said = run(path)
    assert "  L (Inherent risk): With no controls (inherent): likelihood\n" in said
    assert "For " in said
    assert "2 new, 0 changed, 0 as they are" in said
    assert "KPA 08 Nobody turns up: “High” is a level, which does not say how likely and how grave." in said
    assert said.endswith("Nothing was changed. Add --confirm to import.\n")
    assert (Risk.objects.count(), Event.objects.count()) == (0, 0)


def test_a_register_comes_in_and_a_second_time_changes_nothing(authority, editor, path):
    PostFactory(authority=authority, title="Treasurer")
    said = run(path, authority=authority.slug, confirm=True, by=editor.email)
    assert said.endswith("Imported.\n")
    first = Risk.objects.get(reference="KPA 05")
    assert (first.owner.title, first.status, first.category) == ("Treasurer", "treated", None)
    assert (first.inherent.pair, first.current.pair, first.target.pair) == ((5, 4), (3, 4), (2, 4))
    assert [control.title for control in first.controls.all()] == ["Reserves", "Monthly report"]
    second = Risk.objects.get(reference="KPA 08")
    assert (second.owner, second.current.pair, second.target) == (None, (4, 3), None)
    assert not Category.objects.exists()
    assert not Post.objects.filter(title="Clerk").exists()
    assert set(Event.objects.filter(verb="risk assessed").values_list("door", flat=True)) == {"import"}
    scores, events = Assessment.objects.count(), Event.objects.count()
    again = run(path, authority=authority.slug, confirm=True, by=editor.email)
    assert "0 new, 0 changed, 2 as they are" in again
    assert (Assessment.objects.count(), Event.objects.count()) == (scores, events + 1)


def test_a_second_file_says_what_it_changes(authority, editor, path, tmp_path):
    run(path, confirm=True, by=editor.email)
    later = [*ROWS[:3], ["KPA 05", "Grants fall fast", "", "", 5, 4, "• Reserves\n• Bids", 3, 5, "2x4=8", "Treat"]]
    (tmp_path / "later.xlsx").write_bytes(workbook(later, merges=["E2:F2", "H2:I2"]))
    said = run(tmp_path / "later.xlsx")
    assert "0 new, 1 changed, 0 as they are" in said
    assert (
        "Changed:\n  KPA 05 Grants fall fast\n    Title: Grants fall -> Grants fall fast\n"
        "    Current score: likelihood 3 × impact 5 = 15, high (it was 12 (3 × 4))\n"
        "    New control: Bids (Preventive, no owner)\n"
    ) in said
    assert "No longer in the file, and left as they are:\n  KPA 08 Nobody turns up\n" in said


def test_names_are_made_where_it_is_asked_for(authority, editor, path):
    run(path, confirm=True, by=editor.email, new_posts=True, new_categories=True, new_committees=True)
    assert set(Risk.objects.values_list("owner__title", "category__name")) == {
        ("Treasurer", "Money"),
        ("Clerk", "People"),
    }


def test_the_kind_of_impact_and_the_type_of_controls_are_those_chosen(authority, editor, path):
    run(path, confirm=True, by=editor.email, impact="money", control_type="detective")
    assert set(Assessment.objects.values_list("impact_kind", flat=True)) == {"money"}
    assert set(Control.objects.values_list("type", flat=True)) == {"detective"}


def test_with_confirm_it_needs_a_person(authority, path):
    with pytest.raises(CommandError, match="Say with --by who scores") as raised:
        run(path, confirm=True)
    assert raised.value.returncode == 4


def test_without_an_authority_nothing_is_compared(db, path):
    assert "No authority was named" in run(path)


def test_a_file_without_a_register_says_so(authority, tmp_path):
    (tmp_path / "a.csv").write_text("Name,Colour\nDog,Brown\nCat,Black\n")
    with pytest.raises(CommandError, match="No risk was understood") as raised:
        run(tmp_path / "a.csv")
    assert raised.value.returncode == 3


@pytest.mark.parametrize("content", [b"PK\x03\x04 nothing", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600])
def test_a_file_that_cannot_be_read_is_refused_in_words(authority, tmp_path, content):
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(CommandError) as raised:
        run(tmp_path / "a.xlsx")
    assert raised.value.returncode == 2
