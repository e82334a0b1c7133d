"""What is sent to a form: an answer that it would take, with some fields spoilt and others that it does not have."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import strategies as st

from tests.hostile.worst import TEXTS, drawn

JUNK = (
    *("id", "pk", "authority", "authority_id", "plan", "marking", "protective_marking", "version", "seen", "state"),
    *("is_public", "created_by", "archived_at", "row", "list", "confirm", "save", "add", "form-TOTAL_FORMS", "_method"),
    *("csrfmiddlewaretoken", "__class__", "title\x00", "\U0001f46e", "measurement_1", "measurement_999999", "x" * 300),
)
"""Fields that a form may not have."""
NAMES = (
    "minutes.pdf",
    "minutes.docx",
    "../../x.png",
    "a\x00b.csv",
    "\u202egpj.exe",
    "x" * 400 + ".xlsx",
    ".pdf",
    "x.svg",
)
CONTENTS = (
    b"",
    b"%PDF-1.7",
    b"PK\x03\x04",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"Aim,Action,Lead\n=1,2,3\n",
    b"\xff\xfe\x00",
)
FILES = st.builds(lambda name, content: (name, content), st.sampled_from(NAMES), st.sampled_from(CONTENTS))


def file_of(pair: tuple[str, bytes]) -> SimpleUploadedFile:
    return SimpleUploadedFile(*pair)


def offered_by(field: Any) -> list[str]:
    """Return some of the answers that a field offers."""
    if isinstance(field, forms.ModelChoiceField):
        return [str(pk) for pk in field.queryset.values_list("pk", flat=True)[:3]]
    if isinstance(field, forms.ChoiceField):
        return [str(key) for key, _ in field.choices if not isinstance(key, (list, tuple)) and key][:4]
    return []


def answered(form: Any) -> dict[str, Any]:
    """Return an answer to each question of a form: what stands there, else one that it would most likely take."""
    return {form.add_prefix(name): answer_to(form[name], field) for name, field in form.fields.items() if usable(field)}


def usable(field: Any) -> bool:
    return not isinstance(field, forms.FileField)


def answer_to(bound: Any, field: Any) -> Any:
    stands = bound.value()
    if isinstance(stands, (list, tuple)):
        return [str(one) for one in stands]
    if stands not in (None, ""):
        return str(getattr(field, "prepare_value", str)(stands))
    offered = offered_by(field)
    return offered[0] if offered else likely(field)


def likely(field: Any) -> str:
    """Return what a field without choices would take."""
    kinds = [(forms.IntegerField, "1"), (forms.BooleanField, "on"), (forms.EmailField, "a@authority.example")]
    named = next((text for kind, text in kinds if isinstance(field, kind)), "")
    return named or ("1/4/2010" if "Day" in type(field).__name__ or "Date" in type(field).__name__ else "Agreed")


@st.composite
def spoilt(draw: Any, known: dict[str, Any]) -> dict[str, Any]:
    """Draw what to send to a form of these fields, in place of what it would take and beside it."""
    names = draw(st.lists(st.sampled_from(list(known)), max_size=3, unique=True)) if known else []
    sent: dict[str, Any] = {name: draw(value_for(known[name])) for name in names}
    for name in draw(st.lists(st.sampled_from(JUNK), max_size=2, unique=True)):
        sent.setdefault(name, draw(TEXTS))
    return sent


def value_for(field: Any) -> st.SearchStrategy[Any]:
    if isinstance(field, forms.FileField):
        return FILES
    value = drawn(*offered_by(field))
    several = isinstance(field, (forms.MultipleChoiceField, forms.ModelMultipleChoiceField))
    return st.lists(value, max_size=3) if several else value


def as_sent(values: dict[str, Any]) -> dict[str, Any]:
    """Return what was drawn as a client sends it."""
    return {name: file_of(value) if isinstance(value, tuple) else value for name, value in values.items()}
