import os
from typing import Any

from celery import Celery
from celery.signals import import_modules, setup_logging
from kombu.transport import TRANSPORT_ALIASES

from dsaportal import startup

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dsaportal.settings")


# Sent when a worker or a scheduler starts, and by nothing else. Connected before the app is made, because its own
# receiver loads the settings, and one that they cannot read would end in a traceback instead of our sentence.
@import_modules.connect
def _refuse_unsafe(**kwargs: Any) -> None:
    startup.refuse_unsafe(embedded_allowed=True)


@setup_logging.connect
def _keep_logging(**kwargs: Any) -> None:
    """Django has configured the logs already; a receiver here keeps Celery from replacing them with its own."""


TRANSPORT_ALIASES["folder"] = "foundation.doorbell:Transport"
app = Celery("dsaportal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
