from django.urls import path

from kpa_tracker.interfaces.scrutiny.models import AgendaItem, CommitteeRating, MinutedAction, Question, Resolution
from kpa_tracker.interfaces.scrutiny.views import (
    agenda,
    history,
    lists,
    meetings,
    minutes,
    minuting,
    packs,
    questions,
    ratings,
)


def answering(kind: type, address: str, name: str) -> list:
    """Return the addresses at which something is answered and taken back."""
    return [
        path(f"{address}/<int:pk>/answer/", questions.AnswerPage.as_view(kind=kind), name=f"{name}-answer"),
        taking_back(kind, address, name),
    ]


def taking_back(kind: type, address: str, name: str) -> object:
    return path(f"{address}/<int:pk>/take-back/", minuting.TakeBack.as_view(kind=kind), name=f"{name}-withdraw")


urlpatterns = [
    path("history/", history.HistoryPage.as_view(), name="history"),
    path("meetings/<int:pk>/", meetings.MeetingPage.as_view(), name="meeting"),
    path("meetings/<int:pk>/there/", meetings.RecordAttendance.as_view(), name="meeting-attendance"),
    path("meetings/<int:pk>/minutes/", minutes.DraftMinutes.as_view(), name="meeting-minutes"),
    path("meetings/<int:pk>/agenda/add/", agenda.AddItem.as_view(), name="agenda-item-add"),
    path("meetings/<int:pk>/actions/add/", minuting.MinuteAction.as_view(), name="minuted-action-add"),
    path("meetings/<int:pk>/resolutions/add/", minuting.Resolve.as_view(), name="resolution-add"),
    path("agenda-items/<int:pk>/", agenda.ItemPage.as_view(), name="agenda-item"),
    path("agenda-items/<int:pk>/edit/", agenda.ChangeItem.as_view(), name="agenda-item-edit"),
    path("agenda-items/<int:pk>/up/", agenda.MoveItem.as_view(), name="agenda-item-up"),
    path("agenda-items/<int:pk>/down/", agenda.MoveItem.as_view(up=False), name="agenda-item-down"),
    taking_back(AgendaItem, "agenda-items", "agenda-item"),
    path("questions/", lists.QuestionList.as_view(), name="question-list"),
    path("questions/ask/", questions.AskQuestion.as_view(), name="question-ask"),
    path("questions/<int:pk>/", questions.QuestionPage.as_view(), name="question"),
    *answering(Question, "questions", "question"),
    path("minuted-actions/", lists.MinutedActionList.as_view(), name="minuted-action-list"),
    path("minuted-actions/<int:pk>/", minuting.ActionRecord.as_view(), name="minuted-action"),
    path("minuted-actions/<int:pk>/edit/", minuting.ChangeAction.as_view(), name="minuted-action-edit"),
    path("minuted-actions/<int:pk>/close/", minuting.CloseAction.as_view(), name="minuted-action-close"),
    *answering(MinutedAction, "minuted-actions", "minuted-action"),
    path("deliverables/<int:pk>/committee-rating/", ratings.RateAsCommittee.as_view(), name="committee-rating-add"),
    path("ratings/", lists.CommitteeRatingList.as_view(), name="committee-rating-list"),
    path("committee-ratings/<int:pk>/", ratings.RatingPage.as_view(), name="committee-rating"),
    *answering(CommitteeRating, "committee-ratings", "committee-rating"),
    taking_back(Resolution, "resolutions", "resolution"),
    path("packs/", packs.PackList.as_view(), name="pack-list"),
    path("packs/<int:pk>/", packs.PackPage.as_view(), name="pack"),
    path("packs/<int:pk>/changes/", packs.PackChanges.as_view(), name="pack-changes"),
    path("packs/<int:pk>/edit/", packs.PackEdit.as_view(), name="pack-edit"),
    path("packs/<int:pk>/freeze/", packs.PackFreeze.as_view(), name="pack-freeze"),
    path("packs/<int:pk>/pack.docx", packs.PackWord.as_view(), name="pack-word"),
    path("packs/<int:pk>/files/<slug:kind>/", packs.PackDownload.as_view(), name="pack-file"),
    path("meetings/<int:pk>/packs/add/", packs.PackAssemble.as_view(), name="pack-assemble"),
]
