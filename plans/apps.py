from django.apps import AppConfig


class PlansConfig(AppConfig):
    """The plan: its words, its ambitions and the descriptors under them."""

    name = "plans"
