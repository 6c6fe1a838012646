"""The days on which the law changed, and who is told what about them (RL-14's view)."""

import datetime as dt
from types import SimpleNamespace

import pytest
import yaml
from django.urls import reverse

from lawfulbasis import changes, events, places, services
from lawfulbasis.models import Entry
from tests.factories.people import make_person, sign_in

D2018, D2026 = dt.date(2018, 5, 25), dt.date(2026, 2, 5)


def entry(code="a", begins=D2018, wording=D2018, last=None):
    return SimpleNamespace(code=code, in_force_from=begins, current_wording_from=wording, in_force_to=last)


def test_a_day_counts_what_begins_is_reworded_and_ends():
    rows = [entry("a"), entry("b", wording=D2026), entry("c", D2026, D2026), entry("d", last=dt.date(2026, 2, 4))]
    assert changes.days(rows, [None, D2026, D2026]) == [
        changes.Day(D2026, begin=1, reworded=1, end=1, checks=2),
        changes.Day(D2018, begin=3),
    ]


def test_two_wordings_of_one_entry_begin_once():
    assert changes.days([entry(), entry(wording=D2026)], []) == [
        changes.Day(D2026, reworded=1),
        changes.Day(D2018, begin=1),
    ]


def test_what_has_no_day_changes_on_none():
    assert changes.days([entry(begins=None, wording=None)], [None]) == []


@pytest.mark.parametrize(
    ("row", "day", "words"),
    [
        (entry(), D2018, "Comes into force"),
        (entry(wording=D2026), D2026, "Changes its wording"),
        (entry(last=dt.date(2026, 2, 4)), D2026, "No longer in force"),
    ],
)
def test_what_happens_on_a_day(row, day, words):
    assert changes.what(row, day) == words


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ("2025-08-19", {"s35_2_a_consent", "right_withdraw_consent"}),
        ("2025-08-20", {"art9_2_g_substantial_public_interest", "art10_official_authority", "sch8_fraud"}),
        ("2026-02-05", {"art6_1_e_public_task", "art6_1_ea_recognised_li", "right_object", "annex2_crime"}),
        ("2026-06-19", {"right_complain_to_controller"}),
    ],
)
@pytest.mark.django_db
def test_the_days_of_the_2025_act_touch_what_it_changed(day, codes):
    services.load_catalogue(at=dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC))
    found = set(Entry.objects.changed_on(dt.date.fromisoformat(day)).values_list("code", flat=True))
    assert codes <= found


def test_every_day_in_the_data_has_a_name_and_every_name_a_day():
    raw = yaml.safe_load((services.law_folder() / services.CATALOGUE).read_text(encoding="utf-8"))["entries"]
    days = {entry[name] for entry in raw for name in ("in_force_from", "current_wording_from") if entry[name]}
    assert {dt.date.fromisoformat(day) for day in days} == set(events.events())
    assert events.named(dt.date(2030, 1, 1)) == events.NAMELESS


@pytest.fixture
def reader(client, db):
    services.load_catalogue(at=dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC))
    return sign_in(client, make_person("reader@essex.example"))


def body(client, name, *args, query=""):
    return client.get(reverse(f"lawfulbasis:{name}", args=args) + query).content.decode()


def test_the_list_shows_days_newest_first_and_what_is_coming(reader):
    found = body(reader, "changes")
    assert found.index("19 June 2026") < found.index("5 February 2026") < found.index("25 May 2018")
    assert "Coming: passed by Parliament" in found
    assert reverse("lawfulbasis:entry", args=["gw_ca2004_s16LA"]) in found
    assert "7 checks begin" in found or "8 checks begin" in found


def test_a_day_shows_entries_checks_and_what_to_look_at(reader):
    found = body(reader, "change", "2026-02-05")
    assert "Main data protection changes" in found
    assert "Changes its wording" in found
    assert "Comes into force" in found
    assert "RT-10" in found
    assert "What to look at in earlier agreements" in found


def test_a_long_day_comes_in_pages(reader):
    found = body(reader, "change", "2018-05-25")
    assert "Showing 1 to 25 of 203 entries" in found
    assert "Showing 201 to 203 of 203 entries" in body(reader, "change", "2018-05-25", query="?page=9")
    assert "Showing 1 to 25" in body(reader, "change", "2018-05-25", query="?page=x")


@pytest.mark.parametrize("day", ["2026-02-06", "2026-02-30", "2026-13-01", "0000-00-00", "x"])
def test_a_day_without_a_change_is_not_found(reader, day):
    assert reader.get(f"/law/changes/{day}/").status_code == 404


def test_the_floor_above_adds_its_link(reader, monkeypatch):
    monkeypatch.setattr(places, "_CHANGE_LINKS", [])
    assert "Who is touched" not in body(reader, "change", "2026-02-05")
    link = places.Link("Who is touched", lambda day: f"/somewhere/{day}/")
    places.add_change_link(link)
    places.add_change_link(link)
    assert body(reader, "change", "2026-02-05").count("/somewhere/2026-02-05/") == 1
