"""Every setting of the house, in one file, from the environment; what is missing says how to set it."""

import os
import secrets
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.databases import from_url, sqlite, vault_url_beside

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("MINGCHA_DATA_DIR", BASE_DIR / "data")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEMO = os.environ.get("MINGCHA_DEMO") == "1"
DEBUG = False

# --- the secret key: no default outside the demo, and never a published one -------------------------------
_key_file = DATA_DIR / "keys" / "demo_secret_key"
SECRET_KEY = os.environ.get("SECRET_KEY", "")
if not SECRET_KEY and DEMO:
    _key_file.parent.mkdir(mode=0o700, exist_ok=True)
    if not _key_file.exists():
        _key_file.touch(mode=0o600)
        _key_file.write_text(secrets.token_urlsafe(50), encoding="ascii")
    SECRET_KEY = _key_file.read_text(encoding="ascii")
if len(SECRET_KEY) < 32 or SECRET_KEY.startswith(("changeme", "django-insecure")):
    raise ImproperlyConfigured(
        "未设置 SECRET_KEY（至少 32 个字符）。生产环境请设置环境变量："
        "export SECRET_KEY=\"$(python3 -c 'import secrets; print(secrets.token_urlsafe(50))')\"；"
        "演示请用 make run。"
    )

LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = [host for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host] or LOOPBACK
if DEMO:
    ALLOWED_HOSTS = LOOPBACK  # demo sign-in has no password, so a demo answers on this machine only
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "jurisdiction",
    "identity",
    "offices",
    "enterprises",
    "procedure",
    "cases",
    "enforcement",
    "referrals",
    "rewards",
    "documents",
    "notices",
    "supervision",
    "desk",
    "api",
    "demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "desk.context.workbench",
            ],
            "builtins": ["desk.templatetags.desk"],
        },
    }
]

# --- two databases: the house, and the vault ---------------------------------------------------------------
if _url := os.environ.get("DATABASE_URL"):
    DATABASES = {
        "default": from_url(_url),
        "vault": from_url(os.environ.get("VAULT_DATABASE_URL") or vault_url_beside(_url)),
    }
else:
    DATABASES = {
        "default": sqlite(DATA_DIR / "mingcha.sqlite3"),
        "vault": sqlite(DATA_DIR / "vault.sqlite3"),
    }
DATABASE_ROUTERS = ["config.routers.VaultRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The intake process can seal and never unseal: only the worker is told where the private key lies.
KEYS_DIR = DATA_DIR / "keys"
VAULT_PUBLIC_KEY_FILE = os.environ.get("MINGCHA_VAULT_PUBLIC_KEY_FILE", str(KEYS_DIR / "vault_public.key"))
VAULT_INDEX_KEY_FILE = os.environ.get("MINGCHA_VAULT_INDEX_KEY_FILE", str(KEYS_DIR / "vault_index.key"))
VAULT_PRIVATE_KEY_FILE = os.environ.get("MINGCHA_VAULT_PRIVATE_KEY_FILE") or None

# --- officers ----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "offices.Officer"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "desk:sign-in"
LOGIN_REDIRECT_URL = "desk:worklist"
LOGOUT_REDIRECT_URL = "desk:sign-in"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "desk.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO and os.environ.get("MINGCHA_INSECURE_HTTP") != "1"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- language and time: Chinese is the source, the day is Beijing's ----------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        if os.environ.get("MINGCHA_TEST") != "1"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

PAPERS_DIR = DATA_DIR / "papers"
FONTS_DIR = Path(os.environ.get("MINGCHA_FONTS_DIR", DATA_DIR / "fonts"))

# --- the worker: broker carries ids only -------------------------------------------------------------------
CELERY_BROKER_URL = os.environ.get("BROKER_URL", "filesystem://")
if CELERY_BROKER_URL.startswith("filesystem"):
    _broker = DATA_DIR / "broker"
    for _name in ("queue", "control"):
        (_broker / _name).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "queue"),
        "data_folder_out": str(_broker / "queue"),
        "control_folder": str(_broker / "control"),
        "polling_interval": 0.1,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = os.environ.get("MINGCHA_QUEUE", "mingcha")
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ALWAYS_EAGER = os.environ.get("MINGCHA_TASKS_INLINE") == "1"
CELERY_BEAT_SCHEDULE = {
    "outbox": {"task": "procedure.wake_outbox", "schedule": 30.0},
    "daily-sweep": {"task": "procedure.sweep", "schedule": 900.0},
}

REST_FRAMEWORK = {
    # The token authenticator stands first, so that an anonymous call is answered 401, not 403.
    "DEFAULT_AUTHENTICATION_CLASSES": ["knox.auth.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.answers.handle",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "明察 Mingcha",
    "DESCRIPTION": "投诉举报办理接口 / complaints and reports of a county market-regulation bureau",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}
REST_KNOX = {"TOKEN_TTL": None if DEMO else timedelta(hours=10)}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # A request line may carry what a person typed into a search box: it is not logged.
        "django.request": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
