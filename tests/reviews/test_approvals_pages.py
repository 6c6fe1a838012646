"""The pages of a review: what each person sees, does and is refused, and that nothing typed is lost."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from agreements import places
from parties.models import MembershipRole
from reviews import calendar, services
from reviews.choices import Outcome
from reviews.models import Circulation, Decision
from tests.factories.parties import make_organisation
from tests.factories.people import make_person, place, sign_in
from tests.reviews import rounds
from tests.reviews.rounds import DAY, NOTE, decide, send, write

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def _scene():
    return rounds.draft(timezone.now() - 3 * DAY)


STAGE = _scene


@pytest.fixture
def sent(scene):
    at = timezone.now() - 2 * DAY
    send(scene, at=at, due_on=timezone.localdate(at) + 10 * DAY)
    return scene


def at(scene, name, *parts):
    return reverse(f"reviews:{name}", args=[scene.agreement.reference, *parts])


def page(client, person, address, status=200):
    sign_in(client, person)
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def typed(shown: str) -> dict[str, str]:
    return {name: re.search(rf'name="{name}" value="([^"]*)"', shown)[1] for name in ("digest", "seen_at")}


def test_before_it_is_sent_the_board_says_so_and_leads_the_lead_on(client, scene):
    assert "Send for review</a>" in page(client, scene.officer, at(scene, "board"))
    shown = page(client, scene.reader, at(scene, "board"))
    assert "have not been asked to review this text yet" in shown
    assert "Send for review</a>" not in shown
    for name in ("decide", "extend", "go_on", "take_back"):
        assert "govuk-inset-text" in page(client, scene.officer, at(scene, name))


def test_the_lead_sends_with_everybody_chosen_at_first(client, scene):
    lonely = make_organisation("Lonely Council")
    shown = page(client, scene.officer, at(scene, "send"))
    boxes = re.findall(r'name="(party-[^"]+)" type="checkbox" value="(\d+)" checked', shown)
    assert {int(key) for _, key in boxes} == {person.pk for person in scene.reviewers}
    assert lonely.name not in shown
    due = timezone.localdate() + 20 * DAY
    data = {"due_on_day": due.day, "due_on_month": due.month, "due_on_year": due.year, "message": "Look at 4."}
    answer = client.post(at(scene, "send"), data)
    assert answer.status_code == 422
    assert "Select at least one person to ask" in answer.content.decode()
    assert "Look at 4." in answer.content.decode()
    answer = client.post(at(scene, "send"), data | dict(boxes))
    assert answer.status_code == 302
    assert (Circulation.objects.get().message, Circulation.objects.get().due_on) == ("Look at 4.", due)
    assert "in review already" in page(client, scene.officer, at(scene, "send"))


def test_the_due_date_offered_is_ten_working_days_away(client, scene):
    today = timezone.localdate()
    shown = page(client, scene.officer, at(scene, "send"))
    parts = (re.search(rf'name="due_on_{part}"[^>]* value="(\d+)"', shown)[1] for part in ("day", "month", "year"))
    day, month, year = map(int, parts)
    assert dt.date(year, month, day) == calendar.of_nation(scene.agreement.lead.nation).moved(today, 10)


def test_a_party_without_reviewers_is_shown_with_what_to_do(client, scene):
    MembershipRole.objects.filter(membership__person=scene.reviewers[2]).delete()
    shown = page(client, scene.officer, at(scene, "send"))
    assert "<strong>Borough 3 Council</strong>: no reviewer." in shown
    assert "administrator of Borough 3 Council" in shown


def test_only_the_lead_sees_the_form_for_sending(client, scene):
    shown = page(client, scene.reviewers[1], at(scene, "send"))
    assert "Only information governance officers of Borough 1 Council can do this." in shown
    assert "Dora Lead" not in shown
    assert client.post(at(scene, "send"), {}).status_code == 422
    assert not Circulation.objects.exists()


def test_a_reviewer_decides_from_the_link_in_the_email(client, sent):
    assert at(sent, "decide") in rounds.mail("request")[1][2]
    shown = page(client, sent.reviewers[1], at(sent, "decide"))
    assert "Please read 4." in shown
    assert reverse("agreements:preview", args=[sent.agreement.reference]) in shown
    answer = client.post(at(sent, "decide"), typed(shown) | {"outcome": "approve", "note": ""})
    assert answer.status_code == 302
    decision = Decision.objects.get()
    assert (decision.outcome, decision.person, decision.text.digest) == ("approve", sent.reviewers[1], sent.digest)
    assert "1 of 3 approved the text as it is now" in page(client, sent.reader, at(sent, "board"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Select what you decide"),
        ({"outcome": "perhaps"}, "Select what you decide"),
        ({"outcome": "comments"}, "Enter your comments"),
        ({"outcome": "changes", "note": "  "}, "Enter which changes you ask for"),
        ({"outcome": "leave"}, "Enter why the agreement is not for your organisation"),
        ({"outcome": "changes", "note": "x" * 5001}, "must be 5,000 characters or fewer"),
    ],
)
def test_what_is_missing_is_said_beside_the_field(client, sent, data, message):
    shown = page(client, sent.reviewers[1], at(sent, "decide"))
    answer = client.post(at(sent, "decide"), typed(shown) | data)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_text_that_changed_meanwhile_is_refused_with_what_changed_and_the_note_stays(client, sent):
    shown = typed(page(client, sent.reviewers[1], at(sent, "decide")))
    write(sent, at=timezone.now())
    answer = client.post(at(sent, "decide"), shown | {"outcome": "comments", "note": NOTE})
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "Nothing was recorded" in said
    assert NOTE in said
    assert "Who needs help, and when?" in said.split("What changed meanwhile")[1]
    assert not Decision.objects.exists()
    answer = client.post(at(sent, "decide"), typed(said) | {"outcome": "comments", "note": NOTE})
    assert (answer.status_code, Decision.objects.get().note) == (302, NOTE)


@pytest.mark.parametrize("seen_at", ["", "yesterday", "2026-13-45T00:00:00", "2001-01-01T00:00:00+00:00", "9" * 900])
def test_a_page_that_says_nothing_sensible_of_its_text_is_refused_gently(client, sent, seen_at):
    page(client, sent.reviewers[1], at(sent, "decide"))
    sent_back = {"digest": "0" * 64, "seen_at": seen_at, "outcome": "approve"}
    answer = client.post(at(sent, "decide"), sent_back)
    assert answer.status_code == 409
    assert "We cannot list the changes" in answer.content.decode()


def test_what_is_typed_a_moment_after_the_freezing_is_not_lost(client, sent):
    shown = typed(page(client, sent.reviewers[1], at(sent, "decide")))
    services.take_back(agreement=sent.agreement, reason="We rewrite 4.", by=sent.officer, at=timezone.now())
    answer = client.post(at(sent, "decide"), shown | {"outcome": "changes", "note": NOTE})
    assert answer.status_code == 409
    assert "The text is not in review" in answer.content.decode()
    assert NOTE in answer.content.decode()


def test_somebody_who_reviews_for_two_parties_says_for_which(client, sent):
    place(sent.reviewers[1], sent.organisations[2], [Role.REVIEWER])
    shown = page(client, sent.reviewers[1], at(sent, "decide"))
    data = typed(shown) | {"outcome": "approve"}
    assert "Choose which organisation" in client.post(at(sent, "decide"), data).content.decode()
    client.post(at(sent, "decide"), data | {"organisation": sent.organisations[2].slug})
    assert Decision.objects.get().organisation == sent.organisations[2]


def test_others_read_the_board_and_are_told_who_decides(client, sent):
    for person in (sent.reader, sent.officer):
        assert "Only reviewers and data protection officers" in page(client, person, at(sent, "decide"))
        answer = client.post(at(sent, "decide"), {"outcome": "approve"})
        assert answer.status_code == 409
    for name in ("board", "decide", "send", "extend", "go_on", "take_back"):
        page(client, sent.outsider, at(sent, name), 404)
    for name in ("reviewers", "changes"):
        page(client, sent.outsider, at(sent, name, sent.organisations[1].slug), 404)


def test_the_board_says_what_changed_since_and_leads_to_the_comparison(client, sent):
    decide(sent, 1, at=timezone.now())
    write(sent, at=timezone.now())
    shown = page(client, sent.reader, at(sent, "board"))
    assert "1 section changed since" in shown
    assert "Out of date" in shown
    compare = at(sent, "changes", sent.organisations[1].slug)
    assert compare in shown
    said = page(client, sent.reviewers[1], compare)
    assert "2 Purpose" in said
    assert "Decide on the text as it is now" in said
    assert "Decide on the text as it is now" not in page(client, sent.reader, compare)
    page(client, sent.reader, at(sent, "changes", sent.organisations[2].slug), 404)
    page(client, sent.reader, at(sent, "changes", "nobody"), 404)
    again = page(client, sent.reviewers[1], at(sent, "decide"))
    assert "Changed since: 2 Purpose" in again
    assert "All other sections say what they said." in again


def test_the_lead_reminds_once_a_day_and_changes_who_is_asked(client, sent):
    second = sent.organisations[1]
    shown = page(client, sent.officer, at(sent, "reviewers", second.slug))
    assert f"Remind {second.name}" in shown
    assert "Cleo Second" in shown
    for words in (f"{second.name} is reminded.", "was reminded today"):
        answer = client.post(at(sent, "remind", second.slug), follow=True)
        assert words in answer.content.decode()
    assert rounds.told_to("reminder") == ["dpo@second.example"]
    deputy = make_person("deputy@second.example", second, [Role.REVIEWER])
    assert client.post(at(sent, "reviewers", second.slug), {}).status_code == 422
    assert client.post(at(sent, "reviewers", second.slug), {"people": [deputy.pk]}).status_code == 302
    assert rounds.told_to("request")[-1] == deputy.email
    shown = page(client, sent.reader, at(sent, "reviewers", second.slug))
    assert "Only information governance officers" in shown
    assert "deputy" not in shown
    decide(sent, 1, at=timezone.now())
    sign_in(client, sent.officer)
    assert "has nothing to answer now" in client.post(at(sent, "remind", second.slug), follow=True).content.decode()


def test_the_lead_gives_more_time_goes_on_and_takes_it_back(client, sent):
    sign_in(client, sent.officer)
    day = Circulation.objects.get().due_on + DAY
    parts = {"due_on_day": day.day, "due_on_month": day.month, "due_on_year": day.year}
    assert client.post(at(sent, "extend"), parts | {"due_on_year": 2001}).status_code == 422
    assert client.post(at(sent, "extend"), parts).status_code == 302
    assert "Nobody can be passed over yet" in page(client, sent.officer, at(sent, "go_on"))
    answer = client.post(at(sent, "go_on"), {"reason": "We must start."})
    assert answer.status_code == 422
    assert "We must start." in answer.content.decode()
    Circulation.objects.update(due_on=timezone.localdate() - DAY)
    assert "Borough 3 Council" in page(client, sent.officer, at(sent, "go_on"))
    assert "Go on without what is missing" in page(client, sent.officer, at(sent, "board"))
    assert client.post(at(sent, "go_on"), {"reason": ""}).status_code == 422
    assert client.post(at(sent, "go_on"), {"reason": "We must start."}).status_code == 302
    shown = page(client, sent.reader, at(sent, "board"))
    assert "We must start." in shown
    assert "Nothing here keeps the text from being frozen." in shown
    sign_in(client, sent.officer)
    assert client.post(at(sent, "take_back"), {"reason": ""}).status_code == 422
    assert client.post(at(sent, "take_back"), {"reason": "A mistake."}).status_code == 302
    assert "Ended on" in page(client, sent.reader, at(sent, "board"))
    assert "Send for review again" in page(client, sent.officer, at(sent, "board"))


def test_after_the_freezing_the_board_shows_how_each_party_stood(client, sent, monkeypatch):
    for party in range(3):
        decide(sent, party, at=timezone.now())
    shown = page(client, sent.officer, at(sent, "board"))
    assert reverse("agreements:freeze", args=[sent.agreement.reference]) in shown
    rounds.freeze(sent, monkeypatch, timezone.now())
    shown = page(client, sent.reader, at(sent, "board"))
    assert "the text was frozen" in shown
    assert "Where each party stood" in shown
    assert "version 1" in shown


def test_what_people_type_is_shown_as_text(client, sent):
    decide(sent, 1, Outcome.CHANGES, "<script>alert(1)</script>", at=timezone.now())
    shown = page(client, sent.reader, at(sent, "board"))
    assert "<script>alert" not in shown
    assert "&lt;script&gt;" in shown


def test_the_main_action_is_the_reviewers_while_it_waits_for_them(sent):
    def action(person):
        found = places.main_action(sent.fresh(), person)
        return found["text"] if found else ""

    assert action(sent.reviewers[1]) == "Review this text"
    assert action(sent.officer) == "Continue drafting"
    decide(sent, 1, at=timezone.now())
    assert action(type(sent.reviewers[1]).objects.get(pk=sent.reviewers[1].pk)) == ""


def test_as_many_queries_for_many_parties_as_for_few(client, sent, django_assert_max_num_queries):
    for party in range(3):
        decide(sent, party, at=timezone.now())
    write(sent, at=timezone.now())
    sign_in(client, sent.officer)
    client.get(at(sent, "board"))
    with django_assert_max_num_queries(30):
        assert client.get(at(sent, "board")).status_code == 200
