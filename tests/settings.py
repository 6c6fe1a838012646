"""The settings of the test run: the portal's own, with cheap passwords and no outside world."""

import os
import tempfile

os.environ.setdefault("PORTAL_VAR", tempfile.mkdtemp(prefix="portal-test-"))
os.environ.pop("DATABASE_URL", None)
os.environ.pop("REDIS_URL", None)

from dsaportal import environment as env
from dsaportal.settings import *  # noqa: F403

EMBEDDED = True
if env.text("TEST_DATABASE_URL"):
    DATABASES = {"default": env.postgres(env.text("TEST_DATABASE_URL"))}
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    # Whoever waits for a lock here waits for a test on a busy machine: who wins is asked, not how soon.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 2,
        "options": "-c statement_timeout=60000 -c lock_timeout=30000",
    }
if env.text("TEST_REDIS_URL"):
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env.text("TEST_REDIS_URL")}
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALIKE_SECONDS = 0.0
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}
for _engine in TEMPLATES:  # noqa: F405
    _engine["OPTIONS"]["string_if_invalid"] = "⟦missing: %s⟧"
