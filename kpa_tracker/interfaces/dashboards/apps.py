from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "kpa_tracker.interfaces.dashboards"
    label = "dashboards"
