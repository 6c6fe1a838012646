"""Who did what: complete, in order, inert as a file; and the hourly upkeep's messages."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from notices.models import Notice
from parties import activity, spreadsheets, tasks
from parties.choices import ContactRole
from parties.models import Contact, Membership, Organisation, Upload
from parties.services import (
    assurances,
    authority,
    contacts,
    imports,
    invitations,
    organisations,
    people,
    successions,
    upkeep,
)
from tests.factories.parties import make_contact, make_organisation, make_ready_organisation
from tests.factories.people import make_operator, make_person, sign_in
from tests.parties import registering

pytestmark = pytest.mark.django_db


def titles(organisation: Organisation) -> list[str]:
    return [entry.title for entry in activity.entries(list(activity.keys(organisation)))]


def test_everything_that_changes_is_there_with_who_did_it():
    hackney = make_ready_organisation("Hackney")
    other = make_ready_organisation("Essex")
    admin = make_person("admin1@hackney.example")
    at = timezone.now()
    organisations.update(organisation=hackney, by=admin, at=at, phone="1", is_public_authority=True)
    dpo = Contact.objects.get(organisation=hackney)
    contacts.change_contact(contact=dpo, by=admin, at=at, email="new@hackney.example")
    contacts.change_contact(contact=dpo, by=admin, at=at)
    contacts.remove_contact(contact=dpo, by=admin, at=at)
    held = assurances.record(
        organisation=hackney, kind="dspt", level="Met", reference="", expires_on=dt.date(2027, 6, 30), by=admin, at=at
    )
    assurances.record(
        organisation=hackney, kind="dspt", level="Exceeded", reference="", expires_on=None, by=admin, at=at
    )
    assurances.withdraw(assurance=held, by=admin, at=at)
    invitations.invite(
        organisation=hackney, email="n@hackney.example", full_name="Nia", roles=[Role.READER], by=admin, at=at
    )
    sam = Membership.objects.get(person=make_person("sam@hackney.example", hackney, [Role.READER]))
    people.change_roles(membership=sam, roles=[Role.SIGNATORY], job_title="Chief", by=admin, at=at)
    people.suspend(membership=sam, by=admin, at=at)
    people.restore(membership=sam, by=admin, at=at)
    people.remove(membership=sam, by=admin, at=at)
    day = dt.date(2027, 4, 1)
    successions.end(organisation=hackney, how="merged", on=day, successors=[other], by=make_operator(), at=at)
    found = set(titles(hackney))
    for title in (
        "Organisation added", "Accepted the terms of use", "Details changed", "Joined: Sam",
        "Contact added: Dana Dpo, Data protection officer", "Contact changed: Dana Dpo, Data protection officer",
        "Contact confirmed: Dana Dpo, Data protection officer", "Contact removed: Dana Dpo, Data protection officer",
        "Standard recorded: Data Security and Protection Toolkit",
        "Standard changed: Data Security and Protection Toolkit",
        "Standard removed: Data Security and Protection Toolkit",
        "Invited Nia (n@hackney.example)", "Role given to Sam", "Role taken from Sam", "Changed job title: Sam",
        "Suspended: Sam", "Restored: Sam", "Removed: Sam", "Merged into another body, from 1 April 2027",
        "Merged into another body",
    ):  # fmt: skip
        assert title in found
    entries = activity.entries(list(activity.keys(hackney)))
    changed = next(entry for entry in entries if entry.title == "Details changed")
    assert (changed.by, changed.text) == ("Admin1", "Phone: nothing → 1; public authority: no → yes")
    assert "Sam" not in " ".join(titles(other))


def test_the_register_is_part_of_it():
    hackney = registering.council("Hackney")
    held = registering.record(hackney)
    registering.propose(hackney, [registering.council("Essex")])
    by, at = registering.admin(hackney), registering.AT
    authority.end(authority=held, reason="Left the council", by=by, at=at)
    entries = activity.entries(list(activity.keys(hackney)))
    found = {entry.title: entry for entry in entries}
    assert found["Signatory recorded: Signatory"].by == "Admin"
    assert "Left the council" in found["Signatory ended: Signatory"].text
    assert found["Mandate recorded: Signatory"].text.startswith("Chair, from 24 April 2026 to ")


@pytest.mark.parametrize("changes", [5, 60])
def test_the_page_asks_no_more_for_more_entries(client, django_assert_max_num_queries, changes):
    hackney = make_ready_organisation("Hackney")
    admin = make_person("admin1@hackney.example")
    for number in range(changes):
        organisations.update(organisation=hackney, by=admin, at=timezone.now(), phone=str(number + 1))
    sign_in(client, admin)
    address = reverse("parties:activity", args=[hackney.slug])
    with django_assert_max_num_queries(26):
        page = client.get(address)
    assert page.status_code == 200
    assert client.get(address + "?page=2").status_code == 200


def test_the_file_carries_the_same_and_runs_nothing(client):
    hackney = make_ready_organisation("Hackney")
    admin = make_person("admin1@hackney.example")
    contacts.add_contact(
        organisation=hackney,
        by=admin,
        at=timezone.now(),
        role="legal",
        name='=HYPERLINK("http://evil","x")',
        email="l@h.uk",
    )
    organisations.update(organisation=hackney, by=admin, at=timezone.now(), short_name="＝1+1")
    sign_in(client, admin)
    answer = client.get(reverse("parties:activity_csv", args=[hackney.slug]))
    assert answer["Content-Disposition"] == 'attachment; filename="activity-hackney.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["When (UTC)", "Who", "What", "Details"]
    assert len(rows) == len(titles(hackney)) + 1
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "＝", "+", "-", "@"))]


@pytest.mark.parametrize(
    "cell", ['=HYPERLINK("http://evil","x")', "+1", "-1", "@x", "\t=1", "\r=1", "＝1", "   =1", "\u00a0=1", "＋1"]
)
def test_row_85_what_looks_like_a_formula_gets_an_apostrophe(cell):
    assert spreadsheets.inert(cell) == f"'{cell}"


def test_ordinary_cells_stay_as_they_are():
    for cell in ("Hackney", "", "1", "O'Neill", "a=b"):
        assert spreadsheets.inert(cell) == cell


# --- upkeep -------------------------------------------------------------------------------------------------------


def test_registrations_running_out_are_told_once_to_each_administrator():
    at = timezone.now()
    day = at.date()
    due = make_ready_organisation("Due", ico_expires_on=day + dt.timedelta(days=30))
    make_ready_organisation("Later", ico_expires_on=day + dt.timedelta(days=31))
    make_ready_organisation("Past", ico_expires_on=day - dt.timedelta(days=1))
    for _again in range(3):
        upkeep.tell_of_registrations_running_out(on=day, at=at)
    told = Notice.objects.filter(kind="org.ico_due")
    assert {notice.email for notice in told} == {"admin1@due.example", "admin2@due.example"}
    assert told.count() == 2
    assert told[0].subject.startswith("ICO registration for Due runs out on ")
    assert f"/organisations/{due.slug}/change/ico/" in told[0].text


def test_a_missing_lead_is_told_weekly_until_somebody_is_named():
    at = dt.datetime(2026, 11, 16, 9, tzinfo=dt.UTC)
    hackney = make_organisation("Hackney")
    make_person("admin@hackney.example", hackney, [Role.ADMINISTRATOR])
    make_organisation("Nobody here")
    for days in (0, 1, 6, 7):
        upkeep.tell_of_missing_leads(on=(at + dt.timedelta(days=days)).date(), at=at + dt.timedelta(days=days))
    assert Notice.objects.filter(kind="org.dpo_missing", email="admin@hackney.example").count() == 2
    make_contact(hackney, ContactRole.IG_LEAD)
    upkeep.tell_of_missing_leads(on=dt.date(2026, 12, 1), at=at)
    assert Notice.objects.filter(kind="org.dpo_missing").count() == 2


def test_the_sweep_does_all_of_it():
    make_ready_organisation("Due", ico_expires_on=timezone.now().date() + dt.timedelta(days=5))
    old = imports.keep(file_name="x.csv", content=b"Legal name\nX", by=make_operator(), at=timezone.now())
    Upload.objects.update(uploaded_at=timezone.now() - dt.timedelta(days=31))
    tasks.sweep()
    assert Notice.objects.filter(kind="org.ico_due").count() == 2
    assert not Upload.objects.filter(pk=old.pk).exists()
