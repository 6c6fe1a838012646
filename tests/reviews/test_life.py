"""The life of one agreement: its texts as bars, its days as numbers, and the same in a list and a table."""

import re

import pytest
from django.utils import timezone

from agreements.choices import How
from agreements.models import Departure, Ending, Suspension, Transition
from agreements.workflow import Verb
from reviews.choices import Conclusion
from reviews.life_bar import Part
from reviews.models import Review
from reviews.views.life import of
from tests.factories.people import make_person
from tests.reviews import in_time
from tests.reviews.in_time import DAY
from tests.signing import entry, scene

pytestmark = pytest.mark.django_db


def page(client, staged) -> str:
    entry.sign_in(client, staged.officer)
    answer = client.get(f"/agreements/{staged.agreement.reference}/life/")
    assert answer.status_code == 200
    return answer.content.decode()


def table(said: str) -> list[tuple[str, str]]:
    """What is listed, with its number."""
    body = said.partition("Days that mattered, and days ahead</caption>")[2].partition("</table>")[0]
    rows = re.findall(r"<tr.*?</tr>", body.partition("<tbody")[2], re.DOTALL)
    cells = [re.findall(r"<td[^>]*>\s*(.*?)\s*</td>", row, re.DOTALL) for row in rows]
    return [(row[0], row[2]) for row in cells]


def test_what_happened_and_what_lies_ahead(client):
    staged = in_time.in_force()
    in_time.move(staged, 40)
    today, now = in_time.today(), timezone.now()
    Suspension.objects.create(agreement=staged.agreement, from_on=today + DAY, reason="A breach.", suspended_at=now)
    Departure.objects.create(
        agreement=staged.agreement,
        organisation=staged.partner,
        party_key="police",
        given_at=now,
        leaves_on=today + 50 * DAY,
        reason="No longer needed.",
    )
    Ending.objects.create(
        agreement=staged.agreement,
        on=today + 61 * DAY,
        how=How.NOTICE,
        confirm_by_on=today + 91 * DAY,
        decided_at=now,
    )
    Review.objects.create(
        agreement=staged.agreement,
        number=1,
        version=staged.version,
        opened_at=now,
        conclusion=Conclusion.KEEP,
        concluded_at=now,
    )
    said = page(client, staged)
    what = [text for _, text in table(said)]
    assert what[:5] == ["Agreement created", "Text frozen", "Sent for signature", "Signed", "Came into force"]
    assert what[5:] == [
        "Review 1 concluded: continue unchanged",
        "Essex Police gave notice",
        "Sharing paused",
        "Review 1 is due",
        "Essex Police leaves",
        "Last day in force",
    ]
    drawing = re.search(r'<svg class="app-picture.*?</svg>', said, re.DOTALL)[0]
    drawn = re.findall(r'text-anchor="middle">(\d{1,2})</text>', drawing)
    assert drawn == [number for number, _ in table(said)]
    assert "Version 1: in force, from" in said
    assert "Version 1: still to run, from" in said


def test_a_draft_has_one_row_and_nothing_ahead():
    staged = scene.set_stage(timezone.now())
    life = of(staged.agreement, in_time.today())
    assert [row.name for row in life.rows] == ["Draft", "Version 1"]
    assert [bar.part for bar in life.rows[1].bars] == [Part.FIXED]
    assert "Nothing is planned." in life.sentence


def test_what_is_closed_stops_on_its_day():
    staged = in_time.in_force()
    at = timezone.now() - 40 * in_time.MINUTE
    Transition.objects.create(
        agreement=staged.agreement, verb=Verb.END, source="in_force", target="ended", at=at, version=staged.version
    )
    staged.agreement.status = "ended"
    staged.agreement.save()
    life = of(staged.agreement, in_time.today() + 400 * DAY)
    assert [bar.part for bar in life.rows[-1].bars] == [Part.FIXED, Part.IN_FORCE]
    assert life.rows[-1].bars[-1].until == timezone.localdate(at)
    assert life.marks[-1].fact.what == "Ended"


def test_a_late_review_says_since_when():
    staged = in_time.in_force()
    in_time.move(staged, -3)
    life = of(staged.agreement, in_time.today())
    assert "Review 1 was due" in [mark.fact.what for mark in life.marks]


def test_the_page_costs_little_and_strangers_find_none(client, django_assert_max_num_queries):
    staged = in_time.in_force()
    page(client, staged)
    with django_assert_max_num_queries(25):
        client.get(f"/agreements/{staged.agreement.reference}/life/")
    entry.sign_in(client, make_person("stranger@example.org"))
    assert client.get(f"/agreements/{staged.agreement.reference}/life/").status_code == 404
