"""Which footnotes a form offers: of those in the same words, one."""

from __future__ import annotations

import pytest

from targets.actions import keeping
from targets.actions.goals import footnote
from targets.models import Footnote
from tests.factories.targets import FootnoteFactory

pytestmark = pytest.mark.django_db


def offered(authority, *kept):
    return set(Footnote.objects.offered(authority.pk, kept=[one.pk for one in kept]))


def test_of_footnotes_in_the_same_words_one_is_offered(authority):
    first, second = (FootnoteFactory(authority=authority, text="Twelve months.") for _ in range(2))
    marked = FootnoteFactory(authority=authority, text="Twelve months.", mark="*")
    FootnoteFactory(text="Twelve months.")
    assert offered(authority) == {first, marked}
    assert offered(authority, second) == {second, marked}
    assert offered(authority, first, second) == {first, second, marked}


def test_an_archived_footnote_does_not_hide_another_in_its_words(authority, editor):
    first, second = (FootnoteFactory(authority=authority, text="Twelve months.") for _ in range(2))
    keeping.archive(first, seen=1, reason="Old", by=editor)
    assert offered(authority) == {second}
    assert offered(authority, first) == {first}


def test_a_footnote_with_a_mark_is_not_taken_for_one_without(authority, editor):
    marked = FootnoteFactory(authority=authority, text="Twelve months.", mark="*")
    made = footnote(authority, "Twelve months.", by=editor)
    assert (made == marked, footnote(authority, "Twelve months.", by=editor) == made) == (False, True)
