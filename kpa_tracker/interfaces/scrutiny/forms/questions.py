"""Questions that the forms of scrutiny share: words, posts and meetings of one authority."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q

from kpa_tracker.base.people.models import Committee, Meeting, Post
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.editing import EditForm
from kpa_tracker.interfaces.scrutiny.models import AgendaItem
from plans.models import Plan


def words(label: str, *, needed: str = "", hint: str = "", rows: int = 3, required: bool = True) -> forms.CharField:
    """Return a question that is answered in a few lines."""
    said = {"required": needed} if needed else {}
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, help_text=hint, widget=box, max_length=5000, required=required, error_messages=said
    )


def posts_of(authority_id: int) -> Any:
    """Return the posts of an authority of which each may answer by itself."""
    return Post.objects.filter(authority=authority_id, kind=Post.Kind.POST).current()


def members_of(committee: Committee) -> Any:
    """Return the posts of a committee: its members and its chair."""
    return Post.objects.filter(pk__in=[committee.chair_id, *committee.members.values_list("pk", flat=True)]).current()


def held_meetings(committees: Any) -> Any:
    """Return the meetings of some committees that have been held, the latest first."""
    held = Meeting.objects.filter(committee__in=committees, held_on__lte=clock.today())
    return held.select_related("committee").order_by("-held_on")


def with_kept(offered: Any, kept: Iterable[Any]) -> Any:
    """Return what is offered and what is recorded already: what left the lists since stays where it is named."""
    numbers = [getattr(one, "pk", one) for one in kept if one]
    if not numbers:
        return offered
    either = Q(pk__in=offered.order_by().values("pk")) | Q(pk__in=numbers)
    rows = offered.model._default_manager.filter(either).order_by(*offered.query.order_by)
    rows.query.select_related = offered.query.select_related  # what each choice names comes with it, as it did
    return rows


class OfferingForm(EditForm):
    """A form that offers posts, plans and items of the authority and the meeting of its record alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in self.offers().items():
            if name in self.fields:
                self.fields[name].queryset = with_kept(offered, [getattr(self.instance, f"{name}_id", None)])

    def offers(self) -> dict[str, Any]:
        """Return what each question with a choice offers."""
        authority, meeting = self.instance.authority_id, self.instance.meeting
        return {
            "owner": posts_of(authority),
            "presented_by": posts_of(authority),
            "to": posts_of(authority),
            "plan": Plan.objects.filter(authority=authority).current(),
            "item": AgendaItem.objects.filter(meeting=meeting).standing().order_by("position"),
        }
