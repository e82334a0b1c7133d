"""How the list of deliverables is narrowed. Every number on a dashboard is one of these lists, counted."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from deliverables.models import Comment, Deliverable, Fate
from deliverables.models.selections import MOVEMENTS, NOT_RATED, RATED_OTHERWISE, SELECTIONS
from deliverables.standing import Stood, as_they_stood
from kpa_tracker.base.people.filters import AuthorityFilter, bodies_asked, number_in
from kpa_tracker.base.people.models import Authority, Committee, Post
from kpa_tracker.base.toolkit.asof import NotKeptThen, PastDayFilter, ReadThen
from kpa_tracker.base.toolkit.filters import ListFilter, RecordFilter, SearchFilter, SelectionFilter
from kpa_tracker.base.toolkit.ratings import RATINGS, THREE_POINT, Stage
from plans.models import Ambition, Plan, Priority, ScalePoint

RESPONSES = [
    ("standing", "All but the withdrawn"),
    ("none", "No response yet"),
    *Comment.Response.choices,
    ("withdrawn", "Withdrawn"),
]
FLAGS = [(selection.key, selection.word) for selection in SELECTIONS.values()]
FLAGS_THEN = [(key, word) for key, word in FLAGS if key != RATED_OTHERWISE]
"""What can be worked out of a day that has passed."""


class DeliverableFilter(AuthorityFilter):
    """Words, place in the plan, owners, what is judged and what is computed."""

    main = ("words", "plan", "committee", "lead", "rating", "flag")

    words = SearchFilter(label="Words in it")
    authority = RecordFilter(Authority, label="Authority", field_name="plan__authority")
    plan = RecordFilter(Plan, label="Plan")
    committee = RecordFilter(Committee, archived=True, label="Committee")
    lead = RecordFilter(Post, archived=True, label="Lead post")
    rating = SelectionFilter(by="rated", label="Rating", choices=[])
    flag = SelectionFilter(by="selected", label="Worked out by the system", choices=FLAGS)
    ambition = RecordFilter(Ambition, label="Ambition")
    supporting = RecordFilter(Post, archived=True, label="Supporting post")
    priority = RecordFilter(Priority, field_name="priorities", label="Priority")
    stage = SelectionFilter(by="staged", label="Stage", choices=Stage.choices())
    forecast = SelectionFilter(by="forecast", label="Forecast for year end", choices=[])
    movement = SelectionFilter(by="moving", label="Since the last period", choices=list(MOVEMENTS.items()))
    as_of = PastDayFilter(label="As it stood on")

    class Meta(ListFilter.Meta):
        model = Deliverable
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = ratings_offered(self.request.user)
        for name in ("rating", "forecast"):
            self.filters[name].extra["choices"] = offered


class PastFilter(ReadThen, DeliverableFilter):
    """The facets of a list that is read as of a day. What was archived since is offered as well; priorities are not
    kept in the history by name and are not offered."""

    plan = RecordFilter(Plan, archived=True, label="Plan")
    ambition = RecordFilter(Ambition, archived=True, label="Ambition")
    priority = NotKeptThen(Priority, label="Priority")
    flag = SelectionFilter(by="selected", label="Worked out by the system", choices=FLAGS_THEN)

    def read(self, day: datetime.date, asked: dict[str, Any]) -> Stood:
        """Read the plans that the person may see, or the one that is asked for."""
        plan, bodies = asked.pop("plan", None), bodies_asked(self.request.user, asked)
        if plan:
            return Stood(as_they_stood([plan] if plan.authority_id in bodies else [], on=day))
        return Stood(as_they_stood(Plan.objects.visible_to(self.request.user).filter(authority__in=bodies), on=day))


class FateFilter(AuthorityFilter):
    """What became of deliverables of which plan, and who answered for them."""

    main = ("words", "plan", "outcome")

    words = SearchFilter(label="Words in it")
    authority = RecordFilter(Authority, label="Authority", field_name="plan__authority")
    plan = RecordFilter(Plan, archived=True, label="Plan")
    outcome = SelectionFilter(
        by="fated", label="What became of it", choices=[(NOT_RATED, "Not decided yet"), *Fate.Outcome.choices]
    )
    ambition = RecordFilter(Ambition, archived=True, label="Ambition")
    lead = RecordFilter(Post, archived=True, label="Lead post")
    committee = RecordFilter(Committee, archived=True, label="Committee")
    stage = SelectionFilter(by="staged", label="Stage", choices=Stage.choices())

    class Meta(ListFilter.Meta):
        model = Deliverable
        fields: ClassVar[list[str]] = []


def ratings_offered(user: Any) -> list[tuple[str, str]]:
    """Return the ratings that the plans in sight use, worst first, and what nobody has rated. One query.

    The words are the plans' own where they agree.
    """
    words = ScalePoint.objects.words_used_by(Plan.objects.visible_to(user)) or dict(THREE_POINT.choices)
    ratings = sorted(RATINGS.values(), key=lambda one: one.rank)
    offered = [one for one in ratings if one.code in words or not one]
    return [(one.code or NOT_RATED, words.get(one.code) or one.word) for one in offered]


class CommentFilter(AuthorityFilter):
    """What comments say, of which plan and which part of it, and how they were answered."""

    main = ("words", "plan", "response", "about")

    words = SearchFilter(label="Words in it")
    authority = RecordFilter(Authority, label="Authority", field_name="consultation__plan__authority")
    plan = RecordFilter(Plan, archived=True, field_name="consultation__plan", label="Plan")
    response = SelectionFilter(by="answered", label="Response", choices=RESPONSES)
    about = SelectionFilter(by="about", label="What it is about", choices=[])
    committee = RecordFilter(Committee, archived=True, field_name="consultation__committee", label="Put to")

    class Meta(ListFilter.Meta):
        model = Comment
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        comments = Comment.objects.visible_to(self.request.user)
        if authority := number_in(self.data.get("authority")):
            comments = comments.filter(consultation__plan__authority=authority)
        self.filters["about"].extra["choices"] = comments.parts()
