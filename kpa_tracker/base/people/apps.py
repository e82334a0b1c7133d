from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Who there is: authorities, committees and their meetings, posts, people and which post they hold."""

    name = "kpa_tracker.base.people"
    label = "people"

    def ready(self) -> None:
        """Let a session begin with what its person may do, and know its second factor. Refuse an environment that is
        misspelt: what was meant to shut a door would leave it open."""
        from allauth.mfa.signals import authenticator_used
        from django.contrib.auth.signals import user_logged_in

        from kpa_tracker.base.people import sessions

        sessions.refuse_misspelt()
        user_logged_in.connect(sessions.begin, dispatch_uid="people.session_begins")
        authenticator_used.connect(sessions.show, dispatch_uid="people.second_factor_shown")
