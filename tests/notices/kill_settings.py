"""The portal's own settings for the processes that get killed: real SMTP, short patience, a scheduler in a hurry."""

import os

from dsaportal import environment as env
from dsaportal.settings import *  # noqa: F403

if os.environ.get("KILL_DATABASE_URL"):
    DATABASES = {"default": env.postgres(os.environ["KILL_DATABASE_URL"])}
NOTICE_LEASE_SECONDS = 2
CELERY_BEAT_SCHEDULE = {"deliver": {"task": "notices.sweep", "schedule": 1.0, "options": {"expires": 5}}}
