"""Forms of a consultation on a draft plan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from deliverables.models import Comment, Consultation
from kpa_tracker.base.people.models import Committee
from kpa_tracker.base.toolkit.editing import EditForm, Versioned, version_field
from kpa_tracker.base.toolkit.forms import DayField, PlainForm
from plans.forms import StateForm

WHOLE = "plan"
OTHERS_ONLY = "The body or person who has sent it. The consultation is not open today: your own words it does not take."


class ConsultationForm(EditForm):
    """Whom a plan is put to, between which days, and what they are asked."""

    fieldsets = (
        ("Whom it is put to", ["committee", "bodies"]),
        ("When comments are taken", ["opens_on", "closes_on"]),
        ("What they are asked", ["note"]),
    )
    opens_on = DayField(label="From")
    closes_on = DayField(label="To", help_text="What came in from outside can be entered after this day.")

    class Meta:
        model = Consultation
        fields = ("committee", "bodies", "opens_on", "closes_on", "note")
        widgets = {"bodies": forms.Textarea(attrs={"rows": 3}), "note": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"bodies": "For example: community safety partnerships, the independent advisory group."}

    def __init__(self, *args: Any, authority: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["committee"].queryset = Committee.objects.filter(authority=authority, archived_at=None)


class CommentForm(PlainForm):
    """A comment, what it is about, and, where an editor enters somebody else's words, whose they are. While the
    consultation is not open, editors enter nothing but those."""

    about = forms.ChoiceField(label="What it is about")
    text = forms.CharField(label="Comment", widget=forms.Textarea(attrs={"rows": 8}), max_length=10_000)
    comes_from = forms.CharField(
        label="Whose words these are",
        required=False,
        max_length=200,
        help_text="Where you enter what somebody else has sent: the body or person. Leave it empty for your own.",
    )

    def __init__(
        self, *args: Any, parts: Iterable[tuple[str, Any]], enters: bool, others_only: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = {WHOLE: "The plan as a whole"}
        offered |= {f"{kind}-{part.pk}": f"{kind.capitalize()}: {part}" for kind, part in parts}
        self.fields["about"].choices = list(offered.items())
        if not enters:
            del self.fields["comes_from"]
        elif others_only:
            self.fields["comes_from"].required = True
            self.fields["comes_from"].help_text = OTHERS_ONLY

    @property
    def content(self) -> dict[str, Any]:
        """What a comment's columns get."""
        kind, _, number = self.cleaned_data["about"].partition("-")
        about = {} if kind == WHOLE else {f"{kind}_id": int(number)}
        return {**about, "text": self.cleaned_data["text"], "comes_from": self.cleaned_data.get("comes_from", "")}


class ResponseForm(Versioned, PlainForm):
    """What is answered to a comment."""

    version = version_field()
    response = forms.ChoiceField(
        label="Is it accepted?", widget=forms.RadioSelect, choices=list(Comment.Response.choices)
    )
    text = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 5}), max_length=5000)
    changed = forms.CharField(
        label="What was changed in the plan",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        help_text="For example: the deadline of 2.4 is now June 2010.",
    )
    marks_optional = True

    def saved_value(self, current: Any, name: str) -> Any:
        return current.response_text if name == "text" else super().saved_value(current, name)


class WithdrawCommentForm(PlainForm):
    """Why a comment is taken back."""

    version = version_field()
    reason = forms.CharField(
        label="Reason",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text="The comment stays in the list, marked as withdrawn, with this reason.",
    )


class MoveForm(StateForm):
    """Where a plan goes next, knowing that comments on it wait for a response."""

    shown_when = {"knowing": ("to", "adopted")}
    knowing = forms.BooleanField(required=False)

    def __init__(self, *args: Any, unanswered: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["knowing"].label = f"Adopt it although comments wait for a response: {unanswered}"
        if not unanswered:
            del self.fields["knowing"]
