"""The checks of an agreement that is signed, or about to be, know more than its text says."""

import datetime as dt

import pytest
import yaml
from django.urls import reverse

from agreements import assembly, known, services
from agreements.known import Signatures
from drafting import checking
from lawfulbasis import services as law
from lawfulbasis.rules import Facts
from tests.agreements.scene import AT, TODAY, set_scene
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_upper_floor(monkeypatch):
    monkeypatch.setattr(known, "_SIGNATURES", [])
    monkeypatch.setattr(known, "_REVIEWED", [])


STAGE = set_scene


@pytest.fixture
def officer(client, scene):
    sign_in(client, scene.officer)
    return client


def asked_to_sign(scene):
    services.freeze(agreement=scene.agreement, by=scene.officer, at=AT)
    services.ask_for_signatures(agreement=scene.agreement, by=scene.officer, at=AT)
    scene.agreement.refresh_from_db()


def in_force(scene):
    asked_to_sign(scene)
    services.complete(agreement=scene.agreement, by=None, at=AT)
    scene.agreement.refresh_from_db()


def rules_shown(client, scene, on=TODAY):
    address = reverse("drafting:checks", args=[scene.agreement.reference])
    page = client.get(f"{address}?on={on.isoformat()}")
    assert page.status_code == 200
    return page.content.decode()


def test_of_a_draft_there_is_nothing_to_know(scene, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert known.of(scene.agreement, on=TODAY) == Facts()


def test_a_review_is_overdue_once_it_is_in_force_and_not_once_it_was_held(officer, scene):
    """RL-10, C-26: the text alone does not say that anybody signed it."""
    day = TODAY + dt.timedelta(days=300)
    assert "RL-10" not in rules_shown(officer, scene, day)
    in_force(scene)
    assert "RL-10" in rules_shown(officer, scene, day)
    known.register_reviewed(lambda agreement: day)
    assert "RL-10" not in rules_shown(officer, scene, day)


def test_an_agreement_past_its_last_day_is_told_so(officer, scene):
    """RL-11."""
    day = TODAY + dt.timedelta(days=1200)
    assert "RL-11" not in rules_shown(officer, scene, day)
    in_force(scene)
    assert "RL-11" in rules_shown(officer, scene, day)


def test_who_has_not_signed_is_named_once_signatures_are_asked_for(officer, scene):
    """PTY-13, PTY-12: said by whoever collects signatures."""
    keys = [party.key for party in assembly.assemble(scene.agreement).parties]
    known.register_signatures(lambda agreement, on: Signatures(frozenset(keys[:1]), (keys[1],)))
    assert "PTY-13" not in rules_shown(officer, scene)
    asked_to_sign(scene)
    page = rules_shown(officer, scene)
    assert "Basildon Borough Council has yet to sign this version." in page
    assert "Essex County Council has yet to sign" not in page
    assert "PTY-12" in page
    known.register_signatures(lambda agreement, on: None)
    assert "PTY-13" not in rules_shown(officer, scene)


def test_law_that_got_other_words_since_is_named_until_the_next_review(officer, scene, tmp_path):
    """RL-14: the version keeps the words of its day, and the catalogue has newer ones."""
    in_force(scene)
    assert known.of(scene.agreement, on=TODAY).changed_law == ()
    reworded = TODAY + dt.timedelta(days=100)
    reword("art6_1_e_public_task", reworded, tmp_path / "later.yaml")
    assert known.of(scene.agreement, on=reworded - dt.timedelta(days=1)).changed_law == ()
    assert known.of(scene.agreement, on=reworded).changed_law == ("art6_1_e_public_task",)
    assert "RL-14" in rules_shown(officer, scene, reworded)
    known.register_reviewed(lambda agreement: reworded)
    assert "RL-14" not in rules_shown(officer, scene, reworded)


def reword(code, day, path):
    """The catalogue of the day on which an entry gets new words."""
    held = yaml.safe_load((law.law_folder() / law.CATALOGUE).read_text(encoding="utf-8"))["entries"]
    entry = next(entry for entry in held if entry["code"] == code) | {"current_wording_from": day.isoformat()}
    path.write_text(yaml.safe_dump({"entries": [entry]}), encoding="utf-8")
    law.load_catalogue(at=AT, path=path)


def test_what_was_found_without_the_facts_is_not_shown_with_them(scene):
    text, digest = assembly.assemble(scene.agreement), scene.agreement.working_digest
    day = TODAY + dt.timedelta(days=300)
    first = checking.findings(text, digest=digest, on=day)
    second = checking.findings(text, digest=digest, on=day, facts=Facts(active=True))
    assert {one.rule for one in second} - {one.rule for one in first} == {"RL-10"}
    assert checking.findings(text, digest=digest, on=day, facts=Facts(active=True)) is second
    assert checking.findings(text, digest=digest, on=day) is first
