import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init, setup_logging

from dsaportal import startup

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dsaportal.settings")

app = Celery("dsaportal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
@beat_init.connect
def _refuse_unsafe(**kwargs: Any) -> None:
    """However a worker or a scheduler is started, unsafe settings end it."""
    startup.refuse_unsafe(embedded_allowed=True)


@setup_logging.connect
def _keep_logging(**kwargs: Any) -> None:
    """Django has configured the logs already; a receiver here keeps Celery from replacing them with its own."""
