"""Settings: production code with safe defaults for one machine.

Every variable is listed in the README; a test holds the two together. The sections follow Django's
own page, https://docs.djangoproject.com/en/5.2/ref/settings/.
"""

import contextlib
import os
import tempfile
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from careersite import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(environment.text("SITE_VAR", str(BASE_DIR / "var")))
CONTENT_DIR = Path(environment.text("SITE_CONTENT", str(BASE_DIR / "content")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# The site itself
SITE_NAME = environment.text("SITE_NAME", "Edau")
SITE_URL = environment.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SITE_OPERATOR = environment.text("SITE_OPERATOR")
SITE_EMAIL = environment.text("SITE_EMAIL")
RATINGS_PER_MINUTE = environment.whole_number("SITE_RATINGS_PER_MINUTE", 30)

_address = urlsplit(SITE_URL)
if _address.scheme not in ("http", "https") or not _address.hostname or _address.path:
    raise ImproperlyConfigured(
        f"SITE_URL is {SITE_URL!r}: write scheme and host, such as https://example.org"
    )
HTTPS = _address.scheme == "https"
# How many proxies of ours a request comes through before it reaches the site. The server speaks no TLS
# itself, so an https address means that there is one.
PROXIES = environment.whole_number("SITE_PROXIES", 1 if HTTPS else 0)


def _secret_key() -> str:
    """The key from the environment, or one made once and kept beside the database."""
    if given := environment.text("SITE_SECRET_KEY"):
        return given
    kept = VAR_DIR / "secret-key"
    if not kept.exists():
        # Written apart and linked whole, so that of processes that start together none reads half a key
        # and all read the same.
        descriptor, made = tempfile.mkstemp(dir=VAR_DIR)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(get_random_secret_key())
        with contextlib.suppress(FileExistsError):
            os.link(made, kept)
        Path(made).unlink()
    return kept.read_text(encoding="utf-8")


# Core
DEBUG = environment.flag("SITE_DEBUG")
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = environment.words("SITE_HOSTS", f"{_address.hostname},127.0.0.1,localhost")
ROOT_URLCONF = "careersite.urls"
WSGI_APPLICATION = "careersite.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "profiles.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    # After the ones before it: the desk shows their rows in pages of its own (profiles.admin.own_factor).
    "profiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # A profile is 37 KB of HTML, and 9 KB on the way to a phone. Static files, which WhiteNoise answers
    # by itself, were compressed when they were collected.
    "profiles.compression.TextGZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "profiles.languages.language_from_address",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "profiles.languages.language_of_the_desk",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # Last, so that the page for somebody locked out is in their language. It asks nothing of other pages.
    "axes.middleware.AxesMiddleware",
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
                "profiles.site.site",
            ],
            "builtins": [
                "profiles.templatetags.bilingual",
                "profiles.templatetags.linking",
                "profiles.templatetags.wording",
            ],
        },
    }
]

# Database: SQLite beside the uploads, or what DATABASE_URL names
DATABASES = {
    "default": dj_database_url.parse(
        environment.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'site.sqlite3'}"),
        conn_max_age=60,
        # A connection that broke in between is opened again instead of failing a request.
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # WAL lets readers go on while one writes; IMMEDIATE takes the write lock at the start of a
        # transaction, so that two writers wait for each other instead of failing half way.
        "init_command": ("PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA busy_timeout=20000;"),
        "transaction_mode": "IMMEDIATE",
    }

# Signing in to the desk. django-axes counts wrong passwords by name and address; profiles.sign_in says
# what they cost before they lock, and locks an address that tries many names.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_HANDLER = "profiles.sign_in.WrongPasswords"
AXES_CLIENT_IP_CALLABLE = "profiles.sign_in.client_address"
AXES_LOCKOUT_CALLABLE = "profiles.sign_in.locked_out"
AXES_RESET_ON_SUCCESS = True
# A lock ends when its page says so, however often it is tried meanwhile.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Who signed in from where is nobody's business afterwards; wrong passwords go when their time is up.
AXES_DISABLE_ACCESS_LOG = True
# Neither what a form carries through the sign-in (profiles.admin.resume) nor who it was goes into its log.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "carried", "csrfmiddlewaretoken"]
AXES_ENABLE_ADMIN = False
# A second factor: a code from the editor's telephone, or one of those they printed (profiles.second_factor).
# Whoever has one is asked for it; here it can be asked of every editor.
SECOND_FACTOR = environment.flag("SITE_SECOND_FACTOR")
OTP_TOTP_ISSUER = SITE_NAME
# An editor's day: signed out after twelve hours in which the desk was not used (profiles.languages).
SESSION_COOKIE_AGE = 12 * 60 * 60

# Editors' passwords
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator"},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]

# Cache: in memory, or what CACHE_URL names
CACHE_URL = environment.text("CACHE_URL")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL}
        if CACHE_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# Files
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
# `build_assets` joins the style sheets in var/assets; the rest is served as it lies in static/.
ASSETS_DIR = VAR_DIR / "assets"
ASSETS_DIR.mkdir(exist_ok=True)
STATICFILES_DIRS = [ASSETS_DIR, BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

# Languages: the address decides (profiles.languages), so there is no LocaleMiddleware.
# The codes are `en` and `cy` everywhere; a regional code would give the same page two addresses.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [BASE_DIR / "careersite" / "locale"]
FORMAT_MODULE_PATH = ["careersite.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

# Security: secure cookies and HSTS follow the scheme of SITE_URL. What a proxy's headers say is believed
# only where we were told of one: without it, anybody could send them.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# An editor who signed in again in another window keeps what they typed in the first.
CSRF_FAILURE_VIEW = "profiles.admin.resume.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "media-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
PERMISSIONS_POLICY = {name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb")}
# A rating or a report is a few lines; a photograph may be large.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# A list of a career is one form in admin: 25 qualifications have some 700 fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": environment.text("SITE_LOG_LEVEL", "WARNING")},
}
