"""Rows 1 to 24: what people type, in real forms and searches."""

import pytest
from django.urls import reverse

from agreements import assembly, pdf
from agreements import services as agreements
from dsaformat import reading
from foundation.verdicts import Refused
from parties.models import Organisation
from parties.services import organisations
from tests.badinput import hostile
from tests.drafting.scene import draft
from tests.factories.parties import make_organisation, make_ready_organisation
from tests.factories.people import make_operator, make_person, sign_in
from tests.signing import scene

pytestmark = pytest.mark.django_db

SEARCHES = ("search", "parties:directory", "agreements:list", "lawfulbasis:catalogue")


@pytest.fixture
def ann(client):
    person = make_person("ann@council.example", make_ready_organisation("Hackney Council"))
    sign_in(client, person)
    return person


@pytest.fixture
def operator(client):
    sign_in(client, make_operator())
    return client


def change(client, question: str, name: str, value: str):
    body = hostile.body({name: value})
    address = reverse("accounts:change", args=[question])
    return client.post(address, body, content_type="application/x-www-form-urlencoded")


def add(client, name: str, **more: str):
    data = {"legal_name": name, "kind": "local_authority", "nation": "england"} | more
    return client.post(reverse("parties:add"), hostile.body(data), content_type="application/x-www-form-urlencoded")


@pytest.mark.parametrize("name", SEARCHES)
@pytest.mark.parametrize("query", ["Hack%00ney", "%00Hackney", "Hackney%00"])
def test_b1_a_nul_is_dropped_and_the_rest_is_searched(client, ann, name, query):
    page = client.get(f"{reverse(name)}?q={query}").content.decode()
    assert 'value="Hackney"' in page
    if name in {"search", "parties:directory"}:
        assert "Hackney Council" in page


def test_b3_a_nul_in_a_line_is_no_part_of_it(client, ann):
    assert change(client, "job-title", "job_title", "Clerk\x00 of\x07 works").status_code in (302, 422)
    ann.refresh_from_db()
    assert ann.job_title in ("", "Clerk of works")


@pytest.mark.parametrize("name", SEARCHES)
@pytest.mark.parametrize("query", ["%ff%fe", "%ED%A0%80", "%F0%9F"])
def test_b4_b5_broken_characters_find_nothing(client, ann, name, query):
    answer = client.get(f"{reverse(name)}?q={query}")
    assert answer.status_code == 200
    assert "Hackney Council</a>" not in answer.content.decode()


@pytest.mark.parametrize("name", ["search", "parties:directory"])
def test_b6_ten_thousand_characters_are_cut_and_it_is_said(client, ann, name):
    page = client.get(reverse(name), {"q": "Hackney " * 1_250}).content.decode()
    assert "We searched for the first 200 characters" in page
    assert "Hackney Council" in page


@pytest.mark.parametrize("name", SEARCHES)
@pytest.mark.parametrize("query", ["' & | ! (:* \"", "\\", "(((", "a:* & b", "<->", "'' OR 1=1--", "NEAR/0"])
def test_b7_b9_search_syntax_is_only_words(client, ann, name, query):
    assert client.get(reverse(name), {"q": query}).status_code == 200


@pytest.mark.parametrize("query", ["%", "_", "H_ckney", "Hack%"])
def test_b8_wildcards_mean_themselves(client, ann, query):
    for name in ("search", "parties:directory"):
        assert "Hackney Council</a>" not in client.get(reverse(name), {"q": query}).content.decode()


@pytest.mark.parametrize("key", ["title;drop", "-password", "__class__", "(select 1)"])
def test_b9_unknown_orders_and_filters_are_left_out(client, ann, key):
    for name in (*SEARCHES, "reviews:list", "notices:messages"):
        usual = client.get(reverse(name)).content.decode()
        answer = client.get(reverse(name), {"sort": key, "order": key, "kind": key, "state": key, "nation": key})
        assert answer.status_code == 200
        assert ("Hackney Council" in answer.content.decode()) is ("Hackney Council" in usual)


@pytest.mark.parametrize("name", ["\u200b\u200b", "\u2060", " \u00ad ", "—  !!", "👍"])
def test_b10_a_name_that_nobody_can_see_is_no_name(operator, name):
    before = Organisation.objects.count()
    page = add(operator, name).content.decode()
    assert "Enter the legal name" in page or "Legal name must include letters or numbers" in page
    assert Organisation.objects.count() == before


def test_b11_direction_characters_are_taken_out_of_lines(operator):
    add(operator, "abc\u202egpj.exe \u2066Trust\u2069")
    assert Organisation.objects.filter(legal_name="abcgpj.exe Trust").exists()


def test_b11_direction_characters_are_shown_in_long_text(operator):
    body = make_organisation("Norwich")
    address = reverse("parties:change", args=[body.slug, "ico"])
    operator.post(address, {"ico_reason": "Covered by \u202eeman"})
    body.refresh_from_db()
    assert body.ico_reason == "Covered by ⟦RLO⟧eman"


def test_b12_what_people_see_is_counted(operator, ann, client):
    sign_in(client, ann)
    page = change(client, "job-title", "job_title", "x" * 201).content.decode()
    assert "must be 200 characters or fewer" in page
    assert f'value="{"x" * 201}"' in page
    page = change(client, "job-title", "job_title", "a" + hostile.FAMILY * 200).content.decode()
    assert "must be 200 characters or fewer" in page
    assert change(client, "job-title", "job_title", "a" + "👍🏽" * 199).status_code == 302


@pytest.mark.parametrize(
    ("question", "name", "most"),
    [("name", "full_name", 200), ("job-title", "job_title", 200), ("rank", "rank", 100),
     ("signing-name", "signing_name", 200)],
)  # fmt: skip
def test_b12_the_longest_name_fits_its_column(client, ann, question, name, most):
    """Four code points for each character that people see: as many as the field lets through."""
    longest = "A" + "👩🏽‍🚀" * (most - 1)
    assert change(client, question, name, longest).status_code == 302
    ann.refresh_from_db()
    assert getattr(ann, name) == longest


def test_b12_the_longest_names_of_a_register_fit_theirs(operator):
    longest = "A" + "👩🏽‍🚀" * 199
    assert add(operator, longest, short_name="B" + "👩🏽‍🚀" * 79).status_code == 302
    made = Organisation.objects.get(legal_name=longest)
    address = reverse("parties:invite", args=[made.slug])
    make_person("chief@long.example", made, ["administrator"])
    sign_in(operator, make_person("chief@long.example"))
    data = {"full_name": longest, "email": "new@long.example", "job_title": longest, "roles": ["reader"]}
    assert operator.post(address, data).status_code == 302


def test_b13_two_ways_to_write_an_accent_are_one(operator):
    add(operator, "Zoe\u0308 Trust")
    assert Organisation.objects.filter(legal_name="Zoë Trust").exists()
    for spelling in ("Zoë", "Zoe\u0308", "zoë", "ZOE\u0308"):
        assert "Zoë Trust" in operator.get(reverse("parties:directory"), {"q": spelling}).content.decode()
    before = Organisation.objects.count()
    add(operator, "Zoë  trust")
    assert Organisation.objects.count() == before


def test_b14_a_text_that_is_too_long_comes_back_whole(operator):
    body = make_organisation("Norwich")
    typed = "y" * 20_001
    answer = operator.post(reverse("parties:end", args=[body.slug]), {"successors": typed, "how": "merged"})
    page = answer.content.decode()
    assert "must be 20,000 characters or fewer" in page
    assert typed in page


def test_b15_five_hundred_accents_become_eight(operator):
    add(operator, "Z" + "\u0301" * 500 + "ebra Trust")
    made = Organisation.objects.get(legal_name__endswith="ebra Trust")
    assert len(made.legal_name) <= len("Zebra Trust") + 8


def test_b16_b19_markup_and_templates_are_only_text(operator, client):
    for typed in ("<script>alert(1)</script> Trust", "{{ settings.SECRET_KEY }} Trust", "{% include 'x' %} Trust"):
        assert add(operator, typed).status_code == 302
        made = Organisation.objects.get(legal_name=typed)
        page = operator.get(made.get_absolute_url()).content.decode()
        assert "<script>alert" not in page
        shown = typed.replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#x27;")
        assert shown in page
    page = operator.get(reverse("parties:directory"), {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


LINKS = ["[x](javascript:alert(1))", "[x](data:text/html,x)", "[x](//evil.example)", "![](http://10.0.0.1/)",
         '<img src="file:///etc/passwd">', "![](https://evil.example/x.png)"]  # fmt: skip


@pytest.mark.parametrize("typed", LINKS)
def test_b17_b18_no_text_becomes_an_unsafe_link_or_a_picture(client, typed):
    """Only https:// and mailto: addresses become links: all else is shown as typed and fetched by nobody."""
    values = scene.document()
    values["identity"]["context"] = f"Words {typed} words"
    document = reading.parse(values)
    html = pdf.markup(document, at=scene.AT, draft=True)
    assert "Words" in html
    for address in ("javascript:", "data:text", "//evil.example", "http://10.0.0.1", "file:///"):
        assert f'href="{address}' not in html
        assert f'src="{address}' not in html
    assert "<img" not in html


@pytest.mark.parametrize("typed", LINKS[:3])
def test_b17_a_link_that_leads_elsewhere_is_refused_where_it_is_typed(client, typed):
    drawn = draft()
    sign_in(client, drawn.officer)
    address = reverse("drafting:question", args=[drawn.agreement.reference, "about", "background"])
    answer = client.post(address, {"context": f"Words {typed} words"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Links must start with https:// or mailto:" in page
    assert "Words [x](" in page


@pytest.mark.parametrize("name", ["O'Neill-Ścibor", "Ng", "李", "Sukarno", "Q" * 100])
def test_b20_names_of_every_kind_are_kept_and_shown(client, ann, name):
    assert change(client, "name", "full_name", name).status_code == 302
    ann.refresh_from_db()
    assert ann.full_name == name
    assert name.replace("'", "&#x27;") in client.get(reverse("accounts:details")).content.decode()


@pytest.mark.parametrize("twin", ["Metropolitan Police Servíce", "Metrоpolitan Police Service"])
def test_b21_a_twin_of_an_organisation_is_refused_and_named(operator, twin):
    make_organisation("Metropolitan Police Service", "police")
    before = Organisation.objects.count()
    page = add(operator, twin, kind="police").content.decode()
    assert "Metropolitan Police Service" in page
    assert "There is a problem" in page
    assert Organisation.objects.count() == before


def test_b22_adding_what_exists_leads_to_it(operator):
    there = make_organisation("Norwich City Council")
    answer = add(operator, "norwich  CITY council ")
    assert answer["Location"] == there.get_absolute_url()
    assert Organisation.objects.filter(legal_name__icontains="norwich").count() == 1


@pytest.mark.parametrize("typed", ["hackney  COUNCIL ", "Hackney Council", "\u200bHackney\u00a0Council"])
def test_b22_another_spelling_finds_the_organisation(ann, typed):
    assert organisations.named(typed) == Organisation.objects.get(legal_name="Hackney Council")


@pytest.mark.parametrize("left", ["[delete unnecessary option]", "[Describe the purpose]", "XX/XX/2026"])
def test_b23_what_a_template_left_is_kept_found_and_stops_the_freeze(left):
    staged = scene.call_cast(scene.AT)
    values = scene.document()
    values["purposes"][0]["text"] = f"We share {left}."
    made = agreements.import_document(document=reading.parse(values), by=staged.officer, at=scene.AT)
    with pytest.raises(Refused, match="The checks show 1 problem"):
        agreements.freeze(agreement=made, by=staged.officer, at=scene.AT)
    made.refresh_from_db()
    assert left in str(assembly.assemble(made))


@pytest.mark.parametrize(("number", "warned"), [("Z699129X", False), ("ABC", True)])
def test_b24_an_odd_registration_is_kept_with_a_warning(operator, number, warned):
    body = make_organisation("Norwich")
    address = reverse("parties:change", args=[body.slug, "ico"])
    page = operator.post(address, {"ico_reference": number}, follow=True).content.decode()
    body.refresh_from_db()
    assert body.ico_reference == number
    assert ("does not look like" in page or "usual" in page) is warned
