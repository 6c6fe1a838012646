import datetime as dt

import pytest
from django.core import mail

from dsaportal import celery
from foundation import jobs
from notices import delivery, services, tasks
from notices.delivery import Answer, Outcome
from notices.models import Notice

pytestmark = pytest.mark.django_db


def test_the_schedule_names_tasks_that_exist(settings):
    ours = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values() if entry["task"].startswith("notices.")}
    assert ours == {tasks.sweep.name, tasks.digests.name}
    assert ours | {tasks.deliver.name, "notices.deliver"} <= set(celery.app.tasks)


def test_a_bell_sends_what_was_written(tell, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tell()
    assert len(mail.outbox) == 1


def test_with_the_broker_down_the_act_succeeds_and_the_sweep_sends(
    tell, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    def down(*args, **kwargs):
        raise ConnectionError("no broker")

    monkeypatch.setattr("celery.canvas.Signature.apply_async", down)
    with django_capture_on_commit_callbacks(execute=True):
        notice = tell()
    assert mail.outbox == []
    assert "the sweep will do it" in caplog.text
    tasks.sweep()
    notice.refresh_from_db()
    assert notice.accepted_at


def test_bells_are_ignored_while_the_server_is_in_trouble_but_the_sweep_tries(tell, monkeypatch):
    tried = []

    def hand_over(line, notice):
        tried.append(notice.pk)
        return Answer(Outcome.TROUBLE, "refused")

    monkeypatch.setattr(delivery.Line, "hand_over", hand_over)
    for number in range(6):
        tell(dedupe_key=f"n{number}")
    tasks.deliver()
    tasks.deliver()
    assert len(tried) == 2
    tasks.sweep()
    assert len(tried) == 4


def test_a_long_queue_rings_again(tell, monkeypatch):
    rung = []
    monkeypatch.setattr(jobs, "ring", lambda task: rung.append(task))
    monkeypatch.setattr(services, "deliver", lambda clock: services.Tally(is_more_due=True))
    tasks.deliver()
    assert rung == ["notices.deliver"]


def test_digests_are_written_by_the_scheduler(tell, person, at, monkeypatch):
    from notices.choices import Choice, DigestTime

    services.choose(by=person, choices={"org.ico_due": Choice.DAILY}, time=DigestTime.EARLY, at=at)
    tell()
    monkeypatch.setattr(tasks, "_now", lambda: at + dt.timedelta(days=1))
    tasks.digests()
    assert Notice.objects.filter(kind="digest.daily").exists()
