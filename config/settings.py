"""Settings, read from the environment. Local use needs none of them: see README.

Required when DEBUG is off: SECRET_KEY, ALLOWED_HOSTS, SITE_URL.
"""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

# Core settings

DEBUG = env.bool("DEBUG", default=False)


def _required(name: str, local: str, meaning: str) -> str:
    """The value from the environment; a fixed local value only when DEBUG is on."""
    value = env.str(name, default=local if DEBUG else "")
    if not value:
        raise ImproperlyConfigured(f"Set {name} ({meaning}), or DEBUG=1 for local use only.")
    return str(value)


SECRET_KEY = _required("SECRET_KEY", "local-use-only-" * 4, "a long random text")
SITE_URL = _required(
    "SITE_URL", "http://127.0.0.1:8000", "the public address, as https://example.org"
).rstrip("/")
_hosts = _required("ALLOWED_HOSTS", "127.0.0.1,localhost", "host names, by commas")
ALLOWED_HOSTS = [host.strip() for host in _hosts.split(",")]

INSTALLED_APPS = [
    "tracker",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",  # its static file alone
]

# The header middleware stands first so that its headers are on every answer, errors included.
MIDDLEWARE = [
    "tracker.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tracker.middleware.DatabaseUnavailableMiddleware",
    "tracker.middleware.NulMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tracker.admin.signing_in.SignedOutMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tracker.middleware.KeptPagesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
            ],
        },
    },
]

# Database: SQLite by default; postgres://user:password@host/name for PostgreSQL

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'tracker.sqlite3'}")}
_engine = DATABASES["default"].get("ENGINE", "").rpartition(".")[2]
if _engine not in ("sqlite3", "postgresql"):
    raise ImproperlyConfigured(
        "Set DATABASE_URL to sqlite:////path/file or postgres://user:password@host/name."
    )

if _engine == "sqlite3":
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        {
            # IMMEDIATE: a writer waits for its turn at BEGIN instead of failing half way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            # FULL: an accepted write survives a power cut. Recursive triggers: INSERT OR REPLACE
            # fires the guards against deletion too.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            " PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;",
        }
    )
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    # A page that takes longer than this is a fault; a command may take its time.
    if env.bool("SERVES_PAGES", default=False):
        DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
            "-c statement_timeout=5s -c lock_timeout=3s -c idle_in_transaction_session_timeout=30s"
        )

# Pages, and what they count, are kept in the memory of each process, some hundred of them, under the
# state of the record that they follow from: they never become wrong. With DEBUG each is drawn anew,
# so that a changed template shows.

_cache = "dummy.DummyCache" if DEBUG else "locmem.LocMemCache"
CACHES = {"default": {"BACKEND": f"django.core.cache.backends.{_cache}", "TIMEOUT": None}}

# Languages and time: stored in UTC, shown with their date

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = "config.formats"

# Files

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static-collected"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Outside the folder that the web server may serve: files leave through a view only.
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "media"))
# Editors paste whole documents; Django's 2.5 MB are some 400 pages of Cyrillic or Georgian. More
# than this is refused with 400 before it is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# A record with all the rows that its parts may have; Django's 1,000 are some hundred citations.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_800

# Security

SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
USE_X_FORWARDED_HOST = False

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "admin:login"

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "tracker.admin.signing_in.csrf_failure"

if not DEBUG:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    # The proxy must overwrite this header: see docs/deployment.md.
    if env.bool("BEHIND_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    CSRF_TRUSTED_ORIGINS = [SITE_URL]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
