"""All settings, read from the environment: safe defaults, and a refusal to start unsafe."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from contactsite.safe_start import (
    development_secret_key,
    is_weak,
    make_private,
    refuse_unsafe_start,
)

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(str(BASE_DIR / ".env"))

DEBUG: bool = env.bool("DEBUG", False)
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "data"))).resolve()
PORT: int = env.int("PORT", 8000)
WEB_PROCESSES: int = env.int("WEB_PROCESSES", 2)
# How many proxies of ours stand before the site: only so many are believed about a client.
PROXY_COUNT: int = env.int("PROXY_COUNT", 0)

# Behind HTTPS unless developing; SECURE=false is for a trusted network without TLS.
SECURE: bool = env.bool("SECURE", not DEBUG)

SECRET_KEY: str = env.str("SECRET_KEY", "")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [])
if DEBUG:
    SECRET_KEY = SECRET_KEY or development_secret_key(DATA_DIR)
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
else:
    refuse_unsafe_start(SECRET_KEY, ALLOWED_HOSTS)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
# What numbers that must not be called are remembered by. Under another key none is recognised.
SUPPRESSION_KEY: str = env.str("SUPPRESSION_KEY", "") or SECRET_KEY
if is_weak(SUPPRESSION_KEY) and not DEBUG:
    raise ImproperlyConfigured(
        "SUPPRESSION_KEY is weak: set it to at least 50 random characters, or leave it out to use"
        " the SECRET_KEY."
    )

INSTALLED_APPS = [
    # Before ours, whose admin takes their pages out of it: they show people's secrets.
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "contacts",
    "workspaces",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "import_export",
    "ninja",
    "phonenumber_field",
]

# What gives every answer its headers comes first: static files, redirects and refusals of a host
# are answers, too. Authentication and the sign-in requirement come before CSRF, so that a
# stranger's POST is refused before its body is read.
MIDDLEWARE = [
    "contactsite.middleware.response_headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "contactsite.middleware.api_says_problems_in_json",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "contactsite.middleware.api_over_https_alone",
    "contactsite.middleware.utf8_alone",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "workspaces.sessions.PersonMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "contactsite.middleware.LoginRequiredMiddleware",
    "workspaces.middleware.SecondFactorMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "workspaces.middleware.persons_time_zone",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "contactsite.urls"
WSGI_APPLICATION = "contactsite.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"heroicons": "contactsite.icons"},
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "workspaces.context_processors.current",
                "contacts.context_processors.running_job",
            ],
        },
    }
]

DATABASES: dict[str, Any] = {
    "default": env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'contacts.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    make_private(Path(DATABASES["default"]["NAME"]).parent)
    # Writers queue instead of failing: the lock is taken when a transaction begins, and waited for.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        " PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # To start workers for a page's queries costs more than they save, and everybody's processors.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", "-c max_parallel_workers_per_gather=0"
    )
DATABASES["default"]["TEST"] = {}
if suffix := env.str("TEST_DB_SUFFIX", ""):
    DATABASES["default"]["TEST"]["NAME"] = f"test_contacts_{suffix}"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "workspaces.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "workspaces.demo_password.DemoPasswordBackend",
    "workspaces.backends.NameOrEmailBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
INVITATION_DAYS = 7
WORKSPACE_CREATION: str = env.str("WORKSPACE_CREATION", "anyone")  # or "admins"

# A guesser is stopped, an office behind one address is not: failures count per name and address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
# Of all names together at one address: who tries one password on everybody stops here.
ADDRESS_FAILURE_LIMIT = 30
AXES_HANDLER = "workspaces.lockout.Handler"
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Tries meanwhile make it no longer: the page says how long it is.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
# A person has two names to sign in by; both count as one, however they are written.
AXES_USERNAME_CALLABLE = "workspaces.backends.counted_name"
OTP_TOTP_ISSUER = "Contacts"
AXES_LOCKOUT_CALLABLE = "workspaces.lockout.refuse"
AXES_VERBOSE = False
# Where somebody is, the server alone says; it counts the proxies already.
AXES_CLIENT_IP_CALLABLE = "workspaces.lockout.client_address"
SILENCED_SYSTEM_CHECKS: list[str] = []

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
# Whoever was away for longer signs in again; the default is a weekend.
SESSION_IDLE_HOURS: int = env.int("SESSION_IDLE_HOURS", 72)
# Between two notes of when a session was seen: each is a write.
SESSION_SEEN_SECONDS = 600
# Beside the key in the session: the names of contacts in them have no place in a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
if SECURE:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    # The API is not led to HTTPS: it refuses.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^api/"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    if PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "contactsite.errors.csrf_failure"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Limits of what a person can send. Uploads over the limit are cut off while they arrive.
IMPORT_MAX_BYTES: int = env.int("IMPORT_MAX_BYTES", 100 * 1024 * 1024)
IMPORT_MAX_ROWS: int = env.int("IMPORT_MAX_ROWS", 1_000_000)
IMPORT_PAUSE_MS: int = env.int("IMPORT_PAUSE_MS", 50)
# A file up to both of these is reviewed and imported within the request, others by the worker.
IMPORT_INLINE_ROWS = 2_000
IMPORT_INLINE_BYTES = 500_000
IMPORT_CONFIRM_HOURS = 24
IMPORT_KEEP_DAYS = 30
WORKSPACE_MAX_BYTES: int = env.int("WORKSPACE_MAX_BYTES", 5 * 1024**3)
# How long a process that works on an import may be silent before another takes over.
JOB_LEASE_SECONDS = 30.0
# Where a test lets the process die; see contacts.failpoints.
FAILPOINT: tuple[str, str, int] | None = None
# Of one token, whatever the number of web processes.
API_REQUESTS_PER_MINUTE: int = env.int("API_REQUESTS_PER_MINUTE", 600)
FILE_UPLOAD_HANDLERS = ["contacts.upload_limit.UnnamedFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR: str | None = env.str("UPLOAD_TEMP_DIR", "") or None
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 5

PHONENUMBER_DB_FORMAT = "E164"
PHONENUMBER_DEFAULT_FORMAT = "E164"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", "contacts@localhost")
# Without EMAIL_URL no mail goes out, and pages show links to copy instead.
MAIL_IS_SET_UP: bool = bool(env.str("EMAIL_URL", ""))
EMAIL_TIMEOUT = 10  # seconds: a mail server that does not answer must not hold a page for ever
if MAIL_IS_SET_UP:
    vars().update(env.dj_email_url("EMAIL_URL"))
    if "EMAIL_BACKEND" not in vars():
        raise ImproperlyConfigured(
            "EMAIL_URL begins with no way to send mail that is known: write it like"
            " submission://user:password@host:587, or leave it out for a site without mail."
        )
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Its own handler would say once more in development what the root says.
        "django": {"level": "INFO", "handlers": []},
        "contacts": {"level": "INFO"},
        "workspaces": {"level": "INFO"},
        # It warns of each request that waits a moment for a thread: that is what queues are for.
        "waitress.queue": {"level": "ERROR"},
    },
}
