"""A party that has nobody here: the lead records what is known of its data, and the certificate says who said it."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from closing import certificate
from closing import policies_disposal as policies
from closing.disposal import Fate
from closing.models import Certificate, Outcome
from closing.services import certificates
from closing.services import disposal as services
from foundation.verdicts import Refused
from tests.closing import disposing
from tests.closing.disposing import AT, DAY, TODAY
from tests.factories.people import make_person, sign_in

pytestmark = pytest.mark.django_db
GONE = "It was wound up in May."
KNOWN = {"method": "The liquidator says that all servers were wiped.", "evidence": "Letter of 3 May 2026"}


@pytest.fixture
def scene(settings, tmp_path):
    """Ended; the third party has nobody."""
    settings.MEDIA_ROOT = tmp_path
    made = disposing.in_force(staffed=2)
    disposing.end(made)
    return made


def record(scene, party=2, fate=Fate.UNKNOWN, because=GONE, at=AT, **more):
    asked = scene.disposal(party)
    said = disposing.said(fate, **(KNOWN | more))
    holdings = list(asked.holdings.values_list("pk", flat=True))
    act = {"holdings": holdings, "said": said, "because": because, "seen": 10**9, "by": scene.officer}
    return services.record_instead(disposal=asked, at=at, **act)


def refused(act) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return str(caught.value)


def test_it_no_longer_holds_up_the_certificate_of_all(scene):
    disposing.confirm(scene, 1)
    assert not Certificate.objects.exists()
    record(scene)
    assert Certificate.objects.get().disposal is None


def test_the_certificate_says_that_the_lead_said_it_and_why(scene):
    disposing.confirm(scene, 1)
    record(scene)
    row = Certificate.objects.select_related("agreement__lead").get()
    told = certificate.context(row, row.agreement.versions.get(), AT)["parties"]
    (_, rows) = next(party for party in told if party["name"] == "Council 002")["rows"][0]
    assert dict(rows) == {
        "What happened": "Not known, 20 November 2026",
        "What is known": KNOWN["method"],
        "Evidence": KNOWN["evidence"],
        "Why not by the party": GONE,
        "Recorded for Council 000 by": "Ada Lead, on 20 November 2026",
    }
    assert "nobody there could answer" in told[-1]["when"]
    assert certificates.make(certificate_id=row.pk, at=AT)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"because": " "}, "Say why the party cannot answer itself."),
        ({"evidence": ""}, "Say what shows it."),
        ({"method": ""}, "Say what is known."),
        ({"on": TODAY + DAY}, "today or in the past"),
    ],
)
def test_what_is_not_said_in_full_is_refused(scene, more, why):
    assert why in refused(lambda: record(scene, **more))
    assert not Outcome.objects.exists()


def test_who_has_people_speaks_for_itself(scene):
    assert "has people here" in refused(lambda: record(scene, party=1))
    make_person("admin@two.example", scene.organisations[2], [Role.ADMINISTRATOR])
    assert "has people here" in refused(lambda: record(scene))


def test_only_the_leads_officers_record_it(scene):
    assert not policies.can_record_instead(scene.reviewers[1], scene.disposal(2))
    assert not policies.can_record_instead(scene.reader, scene.disposal(2))
    assert policies.can_record_instead(scene.officer, scene.disposal(2))


def test_somebody_who_comes_later_corrects_it_and_there_is_a_new_certificate(scene):
    disposing.confirm(scene, 1)
    record(scene)
    late = make_person("dpo@two.example", scene.organisations[2], [Role.REVIEWER])
    asked = scene.disposal(2)
    holdings = list(asked.holdings.values_list("pk", flat=True))
    services.confirm(disposal=asked, holdings=holdings, said=disposing.said(), seen=10**9, by=late, at=AT)
    _, second = Certificate.objects.order_by("number")
    assert second.through.instead_because == ""


def test_a_party_never_says_that_nothing_is_known_of_its_own_data(scene):
    with pytest.raises(Refused):
        disposing.confirm(scene, 1, disposing.said(Fate.UNKNOWN))


def test_the_lead_is_led_to_it_and_checks_before_it_is_recorded(client, scene):
    sign_in(client, scene.officer)
    board = reverse("closing:disposal", args=[scene.agreement.reference])
    page = client.get(board).content.decode()
    assert "Record for Council 002" in page
    assert "Has nobody here who could answer" in page
    assert "Record for Council 001" not in page
    link = reverse("closing:confirm_disposal", args=[scene.agreement.reference, scene.organisations[2].slug])
    assert "What do you know, and what did you do to find out?" in client.get(link).content.decode()
    typed = {"rows": [str(scene.disposal(2).holdings.get().pk)], "fate": "unknown", "seen": "0", **KNOWN}
    typed |= {"on_day": "20", "on_month": "11", "on_year": "2026", "step": "check"}
    assert client.post(link, typed).status_code == 422
    check = client.post(link, typed | {"because": GONE})
    assert "You record this for Council 000" in check.content.decode()
    assert not Outcome.objects.exists()
    assert client.post(link, typed | {"because": GONE, "step": "confirm"}).status_code == 302
    assert Outcome.objects.get().instead_because == GONE
    assert "Recorded for Council 000 by" in client.get(link).content.decode()


def test_others_see_no_form(client, scene):
    link = reverse("closing:confirm_disposal", args=[scene.agreement.reference, scene.organisations[2].slug])
    sign_in(client, scene.reviewers[1])
    assert '<form method="post" enctype' not in client.get(link).content.decode()
    assert client.post(link, {"step": "confirm"}).status_code == 403
