"""An organisation's own sign-in, against a small OpenID Connect provider on this machine."""

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from accounts import single_sign_on
from accounts.models import Invitation, User
from accounts.services import invitations
from tests.accounts.conftest import sign_in, told

pytestmark = pytest.mark.django_db
CLIENT = "portal"


class Directory(BaseHTTPRequestHandler):
    """What the directory says about whoever signs in: ``claims``, set by the test."""

    claims: dict[str, object] = {}
    asked: list[dict[str, list[str]]] = []

    def log_message(self, *_args):
        return None

    def do_GET(self):
        if "openid-configuration" in self.path:
            self._say(
                {
                    "issuer": self._base,
                    "authorization_endpoint": f"{self._base}/authorize",
                    "token_endpoint": f"{self._base}/token",
                    "userinfo_endpoint": f"{self._base}/userinfo",
                    "jwks_uri": f"{self._base}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        else:
            self._say(self.claims)

    def do_POST(self):
        body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.asked.append(body)
        self._say({"access_token": "token", "token_type": "Bearer", "id_token": self._token()})

    def _token(self):
        import time

        def part(value):
            return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

        now = int(time.time())
        claims = {**self.claims, "iss": self._base, "aud": CLIENT, "iat": now, "exp": now + 600}
        return f"{part({'alg': 'RS256', 'kid': '1'})}.{part(claims)}.{part('unsigned')}"

    @property
    def _base(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def _say(self, value):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())


@pytest.fixture
def directory(settings):
    server = HTTPServer(("127.0.0.1", 0), Directory)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Directory.claims = {"sub": "u1", "name": "Amina Ali", "email": "amina@council.example", "email_verified": True}
    Directory.asked = []
    settings.SSO_PROVIDERS = [
        {
            "id": "council",
            "name": "Council staff",
            "server_url": f"http://127.0.0.1:{server.server_address[1]}",
            "client_id": CLIENT,
            "client_secret": "not-a-real-one",
            "domains": ["council.example"],
        }
    ]
    yield Directory
    server.shutdown()
    server.server_close()


def come_back(client, email="amina@council.example", **more):
    """From the portal to the directory, which lets everybody in, and back."""
    away = client.post("/account/sign-in/organisation/", {"email": email, **more})
    assert away.status_code == 302, away.content.decode()
    question = parse_qs(urlsplit(away["Location"]).query)
    return client.get("/account/organisation/council/back/", {"code": "c", "state": question["state"][0]})


def invite(make, now, email="amina@council.example"):
    admin = User.objects.filter(email="admin@council.example").first() or make("admin@council.example")
    return invitations.issue(email=email, full_name="Amina", by=admin, at=now)


def test_the_domain_says_where_to_go(client, directory):
    away = client.post("/account/sign-in/organisation/", {"email": "Amina@Council.example"})
    question = parse_qs(urlsplit(away["Location"]).query)
    assert urlsplit(away["Location"]).path == "/authorize"
    assert question["login_hint"] == ["amina@council.example"]
    assert question["code_challenge_method"] == ["S256"]
    assert set(question["scope"][0].split()) == {"openid", "profile", "email"}
    other = client.post("/account/sign-in/organisation/", {"email": "a@elsewhere.example"})
    assert other.status_code == 422
    assert "is not set up here" in other.content.decode()


def test_the_sign_in_page_offers_it_only_where_there_is_one(client, directory, settings):
    assert "Sign in with your organisation" in client.get("/account/sign-in/").content.decode()
    settings.SSO_PROVIDERS = []
    assert "Sign in with your organisation" not in client.get("/account/sign-in/").content.decode()
    assert client.get("/account/organisation/council/sign-in/").status_code == 404


def test_a_new_person_comes_in_by_invitation(client, directory, make, now):
    invite(make, now)
    answer = come_back(client)
    assert answer["Location"] == "/account/invitation/"
    person = User.objects.get(email="amina@council.example")
    assert person.full_name == "Amina Ali"
    assert not person.has_usable_password()
    assert client.get("/account/invitation/")["Location"] == "/organisations/invitation/"
    assert Directory.asked[-1]["code_verifier"]
    again = Client()
    come_back(again)
    assert again.session["_auth_user_id"] == str(person.pk)


def test_without_an_invitation_nobody_comes_in(client, directory):
    answer = come_back(client)
    assert answer.status_code == 403
    assert "nobody has invited you" in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": ""},
        {"email": "amina@elsewhere.example"},
        {"email": "amina@council.example.evil.example"},
        {"email": None},
    ],
)
def test_an_address_that_is_not_proved_or_not_theirs_counts_for_nothing(client, directory, make, now, claims):
    invite(make, now)
    invite(make, now, "amina@elsewhere.example")
    directory.claims = directory.claims | claims
    answer = come_back(client)
    assert answer.status_code == 403
    assert not SocialAccount.objects.exists()
    assert Invitation.objects.filter(accepted_at=None).count() == 2


def test_an_account_with_a_password_is_never_taken_over(client, directory, make):
    person = make()
    answer = come_back(client)
    assert answer["Location"] == "/account/organisation/link/"
    assert "_auth_user_id" not in client.session
    page = client.get(answer["Location"]).content.decode()
    assert "You already have an account" in page
    client.post("/account/organisation/link/")
    assert not SocialAccount.objects.exists()
    answer = sign_in(client, person, next="/account/organisation/link/")
    assert answer["Location"] == "/account/organisation/link/"
    assert not SocialAccount.objects.exists()  # not even now, without the press of a button
    assert "Link them" in client.get("/account/organisation/link/").content.decode()
    assert client.post("/account/organisation/link/")["Location"] == "/account/"
    assert SocialAccount.objects.get().user == person
    assert "Your organisation's sign-in was linked" in told("account.changed")[-1].text.replace("’", "'")
    other = Client()
    come_back(other)
    assert other.session["_auth_user_id"] == str(person.pk)


def test_a_stranger_cannot_link_to_the_account_they_are_signed_in_to(client, directory, make):
    make()
    stranger = make("stranger@council.example")
    come_back(client)
    sign_in(client, stranger)
    assert client.get("/account/organisation/link/").status_code == 403
    assert client.post("/account/organisation/link/").status_code == 302
    assert not SocialAccount.objects.exists()


def test_a_second_factor_here_is_asked_for_after_it(client, directory, make):
    person = make(factor=True)
    SocialAccount.objects.create(user=person, provider="council", uid="u1")
    assert come_back(client)["Location"] == "/account/second-factor/"


def test_a_leaver_stays_out(client, directory, make, now):
    from accounts.services import people

    person = make()
    SocialAccount.objects.create(user=person, provider="council", uid="u1")
    operator = people.register(email="olu@portal.example", full_name="Olu Ade", at=now, is_operator=True)
    people.deactivate(person=person, by=operator, at=now)
    assert come_back(client)["Location"] == "/account/closed/"
    assert "_auth_user_id" not in client.session


def test_an_answer_nobody_asked_for_is_refused(client, directory):
    for query in ({"code": "c", "state": "made-up"}, {"error": "access_denied"}, {}):
        answer = client.get("/account/organisation/council/back/", query)
        assert answer.status_code < 500
        assert "_auth_user_id" not in client.session


def test_a_silent_directory_is_said_to_be_silent(client, directory, settings):
    settings.SSO_PROVIDERS = [settings.SSO_PROVIDERS[0] | {"server_url": "http://127.0.0.1:9"}]
    answer = client.post("/account/sign-in/organisation/", {"email": "amina@council.example"})
    assert answer.status_code == 503
    assert "does not answer" in answer.content.decode()


def test_next_stays_on_the_site(client, directory, make):
    person = make()
    SocialAccount.objects.create(user=person, provider="council", uid="u1")
    assert come_back(client, next="//evil.example")["Location"] == "/home/"
    assert come_back(Client(), next="/agreements/")["Location"] == "/agreements/"


class TestProvider:
    BASE = {
        "id": "x",
        "server_url": "https://login.example/tenant/v2.0",
        "client_id": "c",
        "domains": ["@Council.example"],
    }

    def test_a_directory_may_vouch_for_its_addresses(self):
        said = {"email": "A@council.example"}
        assert single_sign_on.Provider(self.BASE).proved_address(said) == ""
        vouching = single_sign_on.Provider({**self.BASE, "email_is_verified": True})
        assert vouching.proved_address(said) == "a@council.example"

    @pytest.mark.parametrize("tenant", ["common", "organizations", "consumers"])
    def test_an_issuer_of_everybody_cannot(self, tenant):
        url = f"https://login.microsoftonline.com/{tenant}/v2.0"
        shared = single_sign_on.Provider({**self.BASE, "server_url": url, "email_is_verified": True})
        assert shared.proved_address({"email": "a@council.example"}) == ""
