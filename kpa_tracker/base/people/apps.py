from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Who there is: authorities, committees and their meetings, posts, people and which post they hold."""

    name = "kpa_tracker.base.people"
    label = "people"
