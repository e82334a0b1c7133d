from django.apps import AppConfig


class ScrutinyConfig(AppConfig):
    name = "kpa_tracker.interfaces.scrutiny"
    label = "scrutiny"
