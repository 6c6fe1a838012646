"""An entry that a frozen text quotes never changes: a new wording stands beside it, or the file is refused (C-10)."""

import datetime as dt

import pytest
import yaml
from django.core.management import CommandError, call_command

from foundation.verdicts import Refused
from lawfulbasis import places, services
from lawfulbasis.models import Entry, LoadedFile

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
CONSENT = "art6_1_a_consent"
FIRST_DAY = dt.date(2018, 5, 25)


@pytest.fixture
def quoted(monkeypatch):
    """A stand-in for the floor above: every version of consent is quoted by a frozen text."""
    asked = []

    def quotes(codes):
        asked.append(set(codes))
        return {(CONSENT, FIRST_DAY)} & {(code, FIRST_DAY) for code in codes}

    monkeypatch.setattr(places, "_IN_USE", [])
    places.register_in_use(quotes)
    services.load_catalogue(at=AT)
    return asked


@pytest.fixture
def edition(tmp_path):
    """An edition of the file in which one entry differs."""

    def write(code=CONSENT, **values):
        raw = yaml.safe_load((services.law_folder() / services.CATALOGUE).read_text(encoding="utf-8"))
        entries = [entry for entry in raw["entries"] if entry["code"] in {code, "art6_1_b_contract"}]
        next(entry for entry in entries if entry["code"] == code).update(values)
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.yaml"
        path.write_text(yaml.safe_dump({"entries": entries}), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    "values",
    [
        {"label": "Agreed"},
        {"help": "Other words."},
        {"flags": {}},
        {"reference": "Art 6"},
        {"in_force_from": "2019-01-01"},
    ],
)
def test_rewording_an_entry_in_use_is_refused_as_a_whole(quoted, edition, values):
    before = list(Entry.objects.order_by("pk").values())
    with pytest.raises(Refused) as refusal:
        services.load_catalogue(at=AT, path=edition(**values))
    assert f"{CONSENT} ({next(iter(values))})" in str(refusal.value)
    assert "valid_from" in str(refusal.value)
    assert list(Entry.objects.order_by("pk").values()) == before
    assert Entry.objects.get(code=CONSENT).history.count() == 1


def test_the_refused_edition_does_not_count_as_loaded(quoted, edition):
    digest = LoadedFile.objects.get().digest
    with pytest.raises(Refused):
        services.load_catalogue(at=AT, path=edition(label="Agreed"))
    assert LoadedFile.objects.get().digest == digest


def test_a_wording_with_a_later_first_day_stands_beside_the_one_in_use(quoted, edition):
    path = edition(label="Agreed", current_wording_from="2027-01-01")
    assert services.load_catalogue(at=AT, path=path) == (1, 0)
    old, new = Entry.objects.filter(code=CONSENT).order_by("valid_from")
    assert (old.label, old.in_force_to, new.label) == ("Consent", None, "Agreed")
    law = services.catalogue()
    assert law.on(CONSENT, dt.date(2026, 12, 31)).label == "Consent"
    assert law.on(CONSENT, dt.date(2027, 1, 1)).label == "Agreed"


def test_our_own_explanation_can_change_without_claiming_that_the_law_did(quoted, edition):
    path = edition(help="Said more plainly.", valid_from="2026-11-25")
    assert services.load_catalogue(at=AT, path=path) == (1, 0)
    newest = Entry.objects.filter(code=CONSENT).latest("valid_from")
    assert (newest.valid_from, newest.current_wording_from) == (dt.date(2026, 11, 25), FIRST_DAY)


def test_the_end_of_an_entry_in_use_can_be_recorded_once(quoted, edition):
    ended = edition(in_force_to="2026-12-31", changed_by="An Act of 2026")
    assert services.load_catalogue(at=AT, path=ended) == (0, 1)
    assert Entry.objects.get(code=CONSENT).history.count() == 2
    with pytest.raises(Refused):
        services.load_catalogue(at=AT, path=edition(in_force_to="2027-12-31"))


def test_its_place_in_the_list_is_no_wording(quoted, edition):
    assert services.load_catalogue(at=AT, path=edition(order=99)) == (0, 1)


def test_an_entry_that_nobody_quotes_can_be_mended(quoted, edition):
    assert services.load_catalogue(at=AT, path=edition("art6_1_b_contract", label="A contract")) == (0, 1)
    assert quoted[-1] == {"art6_1_b_contract"}


def test_nobody_is_asked_while_nothing_changes(quoted):
    assert services.load_catalogue(at=AT) == (0, 0)
    assert quoted == []


def test_the_command_says_which_entries_and_ends_with_an_error(quoted, edition, monkeypatch):
    path = edition(label="Agreed")
    monkeypatch.setattr(services, "law_folder", lambda: path.parent)
    monkeypatch.setattr(services, "CATALOGUE", path.name)
    with pytest.raises(CommandError, match=CONSENT):
        call_command("load_law")


def test_a_floor_that_registers_twice_is_asked_once(monkeypatch):
    monkeypatch.setattr(places, "_IN_USE", [])
    calls = []

    def quotes(codes):
        calls.append(codes)
        return set()

    places.register_in_use(quotes)
    places.register_in_use(quotes)
    assert places.in_use({"x"}) == frozenset()
    assert len(calls) == 1
