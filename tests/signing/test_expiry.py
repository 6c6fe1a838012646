"""Operators hear in time that a certificate runs out."""

import datetime as dt

import pytest

from notices.models import Notice
from signing import tasks
from signing.seal import expiry, keys
from signing.services import letters
from tests.signing.scene import AT


@pytest.mark.parametrize(("days", "mark"), [(31, None), (30, 30), (15, 30), (14, 14), (7, 7), (2, 7), (1, 1), (-3, 1)])
def test_marks(days, mark):
    assert expiry.mark(days) == mark


@pytest.mark.django_db
def test_one_message_at_each_mark():
    certificate = keys.current(AT).seal.certificate
    last = certificate.not_valid_after_utc
    assert not letters.warn_of_certificate(certificate=certificate, at=last - dt.timedelta(days=40))
    for days in (31, 30, 29, 14, 13, 7, 3, 1, 0, -1):
        letters.warn_of_certificate(certificate=certificate, at=last - dt.timedelta(days=days))
    told = Notice.objects.filter(kind="ops.certificate_due").order_by("pk")
    assert [notice.subject for notice in told] == [
        f"[dsa] A certificate runs out in {words}" for words in ("30 days", "14 days", "7 days", "1 day")
    ]
    assert "CN=" in told[0].text


@pytest.mark.django_db
def test_the_nightly_look_finds_both_certificates_of_our_own(monkeypatch):
    ring = keys.current(AT)
    assert len(expiry.certificates(ring)) == 2
    soon = min(certificate.not_valid_after_utc for certificate in expiry.certificates(ring)) - dt.timedelta(days=5)
    monkeypatch.setattr(tasks.timezone, "now", lambda: soon)
    assert tasks.check_certificates() >= 1
