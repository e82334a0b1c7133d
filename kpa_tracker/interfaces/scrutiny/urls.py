from django.urls import path

from kpa_tracker.interfaces.scrutiny import views

urlpatterns = [path("", views.HistoryPage.as_view(), name="history")]
