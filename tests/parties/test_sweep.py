"""One thing that fails keeps nothing else waiting."""

import datetime as dt
import logging

import pytest
from django.utils import timezone

from accounts.roles import Role
from notices.models import Notice
from parties.models import MembershipOffer
from parties.services import invitations, upkeep
from parties.tasks import sweep
from tests.factories.parties import make_organisation
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
STEPS = [
    "end_places_of_leavers",
    "tell_of_registrations_running_out",
    "tell_of_missing_leads",
    "remind_invited",
    "drop_old_uploads",
]


@pytest.mark.parametrize("broken", STEPS)
def test_a_step_that_fails_is_logged_and_the_others_run(monkeypatch, caplog, broken):
    ran = []

    def step(name):
        def run(**_when):
            ran.append(name)
            return 1 / 0 if name == broken else 0

        return run

    for name in STEPS:
        monkeypatch.setattr(upkeep, name, step(name))
    with caplog.at_level(logging.ERROR):
        sweep()
    assert ran == STEPS
    assert [record.exc_info[0] for record in caplog.records] == [ZeroDivisionError]


def test_an_offer_that_fails_is_logged_and_the_others_are_reminded(monkeypatch, caplog):
    hackney, long_ago = make_organisation("Hackney"), timezone.now() - dt.timedelta(days=8)
    admin = make_person("", hackney, [Role.ADMINISTRATOR])
    for name in ("one", "two", "three"):
        invitations.invite(
            organisation=hackney,
            email=f"{name}@h.example",
            full_name=name,
            roles=[Role.READER],
            by=admin,
            at=long_ago,
        )
    remind = invitations.remind

    def fails_for_two(*, offer, at):
        made = remind(offer=offer, at=at)
        return 1 / 0 if offer.invitation.email == "two@h.example" else made

    monkeypatch.setattr(invitations, "remind", fails_for_two)
    with caplog.at_level(logging.ERROR):
        assert upkeep.remind_invited(at=timezone.now()) == 2
    assert len(caplog.records) == 1
    reminded = MembershipOffer.objects.filter(is_reminder=True).values_list("invitation__email", flat=True)
    assert set(reminded) == {"one@h.example", "three@h.example"}


def test_an_organisation_that_fails_is_logged_and_the_others_are_told(monkeypatch, caplog):
    for name in ("Barnet", "Camden", "Hackney"):
        make_person("", make_organisation(name), [Role.ADMINISTRATOR])
    administrators = upkeep._administrators

    def fails_for_camden(organisation):
        return 1 / 0 if organisation.legal_name == "Camden" else administrators(organisation)

    monkeypatch.setattr(upkeep, "_administrators", fails_for_camden)
    now = timezone.now()
    with caplog.at_level(logging.ERROR):
        assert upkeep.tell_of_missing_leads(on=timezone.localdate(now), at=now) == 2
    assert len(caplog.records) == 1
    assert Notice.objects.filter(kind="org.dpo_missing").count() == 2
