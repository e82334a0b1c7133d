"""Forms about an update: writing it, and reviewing it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django import forms

from deliverables.actions.unchanged import unchanged
from deliverables.actions.updates import NOTHING_SEEN, WORDS, Seen, place_of
from deliverables.forms.evidence import EvidenceFields
from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.forms import DayField, PlainForm, RatingField
from kpa_tracker.base.toolkit.ratings import RATINGS, STAGES, Stage, rating_of

ACCEPT, SEND_BACK = "accept", "send_back"
NOT_GREEN = " ".join(code for code, rating in RATINGS.items() if rating.needs_recovery)
ON_COURSE = " ".join(code for code, rating in RATINGS.items() if code and not rating.needs_recovery)
SUBMIT, DRAFT = "submit", "draft"


def points_of(deliverable: Deliverable) -> list[Any]:
    """Return the points of the plan's scale, best first."""
    return sorted(deliverable.plan.scale.points.all(), key=lambda point: -rating_of(point.code).rank)


class SeenField(forms.CharField):
    """Which version of an update the writer has seen, as "number.version"."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> Seen:
        found = re.fullmatch(r"([0-9]{1,9})\.([0-9]{1,9})", str(value or "0.0"))
        return (int(found[1]), int(found[2])) if found else NOTHING_SEEN


def as_seen(update: ProgressUpdate | None) -> str:
    number, version = place_of(update)
    return f"{number}.{version}"


def words(label: str, *, rows: int, hint: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}))


class UpdateForm(EvidenceFields):
    """This period's update. A draft may be incomplete; what is needed to submit it, the action says."""

    seen = SeenField(required=False)
    stage = forms.ChoiceField(label="How far is it?", required=False, choices=Stage.choices(), widget=forms.RadioSelect)
    rating = RatingField(label="How do you rate it now?", required=False)
    cause = words("Why is it not green?", rows=2)
    recovery = words("What will bring it back?", rows=2)
    recovery_by = forms.ModelChoiceField(
        label="Who will do it?", required=False, queryset=Post.objects.none(), empty_label="Choose a post"
    )
    green_on = DayField(label="When is it green again?", required=False)
    late_reason = words("Why is it still green?", rows=2, hint="The deadline has passed, so members will ask.")
    forecast = forms.ChoiceField(label="How will it stand at the end of the year?", required=False)
    done = words("What was done?", rows=4)
    next_steps = words("What comes next? (optional)", rows=3)
    public_wording = words(
        "What may the public read? (optional)",
        rows=3,
        hint="Only this is ever published, and only after it was accepted. Leave names out.",
    )
    on_behalf_of = forms.ModelChoiceField(
        label="On whose behalf? (optional)", required=False, queryset=Post.objects.none(), empty_label="Nobody's"
    )

    fieldsets = (
        (
            "Where it stands",
            ("stage", "rating", "cause", "recovery", "recovery_by", "green_on", "late_reason", "forecast"),
        ),
        ("In your words", ("done", "next_steps", "public_wording", "on_behalf_of")),
        ("Evidence", ("evidence", "evidence_link", "evidence_title", "evidence_marking")),
    )
    shown_when = {
        "cause": ("rating", NOT_GREEN),
        "recovery": ("rating", NOT_GREEN),
        "recovery_by": ("rating", NOT_GREEN),
        "green_on": ("rating", NOT_GREEN),
        "late_reason": ("rating", ON_COURSE),
    }

    def __init__(self, *args: Any, deliverable: Deliverable, is_late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_scale(points_of(deliverable))
        self._offer_posts(deliverable)
        self.fields["stage"].option_hints = {stage.value: text for stage, (_, text) in STAGES.items()}
        if not is_late:
            del self.fields["late_reason"]

    def _offer_scale(self, points: list[Any]) -> None:
        self.fields["rating"].offer(points)
        forecasts = [(point.code, point.word) for point in points]
        self.fields["forecast"].choices = [("", "No forecast"), *forecasts]

    def _offer_posts(self, deliverable: Deliverable) -> None:
        posts = Post.objects.filter(authority=deliverable.authority_id, archived_at=None)
        self.fields["recovery_by"].queryset = posts
        named = posts.filter(leads=deliverable) | posts.filter(supports=deliverable)
        self.fields["on_behalf_of"].queryset = named.distinct()

    def content(self) -> dict[str, Any]:
        """What the person says, as the actions take it."""
        return {name: self.cleaned_data.get(name) for name in WORDS}

    def has_now_seen(self, update: ProgressUpdate) -> None:
        """Let the next sending of this form count as written in view of this version."""
        self.data["seen"] = as_seen(update)  # type: ignore[index]

    def beside(self, saved: ProgressUpdate) -> list[tuple[str, str, str]]:
        """(question, what was typed, what is saved) for every question that has an answer in either."""
        rows = [
            (self.question(name), self.shown(self.cleaned_data.get(name), name), self.shown(getattr(saved, name), name))
            for name in WORDS
            if name in self.fields
        ]
        return [row for row in rows if any(row[1:])]

    def question(self, name: str) -> str:
        return str(self.fields[name].label).removesuffix(" (optional)")

    def shown(self, value: Any, name: str) -> str:
        """Return an answer as people read it: a rating in the plan's own word."""
        if not value:
            return ""
        if name in ("rating", "forecast"):
            return rating_of(value, dict(self.fields["forecast"].choices).get(value)).word
        return SHOWN.get(name, str)(value)


SHOWN: dict[str, Callable[[Any], str]] = {
    "stage": lambda code: Stage(code).word,
    "green_on": format_date,
}


def answers_of(update: ProgressUpdate) -> dict[str, Any]:
    """Return what a form on this version starts with."""
    return {name: getattr(update, name) for name in WORDS} | {"seen": as_seen(update)}


def unchanged_since(previous: ProgressUpdate) -> dict[str, Any]:
    """Return what a form starts with where nothing has changed: the last judgement, and that it still holds."""
    return {**unchanged(previous), "seen": as_seen(None)}


class PullBackForm(PlainForm):
    """Taking one's own update back."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why do you pull it back?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why you pull it back. It stays in the history."},
    )


class ReviewForm(PlainForm):
    """Accepting an update, or sending it back."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label="Your decision",
        choices=[(ACCEPT, "Accept it"), (SEND_BACK, "Send it back")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether to accept it or to send it back."},
    )
    reason = forms.CharField(
        label="What is missing?",
        required=False,
        help_text="The writer sees this at the top of the form.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    rating = forms.ChoiceField(
        label="How would you rate it yourself? (optional)",
        required=False,
        help_text="It stands beside the owner's rating and never replaces it. The public does not see it.",
    )

    shown_when = {"reason": ("decision", SEND_BACK)}

    def __init__(self, *args: Any, deliverable: Deliverable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = [(point.code, point.word) for point in points_of(deliverable)]
        self.fields["rating"].choices = [("", "No rating of my own"), *points]
        self.fields["decision"].option_hints = {
            ACCEPT: "It stays as it is and can no longer be changed, only corrected by a new version.",
            SEND_BACK: "It goes back to the writer with your reason, and no longer counts as this period's update.",
        }
