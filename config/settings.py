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
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "jurisdiction",
    "identity",
    "offices",
    "enterprises",
    "procedure",
    "accounts",
    "evidence",
    "cases",
    "enforcement",
    "referrals",
    "rewards",
    "protection",
    "documents",
    "notices",
    "supervision",
    "retention",
    "desk",
    "api",
    "portal",
    "demo",
]

MIDDLEWARE = [
    "config.edge.Headers",
    "django.middleware.security.SecurityMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "config.edge.BodyLimit",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.SessionGate",
    "axes.middleware.AxesMiddleware",
    "procedure.middleware.LawInForce",
    "documents.outsiders.WhatOutsidersGet",
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
# What is sealed from now on: AES-256-GCM and SHA-256, or the commercial suite SM4-GCM and SM3. Old values stay readable.
VAULT_CIPHER_SUITE = os.environ.get("MINGCHA_CIPHER_SUITE") or "default"
if VAULT_CIPHER_SUITE not in ("default", "sm"):
    raise ImproperlyConfigured(f"MINGCHA_CIPHER_SUITE={VAULT_CIPHER_SUITE}：只能是 default 或 sm（国密）")

# --- officers ----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "offices.Officer"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name", "email"], "max_similarity": 0.6},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "desk:sign-in"
LOGIN_REDIRECT_URL = "desk:worklist"
LOGOUT_REDIRECT_URL = "desk:sign-in"

# --- signed in: for how long, in how many places, with what beside the password (docs/adr/0022) ---------------
# Served without TLS only in a demo on this machine, or where MINGCHA_INSECURE_HTTP says so for a trial.
SECURE = not DEMO and os.environ.get("MINGCHA_INSECURE_HTTP") != "1"
# The second factor: every officer's duty in production, off in a demo; "1" or "0" decides otherwise, either way.
REQUIRE_SECOND_FACTOR = {"1": True, "0": False}.get(os.environ.get("MINGCHA_REQUIRE_SECOND_FACTOR", ""))
OTP_TOTP_ISSUER = "明察"
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("SECRET_KEY_FALLBACKS", "").split(",") if key]
SESSION_ENGINE = "accounts.sessions"
SESSION_HOURS = 8
SESSION_IDLE_MINUTES = int(os.environ.get("MINGCHA_IDLE_MINUTES") or (SESSION_HOURS * 60 if DEMO else 30))
SESSIONS_PER_OFFICER = int(os.environ.get("MINGCHA_SESSIONS_PER_OFFICER") or (20 if DEMO else 2))
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
if SECURE:  # a name the browser gives to no other host and to no unencrypted page
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
CSRF_FAILURE_VIEW = "desk.errors.csrf_failure"
# Wrong passwords: five for a name from an address, then a pause. How many proxies of ours stand before the house
# decides which entry of X-Forwarded-For is believed; 0 believes none (accounts/lockout.py).
PROXIES = int(os.environ.get("MINGCHA_PROXIES") or 0)
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = (
    False  # else whoever knows a name could hold it locked for ever
)
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "next", "csrfmiddlewaretoken", "again_secret"]
AXES_HANDLER = "accounts.lockout.Counter"
AXES_USERNAME_CALLABLE = "accounts.lockout.who"
AXES_WHITELIST_CALLABLE = "accounts.lockout.nobody_named"
AXES_CLIENT_IP_CALLABLE = "accounts.lockout.address"
AXES_CLIENT_STR_CALLABLE = "accounts.lockout.unsaid"
AXES_LOCKOUT_CALLABLE = "accounts.lockout.answer"

# --- the county's own identity service, where there is one: an extra (requirements-oidc.in), off without an issuer --
OIDC_ISSUER = os.environ.get("MINGCHA_OIDC_ISSUER", "")
if OIDC_ISSUER:
    OIDC_RP_CLIENT_ID = os.environ.get("MINGCHA_OIDC_CLIENT_ID", "")
    OIDC_RP_CLIENT_SECRET = os.environ.get("MINGCHA_OIDC_CLIENT_SECRET", "")
    if not OIDC_RP_CLIENT_ID or not OIDC_RP_CLIENT_SECRET:
        raise ImproperlyConfigured(
            "设置了 MINGCHA_OIDC_ISSUER，还须设置 MINGCHA_OIDC_CLIENT_ID 和 MINGCHA_OIDC_CLIENT_SECRET"
        )
    if SECURE and not OIDC_ISSUER.startswith("https://"):
        raise ImproperlyConfigured("MINGCHA_OIDC_ISSUER 须是 https 地址")
    AUTHENTICATION_BACKENDS.append("accounts.oidc.Provider")
OIDC_RP_SIGN_ALGO = os.environ.get("MINGCHA_OIDC_ALGORITHM") or "RS256"
OIDC_CLAIM = os.environ.get("MINGCHA_OIDC_CLAIM") or "preferred_username"
# Which words of a token (amr, acr) count as a second factor; without one of them ours is asked for afterwards.
OIDC_FACTOR_METHODS = set((os.environ.get("MINGCHA_OIDC_FACTOR_METHODS") or "mfa,otp,hwk,sc").split(","))
OIDC_FACTOR_LEVELS = {level for level in os.environ.get("MINGCHA_OIDC_FACTOR_LEVELS", "").split(",") if level}
OIDC_RP_SCOPES = os.environ.get("MINGCHA_OIDC_SCOPES") or "openid profile"
OIDC_USE_PKCE = True
OIDC_TIMEOUT = 10

# --- what every answer tells the browser, and how much it may send (config/edge.py) ---------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": browsers then send "Origin: null" with a form, and Django rightly refuses that.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "object-src": ["'none'"],
        "frame-src": ["'none'"],
        "worker-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture", "encrypted-media",
        "fullscreen", "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment",
        "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "web-share",
        "xr-spatial-tracking",
    )
}  # fmt: skip
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
# A form with files may be so large as a whole; what a single file may be is said where files are received.
UPLOAD_MOST_BYTES = int(os.environ.get("MINGCHA_UPLOAD_MOST_MB") or 64) * 1024 * 1024

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
# --- evidence: originals sealed, sterile copies beside them; what one file, one matter, one day may weigh -----
EVIDENCE_DIR = DATA_DIR / "evidence"
EVIDENCE_MOST_BYTES = int(os.environ.get("MINGCHA_EVIDENCE_MOST_MB") or 50) * 1024 * 1024
EVIDENCE_MOST_FILES = int(os.environ.get("MINGCHA_EVIDENCE_MOST_FILES") or 60)
EVIDENCE_MOST_OF_MATTER = 10 * EVIDENCE_MOST_BYTES
EVIDENCE_MOST_OF_DAY = int(os.environ.get("MINGCHA_EVIDENCE_DAY_MB") or 5000) * 1024 * 1024
# Bytes of uploads under way that one web process holds in memory; beyond that a file is asked to come again.
EVIDENCE_MOST_HELD = 6 * EVIDENCE_MOST_BYTES
# A virus scanner: unix:/run/clamav/clamd.ctl, tcp:host:3310 or tls:host:3311. Set and silent, nothing is taken.
EVIDENCE_SCANNER = os.environ.get("MINGCHA_CLAMD") or ""
FILE_UPLOAD_HANDLERS = ["evidence.uploads.HeldInMemory"]

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
    "digest": {"task": "notices.digest", "schedule": 900.0},
    "drafts": {"task": "cases.sweep_drafts", "schedule": 1800.0},
    "originals": {"task": "evidence.sweep", "schedule": 60.0},
    "portal": {"task": "portal.sweep", "schedule": 3600.0},
    "retention": {"task": "retention.review", "schedule": 21600.0},
    "accounts": {"task": "accounts.clear", "schedule": 3600.0},
}

# --- the public door: what slows programs down, and counts without keeping an address (portal.limits) ----------
# Leading zero bits a browser's script must find; each one more doubles its work. 14 take a telephone a second or two.
PORTAL_PUZZLE_BITS = int(os.environ.get("MINGCHA_PUZZLE_BITS") or 14)
# How many proxies of our own stand before the web process, so that the caller's network is read from the right place.
PORTAL_PROXIES = int(os.environ.get("MINGCHA_PROXIES") or 0)
# How often in an hour: from one network (a whole town may share one on the telephone), from everywhere; per process.
PORTAL_LIMITS = {
    "filing": (30, 600),
    "evidence": (60, 1200),
    "tracking": (60, 1200),
}

# --- mail: the digest of due days, counts only. Without EMAIL_HOST every mail is a file in DATA_DIR/mail -----
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_USE_SSL = os.environ.get("EMAIL_USE_SSL") == "1"
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS") == "1"
EMAIL_PORT = int(os.environ.get("EMAIL_PORT") or (465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_TIMEOUT = 10  # seconds a silent mail server may hold the worker
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL") or EMAIL_HOST_USER or "mingcha@localhost"
# Where officers reach the house: the link in a mail and in a calendar.
PUBLIC_URL = (
    os.environ.get("MINGCHA_PUBLIC_URL")
    or (
        f"http://{os.environ.get('MINGCHA_BIND') or '127.0.0.1:8000'}"
        if DEMO
        else f"https://{ALLOWED_HOSTS[0]}"
    )
).rstrip("/")

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
    # Two fields are called `direction`: how a term is counted, and which way a message went.
    "ENUM_NAME_OVERRIDES": {
        "CountedDirection": ["after", "before"],
        "MessageDirection": ["in", "out", "read"],
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}
# A token ends with the working day and is never prolonged; the limit binds any view of the library that gives one out.
REST_KNOX = {
    "TOKEN_TTL": None if DEMO else timedelta(hours=10),
    "TOKEN_LIMIT_PER_USER": 5,
    "AUTO_REFRESH": False,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "config.logs.WithoutWords", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # A request line may carry what a person typed into a search box: it is not logged.
        "django.request": {"level": "ERROR"},
        "axes": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
        # At DEBUG it writes down every tag of a photograph, values included.
        "PIL": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
