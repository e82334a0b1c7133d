from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "kpa_tracker.interfaces.api"
    label = "api"
