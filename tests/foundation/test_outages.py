"""A database that says "not now" is answered with a plain page, never with a fault of ours."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from foundation import frontdoor
from foundation.outages import Outages


class Cause(Exception):
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


def answer(error: Exception, cause: Exception | None = None) -> HttpResponse | None:
    error.__cause__ = cause
    return Outages(lambda request: HttpResponse()).process_exception(RequestFactory().post("/"), error)


@pytest.mark.parametrize("state", ["55P03", "40P01", "40001"])
def test_whoever_lost_a_race_may_try_again(state):
    got = answer(OperationalError("canceling statement"), Cause(state))
    assert got is not None
    assert got.status_code == 409
    assert "nothing was changed" in got.content.decode()


def test_sqlite_says_it_in_words():
    got = answer(OperationalError("database is locked"))
    assert got is not None
    assert got.status_code == 409


@pytest.mark.parametrize("error", [OperationalError("connection refused"), InterfaceError("connection already closed")])
def test_a_database_that_is_gone_means_later(error):
    got = answer(error, Cause("08006"))
    assert got is not None
    assert got.status_code == 503
    assert got["Retry-After"] == "60"


def test_other_faults_are_faults():
    assert answer(ValueError("a bug")) is None


@pytest.mark.parametrize(("size", "status"), [(21_000_000, 200), (22_000_001, 413), (10**30, 413)])
def test_b68_a_form_with_a_file_has_a_limit(size, status):
    door = frontdoor.FrontDoor(lambda request: HttpResponse())
    kind = "multipart/form-data; boundary=x"
    request = RequestFactory().generic("POST", "/", CONTENT_TYPE=kind, CONTENT_LENGTH=str(size))
    assert door(request).status_code == status


@pytest.mark.django_db
def test_b68_nobody_sends_two_hundred_files_in_a_minute():
    door = frontdoor.FrontDoor(lambda request: HttpResponse())

    def send(address: str) -> HttpResponse | None:
        file = SimpleUploadedFile("plan.pdf", b"%PDF-")
        request = RequestFactory(REMOTE_ADDR=address).post("/", {"file": file})
        return door.process_view(request, lambda request: HttpResponse())

    answers = [send("192.0.2.1") for _ in range(frontdoor.MOST_FILES + 1)]
    assert answers[:-1] == [None] * frontdoor.MOST_FILES
    assert answers[-1] is not None
    assert (answers[-1].status_code, answers[-1]["Retry-After"]) == (429, "60")
    assert "Wait a minute, then try again." in answers[-1].content.decode()
    assert send("192.0.2.2") is None


@pytest.mark.django_db
def test_b68_forms_without_files_are_not_counted():
    door = frontdoor.FrontDoor(lambda request: HttpResponse())
    for _ in range(frontdoor.MOST_FILES + 1):
        request = RequestFactory(REMOTE_ADDR="192.0.2.3").post("/", {"text": "words"})
        assert door.process_view(request, lambda request: HttpResponse()) is None
