"""Which agreements rely on which law, and whom a change in the law concerns (C-10)."""

import datetime as dt

import pytest
from django.urls import reverse

from agreements import law_in_use
from agreements.choices import Status
from agreements.models import Agreement, CodeUse, Version, VersionCode
from foundation.verdicts import Refused
from lawfulbasis import places
from lawfulbasis import services as law
from tests.agreements import scene as set_up
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db

CHANGE = dt.date(2026, 2, 5)
BEFORE = dt.datetime(2025, 5, 3, 12, tzinfo=dt.UTC)
AFTER = dt.datetime(2026, 5, 3, 12, tzinfo=dt.UTC)
TASK, CONSENT = "art6_1_e_public_task", "art6_1_a_consent"


def _scene():
    staged = set_up.set_scene()
    CodeUse.objects.all().delete()
    return staged


STAGE = _scene


def uses(agreement, *codes):
    CodeUse.objects.bulk_create(
        CodeUse(agreement=agreement, code=code, path=f"lawful_basis/{number}/condition")
        for number, code in enumerate(codes)
    )


def freeze(agreement, at, status=Status.IN_FORCE):
    version = Version.objects.create(
        agreement=agreement, number=1, text="{}", fingerprint=f"{agreement.pk:064}", frozen_at=at
    )
    Agreement.objects.filter(pk=agreement.pk).update(status=status)
    return version


def page(client, day="2026-02-05", query=""):
    return client.get(reverse("agreements:law_change", args=[day]) + query)


def body(client, **asked):
    return page(client, **asked).content.decode()


def test_the_floor_of_the_law_is_told_which_wordings_frozen_texts_quote(scene):
    version = freeze(scene.agreement, BEFORE)
    day = dt.date(2018, 5, 25)
    VersionCode.objects.create(version=version, code=CONSENT, wording_from=day)
    assert law_in_use.quoted({CONSENT, TASK}) == {(CONSENT, day)}
    assert law_in_use.quoted({TASK}) == set()


def test_the_catalogue_cannot_reword_what_a_frozen_text_quotes(scene, tmp_path, monkeypatch):
    monkeypatch.setattr(places, "_IN_USE", [law_in_use.quoted])
    version = freeze(scene.agreement, BEFORE)
    VersionCode.objects.create(version=version, code=CONSENT, wording_from=dt.date(2018, 5, 25))
    text = (law.law_folder() / law.CATALOGUE).read_text(encoding="utf-8")
    other = tmp_path / "catalogue.yaml"
    other.write_text(text.replace("label: Consent\n", "label: Agreed\n", 1), encoding="utf-8")
    with pytest.raises(Refused, match=CONSENT):
        law.load_catalogue(at=AFTER, path=other)


def test_links_to_the_agreements_stand_on_the_pages_of_the_law(scene, client, monkeypatch):
    for name in ("_IN_USE", "_ENTRY_LINKS", "_CHANGE_LINKS"):
        monkeypatch.setattr(places, name, [])
    law_in_use.register()
    law_in_use.register()
    sign_in(client, scene.officer)
    entry = client.get(reverse("lawfulbasis:entry", args=[TASK])).content.decode()
    assert entry.count(f"{reverse('agreements:list')}?relies_on={TASK}") == 1
    day = client.get(reverse("lawfulbasis:change", args=["2026-02-05"])).content.decode()
    assert day.count(reverse("agreements:law_change", args=["2026-02-05"])) == 1


def test_an_agreement_that_names_something_that_changed_is_touched(scene, client):
    uses(scene.agreement, TASK, CONSENT)
    found = body(sign_in(client, scene.officer))
    assert scene.agreement.title in found
    assert "Public task" in found
    assert ">Consent<" not in found
    assert "Being written" in found


def test_an_older_text_is_touched_whatever_it_names(scene, client):
    freeze(scene.agreement, BEFORE)
    found = body(sign_in(client, scene.officer))
    assert "Older than the change" in found
    assert "3 May 2025" in found
    assert "Nothing that changes" in found


@pytest.mark.parametrize(("at", "touched"), [(BEFORE, True), (AFTER, False)])
def test_a_text_made_after_the_change_is_shown_only_if_it_names_what_changed(scene, client, at, touched):
    freeze(scene.agreement, at)
    sign_in(client, scene.officer)
    assert (scene.agreement.title in body(client)) is touched
    uses(scene.agreement, TASK)
    assert ("Made after the change" in body(client)) is not touched


def test_a_text_frozen_in_the_last_hour_before_the_day_is_older(scene):
    freeze(scene.agreement, dt.datetime(2026, 2, 4, 23, 59, 59, tzinfo=dt.UTC))
    assert list(law_in_use.touched(scene.officer, [], CHANGE)) == [scene.agreement]


def test_a_draft_that_names_nothing_that_changed_is_not_touched(scene, client):
    uses(scene.agreement, CONSENT)
    assert "None of the agreements that you can see is touched" in body(sign_in(client, scene.officer))


@pytest.mark.parametrize("status", [Status.ENDED, Status.SUPERSEDED, Status.WITHDRAWN])
def test_what_is_over_is_left_out(scene, status):
    uses(scene.agreement, TASK)
    freeze(scene.agreement, BEFORE, status)
    assert not law_in_use.touched(scene.officer, [TASK], CHANGE).exists()


def test_nobody_learns_of_agreements_that_they_may_not_see(scene, client):
    uses(scene.agreement, TASK)
    assert scene.agreement.title in body(sign_in(client, scene.partner))
    client.logout()
    assert scene.agreement.title not in body(sign_in(client, scene.outsider))


def test_those_that_rely_come_first_and_each_once(scene):
    freeze(scene.agreement, BEFORE)
    uses(scene.agreement, TASK, "right_object", "art6_1_f_legitimate_interests")
    other = Agreement.objects.get(pk=scene.agreement.pk)
    found = list(law_in_use.touched(scene.officer, [TASK, "right_object"], CHANGE))
    assert found == [other]
    assert law_in_use.used_by(found, [TASK, "right_object"]) == {other.pk: [TASK, "right_object"]}


def test_many_entries_are_cut_short(scene, client):
    codes = [entry for entry in law.catalogue().provisions if entry.startswith("transfer_art")]
    uses(scene.agreement, *codes)
    assert f"and {len(codes) - 5} more" in body(sign_in(client, scene.officer))


@pytest.mark.parametrize("day", ["2026-02-06", "2026-02-30", "x"])
def test_a_day_without_a_change_is_not_found(scene, client, day):
    sign_in(client, scene.officer)
    assert client.get(f"/agreements/law-changes/{day}/").status_code == 404


def test_the_page_asks_the_database_the_same_for_one_and_for_many(scene, client, django_assert_max_num_queries):
    uses(scene.agreement, TASK)
    sign_in(client, scene.officer)
    with django_assert_max_num_queries(20):
        assert page(client).status_code == 200
