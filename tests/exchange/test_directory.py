import pytest

from kpa_tracker.interfaces.exchange.directory import NEW, Register, plain


def test_a_name_in_two_spellings_is_asked_about_once_and_made_once():
    register = Register(decided={"Chair of HR committee": NEW})
    titles = [register.title_of("Chair of HR committee"), register.title_of("Chair of HR Committee")]
    assert titles == ["Chair of HR committee", "Chair of HR committee"]
    assert (register.to_make, register.left) == (["Chair of HR committee"], [])


def test_a_committee_with_and_without_the_word_is_one():
    register = Register(body=True)
    assert [register.title_of("HR Ctee"), register.title_of("the HR Committee")] == ["", ""]
    assert (register.to_make, register.left) == ([], ["HR Ctee"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A & F", "a and f"),
        ("HR Cttee", "HR Committee"),
        ("The Chair", "chair"),
        ("Chief  Executive", "chief executive"),
    ],
)
def test_two_spellings_of_one_name(one, other):
    assert plain(one) == plain(other)
