from django.urls import path

from kpa_tracker.interfaces.scrutiny.views import history, packs

urlpatterns = [
    path("history/", history.HistoryPage.as_view(), name="history"),
    path("packs/", packs.PackList.as_view(), name="pack-list"),
    path("packs/<int:pk>/", packs.PackPage.as_view(), name="pack"),
    path("packs/<int:pk>/changes/", packs.PackChanges.as_view(), name="pack-changes"),
    path("packs/<int:pk>/edit/", packs.PackEdit.as_view(), name="pack-edit"),
    path("packs/<int:pk>/freeze/", packs.PackFreeze.as_view(), name="pack-freeze"),
    path("packs/<int:pk>/files/<slug:kind>/", packs.PackDownload.as_view(), name="pack-file"),
    path("meetings/<int:pk>/packs/add/", packs.PackAssemble.as_view(), name="pack-assemble"),
]
