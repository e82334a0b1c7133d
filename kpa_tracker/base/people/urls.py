from django.urls import path

from kpa_tracker.base.people.views import bodies

urlpatterns = [
    path("committees/", bodies.CommitteeList.as_view(), name="committee-list"),
    path("posts/", bodies.PostList.as_view(), name="post-list"),
    path("meetings/", bodies.MeetingList.as_view(), name="meeting-list"),
]
