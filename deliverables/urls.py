"""Addresses of deliverables, their updates, evidence and deadlines."""

from django.urls import path

from deliverables.views import deadlines, evidence, updates

urlpatterns = [
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
