from django.urls import path

from kpa_tracker.interfaces.exchange import views

urlpatterns = [
    path("", views.ImportList.as_view(), name="import-list"),
    path("<int:pk>/headings/", views.NameHeadings.as_view(), name="import-headings"),
    path("<int:pk>/columns/", views.MapColumns.as_view(), name="import-columns"),
    path("<int:pk>/questions/", views.AnswerQuestions.as_view(), name="import-questions"),
    path("<int:pk>/preview/", views.PreviewImport.as_view(), name="import-preview"),
    path("<int:pk>/throw-away/", views.DiscardImport.as_view(), name="import-discard"),
    path("<int:pk>/", views.ImportResult.as_view(), name="import-result"),
]
