"""Text that people typed comes out clean."""

from __future__ import annotations

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.forms import PlainModelForm, clean_data, clean_typed
from tests.base.toolkit.forms.making import form_of


@given(st.text())
def test_cleaned_text_can_stand_in_a_workbook_and_in_a_database(text):
    cleaned = clean_typed(text)
    assert clean_typed(cleaned) == cleaned
    assert all(letter in "\t\n" or letter >= " " for letter in cleaned)
    assert "\x00" not in cleaned


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree\x0bfour", "one\ntwo\nthree\nfour"),
        ("bell\x07 and null\x00", "bell and null"),
        ("tab\tstays", "tab\tstays"),
        ("Ŵ, é, “quotes” and 🙂 stay", "Ŵ, é, “quotes” and 🙂 stay"),
        ("KPA\u200b 05\ufeff", "KPA 05"),
        ("\u202efdp.exe\u202c and \u2066more\u2069", "fdp.exe and more"),
        ("\u200b \u2060", " "),
        ("👮\u200d♀️ and \u200fعربي stay", "👮\u200d♀️ and \u200fعربي stay"),
    ],
)
def test_only_what_nobody_can_see_is_taken_out(typed, kept):
    assert clean_typed(typed) == kept


def test_every_text_sent_to_a_form_is_cleaned():
    form = form_of(
        QueryDict("a=x%00y&b=1&b=2%07"), a=forms.CharField(), b=forms.MultipleChoiceField(choices=[("1", 1), ("2", 2)])
    )
    assert form.is_valid()
    assert form.cleaned_data == {"a": "xy", "b": ["1", "2"]}


def test_a_model_form_is_cleaned_too(db):
    made = type(
        "AuthorityForm", (PlainModelForm,), {"Meta": type("Meta", (), {"model": Authority, "fields": ["name"]})}
    )
    form = made({"name": "Kent\x00 Police"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == "Kent Police"


def test_what_is_not_text_is_left_alone():
    assert clean_data({"number": 3, "text": "a\x00"}) == {"number": 3, "text": "a"}
