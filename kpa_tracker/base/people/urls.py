from django.urls import path

from kpa_tracker.base.people.views import bodies, saved_views

urlpatterns = [
    path("committees/", bodies.CommitteeList.as_view(), name="committee-list"),
    path("posts/", bodies.PostList.as_view(), name="post-list"),
    path("meetings/", bodies.MeetingList.as_view(), name="meeting-list"),
    path("views/keep/", saved_views.KeepView.as_view(), name="view-keep"),
    path("views/<int:pk>/remove/", saved_views.ForgetView.as_view(), name="view-forget"),
]
