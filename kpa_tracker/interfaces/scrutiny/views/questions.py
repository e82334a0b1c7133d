"""Questions of members: asking one, one with its answer, answering."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse

from kpa_tracker.base.people.models import Committee, Meeting
from kpa_tracker.base.toolkit.editing import EditPage
from kpa_tracker.base.toolkit.pages import Crumb, PageAction, RecordPage
from kpa_tracker.interfaces.scrutiny.actions import answer, ask_question
from kpa_tracker.interfaces.scrutiny.forms.asking import AnswerForm, QuestionForm
from kpa_tracker.interfaces.scrutiny.models import AgendaItem, Question
from kpa_tracker.interfaces.scrutiny.rules import committees_served
from kpa_tracker.interfaces.scrutiny.views.ways import UnderTheCommittee, named, subject_named, ways


class AskQuestion(EditPage):
    """Asking a question: about what, at which meeting and under which item its address says."""

    form_class = QuestionForm
    permission_required = "scrutiny.ask_question"
    page_title = "Ask a question"
    submit_label = "Ask"
    success_message = "Your question is asked. Whoever answers it finds it under My work."

    @cached_property
    def subject(self) -> dict[str, Any]:
        return subject_named(self.request)

    @cached_property
    def item(self) -> AgendaItem | None:
        return named(self.request, "item", AgendaItem)

    @cached_property
    def asked_at(self) -> Meeting | None:
        """The meeting for which the address asks."""
        return self.item.meeting if self.item else named(self.request, "meeting", Meeting)

    @property
    def record(self) -> Any:
        """What the question is about, or is asked at."""
        return next(iter(self.subject.values()), None) or self.item or self.asked_at

    def get_object(self) -> Any:
        return self.record

    @cached_property
    def committees(self) -> Any:
        """The committees for which this person may ask, of the authority of what is asked about."""
        served = committees_served(self.request.user)
        return served.filter(authority=self.record.authority_id) if self.record else served

    def committee(self) -> Committee | None:
        """The committee that asks, where the address or the person's seats leave no choice."""
        asked = self.asked_at.committee if self.asked_at else named(self.request, "committee", Committee)
        served = list(self.committees.filter(pk=asked.pk) if asked else self.committees[:2])
        if asked and not served:
            raise Http404
        return served[0] if len(served) == 1 else None

    def get_instance(self) -> Question:
        return Question(committee=self.committee(), meeting=self.asked_at, item=self.item, **self.subject)

    def get_initial(self) -> dict[str, Any]:
        """Offer the committee that oversees what is asked about."""
        return {"committee": getattr(self.record, "committee_id", None)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "committees": self.committees}

    def get_purpose(self) -> str:
        about = next(iter(self.subject.values()), None)
        return f"About {about}." if about else "It goes to the post that you choose, and stays until it is answered."

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Committees", reverse("committee-list")), ("Questions", reverse("question-list"))]

    def perform(self, form: QuestionForm) -> Any:
        made = ask_question(form.instance, by=self.request.user)
        return self.item or self.asked_at or made

    def get_cancel_url(self) -> str:
        return str(self.record.get_absolute_url()) if self.record else reverse("question-list")


WAYS = (
    ("Answer it", "question-answer", "scrutiny.answer", lambda one: one.is_open),
    ("Take it back", "question-withdraw", "scrutiny.record_minutes", lambda one: not one.is_withdrawn),
)


class QuestionPage(UnderTheCommittee, RecordPage):
    """One question, and its answer."""

    model = Question
    permission_required = "people.view_meeting"
    template_name = "scrutiny/question.html"
    page_title = "A question"
    purpose = "What the committee asked, of whom, and the answer."

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list().select_related("committee__authority", "withdrawn_by")

    def get_page_title(self) -> str:
        return f"Question of {self.object.committee}"

    def get_page_actions(self) -> list[PageAction]:
        return ways(self, WAYS)


class AnswerPage(UnderTheCommittee, EditPage):
    """Answering a question, a minuted action or a committee's rating: which of them, its address says."""

    kind: Any = Question
    form_class = AnswerForm
    permission_required = "scrutiny.answer"
    purpose = "Members read it beside what they asked, and it goes into the minutes."
    submit_label = "Answer"
    success_message = "Your answer is kept."
    template_name = "scrutiny/answer.html"

    @property
    def model(self) -> Any:
        return self.kind

    def get_page_title(self) -> str:
        return f"Answer {TITLES[self.kind._meta.model_name]}"

    def perform(self, form: AnswerForm) -> Any:
        return answer(self.object, text=form.cleaned_data["text"], seen=form.seen, by=self.request.user)


TITLES = {"question": "a question", "minutedaction": "a minuted action", "committeerating": "a committee's rating"}
