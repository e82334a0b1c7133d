"""Addresses of deliverables, their updates, evidence and deadlines."""

from django.urls import path

from deliverables.views import bulk, deadlines, evidence, lists, records, updates

urlpatterns = [
    path("deliverables/", lists.DeliverableList.as_view(), name="deliverable-list"),
    path("deliverables/change-several/", bulk.ChangeSeveral.as_view(), name="deliverable-bulk"),
    path("deliverables/<int:pk>/", records.DeliverablePage.as_view(), name="deliverable"),
    path("deliverables/<int:pk>/updates/", records.DeliverableUpdates.as_view(), name="deliverable-updates"),
    path("deliverables/<int:pk>/history/", records.DeliverableHistory.as_view(), name="deliverable-history"),
    path("deliverables/<int:pk>/update/", updates.UpdateDue.as_view(), name="update-due"),
    path("deliverables/<int:pk>/update/<int:period>/", updates.WriteUpdate.as_view(), name="update-write"),
    path("updates/<int:pk>/review/", updates.ReviewUpdate.as_view(), name="update-review"),
    path("deliverables/<int:pk>/evidence/add/", evidence.AddEvidence.as_view(), name="evidence-add"),
    path("evidence/<int:pk>/", evidence.OpenEvidence.as_view(), name="evidence"),
    path("evidence/<int:pk>/withdraw/", evidence.WithdrawEvidence.as_view(), name="evidence-withdraw"),
    path("deliverables/<int:pk>/deadline/", deadlines.RequestDeadline.as_view(), name="deadline-request"),
    path("deadlines/<int:pk>/decide/", deadlines.DecideDeadline.as_view(), name="deadline-decide"),
    path("deadlines/<int:pk>/withdraw/", deadlines.WithdrawDeadlineRequest.as_view(), name="deadline-withdraw"),
]
