"""Addresses of deliverables, their updates, evidence and deadlines."""

from django.urls import path

from deliverables.views import (
    bulk,
    deadlines,
    difference,
    editing,
    evidence,
    lists,
    outline,
    periods,
    records,
    reviews,
    updates,
    withdrawing,
)
from plans.models import Ambition

urlpatterns = [
    path("deliverables/", lists.DeliverableList.as_view(), name="deliverable-list"),
    path("deliverables/change-several/", bulk.ChangeSeveral.as_view(), name="deliverable-bulk"),
    path("deliverables/<int:pk>/", records.DeliverablePage.as_view(), name="deliverable"),
    path("deliverables/<int:pk>/updates/", records.DeliverableUpdates.as_view(), name="deliverable-updates"),
    path("deliverables/<int:pk>/history/", records.DeliverableHistory.as_view(), name="deliverable-history"),
    path("deliverables/<int:pk>/update/", updates.UpdateDue.as_view(), name="update-due"),
    path("deliverables/<int:pk>/update/<int:period>/", updates.WriteUpdate.as_view(), name="update-write"),
    path("updates/<int:pk>/review/", reviews.ReviewUpdate.as_view(), name="update-review"),
    path("updates/<int:pk>/pull-back/", withdrawing.PullBackUpdate.as_view(), name="update-pull-back"),
    path("deliverables/<int:pk>/evidence/add/", evidence.AddEvidence.as_view(), name="evidence-add"),
    path("evidence/<int:pk>/", evidence.OpenEvidence.as_view(), name="evidence"),
    path("evidence/<int:pk>/withdraw/", withdrawing.WithdrawEvidence.as_view(), name="evidence-withdraw"),
    path("deliverables/<int:pk>/deadline/", deadlines.RequestDeadline.as_view(), name="deadline-request"),
    path("deadlines/<int:pk>/decide/", deadlines.DecideDeadline.as_view(), name="deadline-decide"),
    path("deadlines/<int:pk>/withdraw/", withdrawing.WithdrawDeadlineRequest.as_view(), name="deadline-withdraw"),
    # Editing: the plan as a tree, its state, its periods, a deliverable itself.
    path("plans/<int:pk>/outline/", outline.Outline.as_view(), name="plan-outline"),
    path("plans/<int:pk>/outline/archived/", outline.Archived.as_view(), name="plan-outline-archived"),
    path("plans/<int:pk>/difference/", difference.PlanDifference.as_view(), name="plan-difference"),
    path("plans/<int:pk>/state/", outline.MovePlan.as_view(), name="plan-state"),
    path("plans/<int:pk>/periods/", periods.PeriodList.as_view(), name="period-list"),
    path("plans/<int:pk>/periods/add/", periods.OpenPeriod.as_view(), name="period-add"),
    path("plans/<int:pk>/calendar/", periods.ChangeCalendar.as_view(), name="plan-calendar"),
    path("periods/<int:pk>/edit/", periods.ChangePeriod.as_view(), name="period-edit"),
    path("periods/<int:pk>/close/", periods.ClosePeriod.as_view(), name="period-close"),
    path("descriptors/<int:pk>/deliverables/add/", editing.AddDeliverable.as_view(), name="deliverable-add"),
    path(
        "ambitions/<int:pk>/deliverables/add/",
        editing.AddDeliverable.as_view(parent=Ambition),
        name="deliverable-add-to-ambition",
    ),
    path("deliverables/<int:pk>/edit/", editing.ChangeDeliverable.as_view(), name="deliverable-edit"),
    path("deliverables/<int:pk>/place/", editing.PlaceDeliverable.as_view(), name="deliverable-place"),
    path("deliverables/<int:pk>/archive/", editing.ArchiveDeliverable.as_view(), name="deliverable-archive"),
    path("deliverables/<int:pk>/restore/", editing.RestoreDeliverable.as_view(), name="deliverable-restore"),
    path("deliverables/<int:pk>/up/", editing.MoveDeliverable.as_view(up=True), name="deliverable-up"),
    path("deliverables/<int:pk>/down/", editing.MoveDeliverable.as_view(up=False), name="deliverable-down"),
]
