"""The demonstration: loads once, through the services, with something due, ending, waiting and over."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings
from django.utils import timezone

from accounts.models import User
from accounts.services import demo as demo_people
from dsaportal import demo
from dsaportal.demo import paper, persons, sources
from lawfulbasis import services as law
from notices.models import Notice
from parties import register
from parties.choices import OrganisationState
from parties.models import Assurance, Authority, Collective, Mandate, Organisation
from parties.policies import authority as policies
from parties.policies import organisations

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 5, 4, 10, 0, tzinfo=dt.UTC)
TODAY = AT.date()


@override_settings(DEMO=True)
class TestLoaded(TestCase):
    """Loaded once for all of these: they only look."""

    @classmethod
    def setUpTestData(cls):
        law.load_catalogue(at=AT)
        with override_settings(DEMO=True):
            demo.load(at=AT)

    def test_london_is_33(self):
        group = Collective.objects.get(slug="all-32-london-boroughs-and-the-city-of-london")
        members = group.members_on(TODAY)
        assert members.count() == 33
        assert {"camden", "city-of-london", "westminster"} <= set(members.values_list("slug", flat=True))

    def test_facts_of_the_essex_summary_sheet(self):
        """C-1, C-2: as the source document has them."""
        references = dict(Organisation.objects.exclude(ico_reference="").values_list("legal_name", "ico_reference"))
        assert references == {
            "Essex County Council": "Z6034810",
            "Basildon Borough Council": "Z5361180",
            "Essex Police": "Z4883472",
            "University of Essex": "Z699129X",
        }

    def test_competent_authorities_name_their_paragraph(self):
        competent = Organisation.objects.filter(is_competent_authority=True)
        paragraphs = dict(competent.values_list("legal_name", "competent_authority_paragraph"))
        assert paragraphs["Essex Police"] == "5"
        assert paragraphs["Metropolitan Police Service"] == "6"
        assert paragraphs["City of London Police"] == "7"
        assert all(paragraphs.values())

    def test_the_chairs_mandate_is_confirmed_by_most(self):
        entry = register.mandate(Mandate.objects.get().reference, TODAY)
        assert entry.words == "Confirmed by 29 of 33"
        assert (entry.tally.outstanding, entry.tally.declined) == (3, 1)
        chair = User.objects.get(email="chair@aldcs.example")
        own, mandate = policies.capacities(person=chair, on=TODAY)
        assert [body.name for body in own.covered] == ["Camden"]
        assert len(mandate.covered) == 29

    def test_everybody_who_signs_may(self):
        for person, slug in (
            ("signatory@essex.example", "essex-county-council"),
            ("deputy@essex.example", "essex-county-council"),
            ("signatory@basildon.example", "basildon-borough-council"),
            ("signatory@essex.police.example", "essex-police"),
            ("signatory@essex.ac.example", "university-of-essex"),
            ("signatory@met.police.example", "metropolitan-police-service"),
        ):
            assert policies.may_sign(
                person=User.objects.get(email=person),
                organisation=Organisation.objects.get(slug=slug),
                agreement_kind="protocol",
                sensitive=True,
                on=TODAY,
            )

    def test_police_sign_with_their_rank(self):
        ranks = Authority.objects.filter(organisation__kind="police").values_list("rank", flat=True)
        assert sorted(ranks) == ["Commander", "Superintendent"]

    def test_the_essex_four_can_be_asked_to_sign_and_hackney_cannot_yet(self):
        for organisation in Organisation.objects.exclude(ico_reference=""):
            assert organisations.can_be_asked_to_sign(organisation, TODAY)
        hackney = Organisation.objects.get(slug="hackney")
        assert not organisations.set_up(hackney).is_complete

    def test_one_standard_has_run_out_and_one_is_about_to(self):
        ends = [row.expires_on - TODAY for row in Assurance.objects.all()]
        assert any(left.days < 0 for left in ends)
        assert any(left.days == 21 for left in ends)

    def test_bodies_that_are_gone_name_who_follows(self):
        gone = Organisation.objects.exclude(state=OrganisationState.ACTIVE)
        follows = {o.name: sorted(s.successor.name for s in o.successions.all()) for o in gone}
        assert follows == {
            "DLUHC": ["MHCLG"],
            "Northamptonshire County Council": ["North Northamptonshire Council", "West Northamptonshire Council"],
        }

    def test_the_list_of_people(self):
        people = demo.people()
        assert len(people) == len(sources.people()["people"])
        chair = next(person for person in people if person.email == "chair@aldcs.example")
        assert (chair.roles, chair.organisations) == ("Signatory", "ALDCS, Camden")
        assert all(person.email.endswith(".example") and person.roles for person in people)
        assert User.objects.get(email=persons.DRAFTER).check_password(demo_people.PASSWORD)

    def test_no_real_mailbox_is_written_to(self):
        assert all(address.endswith(".example") for address in User.objects.values_list("email", flat=True))
        assert all(address.endswith(".example") for address in Notice.objects.values_list("email", flat=True))

    def test_only_what_still_waits_is_in_the_post(self):
        """The newcomer's mailbox holds three open questions, not a year of history."""
        waiting = Notice.objects.filter(state__in=["queued", "sending", "accepted"])
        bodies = {"Hackney", "Harrow", "Sutton"}
        asked = [notice for notice in waiting if notice.subject.startswith("May ALDCS Chair sign for")]
        assert len(asked) == 3
        assert all(any(name in notice.subject for name in bodies) for notice in asked)
        assert not waiting.filter(kind__in=["mandate.confirmed", "mandate.declined"]).exists()

    def test_loading_again_changes_nothing(self):
        before = Organisation.history.count()
        out = StringIO()
        call_command("load_demo", stdout=out)
        assert "Nothing was changed" in out.getvalue()
        assert Organisation.history.count() == before


def test_never_in_production(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="only for a portal without DATABASE_URL"):
        call_command("load_demo")
    assert not Organisation.objects.exists()


def test_starting_over_is_for_the_embedded_file_only(settings):
    settings.DEMO = True
    with pytest.raises(CommandError, match="Only the embedded database"):
        call_command("load_demo", "--reset-empty")


def test_a_page_of_paper_is_a_pdf_that_opens(tmp_path):
    content = paper.page("Minute (annual)", ["A line with a \\ and a pound: £5"])
    assert content.name == "Minute (annual).pdf"
    start = int(content.data.split(b"startxref\n")[1].split(b"\n")[0])
    assert content.data[start:].startswith(b"xref")


def test_days_are_counted_from_the_day_of_loading():
    term = persons.term({"since": -10, "until": 5}, AT)
    assert (term.starts_on, term.ends_on) == (TODAY - dt.timedelta(days=10), TODAY + dt.timedelta(days=5))
    assert timezone.localdate(AT) == TODAY
