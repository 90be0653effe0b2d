"""Django's settings. All state lies in ``EARSHOT_HOME``; what differs between installations comes from there or
from the environment, never from an edit of this file."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from earshot.adapters.db.sqlite import PRAGMAS, use_good_sqlite
from earshot.site.catalogues import catalogues
from earshot.site.home import home, key, prepare_home

use_good_sqlite()
prepare_home()

HOME = home()
PACKAGE = Path(__file__).resolve().parent.parent
SECRET_KEY = hashlib.sha256(b"django " + key()).hexdigest()
DEBUG = False
ALLOWED_HOSTS = ["*"]
"""Any host name of the machine: the origin check of forms and cookies does the guarding."""
ROOT_URLCONF = "earshot.site.urls"
WSGI_APPLICATION = "earshot.site.asgi.pages"
AUTH_USER_MODEL = "people.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = 1

INSTALLED_APPS = [
    "earshot.site.apps.SiteConfig",
    "earshot.features.start.apps.StartConfig",
    "earshot.features.sample.apps.SampleConfig",
    "earshot.features.planning.apps.PlanningConfig",
    "earshot.features.inbox.apps.InboxConfig",
    "earshot.features.delivery.apps.DeliveryConfig",
    "earshot.features.workshop.apps.WorkshopConfig",
    "earshot.features.responsibility.apps.ResponsibilityConfig",
    "earshot.features.conversations.apps.ConversationsConfig",
    "earshot.features.listening.apps.ListeningConfig",
    "earshot.features.notices.apps.NoticesConfig",
    "earshot.features.people.apps.PeopleConfig",
    "earshot.features.audit.apps.AuditConfig",
    "earshot.web.apps.WebConfig",
    "allauth",
    "allauth.account",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "earshot.features.people.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "earshot.features.people.middleware.WorkspaceMiddleware",
    "earshot.site.full_disk.FullDiskMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "earshot.web.context.page",
            ],
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(HOME / "earshot.sqlite3"),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": PRAGMAS},
        "TEST": {"NAME": str(HOME / "test.sqlite3")},
    }
}

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["earshot.features.people.hashing.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "earshot.features.people.accounts.AccountAdapter"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
"""E-mail addresses are unique without regard to case, by a constraint that the check does not know."""
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "/accounts/login/"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LOCALE_PATHS = catalogues(PACKAGE)
FORMAT_MODULE_PATH = "earshot.web.formats"
LANGUAGES = [("en", "English"), ("zh-hant", "繁體中文"), ("zh-hans", "简体中文")]

STATIC_URL = "/static/"
STATIC_ROOT = str(HOME / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = str(HOME / "files")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "earshot_session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [NONE],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["earshot"],
    }
}

_LOG = os.environ.get("EARSHOT_LOG", "")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": _LOG or "WARNING"},
    "loggers": {
        "earshot": {"level": _LOG or "INFO"},
        # What others ask for and do not get (4xx) says nothing to the operator; a failure of ours (5xx) does.
        "django.request": {"level": "DEBUG" if _LOG == "DEBUG" else "ERROR"},
        "django.security": {"level": "DEBUG" if _LOG == "DEBUG" else "CRITICAL"},
    },
}
