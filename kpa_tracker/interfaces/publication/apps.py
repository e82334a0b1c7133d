from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "kpa_tracker.interfaces.publication"
    label = "publication"
