"""One world with people, organisations and an agreement in it, for tests that walk every page."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests import scenarios
from tests.scenarios import World


@pytest.fixture(scope="module")
def world(django_db_setup: Any, django_db_blocker: Any) -> Iterator[World]:
    """Rolled back by hand because it outlives a single test's transaction. Clients raise nothing: they see pages."""
    logging.disable(logging.CRITICAL)
    with django_db_blocker.unblock(), transaction.atomic():
        made = scenarios.access_world()
        for who in scenarios.KINDS:
            made.clients[who] = Client(raise_request_exception=False)
            if who in made.people:
                scenarios.sign_in(made.clients[who], made.people[who])
        yield made
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
