from django.apps import AppConfig


class DeliverablesConfig(AppConfig):
    """What the plan promises to deliver, who owns it, by when, and how it stands."""

    name = "deliverables"
