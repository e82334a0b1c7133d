"""Addresses of the dashboards and of a person's own work."""

from django.urls import path

from kpa_tracker.interfaces.dashboards.views import boards, checks, home, how, my_work, periods

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("dashboard/", boards.Dashboards.as_view(), name="dashboard"),
    path("authorities/<slug:slug>/", boards.AuthorityBoard.as_view(), name="authority"),
    path("committees/<int:pk>/", boards.CommitteeBoard.as_view(), name="committee"),
    path("ambitions/<int:pk>/", boards.AmbitionBoard.as_view(), name="ambition"),
    path("posts/<int:pk>/", boards.PostBoard.as_view(), name="post"),
    path("periods/<int:pk>/", periods.PeriodBoard.as_view(), name="period"),
    path("periods/<int:pk>/measures/", periods.PeriodMeasures.as_view(), name="period-measures"),
    path("periods/<int:pk>/risks/", periods.PeriodRisks.as_view(), name="period-risks"),
    path("plans/<int:pk>/checks/", checks.PlanChecks.as_view(), name="plan-checks"),
    path("how-figures-are-worked-out/", how.HowFigures.as_view(), name="how-figures"),
    path("my-work/", my_work.MyWorkPage.as_view(), name="my-work"),
    path("my-work/no-change/", my_work.NoChange.as_view(), name="no-change"),
]
