"""The list of agreements: what is shown, found, filtered and sorted, to whom, and at what price."""

import datetime as dt
import re

import pytest
from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from agreements import listed, searching, services
from agreements.choices import Status
from agreements.models import Agreement, CodeUse, Party
from agreements.searching import Wanted
from dsaportal.bench import crowd
from lawfulbasis import services as law
from parties.models import Organisation
from parties.services import organisations
from signing.models import Request
from tests.agreements.scene import AT, essex, set_scene
from tests.factories.parties import make_organisation
from tests.factories.people import make_operator, make_person, sign_in
from tests.signing import scene as signing

pytestmark = pytest.mark.django_db
LIST = "/agreements/"
ON = dt.date(2026, 11, 20)


def _scene():
    """Of a body that leads three agreements and is a party to a fourth."""
    home = make_organisation("Thurrock Council")
    other = make_organisation("Zoë Trust")
    make_agreement("Alpha", home, [other])
    make_agreement("beta", home, [other], status=Status.IN_FORCE, review_on=ON - dt.timedelta(days=12))
    make_agreement("Gamma", home, [], status=Status.IN_FORCE, review_on=ON + dt.timedelta(days=20))
    make_agreement("Delta", other, [home], status=Status.ENDED, review_on=ON + dt.timedelta(days=60))
    make_agreement("Hidden", other, [])
    return make_person("ig@thurrock.example", home, [Role.IG_OFFICER])


STAGE = _scene


@pytest.fixture
def officer(scene):
    return scene


def make_agreement(title, lead, others, **values):
    number = Agreement.objects.count() + 1
    row = Agreement.objects.create(
        title=title, lead=lead, reference=f"DSA-2026-{number:04}", kind="agreement", created_at=AT,
        status_at=AT + dt.timedelta(minutes=number), search_text=f"{title} dsa-2026-{number:04}".casefold(), **values,
    )  # fmt: skip
    for position, body in enumerate([lead, *others]):
        Party.objects.create(agreement=row, organisation=body, key=f"p{position}", position=position)
    return row


def titles(person, on=ON, **wanted):
    return [row.title for row in searching.find(person=person, wanted=Wanted(**wanted), on=on)]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["Delta", "Gamma", "beta", "Alpha"]),
        ({"state": "in_force"}, ["Gamma", "beta"]),
        ({"kind": "protocol"}, []),
        ({"role": "lead"}, ["Gamma", "beta", "Alpha"]),
        ({"role": "party"}, ["Delta"]),
        ({"lead": "zoe"}, ["Delta"]),
        ({"party": "trust ZOË"}, ["Delta", "beta", "Alpha"]),
        ({"review": "overdue"}, ["beta"]),
        ({"review": "due30"}, ["Gamma"]),
        ({"review": "due90"}, ["Gamma"]),
        ({"review": "none"}, ["Alpha"]),
        ({"signing": "ours"}, []),
        ({"q": "zoe beta"}, ["beta"]),
        ({"q": "dsa-2026-0001"}, ["Alpha"]),
        ({"q": "hidden"}, []),
        ({"sort": "title"}, ["Alpha", "beta", "Delta", "Gamma"]),
        ({"sort": "-title"}, ["Gamma", "Delta", "beta", "Alpha"]),
        ({"sort": "lead"}, ["Gamma", "beta", "Alpha", "Delta"]),
        ({"sort": "state"}, ["Alpha", "Gamma", "beta", "Delta"]),
        ({"sort": "review"}, ["beta", "Gamma", "Delta", "Alpha"]),
        ({"sort": "-review"}, ["Delta", "Gamma", "beta", "Alpha"]),
    ],
)
def test_each_filter_and_order_answers_what_it_says(officer, wanted, found):
    assert titles(officer, **wanted) == found


def test_an_agreement_is_found_by_its_own_words_and_its_parties_names_then_and_now():
    scene = set_scene()
    police = Organisation.objects.get(legal_name="Essex Police")
    organisations.update(organisation=police, by=make_operator(), at=AT, short_name="Eastern Constabulary")
    found = Agreement.objects.visible_to(scene.reader)
    for words in ("essex data", "DSA-2026-0001", "ESSEX POLICE", "eastern constabulary", "ＥＳＳＥＸ"):
        assert found.found_by(words).count() == 1, words
    for words in ("norwich", "essex nothing", "%", "_"):
        assert found.found_by(words).count() == 0, words


def test_special_category_criminal_offence_and_reliance_on_the_law_are_found_once_each(officer):
    law.load_catalogue(at=AT)
    alpha, beta = Agreement.objects.get(title="Alpha"), Agreement.objects.get(title="beta")
    for row, code, path in (
        (alpha, "sc_health", "data/1"),
        (alpha, "sc_health", "data/2"),
        (alpha, "sc_genetic", "data/3"),
        (alpha, "scx_other", "data/4"),
        (beta, "cat_criminal_offence", "data/1"),
        (beta, "art6_1_e_public_task", "basis/1"),
        (beta, "art6_1_f_legitimate_interests", "basis/2"),
    ):
        CodeUse.objects.create(agreement=row, code=code, path=path)
    assert titles(officer, special=True) == ["Alpha"]
    assert titles(officer, criminal=True) == ["beta"]
    assert titles(officer, special=True, criminal=True) == []
    assert titles(officer, code="art6_1_e_public_task") == ["beta"]
    assert titles(officer, code="Public Task") == ["beta"]
    assert titles(officer, code="art6_1_a_consent") == []


def test_a_document_that_is_stored_can_be_found_by_what_it_names():
    scene = set_scene()
    code = CodeUse.objects.filter(agreement=scene.agreement).values_list("code", flat=True)[0]
    assert titles(scene.officer, code=code) == [scene.agreement.title]


def test_the_day_of_a_review_may_come_from_an_upper_floor(officer, monkeypatch):
    monkeypatch.setattr(listed, "_REVIEW_DAYS", [])
    listed.register_review_day(lambda: Coalesce(F("review_on"), F("created_at__date")))
    assert titles(officer, review="none") == []
    assert titles(officer, review="overdue", on=AT.date() + dt.timedelta(days=1)) == ["beta"]


def page(client, query=""):
    answer = client.get(LIST + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_list_says_how_many_and_links_its_columns(client, officer):
    sign_in(client, officer)
    html = page(client, "?sort=title&state=in_force")
    assert "Showing 1 to 2 of 2 agreements" in html
    assert html.count('aria-sort="ascending"') == 1
    assert html.count('aria-sort="none"') == 3
    assert 'href="?state=in_force&amp;sort=-title"' in html
    assert "Remove this filter: </span>State: In force</a>" in html
    assert 'href="?sort=title"><span class="govuk-visually-hidden">Remove' in html
    assert "Overdue by" in html
    assert "Not asked yet" in html


def test_built_in_views_are_there_and_the_one_in_use_is_marked(client, officer):
    sign_in(client, officer)
    html = page(client, "?role=lead")
    for name in ("All agreements", "Ours to sign", "We lead", "Overdue", "Includes special category"):
        assert f">{name}</a>" in html
    assert re.search(r'href="/agreements/\?role=lead" aria-current="page">We lead<', html)


def test_what_waits_for_our_signature_and_how_many_have_signed(client):
    staged = signing.set_stage(timezone.now())
    signing.open_round(staged, timezone.now(), timezone.localdate() + dt.timedelta(days=10))
    sign_in(client, staged.officer)
    html = page(client, "?signing=ours")
    asked = Request.objects.count()
    assert f"0 of {asked}" in html
    assert "Waiting for our signature" in html
    assert titles(staged.officer, signing="ours") == [Agreement.objects.get(pk=staged.agreement.pk).title]
    assert titles(make_person("x@else.example", make_organisation("Else")), signing="ours") == []


def test_nothing_yet_and_nothing_found_are_different_answers(client, officer):
    sign_in(client, officer)
    html = page(client, "?q=zebra&review=overdue")
    assert "No agreements match" in html
    assert "Words: zebra" in html
    assert "Review: Overdue" in html
    assert 'href="/agreements/"' in html
    sign_in(client, make_person("new@new.example", make_organisation("New Trust"), [Role.IG_OFFICER]))
    assert "You have no agreements yet. Start one, or import one" in page(client)


@pytest.mark.parametrize("parameter", ["q", "lead", "party", "code"])
@pytest.mark.parametrize(
    "value", ["%00", "%ff%fe", "%ED%A0%80", "'%20OR%201=1--", "'%20%26%20|%20!%20(:*%20\"", "%25", "_", "%F0%9F%91%8D"]
)
def test_b1_b4_b5_b7_b8_b9_words_are_only_words(client, officer, parameter, value):
    sign_in(client, officer)
    html = page(client, f"?{parameter}={value}")
    assert "Hidden" not in html
    assert ("Alpha" in html) is (value == "%00")


@pytest.mark.parametrize("parameter", ["q", "party"])
def test_b6_the_first_200_characters_are_searched_and_it_is_said(client, officer, parameter):
    sign_in(client, officer)
    html = page(client, f"?{parameter}={'z' * 10_000}")
    assert "We searched for the first 200 characters" in html
    assert "z" * 201 not in html


@pytest.mark.parametrize(
    "query", ["sort=title;drop", "sort=--title", "state=x", "role[]=1", "review=due7", "special=1"]
)
def test_b9_unknown_filters_and_orders_are_left_out(client, officer, query):
    sign_in(client, officer)
    html = page(client, f"?{query}")
    assert html.index("Delta") < html.index("Gamma") < html.index(">beta<") < html.index("Alpha")
    assert "Chosen" not in html


def test_b16_a_title_is_shown_as_it_was_typed(client, officer):
    Agreement.objects.filter(title="Alpha").update(title="<script>alert(1)</script>")
    sign_in(client, officer)
    html = page(client, "?q=%3Cscript%3E")
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("number", ["abc", "-1", "0", "99", "1" + "0" * 21, "%EF%BC%99", ""])
def test_b45_a_page_that_is_none_is_the_first(client, officer, number):
    sign_in(client, officer)
    assert "Showing 1 to 4 of 4" in page(client, f"?page={number}")


def test_pages_are_bounded_keep_their_filters_and_never_repeat(client):
    crowded = crowd.gather(organisations=6, people=12, at=AT)
    crowd.agree(agreements=60, bodies=list(Organisation.objects.order_by("pk")[:6]), at=AT)
    sign_in(client, crowded[6])
    seen = []
    for number in (1, 2, 3):
        html = page(client, f"?sort=state&page={number}")
        assert f"(page {number} of 3)" in html
        seen += re.findall(r'app-cell-hint">(DSA-2026-\d{5})<', html)
    assert len(seen) == len(set(seen)) == 60
    assert "?sort=state&amp;page=2" in html


@pytest.mark.parametrize("agreements", [10, 500])
def test_the_price_is_the_same_for_ten_and_for_five_hundred(client, agreements, django_assert_max_num_queries):
    crowded = crowd.gather(organisations=30, people=60, at=AT)
    crowd.agree(agreements=agreements, bodies=list(Organisation.objects.order_by("pk")[:30]), at=AT)
    sign_in(client, crowded[30])
    client.get(LIST)
    with django_assert_max_num_queries(14):
        answer = client.get(f"{LIST}?q=rough&review=overdue&special=on&party=example&sort=title")
    assert answer.status_code == 200
    with django_assert_max_num_queries(14):
        assert f"of {agreements} agreements" in client.get(LIST).content.decode()


def test_what_is_searched_is_written_by_the_services():
    scene = set_scene()
    assert scene.agreement.search_text.startswith("essex data platform")
    services.import_document(document=essex(), by=None, at=AT)
    assert not Agreement.objects.filter(search_text="").exists()
    assert reverse("agreements:list") == LIST
