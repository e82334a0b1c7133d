"""Settings of the whole site, read from the environment (docs/operations.md lists the variables).

Nothing needs to be set for an office with one server: the database is an SQLite file under var/, the secret key is made
there on the first start, and mail is written to the log until a mail server is named (a demonstration's to files).
"""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import environ
from csp.constants import NONE, SELF

from kpa_tracker.base.toolkit import places
from kpa_tracker.base.toolkit.keys import kept_secret_key, secret_said, secrets_said
from kpa_tracker.base.toolkit.logs import logging_as

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
VAR_DIR = Path(env.str("KPA_VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)


def single_sign_on() -> list[dict[str, Any]]:
    """Return the office's own OpenID Connect server as allauth wants it; an empty list where none is named."""
    server = env.str("OIDC_SERVER", default="")
    known = {
        "provider_id": "office",
        "name": env.str("OIDC_NAME", default="your office account"),
        "client_id": env.str("OIDC_CLIENT_ID", default=""),
        "secret": secret_said("OIDC_CLIENT_SECRET"),
        "settings": {"server_url": server, "believes_addresses": env.bool("OIDC_BELIEVE_ADDRESSES", default=False)},
    }
    return [known] if server else []


def origin_of(address: str) -> str:
    return "{0.scheme}://{0.netloc}".format(urlsplit(address))


# --- Who serves, and where -------------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = secret_said("SECRET_KEY") or kept_secret_key(VAR_DIR / "secret-key")
SECRET_KEY_FALLBACKS = secrets_said("SECRET_KEY_FALLBACKS")  # earlier ones: they open, and sign nothing new
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BEHIND_TLS = env.bool("BEHIND_TLS", default=False)  # true where a proxy in front speaks HTTPS

ROOT_URLCONF = "kpa_tracker.urls"
WSGI_APPLICATION = "kpa_tracker.wsgi.application"

# --- What it is made of ----------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "kpa_tracker.base.toolkit",
    "kpa_tracker.base.audit",
    "kpa_tracker.base.people",
    "plans",
    "targets",
    "deliverables",
    "risks",
    "kpa_tracker.interfaces.dashboards",
    "kpa_tracker.interfaces.scrutiny",
    "kpa_tracker.interfaces.publication",
    "kpa_tracker.interfaces.exchange",
    "kpa_tracker.interfaces.notifications",
    "kpa_tracker.interfaces.api",
    "rules.apps.AutodiscoverRulesConfig",
    "django_tables2",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "kpa_tracker.base.toolkit.health.Probes",
    "kpa_tracker.base.toolkit.watched.Watched",
    "kpa_tracker.base.toolkit.middleware.EveryResponse",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kpa_tracker.base.toolkit.middleware.Packed",
    "kpa_tracker.base.toolkit.middleware.NobodyInPublic",
    "kpa_tracker.base.toolkit.replicas.ReadFromReplica",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kpa_tracker.base.people.middleware.EndedSessions",
    "kpa_tracker.base.people.middleware.SecondFactorFirst",
    "kpa_tracker.base.audit.middleware.DoorMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kpa_tracker.base.people.context.site",
            ],
        },
    },
]
FORM_RENDERER = "kpa_tracker.base.toolkit.forms.GovukRenderer"
DJANGO_TABLES2_TEMPLATE = "django_tables2/compact.html"

# --- Where it is kept ------------------------------------------------------------------------------------------------
DATABASES = places.databases(env, VAR_DIR)
DATABASE_ROUTERS = ["kpa_tracker.base.toolkit.replicas.Router"] if places.REPLICA in DATABASES else []
CACHES = places.caches(env)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
# Compressed already, or (ttf) read by the PDF alone: half of what collecting them would cost.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("jpg", "png", "gif", "ico", "woff", "woff2", "zip", "gz", "br", "ttf", "scss")
MEDIA_ROOT = VAR_DIR / "media"  # evidence; never served by the web server, only through a permission check
STORAGES = {
    "default": places.files(env),
    "staticfiles": {"BACKEND": "kpa_tracker.base.toolkit.storage.HashedStaticFiles"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6_000  # "My measures" sends three for each box: 150 lines of results by the month

# --- Who comes in ----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "kpa_tracker.base.people.passwords.OfThisOffice"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
# The proxies whose X-Forwarded-For is believed: addresses, networks, or "unix" for one that comes by a socket.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
ACCOUNT_ADAPTER = "kpa_tracker.base.people.adapter.InvitedPeopleOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_FORMS = {
    "login": "kpa_tracker.base.people.forms.SignIn",
    "change_password": "kpa_tracker.base.people.forms.ChangePassword",
    "reset_password": "kpa_tracker.base.people.forms.ForgottenPassword",
    "reset_password_from_key": "kpa_tracker.base.people.forms.NewPassword",
    "reauthenticate": "kpa_tracker.base.people.forms.ThePasswordAgain",
}
ACCOUNT_EMAIL_VERIFICATION = "none"  # people are entered by an administrator, who knows their address
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Wrong passwords and codes are counted in the database (people/limits.py); these are what allauth counts in the cache.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": ""}

MFA_ADAPTER = "kpa_tracker.base.people.adapter.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "kpa_tracker.base.people.forms.CodeAtSignIn",
    "reauthenticate": "kpa_tracker.base.people.forms.CodeAgain",
    "activate_totp": "kpa_tracker.base.people.forms.FirstCode",
    "add_webauthn": "kpa_tracker.base.people.forms.NewKey",
}
MFA_TOTP_TOLERANCE = 1  # telephones' clocks are half a minute out

# Single sign-on by OpenID Connect, where the environment names a server of the office's.
OIDC = single_sign_on()
SOCIALACCOUNT_ADAPTER = "kpa_tracker.base.people.adapter.InvitedPeopleBySingleSignOn"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": OIDC, "OAUTH_PKCE_ENABLED": True}}
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False  # our adapter does
SOCIALACCOUNT_STORE_TOKENS = False
# Whether that server itself asks for a second factor, so that this site does not ask for another.
OIDC_SECOND_FACTOR = env.bool("OIDC_SECOND_FACTOR", default=False)

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "kpa_tracker.base.toolkit.middleware.Notices"
if BEHIND_TLS:
    # A browser takes cookies of such names by TLS alone, from this very host alone.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

# --- What a browser may do with our pages ----------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
HEADERS_OF_EVERY_RESPONSE = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *(origin_of(one["settings"]["server_url"]) for one in OIDC)],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# --- Words, time, mail -----------------------------------------------------------------------------------------------


def demonstration_date() -> datetime.date | None:
    """Return the day that a demonstration lives on (its loading leaves it in a file); None for real use."""
    file = VAR_DIR / "demonstration-date"
    text = env.str("DEMONSTRATION_DATE", default=file.read_text().strip() if file.exists() else "")
    return datetime.date.fromisoformat(text) if text else None


DEMONSTRATION_DATE = demonstration_date()
# Who has to show a second factor: roles, "everybody" or "nobody". A demonstration's password is on its front page.
SECOND_FACTOR = env.list(
    "KPA_SECOND_FACTOR", default=["nobody"] if DEMONSTRATION_DATE else ["administrator", "editor", "auditor"]
)
# A demonstration's mail goes nowhere: each message is a file under var/mail.
MAIL_BOX = f"filemail:///{quote(str(VAR_DIR / 'mail'))}" if DEMONSTRATION_DATE else "consolemail://"
vars().update(env.email_url("EMAIL_URL", default=MAIL_BOX))
EMAIL_TIMEOUT = 30  # a mail server that does not answer holds up no run for longer
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", default="plan-tracker@localhost")
# Where links in mail and calendars lead to.
SITE_URL = env.str(
    "SITE_URL", default=next(iter(CSRF_TRUSTED_ORIGINS), f"http://localhost:{env.int('PORT', default=8000)}")
)
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

# --- Limits ----------------------------------------------------------------------------------------------------------
EVIDENCE_MAX_BYTES = env.int("EVIDENCE_MAX_BYTES", default=10 * 1024 * 1024)
IMPORT_MAX_BYTES = env.int("IMPORT_MAX_BYTES", default=20 * 1024 * 1024)
PAGE_SIZE = 50
API_REQUESTS_A_MINUTE = env.int("API_REQUESTS_A_MINUTE", default=120)  # of one person, in one process

# For how many days what is personal is kept (manage.py trim_personal_data; docs/data-protection.md).
KEEP_MESSAGES_DAYS = env.int("KEEP_MESSAGES_DAYS", default=400)
KEEP_TOKENS_DAYS = env.int("KEEP_TOKENS_DAYS", default=90)
KEEP_SESSIONS_DAYS = env.int("KEEP_SESSIONS_DAYS", default=30)

# Long documents are drawn by a process beside the site; in a demonstration, which has none, while whoever asks waits.
DRAW_AT_ONCE = bool(DEMONSTRATION_DATE)
DRAW_IN_PROCESS = False  # a drawing that hangs is ended without ending the site
# Long files are imported beside the site, always. On SQLite a file in this folder tells how far.
IMPORT_AT_ONCE = False
IMPORTS_ROOT = VAR_DIR / "imports"
# Whether this machine starts those processes; where not, another one's timer takes up what waits.
WORKERS_HERE = env.bool("WORKERS_HERE", default=True)

# What each process remembers of what it drew and may draw again, for people and for the public each: bytes, compressed.
DRAWN_BYTES = 4 * 1024 * 1024

# --- What is told of it ----------------------------------------------------------------------------------------------
# JSON, one event a line, for whatever collects logs; words for whoever tries it out.
LOG_FORMAT = env.str("LOG_FORMAT", default="plain" if DEBUG or DEMONSTRATION_DATE else "json")
LOGGING = logging_as(LOG_FORMAT, env.str("LOG_LEVEL", default="WARNING"))
# The addresses that may read /health/metrics; without one nothing is counted.
METRICS_FROM = env.list("METRICS_FROM", default=[])
SENTRY_DSN = env.str("SENTRY_DSN", default="")

# --- Tests -----------------------------------------------------------------------------------------------------------
TESTING = "pytest" in sys.modules
if TESTING:
    DRAW_AT_ONCE = IMPORT_AT_ONCE = True
    DRAW_IN_PROCESS = True  # a process for each document would take most of a second
    SECOND_FACTOR = ["nobody"]
    DRAWN_BYTES = 0  # factories write without events
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # sign-ins by the thousand
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
