from django.urls import path

from kpa_tracker.interfaces.scrutiny.views import history

urlpatterns = [path("history/", history.HistoryPage.as_view(), name="history")]
