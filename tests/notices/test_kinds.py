"""Kinds and their words, walked both ways."""

from pathlib import Path

import pytest
from django.conf import settings

from notices import kinds
from notices.choices import Choice

WORDS = Path(settings.BASE_DIR) / "templates" / "notices"
OURS = {"pages"}


@pytest.mark.parametrize("key", kinds.KINDS)
def test_every_kind_has_its_words(key):
    missing = [name for name in ("subject.txt", "body.txt") if not (WORDS / key / name).is_file()]
    assert missing == []


def test_no_words_without_a_kind():
    folders = {path.name for path in WORDS.iterdir() if path.is_dir()} - OURS
    assert folders - set(kinds.KINDS) == set()


@pytest.mark.parametrize("kind", kinds.to_choose(), ids=lambda kind: kind.key)
def test_what_can_be_digested_can_be_counted(kind):
    one, many = kind.counted
    assert one
    assert many
    assert one != many


@pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=lambda kind: kind.key)
def test_kind_is_described(kind):
    assert kind.title[0].isupper()
    assert not kind.title.endswith(".")
    assert kind.to
    assert kind.limit
    assert not kind.why.endswith(".")
    assert not kind.compulsory or kind.compulsory.endswith(".")


@pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=lambda kind: kind.key)
def test_signing_requests_and_security_cannot_be_turned_off(kind):
    must = kind.group is kinds.Group.SECURITY or kind.key == "sign.request"
    assert not (must and kind.may_choose)
    assert kind.allows(Choice.IMMEDIATE)
    assert kind.allows(Choice.OFF) is kind.may_choose


def test_a_secret_runs_out():
    assert [kind.key for kind in kinds.KINDS.values() if kind.is_secret and not kind.useful_for] == []


def test_an_unknown_kind_is_a_mistake():
    with pytest.raises(LookupError):
        kinds.kind("account.misspelt")
