from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "kpa_tracker.interfaces.notifications"
    label = "notifications"
