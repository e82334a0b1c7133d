"""Controls and actions."""

from __future__ import annotations

from typing import Any

from django import forms

from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit.editing import EditForm, OnRecordForm
from kpa_tracker.base.toolkit.forms import DayField, PartialDateFormField
from risks.forms.questions import posts_of, words
from risks.models import Action, Control


class PartForm(EditForm):
    """What a control and an action have in common."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        offered = posts_of(self.instance.risk.authority_id)
        owner.queryset = offered | Post.objects.filter(pk=self.instance.owner_id)
        owner.empty_label = "Nobody yet"


class ControlForm(PartForm):
    """Something in place against a risk."""

    class Meta:
        model = Control
        fields = ("title", "type", "owner", "description")
        widgets = {"type": forms.RadioSelect, "description": forms.Textarea(attrs={"rows": 3})}


class ActionForm(PartForm):
    """Something still to be done about a risk."""

    due = PartialDateFormField(label="Due", required=False)

    class Meta:
        model = Action
        fields = ("title", "owner", "state", "outcome", "description")
        widgets = {
            "state": forms.RadioSelect,
            "outcome": forms.Textarea(attrs={"rows": 3}),
            "description": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {"outcome": "Needed once it is done or dropped."}

    field_order = ("title", "owner", "due", "state", "outcome", "description")
    shown_when = {"outcome": ("state", "done dropped")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["due"] = self.instance.due


class ReportForm(EditForm):
    """How far an action is: what the post that answers for it says."""

    shown_when = {"outcome": ("state", "done dropped")}

    class Meta:
        model = Action
        fields = ("state", "outcome")
        widgets = {"state": forms.RadioSelect, "outcome": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"outcome": "Needed once it is done or dropped."}


class TestForm(OnRecordForm):
    """What a test of a control showed."""

    __test__ = False  # no test of pytest's

    effectiveness = forms.ChoiceField(
        label="What did the test show?",
        choices=Control.Effectiveness.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what the test showed."},
    )
    tested_on = DayField(label="On which day?", error_messages={"required": "Say on which day it was tested."})
    note = words("How was it tested, and what was found?", needed="Say how it was tested, and what was found.", rows=4)

    def saved_value(self, current: Any, name: str) -> Any:
        return current.get_effectiveness_display() if name == "effectiveness" else getattr(current, name, "")
