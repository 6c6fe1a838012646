import datetime as dt

import pytest

from accounts.models import User
from notices import delivery, services, tasks
from notices.delivery import Answer, Outcome

NOW = dt.datetime(2027, 3, 10, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def at() -> dt.datetime:
    return NOW


@pytest.fixture
def person(db) -> User:
    return User.objects.create_user("morgan.reed@essex.example", full_name="Morgan Reed")


@pytest.fixture
def admin(db) -> User:
    return User.objects.create_user("ada.field@essex.example", full_name="Ada Field")


@pytest.fixture(autouse=True)
def _tasks_live_in_the_tests_time(monkeypatch):
    monkeypatch.setattr(tasks, "_now", lambda: NOW)
    tasks._Pause.until = None


@pytest.fixture
def tell(person, at):
    """Queue a notice that leaves its recipient a choice, with whatever differs."""

    def queue(**different):
        facts = {
            "kind": "org.ico_due",
            "recipient": person,
            "dedupe_key": "ico:1",
            "context": {
                "name": person.full_name,
                "organisation": "Essex County Council",
                "ico_reference": "Z1234567",
                "expires_on": dt.date(2027, 4, 9),
                "link": "/organisations/essex/",
            },
            "at": at,
        }
        return services.queue(**(facts | different))

    return queue


@pytest.fixture
def deliver(at):
    """Drain the outbox as if at one instant."""
    return lambda now=at: services.deliver(clock=lambda: now)


@pytest.fixture
def server(monkeypatch):
    """A mail server that answers as told, then accepts; ``server.seen`` is what was handed to it."""

    class Server:
        def __init__(self):
            self.answers, self.seen = [], []

        def hand_over(self, line, notice):
            self.seen.append(notice.message_id)
            answer = self.answers.pop(0) if self.answers else Answer(Outcome.ACCEPTED)
            return answer(notice) if callable(answer) else answer

    found = Server()
    monkeypatch.setattr(delivery.Line, "hand_over", lambda line, notice: found.hand_over(line, notice))
    return found
