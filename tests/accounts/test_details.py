import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.accounts.conftest import PASSWORD, code_for, emailed_code, sign_in, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(client, make):
    person = make()
    sign_in(client, person)
    return person


def test_the_page_shows_what_is_known_and_what_is_not(client, amina):
    page = client.get("/account/").content.decode()
    assert "Amina Ali" in page
    assert page.count("Not provided") == 4
    assert "amina@council.example" in page


@pytest.mark.parametrize(
    ("question", "field", "value"),
    [
        ("name", "full_name", "Zoë Ní Bhriain"),
        ("job-title", "job_title", "Head of Information Governance"),
        ("rank", "rank", "Chief Inspector"),
        ("work-phone", "work_phone", "+44 20 7946 0000 ext 12"),
        ("signing-name", "signing_name", "Z. Ní Bhriain"),
    ],
)
def test_each_question_changes_one_thing(client, amina, question, field, value):
    assert client.get(f"/account/details/{question}/").status_code == 200
    assert client.post(f"/account/details/{question}/", {field: value})["Location"] == "/account/"
    amina.refresh_from_db()
    assert getattr(amina, field) == value
    record = amina.history.first()
    assert record.history_user == amina


@pytest.mark.parametrize(
    ("question", "field", "value", "words"),
    [
        ("name", "full_name", "", "Enter your full name"),
        ("name", "full_name", "...", "must include letters or numbers"),
        ("name", "full_name", "a" * 201, "200 characters or fewer"),
        ("work-phone", "work_phone", "call me", "Enter a phone number"),
    ],
)
def test_what_cannot_be_is_said_beside_what_was_typed(client, amina, question, field, value, words):
    answer = client.post(f"/account/details/{question}/", {field: value})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert value in answer.content.decode()


def test_extra_fields_change_nothing(client, amina):
    client.post("/account/details/name/", {"full_name": "New Name", "is_operator": "1", "email": "x@evil.example"})
    amina.refresh_from_db()
    assert not amina.is_operator
    assert amina.email == "amina@council.example"


def test_no_such_question(client, amina):
    assert client.get("/account/details/is-operator/").status_code == 404
    assert client.get("/account/details/password/").status_code == 404


def test_signing_in_leaves_no_history(client, make):
    person = make()
    before = person.history.count()
    sign_in(client, person)
    assert person.history.count() == before


class TestEmailAddress:
    def change(self, client, new):
        client.post("/account/again/password/", {"password": PASSWORD})
        return client.post("/account/email/", {"action_add": "yes", "email": new})

    def test_it_asks_again_first(self, client, amina):
        answer = client.post("/account/email/", {"action_add": "yes", "email": "new@council.example"})
        assert answer["Location"].startswith("/account/again/password/")
        assert EmailAddress.objects.filter(user=amina).count() == 1

    def test_a_code_at_the_new_address_changes_it_and_both_are_told(self, client, amina):
        assert self.change(client, "new@council.example")["Location"] == "/account/email/code/"
        code = told("account.code", "new@council.example")[-1]
        assert code.subject.startswith("Your email address code is ")
        page = client.get("/account/email/code/").content.decode()
        assert "new@council.example" in page
        assert client.post("/account/email/code/", {"code": emailed_code()}).status_code == 302
        amina.refresh_from_db()
        assert amina.email == "new@council.example"
        assert {notice.email for notice in told("account.changed")} == {"amina@council.example", "new@council.example"}
        assert (
            Client().post("/account/sign-in/", {"login": "new@council.example", "password": PASSWORD}).status_code
            == 302
        )
        answer = Client().post("/account/sign-in/", {"login": "amina@council.example", "password": PASSWORD})
        assert answer.status_code == 200

    def test_a_wrong_code_changes_nothing_and_the_fifth_ends_it(self, client, amina):
        self.change(client, "new@council.example")
        code = emailed_code()
        for _ in range(5):
            client.post("/account/email/code/", {"code": "000 000" if code != "000 000" else "111 111"})
        client.post("/account/email/code/", {"code": code})
        amina.refresh_from_db()
        assert amina.email == "amina@council.example"

    def test_an_address_in_use_is_not_given_away(self, client, amina, make):
        """The answer and the message are the same; only whoever reads the other mailbox learns more, by its code."""
        make("taken@council.example")
        free = self.change(client, "free@council.example")
        taken = self.change(client, "taken@council.example")
        assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
        assert [notice.email for notice in told("account.code")] == ["free@council.example", "taken@council.example"]
        answer = client.post("/account/email/code/", {"code": emailed_code()})
        assert "You cannot use this email address" in answer.content.decode()
        amina.refresh_from_db()
        assert amina.email == "amina@council.example"

    @pytest.mark.parametrize(
        "address",
        [
            "a@b.uk\nBcc: x@evil.example",
            '"a b"@council.example',
            "a@localhost",
            "a@" + "b" * 250 + ".uk",
            "a@b.uk,c@d.uk",
            "",
            "a@@b.uk",
        ],
    )
    def test_what_is_no_address(self, client, amina, address):
        answer = self.change(client, address)
        assert answer.status_code == 200
        words = answer.content.decode()
        assert "Enter an email address in the correct format" in words or "Enter your email address" in words
        assert told("account.code") == []

    def test_other_scripts_become_what_mail_servers_read(self, client, amina):
        self.change(client, "a@пример.рф")
        assert told("account.code")[-1].email == "a@xn--e1afmkfd.xn--p1ai"


class TestSecondFactor:
    def test_setting_up_an_app_gives_recovery_codes(self, client, amina):
        client.post("/account/again/password/", {"password": PASSWORD})
        page = client.get("/account/security/authenticator/").content.decode()
        assert "data:image/svg+xml;base64," in page
        secret = client.session["mfa.totp.secret"]
        assert secret in page
        code = format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))
        answer = client.post("/account/security/authenticator/", {"code": code})
        assert answer["Location"] == "/account/security/recovery-codes/"
        assert "10 of 10 left" in client.get(answer["Location"]).content.decode()
        stored = Authenticator.objects.get(user=amina, type="totp").data["secret"]
        assert secret not in stored

    def test_a_wrong_code_sets_nothing_up(self, client, amina):
        client.post("/account/again/password/", {"password": PASSWORD})
        client.get("/account/security/authenticator/")
        answer = client.post("/account/security/authenticator/", {"code": "000000"})
        assert "not right" in answer.content.decode()
        assert not Authenticator.objects.exists()

    def test_an_old_session_without_password_cannot_make_itself_the_owner(self, client, make):
        """allauth asks nothing of people who have neither password nor factor."""
        person = make(password=None)
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        for path in ("/account/security/authenticator/", "/account/security/passkeys/add/"):
            answer = client.get(path)
            assert answer["Location"].startswith("/account/sign-in/?next=")
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")

    def test_somebody_who_just_came_in_by_emailed_code_may(self, client, make):
        person = make(password=None)
        client.post("/account/sign-in/code/", {"email": person.email})
        client.post("/account/sign-in/code/enter/", {"code": emailed_code()})
        assert client.get("/account/security/authenticator/").status_code == 200

    @pytest.mark.parametrize("credential", ["", "[]", "{}", '{"response": {}}', "x"])
    def test_an_answer_that_no_device_gives_adds_no_passkey(self, client, amina, credential):
        client.post("/account/again/password/", {"password": PASSWORD})
        client.get("/account/security/passkeys/add/")
        answer = client.post("/account/security/passkeys/add/", {"name": "x", "credential": credential})
        assert answer.status_code == 200
        assert "Your device did not answer" in answer.content.decode()
        assert not Authenticator.objects.exists()

    def test_passkeys_of_others_do_not_exist(self, client, make):
        person, other = make(factor=True), make("other@council.example")
        key = Authenticator.objects.create(user=other, type="webauthn", data={"name": "Theirs", "credential": {}})
        sign_in(client, person)
        client.post("/account/again/code/", {"code": code_for(person)})
        for verb in ("name", "remove"):
            assert client.get(f"/account/security/passkeys/{key.pk}/{verb}/").status_code == 404

    @pytest.mark.parametrize(
        "path",
        ["/account/security/", "/account/security/passkeys/", "/account/sessions/", "/account/security/organisation/"],
    )
    def test_pages_about_the_account(self, client, amina, path):
        assert client.get(path).status_code == 200
        assert Client().get(path)["Location"].startswith("/account/sign-in/")

    def test_no_table_where_there_is_nothing_to_list(self, client, amina):
        UserSession.objects.all().delete()
        page = client.get("/account/sessions/").content.decode()
        assert "You are signed in only here." in page
        assert "<table" not in page


def test_an_account_with_another_case_is_the_same_account(db):
    from django.db import IntegrityError

    User.objects.create_user("a@council.example", full_name="A")
    with pytest.raises(IntegrityError):
        User.objects.bulk_create([User(email="A@COUNCIL.EXAMPLE", full_name="B")])
