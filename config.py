"""Every setting, read from the environment. The README lists each with its meaning."""

import os
from pathlib import Path


def _database_url(data: Path) -> str:
    url = os.environ.get("CONSULT_DATABASE_URL", f"sqlite:///{data / 'consult.sqlite3'}")
    # psycopg 3 is the driver we ship; a plain postgresql:// URL, as hosts hand it out, means that one.
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _flag(name: str, default: str = "0") -> bool:
    return os.environ.get(name, default).lower() in {"1", "true", "yes", "oui"}


DATA_DIR = Path(os.environ.get("CONSULT_DATA", "data")).absolute()
"""Everything this site keeps: database, secret."""

SECRET_KEY = os.environ.get("CONSULT_SECRET_KEY", "")
SQLALCHEMY_DATABASE_URI = _database_url(DATA_DIR)
PUBLIC_URL = os.environ.get("CONSULT_PUBLIC_URL", "").rstrip("/")
TOWN_NAME = os.environ.get("CONSULT_TOWN", "Ville de Mamoudzou")
PUBLISHER_ADDRESS = os.environ.get("CONSULT_PUBLISHER_ADDRESS", "")
PUBLICATION_DIRECTOR = os.environ.get("CONSULT_PUBLICATION_DIRECTOR", "")
HOSTING_PROVIDER = os.environ.get("CONSULT_HOSTING_PROVIDER", "")
ACCENT_COLOUR = os.environ.get("CONSULT_ACCENT", "#0b5d5b")
TOTP_REQUIRED = _flag("CONSULT_TOTP_REQUIRED")
PROXIES = int(os.environ.get("CONSULT_PROXIES", "0"))
LIMITS_URL = os.environ.get("CONSULT_LIMITS_URL", "memory://")
SUBMISSIONS_PER_MINUTE = int(os.environ.get("CONSULT_SUBMISSIONS_PER_MINUTE", "3000"))
LOG = os.environ.get("CONSULT_LOG", "")
METRICS_PORT = int(os.environ.get("CONSULT_METRICS_PORT", "0"))
# What the database is given belongs to families, and must not come back in the words of an error.
SQLALCHEMY_ENGINE_OPTIONS = {"hide_parameters": True}

SMTP_URL = os.environ.get("CONSULT_SMTP_URL", "")
MAIL_FROM = os.environ.get("CONSULT_MAIL_FROM", "")
SMS_URL = os.environ.get("CONSULT_SMS_URL", "")
SMS_HEADERS = os.environ.get("CONSULT_SMS_HEADERS", "")
SMS_BODY = os.environ.get("CONSULT_SMS_BODY", '{"to": "{to}", "text": "{text}", "id": "{id}"}')
SMS_PREFIX = os.environ.get("CONSULT_SMS_PREFIX", "262")
MESSAGES_KEPT_DAYS = int(os.environ.get("CONSULT_MESSAGES_KEPT_DAYS", "90"))
MESSAGES_PER_MINUTE = int(os.environ.get("CONSULT_MESSAGES_PER_MINUTE", "60"))

BABEL_DEFAULT_LOCALE = "fr"
BABEL_DEFAULT_TIMEZONE = os.environ.get("CONSULT_TIMEZONE", "Indian/Mayotte")
MAX_CONTENT_LENGTH = 12 * 1024 * 1024
MAX_FORM_MEMORY_SIZE = 1024 * 1024
WTF_CSRF_TIME_LIMIT = 24 * 3600
# Staff pages check the token in their guard, family pages have none; our pages send no Referer to compare.
WTF_CSRF_CHECK_DEFAULT = False
WTF_CSRF_SSL_STRICT = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "consult_form"
