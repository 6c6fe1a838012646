"""Long lists of a draft: only what a page shows is put into words, and each place is looked for once."""

import pytest
from django.urls import reverse

from drafting import checking, progress
from drafting.shown import Words
from drafting.views.desk import outline_of
from lawfulbasis import services as law
from tests.drafting.scene import TODAY, draft
from tests.drafting.test_checking import document, page
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
ROWS = 120


def _scene():
    rows = [{"key": f"r{number}", "party": f"p{number % 2}"} for number in range(ROWS)]
    return draft(2, retention=rows)


STAGE = _scene


@pytest.mark.parametrize("who", ["officer", "partner"])
def test_only_the_rows_of_the_page_get_their_words(client, scene, monkeypatch, who):
    """The partner's own rows come first, which needs no words either."""
    sign_in(client, getattr(scene, who))
    said = []
    title = Words.title
    monkeypatch.setattr(Words, "title", lambda self, row: said.append(row.key) or title(self, row))
    address = reverse("drafting:question", args=[scene.agreement.reference, "retention", "retention"])
    assert "Showing 1 to 50 of 120" in page(client, address)
    assert len(said) == 50
    if who == "partner":
        assert {key for key in said if int(key[1:]) % 2} == set(said)
    said.clear()
    page(client, f"{address}?page=3")
    assert len(said) == 20


def test_many_places_have_the_homes_that_each_has_alone(scene):
    text = document(scene)
    outline = outline_of(text)
    homes = progress.Homes(outline, text)
    paths = {finding.path for finding in law.check(document=text, on=TODAY)}
    assert len(paths) > 10
    for path in paths:
        assert homes.of(path) == progress.home(outline, text, path)
    assert homes.of("retention/r3") is not None
    assert homes.of("no_such_part/x") is None


def test_a_row_is_owned_by_whom_it_names():
    text = document(draft(3, obligations=[{"key": "o", "parties": ["p1"], "text": "Check."}]))
    owners = checking.Owners(text)
    assert owners.of("retention/r2/period") == "p2"
    assert owners.of("datasets/families/items/name") == "p0"
    assert owners.of("obligations/o") == "p1"
    assert owners.of("parties/p1/contacts") == "p1"
    assert owners.of("term/review") == ""
    assert owners.of("retention") == ""
    assert owners.of("retention/unknown") == ""


def test_a_long_answer_is_cut_on_its_card_and_all_of_it_is_a_link_away(client):
    scene = draft(proportionality={"text": "Only names. " * 300, "alternatives": "None."})
    for who, link in (("officer", ("question", "necessity", "minimum")), ("reader", ("preview",))):
        sign_in(client, getattr(scene, who))
        shown = page(client, reverse("drafting:section", args=[scene.agreement.reference, "necessity"]))
        assert 100 < shown.count("Only names.") < 130
        address = reverse(f"drafting:{link[0]}", args=[scene.agreement.reference, *link[1:]])
        assert f'<a class="govuk-link" href="{address}">Read all of it' in shown
        assert "None." in shown


def test_the_way_to_change_a_row_says_which_row(client, scene):
    sign_in(client, scene.officer)
    shown = page(client, reverse("drafting:question", args=[scene.agreement.reference, "retention", "retention"]))
    assert 'Change<span class="govuk-visually-hidden"> Borough 1 Council' in shown
