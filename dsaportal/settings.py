"""Every decision of the installation, read from the environment.

Two shapes: *embedded* (no DATABASE_URL: SQLite, a folder as broker, a local mailbox; for trying the portal on one
machine) and *production* (PostgreSQL, Redis, SMTP). ``dsaportal.startup`` refuses unsafe production settings.
"""

from pathlib import Path
from urllib.parse import urlsplit

from celery.schedules import crontab

from dsaportal import environment as env
from dsaportal import secrets_store

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(env.text("PORTAL_VAR", str(BASE_DIR / "var")))
EMBEDDED = not env.text("DATABASE_URL")
DEMO = env.flag("PORTAL_DEMO", EMBEDDED)

# --- who runs it ---------------------------------------------------------------------------------------------------
SERVICE_NAME = env.text("SERVICE_NAME", "Sharing agreements")
OPERATOR_NAME = env.text("OPERATOR_NAME", "The operator of this portal")
OPERATOR_ADDRESS = env.text("OPERATOR_ADDRESS", "1 Example Street, London")
OPERATOR_EMAIL = env.text("OPERATOR_EMAIL", "help@portal.example")
# An Act renames the regulator from a day that is still to be set.
REGULATOR_NAME = env.text("REGULATOR_NAME", "Information Commissioner’s Office")
REGULATOR_SHORT_NAME = env.text("REGULATOR_SHORT_NAME", "ICO")
PORT = env.number("PORT", 8000)
# Links in emails and PDFs start here, never at the request's Host header, which an attacker chooses.
SITE_URL = env.text("SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")

# --- safety --------------------------------------------------------------------------------------------------------
DEBUG = False
SECRET_KEY = env.text("SECRET_KEY") or (secrets_store.embedded_secret(VAR) if EMBEDDED else "")
SECRET_KEY_FALLBACKS = env.listed("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.listed("ALLOWED_HOSTS", f"{urlsplit(SITE_URL).hostname},127.0.0.1,localhost" if EMBEDDED else "")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
USE_X_FORWARDED_HOST = False
HTTPS = SITE_URL.startswith("https://")
if env.flag("BEHIND_TLS_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Otherwise the limits on guessing would count the proxy, and one attacker would lock everybody out.
    ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 1)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "__Host-sid" if HTTPS else "sid"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 43_200
SESSION_IDLE_SECONDS = 3_600
SESSION_ABSOLUTE_SECONDS = 43_200
CSRF_FAILURE_VIEW = "dsaportal.views.pages.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
UPLOAD_MAX_SIZE = 22_000_000  # the whole body of a form with a file; each file's own limit is lower
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 5
# Questions with several answers. Any other name that comes twice in one form is refused.
MANY_VALUED_FIELDS = frozenset({"kinds", "parties", "reminder_days", "roles", "rows", "state", "statements"})

# Single sign-on: JSON list of OpenID Connect providers, see docs/guide/single-sign-on.md.
SSO_PROVIDERS = secrets_store.json_list(env.text("SSO_PROVIDERS"))
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        # Browsers apply form-action to the redirect that follows, too: the sign-in button posts here, then leaves.
        "form-action": ["'self'", *secrets_store.origins(SSO_PROVIDERS)],
    }
}

# --- the house -----------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "dsaportal",
    "reviews",
    "signing",
    "drafting",
    "closing",
    "agreements",
    "lawfulbasis",
    "parties",
    "notices",
    "accounts",
    "foundation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "guardian",
    "simple_history",
    "csp",
]
MIDDLEWARE = [
    # Outermost, so that what the front door refuses and what fails further in carry the same headers as a page.
    "foundation.frontdoor.PortalHeaders",
    "csp.middleware.CSPMiddleware",
    "foundation.frontdoor.FrontDoor",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Outside the session, whose writing is part of what differs.
    "accounts.middleware.Unhurried",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionClock",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondFactorRequired",
    "simple_history.middleware.HistoryRequestMiddleware",
    "foundation.outages.Outages",
]
ROOT_URLCONF = "dsaportal.urls"
WSGI_APPLICATION = "dsaportal.wsgi.application"
FORM_RENDERER = "foundation.forms_renderer.PortalRenderer"
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
                "dsaportal.context.portal",
            ],
            "builtins": ["foundation.templatetags.ui"],
        },
    }
]
STATIC_URL = "/static/"
STATICFILES_DIRS = [path for path in (BASE_DIR / "static" / "built", BASE_DIR / "static" / "img") if path.is_dir()]
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(VAR / "static")))
MEDIA_ROOT = VAR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if EMBEDDED
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = EMBEDDED

# --- language and time ---------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"  # with "en" or "en-us", 03/04/2027 would be read as 4 March
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# --- database, cache, broker ---------------------------------------------------------------------------------------
DATABASES = {"default": env.sqlite(VAR / "portal.sqlite3") if EMBEDDED else env.postgres(env.text("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False
REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}
}
CELERY_BROKER_URL = REDIS_URL or "folder://localhost"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 1800}
    if REDIS_URL
    else {
        "data_folder_in": str(VAR / "broker"),
        "data_folder_out": str(VAR / "broker"),
        "control_folder": str(VAR / "broker-control"),
        "polling_interval": 0.1,
    }
)
# Nobody asks a worker in a folder how it is, and each that ever started would stay on the list of those to ask.
CELERY_WORKER_ENABLE_REMOTE_CONTROL = bool(REDIS_URL)
CELERY_TIMEZONE = "UTC"  # in Europe/London, beat skips runs on the day the clocks go back
CELERY_ENABLE_UTC = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 900
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat")
# Beat only pokes: each sweep asks the database what should be true by now, so a lost poke delays and never loses.
CELERY_BEAT_SCHEDULE = {
    "deliver": {"task": "notices.sweep", "schedule": 60.0, "options": {"expires": 50}},
    "digests": {"task": "notices.digests", "schedule": crontab(minute="*/10"), "options": {"expires": 500}},
    "renderings": {"task": "agreements.sweep", "schedule": 60.0, "options": {"expires": 50}},
    "previews": {"task": "drafting.sweep", "schedule": 60.0, "options": {"expires": 50}},
    "takeaways": {"task": "signing.takeaways", "schedule": 60.0, "options": {"expires": 50}},
    "head": {"task": "signing.publish_head", "schedule": crontab(minute=50, hour=2), "options": {"expires": 3600}},
    "signatures": {"task": "signing.nudge", "schedule": 600.0, "options": {"expires": 540}},
    "papers": {"task": "signing.sweep_papers", "schedule": 60.0, "options": {"expires": 50}},
    "seals": {"task": "signing.sweep", "schedule": 60.0, "options": {"expires": 50}},
    "chain": {"task": "signing.check_chain", "schedule": crontab(minute=30, hour=2), "options": {"expires": 3600}},
    "certificates": {
        "task": "signing.check_certificates",
        "schedule": crontab(minute=40, hour=2),
        "options": {"expires": 3600},
    },
    "reminders": {"task": "reviews.sweep", "schedule": 60.0, "options": {"expires": 50}},
    "plans": {"task": "reviews.check_plans", "schedule": crontab(minute=10, hour=3), "options": {"expires": 3600}},
    "ends": {"task": "closing.check_ends", "schedule": crontab(minute=20, hour=3), "options": {"expires": 3600}},
    "endings": {"task": "closing.sweep", "schedule": 60.0, "options": {"expires": 50}},
    "organisations": {"task": "parties.sweep", "schedule": crontab(minute=5), "options": {"expires": 3000}},
}

# --- mail ----------------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", f"{SERVICE_NAME} <no-reply@portal.example>")
MAIL_REPLY_TO = env.text("MAIL_REPLY_TO", OPERATOR_EMAIL)
MAIL_DOMAIN = env.text("MAIL_DOMAIN", urlsplit(SITE_URL).hostname or "portal.example")
MAILBOX_DIR = VAR / "mailbox"
EMAIL_BACKEND = (
    "notices.mailbox.MailboxBackend"
    if EMBEDDED and not env.text("SMTP_HOST")
    else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_HOST = env.text("SMTP_HOST", "127.0.0.1")
EMAIL_PORT = env.number("SMTP_PORT", 25)
EMAIL_HOST_USER = env.text("SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("SMTP_STARTTLS")
EMAIL_TIMEOUT = 10

# --- people --------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
ALIKE_SECONDS = 0.25
"""How long asking for a code or a new password takes at least, whoever asks: far longer than the work."""
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["full_name", "email"]},
    },
]
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None  # nobody signed out ever holds a grant
LOGIN_URL = "/account/sign-in/"
LOGIN_REDIRECT_URL = "/home/"
# django-allauth's own settings live beside the code that relies on them.
from accounts.allauth_settings import *  # noqa: E402, F403

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# --- logs ----------------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "foundation.logs.JsonFormatter"}, "plain": {"format": "%(levelname)s %(message)s"}},
    # One line in the access log is enough for a hostile Host header; a traceback for each would fill the disk.
    # The same goes for whatever strangers bring to be checked as a PDF.
    "loggers": {
        name: {"handlers": ["nowhere"], "propagate": False} for name in ("django.security.DisallowedHost", "pyhanko")
    },
    "handlers": {
        "nowhere": {"class": "logging.NullHandler"},
        "console": {"class": "logging.StreamHandler", "formatter": "plain" if EMBEDDED else "json"},
    },
    "root": {"handlers": ["console"], "level": "WARNING" if EMBEDDED else "INFO"},
}
