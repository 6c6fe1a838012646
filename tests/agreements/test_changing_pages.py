"""The pages of a change: beginning it, what it changes, who signs again, putting it in force."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from agreements import services
from agreements.choices import Again, Status
from agreements.models import Agreement, Variation
from agreements.services import changing as verbs
from dsaformat import editing
from parties.models import Organisation
from tests.agreements.scene import AT, set_scene
from tests.factories.people import make_person
from tests.signing.entry import sign_in

pytestmark = pytest.mark.django_db

WHY = "The council keeps the data for longer."
LONG = "The parties look at what was shared, at what it was good for, and at what has to change before they go on. "


def _scene():
    scene = set_scene()
    services.freeze(agreement=scene.agreement, by=scene.officer, at=AT)
    services.ask_for_signatures(agreement=scene.agreement, by=scene.officer, at=AT)
    services.complete(agreement=scene.agreement, by=scene.officer, at=AT)
    return scene


STAGE = _scene


@pytest.fixture
def variation(scene):
    return verbs.open_variation(agreement=scene.agreement, reason=WHY, by=scene.officer, at=timezone.now())


def address(name, agreement):
    return reverse(f"agreements:{name}", args=[agreement.reference])


def at(client, person):
    sign_in(client, person)
    return client


def write(variation, path, **values):
    services.change(
        agreement=variation.agreement,
        edit=lambda document: editing.put(document, path, values),
        by=None,
        at=timezone.now(),
    )
    variation.agreement.refresh_from_db()


def decide(client, variation, **said):
    page = client.get(address("change", variation.agreement)).content.decode()
    digest = re.search(r'name="digest" value="(\w+)"', page)[1]
    return client.post(address("change", variation.agreement), {"digest": digest} | said)


def decided(scene, variation):
    verbs.decide_who_signs(
        agreement=variation.agreement,
        again=Again.NOBODY,
        parties=(),
        because="",
        by=scene.officer,
        at=timezone.now(),
    )
    return services.freeze(agreement=variation.agreement, by=scene.officer, at=timezone.now())


def test_the_lead_begins_a_change_and_goes_on_to_its_draft(client, scene):
    at(client, scene.officer)
    page = client.get(address("change_new", scene.agreement)).content.decode()
    assert "stays in force until the new text does" in page
    answer = client.post(address("change_new", scene.agreement), {"reason": WHY})
    made = Variation.objects.get()
    assert answer.headers["Location"] == reverse("drafting:tasks", args=[made.agreement.reference])
    assert (made.reason, made.opened_by) == (WHY, scene.officer)


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        ("", "Enter why the agreement changes"),
        ("\u200b \n", "Why the agreement changes must include letters or numbers"),
        ("x" * 2_001, "must be 2,000 characters or fewer"),
    ],
)
def test_a_reason_is_asked_for_and_nothing_typed_is_lost(client, scene, reason, why):
    """B rows: nothing, nothing visible, too much."""
    answer = at(client, scene.officer).post(address("change_new", scene.agreement), {"reason": reason})
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert reason.strip("\u200b \n") in answer.content.decode()
    assert not Variation.objects.exists()


def test_another_party_reads_why_it_cannot(client, scene):
    page = at(client, scene.partner).get(address("change_new", scene.agreement))
    assert "Only information governance officers of Essex County Council can do this." in page.content.decode()
    answer = client.post(address("change_new", scene.agreement), {"reason": WHY})
    assert answer.status_code == 422
    assert not Variation.objects.exists()


def test_a_second_change_leads_to_the_first(client, scene, variation):
    page = at(client, scene.officer).get(address("change_new", scene.agreement)).content.decode()
    assert "A text that is to replace this agreement is being made already." in page
    assert address("change", variation.agreement) in page


def test_every_party_reads_what_changes_and_only_the_lead_decides(client, scene, variation):
    rule = services.current_version(Agreement.objects.get(pk=scene.agreement.pk)).document.retention[0]
    write(variation, f"retention/{rule.key}", period={"number": 9, "unit": "years"})
    page = at(client, scene.partner).get(address("change", variation.agreement)).content.decode()
    assert "<h4" in page
    assert "9 years" in page
    assert WHY in page
    assert "Save who signs again" not in page


def test_a_long_text_is_shown_with_what_came_and_went(client, scene, variation):
    write(variation, "identity", context=LONG)
    page = at(client, scene.officer).get(address("change", variation.agreement)).content.decode()
    assert "app-redline" in page


def test_the_proposal_is_chosen_and_can_be_saved_as_it_is(client, scene, variation):
    at(client, scene.officer)
    answer = decide(client, variation, again="nobody")
    assert answer.status_code == 302
    variation.refresh_from_db()
    assert (variation.again, variation.decided_by) == (Again.NOBODY, scene.officer)
    page = client.get(address("change", variation.agreement)).content.decode()
    assert "Nobody signs again, and everyone is told." in page


def test_deciding_otherwise_without_a_reason_keeps_what_was_chosen(client, scene, variation):
    answer = decide(at(client, scene.officer), variation, again="these", parties=["essex-police"])
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Say why you decide otherwise than proposed." in page
    assert re.search(r'value="essex-police"[^>]*checked', page)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "Select who signs again"),
        ({"again": "these"}, "Select who signs again"),
        ({"again": "all of them"}, "Select who signs again"),
        ({"again": "these", "parties": ["nobody"]}, "Somebody chosen does not sign this text now."),
    ],
)
def test_a_choice_that_is_none_is_refused(client, scene, variation, said, why):
    answer = decide(at(client, scene.officer), variation, **said)
    assert answer.status_code == 422
    assert why in answer.content.decode()


def test_a_text_that_moved_while_it_was_read_is_shown_again(client, scene, variation):
    at(client, scene.officer)
    read = variation.agreement.working_digest
    write(variation, "identity", context="A word more.")
    answer = client.post(address("change", variation.agreement), {"digest": read, "again": "everyone"})
    assert answer.status_code == 422
    assert "The text changed while you were reading." in answer.content.decode()


def test_when_the_text_changed_after_it_the_page_says_decide_again(client, scene, variation):
    decide(at(client, scene.officer), variation, again="nobody")
    write(variation, "identity", context="A word more.")
    page = client.get(address("change", variation.agreement)).content.decode()
    assert "Decide it again." in page


def test_whoever_is_new_does_not_read_the_old_text_in_it(client, scene, variation):
    newcomer = scene.outsider
    place = Organisation.objects.get(legal_name="Norwich City Council")
    row = {"key": "norwich", "organisation": {"name": place.legal_name, "slug": place.slug}}
    services.change(
        agreement=variation.agreement,
        edit=lambda document: editing.add(document, "parties", row),
        by=None,
        at=timezone.now(),
    )
    page = at(client, newcomer).get(address("change", variation.agreement)).content.decode()
    assert "Your organisation is not a party to" in page
    assert "was added" not in page


def test_what_nobody_signs_is_put_in_force(client, scene, variation):
    decided(scene, variation)
    at(client, scene.officer)
    page = client.get(address("change", variation.agreement)).content.decode()
    assert address("change_in_force", variation.agreement) in page
    page = client.get(address("change_in_force", variation.agreement)).content.decode()
    assert "This cannot be undone." in page
    answer = client.post(address("change_in_force", variation.agreement))
    assert answer.headers["Location"] == variation.agreement.get_absolute_url()
    assert Agreement.objects.get(pk=variation.agreement.pk).status == Status.IN_FORCE
    assert Agreement.objects.get(pk=scene.agreement.pk).status == Status.SUPERSEDED


def test_twice_is_refused_with_a_sentence(client, scene, variation):
    decided(scene, variation)
    at(client, scene.officer)
    client.post(address("change_in_force", variation.agreement))
    answer = client.post(address("change_in_force", variation.agreement), follow=True)
    assert "Freeze the text before it is adopted." in answer.content.decode()


def test_a_partner_cannot_put_it_in_force(client, scene, variation):
    decided(scene, variation)
    at(client, scene.partner).post(address("change_in_force", variation.agreement))
    assert Agreement.objects.get(pk=variation.agreement.pk).status == Status.AGREED


def test_the_overviews_say_what_replaces_what(client, scene, variation):
    at(client, scene.reader)
    old, new = scene.agreement, variation.agreement
    assert "A change is being prepared:" in client.get(old.get_absolute_url()).content.decode()
    assert "Is to replace" in client.get(new.get_absolute_url()).content.decode()
    decided(scene, variation)
    verbs.put_in_force(agreement=new, by=scene.officer, at=timezone.now())
    assert (
        f'Replaced by <a class="govuk-link" href="{new.get_absolute_url()}">'
        in client.get(old.get_absolute_url()).content.decode()
    )
    page = client.get(new.get_absolute_url()).content.decode()
    assert "version 1. Nobody signs it." in page
    assert page.count("Bound by version 1") == 4


def test_a_party_that_left_is_told_of_the_change_and_not_led_to_it(client, scene):
    from agreements.services import ends

    police = scene.others[1]
    person = make_person("ig@police.example", police, [Role.IG_OFFICER])
    today = timezone.localdate()
    wanted = {"agreement": scene.agreement, "organisation": police, "leaves_on": today, "reason": "We stop."}
    notice = ends.give_notice(**wanted, by=None, at=timezone.now())
    ends.leave(departure=notice, at=timezone.now())
    variation = verbs.open_variation(agreement=scene.agreement, reason=WHY, by=scene.officer, at=timezone.now())
    at(client, person)
    assert variation.agreement.reference not in client.get(scene.agreement.get_absolute_url()).content.decode()
    assert client.get(address("change", variation.agreement)).status_code == 404


def test_the_overview_says_that_who_signs_again_is_to_be_decided(client, scene, variation):
    page = at(client, scene.officer).get(variation.agreement.get_absolute_url()).content.decode()
    assert "Decide who signs again first." in page


def test_the_list_finds_every_edition_by_the_stem(client, scene, variation):
    page = at(client, scene.officer).get(reverse("agreements:list"), {"q": scene.agreement.reference}).content.decode()
    assert variation.agreement.get_absolute_url() in page
    assert scene.agreement.get_absolute_url() in page


def test_few_queries(client, scene, variation, django_assert_max_num_queries):
    at(client, scene.officer)
    client.get(address("change", variation.agreement))
    for name, agreement in (("change", variation.agreement), ("change_new", scene.agreement)):
        with django_assert_max_num_queries(25):
            client.get(address(name, agreement))
    with django_assert_max_num_queries(25):
        client.get(variation.agreement.get_absolute_url())
