"""Addresses of signing in that allauth serves as they are, with our forms and templates."""

from allauth.mfa.base import views as codes
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as single_sign_on
from django.http import Http404
from django.urls import include, path
from django.views.defaults import page_not_found

NOT_HERE = {"exception": Http404()}

urlpatterns = [
    # Addresses are an administrator's to change, with an event in the history.
    path("email/", page_not_found, NOT_HERE, name="account_email"),
    path("", include("allauth.account.urls")),
    path("second-factor/show/", codes.authenticate, name="mfa_authenticate"),
    path("second-factor/again/", codes.reauthenticate, name="mfa_reauthenticate"),
    path("second-factor/key/again/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    # Accounts are made by administrators, and linked by the first single sign-on.
    path("single-sign-on/sign-up/", page_not_found, NOT_HERE, name="socialaccount_signup"),
    path("single-sign-on/accounts/", page_not_found, NOT_HERE, name="socialaccount_connections"),
    path("single-sign-on/cancelled/", single_sign_on.login_cancelled, name="socialaccount_login_cancelled"),
    path("single-sign-on/error/", single_sign_on.login_error, name="socialaccount_login_error"),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]
