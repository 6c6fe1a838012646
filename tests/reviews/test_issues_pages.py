"""The pages of the log of issues (A-21), for people of the parties."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from dsaportal import work
from reviews.choices import Severity
from reviews.models import Issue, IssueNote
from reviews.services import issues as services
from tests.factories.people import sign_in
from tests.reviews import standing_agreement as stage
from tests.reviews.logging_issues import SECRET, fresh, raise_one
from tests.reviews.standing_agreement import DAY

pytestmark = pytest.mark.django_db


STAGE = stage.in_force


def url(scene, name="issues", *more):
    return reverse(f"reviews:{name}", args=[scene.agreement.reference, *more])


def read(client, person, address, status=200):
    response = sign_in(client, person).get(address)
    assert response.status_code == status, response.content.decode()[-2000:]
    return " ".join(response.content.decode().split())


def post(client, person, address, status=200, **values):
    response = sign_in(client, person).post(address, values, follow=True)
    assert response.status_code == status, response.content.decode()[-2000:]
    return " ".join(response.content.decode().split())


def typed(day: dt.date, **more) -> dict[str, object]:
    return {
        "title": "Extract came twice",
        "what": SECRET,
        "about": "datasets/families",
        "severity": "high",
        "due_on_day": day.day,
        "due_on_month": day.month,
        "due_on_year": day.year,
    } | more


def today() -> dt.date:
    return timezone.localdate()


def test_from_raising_it_to_what_was_done(client, scene):
    raiser, lead = scene.reviewers[1], scene.reviewers[0]
    page = read(client, raiser, url(scene))
    assert "Nobody has raised an issue." in page
    assert "Raise an issue" in page
    day = today() + 7 * DAY
    page = post(client, raiser, url(scene, "raise_issue"), **typed(day, assigned=scene.agreement.lead.slug))
    assert "Issue 1 is in the log." in page
    assert "Families" in page
    (row,) = next(group for group in work.groups(person=lead, on=today()) if group.code == "issues").rows
    assert (row["href"], row["status"]) == (url(scene, "issue", 1), "Urgent")
    page = post(client, scene.reviewers[2], url(scene, "issue_note", 1), text="We saw it, too.")
    assert "We saw it, too." in page
    assert "Close the issue" not in page
    page = post(client, lead, url(scene, "issue_close", 1), done="The extract was deleted.")
    assert "The extract was deleted." in page
    assert "What was done" in page
    issue = Issue.objects.get()
    assert (issue.severity, issue.closed_by, issue.closed_for) == (Severity.HIGH, lead, scene.agreement.lead)
    assert "Closed" in read(client, scene.reader, url(scene))


def test_nothing_typed_is_lost_when_something_is_missing(client, scene):
    page = post(client, scene.reviewers[1], url(scene, "raise_issue"), 422, what=SECRET, about="datasets/other")
    for words in ("Enter what it is in a few words", "Select how bad it is", "Select what it is about", SECRET):
        assert words in page
    assert not Issue.objects.exists()


def test_who_deals_with_it_is_changed(client, scene):
    issue = raise_one(scene, at=timezone.now())
    day = today() + 30 * DAY
    values = typed(day, severity="low", assigned=scene.organisations[2].slug)
    page = post(client, scene.officer, url(scene, "issue_assign", issue.number), **values)
    assert "Saved" in page
    issue = fresh(issue)
    assert (issue.assigned, issue.due_on, issue.severity) == (scene.organisations[2], day, "low")


def test_who_may_not_act_reads_why(client, scene):
    issue = raise_one(scene, at=timezone.now())
    assert "You can add a note." in read(client, scene.reviewers[2], url(scene, "issue_close", issue.number))
    post(client, scene.reviewers[2], url(scene, "issue_close", issue.number), 409, done="Done.")
    for name in ("issue_note", "issue_assign", "issue_close"):
        assert "Only reviewers" in read(client, scene.reader, url(scene, name, issue.number))
    assert "Only reviewers" in read(client, scene.reader, url(scene, "raise_issue"))
    post(client, scene.reader, url(scene, "issue_note", issue.number), 409, text="Seen.")
    assert not IssueNote.objects.exists()
    assert fresh(issue).is_open


def test_two_close_it_and_the_second_is_told(client, scene):
    issue = raise_one(scene, at=timezone.now())
    act = {"organisation": scene.organisations[0], "by": scene.reviewers[0], "at": timezone.now()}
    services.close(issue=issue, done="Done.", **act)
    page = post(client, scene.reviewers[1], url(scene, "issue_close", issue.number), 409, done="Mine.")
    assert "closed this issue for" in page
    assert fresh(issue).done == "Done."


def test_nobody_else_learns_that_there_are_issues(client, scene):
    issue = raise_one(scene)
    for name, more in (("issues", ()), ("raise_issue", ()), ("issue", (1,)), ("issue_close", (1,))):
        read(client, scene.outsider, url(scene, name, *more), 404)
    assert SECRET in read(client, scene.reader, url(scene, "issue", issue.number))
    read(client, scene.reader, url(scene, "issue", 99), 404)


def test_what_is_late_says_so(client, scene):
    raise_one(scene, at=timezone.now() - 20 * DAY)
    assert "Overdue" in read(client, scene.reader, url(scene))
    assert "This day has passed." in read(client, scene.reader, url(scene, "issue", 1))


def test_the_agreements_own_words_on_issues_stand_beside(client, monkeypatch):
    """A-21: who watches, how issues are logged, and where they go when they are not settled."""
    governance = {"body": "The Exchange Group", "issues": "In the group's log.", "escalation": "The chair decides."}
    monkeypatch.setattr("tests.drafting.scene.values", _with(governance))
    scene = stage.in_force()
    page = read(client, scene.reader, url(scene))
    for words in governance.values():
        assert words.replace("'", "&#x27;") in page


def _with(governance):
    from tests.drafting import scene as drafting

    real = drafting.values
    return lambda organisations, **more: real(organisations, **more) | {"governance": governance}


def test_the_agreement_leads_to_its_issues(client, scene):
    assert url(scene) in read(client, scene.reader, scene.agreement.get_absolute_url())


@pytest.mark.parametrize("count", [1, 40])
def test_pages_ask_as_much_for_many_as_for_few(client, scene, count, django_assert_max_num_queries):
    for _ in range(count):
        issue = raise_one(scene)
    act = {"organisation": scene.organisations[1], "by": scene.reviewers[1], "at": timezone.now()}
    for number in range(count):
        services.add_note(issue=issue, text=f"Note {number}", **act)
    sign_in(client, scene.reviewers[0])
    for address in (
        url(scene),
        url(scene, "issue", count),
        url(scene, "issue_assign", count),
        url(scene, "raise_issue"),
    ):
        client.get(address)
        with django_assert_max_num_queries(25):
            assert client.get(address).status_code == 200
