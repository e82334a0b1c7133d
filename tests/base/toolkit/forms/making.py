"""Forms to test with."""

from __future__ import annotations

from django.template import Context, Template

from kpa_tracker.base.toolkit.forms import PlainForm

NOT_OFFICIAL = [' aria-invalid="true"', ' maxlength="200"', ' cols="40"']


def form_of(data=None, /, *, auto_id="%s", **fields):
    """Return a form with these fields, its ids being their names."""
    made = type("Form", (PlainForm,), {name.replace("_", "-"): field for name, field in fields.items()})
    return made(data, auto_id=auto_id)


def field_html(form, name):
    html = str(form[name].as_field_group())
    for ours in NOT_OFFICIAL:
        html = html.replace(ours, "")
    return html


def summary(form):
    """Return the error summary of a form."""
    return Template("{% load components %}{% error_summary form %}").render(Context({"form": form}))
