"""Settings of the processes that get killed: as for notices, with a scheduler that pokes the reminders every second."""

from tests.notices.kill_settings import *  # noqa: F403

CELERY_BEAT_SCHEDULE = {
    name: {"task": f"{name}.sweep", "schedule": 1.0, "options": {"expires": 5}}
    for name in ("notices", "reviews", "closing")
}
