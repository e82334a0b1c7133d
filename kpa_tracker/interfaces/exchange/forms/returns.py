"""Sending a return in that was filled in as a workbook."""

from __future__ import annotations

from django import forms

from kpa_tracker.base.toolkit.forms import PlainForm

SUBMIT, DRAFT = "submit", "draft"


class ReturnForm(PlainForm):
    """Which file, and whether its updates are submitted."""

    file = forms.FileField(
        label="Your return, filled in",
        help_text="The Excel workbook (.xlsx) that you took out here. Nothing changes yet.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        allow_empty_file=True,
    )
    write = forms.ChoiceField(
        label="What should happen to the rows that you filled in?",
        choices=[(SUBMIT, "Submit them"), (DRAFT, "Keep them as drafts")],
        widget=forms.RadioSelect,
        initial=SUBMIT,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["write"].option_hints = {
            SUBMIT: "Each becomes this period's update and waits for its review.",
            DRAFT: "They may be unfinished. Submit each on the site, or send in the return again.",
        }
