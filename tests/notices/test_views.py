import datetime as dt

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from accounts.models import User
from notices import delivery, mailbox, services
from notices.choices import Choice, DigestTime, State
from notices.delivery import Answer, Outcome
from notices.forms import PreferencesForm
from notices.models import Notice
from tests.factories.parties import make_organisation
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
FACTS = {"by": "Ada", "organisation": "Essex", "roles": ["Reader"], "link": "/account/invitation/open-sesame/"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MAILBOX_DIR = tmp_path / "mailbox"


@pytest.fixture
def signed_in(client, person):
    client.force_login(person)
    return client


def choices(**different):
    initial = PreferencesForm.initial_from(
        dict.fromkeys([kind.key for kind in services.choosing.kinds.to_choose()], Choice.IMMEDIATE), DigestTime.EARLY
    )
    return initial | {name.replace("__", "-"): value for name, value in different.items()}


@pytest.mark.parametrize("name", ["preferences", "messages", "organisations"])
def test_signed_out_people_sign_in_first(client, name):
    answer = client.get(reverse(f"notices:{name}"))
    assert answer.status_code == 302
    assert answer.url.startswith("/account/sign-in/")


def test_choices_are_shown_and_kept(signed_in, person):
    page = signed_in.get(reverse("notices:preferences"))
    assert "Choose when we tell you" in page.content.decode()
    assert "This protects your account, so it cannot be turned off:" in page.content.decode()
    assert "<li>Your sign-in code</li>" in page.content.decode()
    answer = signed_in.post(reverse("notices:preferences"), choices(org__ico_due="weekly", time="12:00"))
    assert answer.status_code == 302
    assert services.choices_of(person)["org.ico_due"] == Choice.WEEKLY
    assert services.digest_time_of(person) == DigestTime.MIDDAY
    assert 'value="weekly" selected' in signed_in.get(reverse("notices:preferences")).content.decode()


@pytest.mark.parametrize(
    "different", [{"org__ico_due": "hourly"}, {"org__ico_due": ""}, {"time": "25:00"}, {"time": ""}, {"time": "01:30"}]
)
def test_what_is_not_on_offer_is_refused_and_changes_nothing(signed_in, person, different):
    answer = signed_in.post(reverse("notices:preferences"), choices(review_due="off", **different))
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert services.choices_of(person)["review_due"] == Choice.IMMEDIATE


def test_what_is_compulsory_cannot_be_slipped_in(signed_in, person):
    signed_in.post(reverse("notices:preferences"), choices(**{"account-code": "off", "sign-request": "off"}))
    assert "account.code" not in services.choices_of(person)
    assert (
        services.queue(
            kind="account.role", recipient=person, dedupe_key="r", context={"link": "/x/"}, at=dt.datetime.now(dt.UTC)
        ).state
        == State.QUEUED
    )


def test_no_messages_yet(signed_in):
    assert "We have not sent you any messages yet." in signed_in.get(reverse("notices:messages")).content.decode()


def test_one_s_own_messages_with_their_state(signed_in, tell, deliver, settings):
    notice = tell()
    listed = signed_in.get(reverse("notices:messages")).content.decode()
    assert notice.subject in listed
    assert "Waiting to send" in listed
    deliver()
    page = signed_in.get(reverse("notices:message", args=[notice.pk])).content.decode()
    assert "10 March 2027 at midday" in page
    assert '<a class="govuk-link" href="/organisations/essex/">' in page


def test_somebody_else_s_message_does_not_exist(client, tell, admin):
    notice = tell()
    client.force_login(admin)
    assert client.get(reverse("notices:message", args=[notice.pk])).status_code == 404
    assert notice.subject not in client.get(reverse("notices:messages")).content.decode()


@pytest.mark.parametrize("pk", ["0", "99999999999999999999999"])
def test_a_message_that_is_not_there_is_not_found(signed_in, pk):
    assert signed_in.get(f"/account/messages/{pk}/").status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "9223372036854775809", "2", "１"])
def test_an_odd_page_number_is_the_first_page(signed_in, tell, page):
    tell()
    assert signed_in.get(reverse("notices:messages"), {"page": page}).status_code == 200


def test_a_secret_s_words_are_never_on_a_page(signed_in, person, at):
    notice = services.queue(kind="account.invite", recipient=person, dedupe_key="i", context=FACTS, at=at)
    page = signed_in.get(reverse("notices:message", args=[notice.pk])).content.decode()
    assert "open-sesame" not in page
    assert "its words are never kept or shown here" in page


def test_a_digested_message_leads_to_its_digest(signed_in, person, tell, at):
    services.choose(by=person, choices={"org.ico_due": Choice.DAILY}, time=DigestTime.EARLY, at=at)
    notice = tell()
    services.write_digests(at=notice.not_before)
    page = signed_in.get(reverse("notices:message", args=[notice.pk])).content.decode()
    assert "In a digest: waiting to send" in page
    assert reverse("notices:message", args=[Notice.objects.get(kind="digest.daily").pk]) in page


def test_administrators_see_how_messages_about_their_organisation_fare_but_not_what_they_say(client, at, monkeypatch):
    essex, kent = make_organisation("Essex County Council"), make_organisation("Kent County Council")
    boss = make_person("boss@essex.example", essex, ["administrator"])
    reader = make_person("reader@essex.example", essex, ["reader"])
    Notice.objects.all().delete()
    for number, organisation in enumerate((essex, kent)):
        services.queue(
            kind="account.invite",
            recipient=None,
            email=f"new{number}@council.example",
            dedupe_key=f"i{number}",
            context=FACTS,
            at=at,
            organisation=organisation,
        )
    monkeypatch.setattr(delivery.Line, "hand_over", lambda line, notice: Answer(Outcome.REFUSED, "550 no such user"))
    services.deliver(clock=lambda: at)
    client.force_login(boss)
    page = client.get(reverse("notices:organisations")).content.decode()
    assert "new0@council.example" in page
    assert "Could not be delivered" in page
    assert "550 no such user" in page
    assert "new1@council.example" not in page
    client.force_login(reader)
    assert "no messages about organisations" in client.get(reverse("notices:organisations")).content.decode()


def test_visible_to_nobody_when_signed_out_or_gone(tell, person):
    from django.contrib.auth.models import AnonymousUser

    tell()
    assert Notice.objects.visible_to(person).count() == 1
    assert not Notice.objects.visible_to(AnonymousUser()).exists()
    User.objects.filter(pk=person.pk).update(is_active=False)
    person.refresh_from_db()
    assert not Notice.objects.visible_to(person).exists()
    assert not Notice.objects.addressed_to(person).exists()


def test_lists_do_not_ask_more_for_more(signed_in, tell, django_assert_max_num_queries):
    def queries():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            signed_in.get(reverse("notices:messages"))
        return len(captured)

    tell()
    queries()
    one = queries()
    for number in range(30):
        tell(dedupe_key=f"n{number}")
    assert queries() == one <= 12


def put_in_mailbox(
    id="<1@x>", to="ann@council.example", text="Read it:\nSITE/organisations/essex/", html="", subject="Hello"
):
    from django.conf import settings

    mail = EmailMultiAlternatives(
        subject, text.replace("SITE", settings.SITE_URL), "p@portal.example", [to], headers={"Message-ID": id}
    )
    if html:
        mail.attach_alternative(html, "text/html")
    mailbox.MailboxBackend().send_messages([mail])
    return mailbox.entries()[0].id


def test_the_mailbox_says_when_it_is_empty(client):
    assert "No message has been sent yet." in client.get("/dev/mail/").content.decode()


def test_the_mailbox_lists_finds_and_shows(client):
    id = put_in_mailbox(html="<p>Read it: elsewhere</p>")
    put_in_mailbox(id="<2@x>", to="bob@police.example", subject="<b>Other</b>")
    page = client.get("/dev/mail/", {"to": "ANN"}).content.decode()
    assert "ann@council.example" in page
    assert "bob@police.example" not in page
    assert "&lt;b&gt;Other" in client.get("/dev/mail/").content.decode()
    assert "No message went to an address like that." in client.get("/dev/mail/", {"to": "zz"}).content.decode()
    mail = client.get(f"/dev/mail/{id}/").content.decode()
    assert '<a class="govuk-link" href="/organisations/essex/">' in mail
    assert "&lt;1@x&gt;" in mail
    assert "What the HTML says" in mail


def test_our_own_mail_says_the_same_twice(client, tell, deliver, settings):
    settings.EMAIL_BACKEND = "notices.mailbox.MailboxBackend"
    tell()
    deliver()
    page = client.get(f"/dev/mail/{mailbox.entries()[0].id}/").content.decode()
    assert "The HTML says the same words" in page


@pytest.mark.parametrize("path", ["/dev/mail/" + "0" * 32 + "/", "/dev/mail/..%2f..%2fetc/", "/dev/mail/x/"])
def test_a_mail_that_is_not_there_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("setting", ["EMBEDDED", "DEMO"])
def test_outside_a_demonstration_there_is_no_mailbox(client, settings, setting):
    id = put_in_mailbox()
    setattr(settings, setting, False)
    assert client.get("/dev/mail/").status_code == 404
    assert client.get(f"/dev/mail/{id}/").status_code == 404


@pytest.mark.parametrize("name", ["messages", "organisations"])
def test_reading_pages_take_no_post(signed_in, name):
    assert signed_in.post(reverse(f"notices:{name}")).status_code == 405
