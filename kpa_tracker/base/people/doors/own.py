"""Addresses of our own pages on signing in. Some are named as allauth looks for them."""

from django.urls import path

from kpa_tracker.base.people.views import sign_in

urlpatterns = [
    path("second-factor/", sign_in.Overview.as_view(), name="mfa_index"),
    path("second-factor/app/", sign_in.SetUpApp.as_view(), name="mfa_activate_totp"),
    path("second-factor/key/", sign_in.AddKey.as_view(), name="mfa_add_webauthn"),
    path("second-factor/<int:pk>/remove/", sign_in.RemoveFactor.as_view(), name="factor-remove"),
    path("second-factor/codes/", sign_in.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", sign_in.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("sessions/", sign_in.OwnSessions.as_view(), name="usersessions_list"),
    path("sessions/end-others/", sign_in.EndOtherSessions.as_view(), name="sessions-end-others"),
    path("sessions/<int:pk>/end/", sign_in.EndSession.as_view(), name="session-end"),
]
