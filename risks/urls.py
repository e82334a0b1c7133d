from django.urls import path

from risks import views

urlpatterns = [
    path("", views.RiskList.as_view(), name="risk-list"),
    path("archived/", views.ArchivedRiskList.as_view(), name="risk-archived"),
    path("add/", views.AddRisk.as_view(), name="risk-add"),
    path("<int:pk>/", views.RiskPage.as_view(), name="risk"),
    path("<int:pk>/change/", views.ChangeRisk.as_view(), name="risk-edit"),
    path("<int:pk>/archive/", views.ArchiveRisk.as_view(), name="risk-archive"),
    path("<int:pk>/restore/", views.RestoreRisk.as_view(), name="risk-restore"),
]
