"""The lead's pages over HTTP: choosing, checking, sending, watching, and ending."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from notices.models import Notice
from signing.models import Request, Round
from signing.services import answers, rounds
from tests.factories.people import make_person
from tests.signing import crowd as crowds
from tests.signing import entry
from tests.signing.crowd import Crowd

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
TWO_OF_3 = {"rule": "quorum", "number": 2}


def now() -> dt.datetime:
    return timezone.now()


def address(crowd: Crowd, rest: str = "") -> str:
    return f"/agreements/{crowd.agreement.reference}/sign/{rest}"


def day(days: int = 10) -> dict[str, str]:
    on = timezone.localdate() + dt.timedelta(days=days)
    return {"sign_by_day": str(on.day), "sign_by_month": str(on.month), "sign_by_year": str(on.year)}


def chosen(crowd: Crowd, **more: object) -> dict[str, object]:
    return {f"party-{key}": [person.pk] for key, person in crowd.people.items()} | day() | more


def open_now(crowd: Crowd, **terms: object) -> Round:
    return crowd.open(now() - 5 * MINUTE, sign_by=timezone.localdate() + dt.timedelta(days=10), **terms)


@pytest.fixture
def crowd() -> Crowd:
    return crowds.gather(3, at=now() - 10 * MINUTE, into_force=TWO_OF_3)


def test_everything_is_shown_once_more_before_anybody_is_mailed(client, crowd):
    entry.sign_in(client, crowd.officer)
    form = chosen(crowd, order="first", first=["one"], on_decline="continues")
    page = client.post(address(crowd, "ask/"), form).content.decode()
    assert "Check before you send" in page
    assert "After those who sign first" in page
    assert "It comes into force when 2 of 3 parties have signed." in page
    assert "The agreement goes on without that party" in page
    assert not Notice.objects.filter(kind="sign.request").exists()
    again = client.post(address(crowd, "ask/"), form | {"change": "yes"}).content.decode()
    assert 'value="first" checked' in again
    answer = client.post(address(crowd, "ask/"), form | {"send": "yes"})
    assert answer["Location"] == address(crowd, "progress/")
    assert crowd.states() == {"one": "asked", "two": "not_yet", "three": "not_yet"}
    assert (crowd.round.on_decline, crowd.status) == ("continues", "signing")


def test_what_is_in_the_way_is_said_beside_what_was_chosen(client, crowd):
    entry.sign_in(client, crowd.officer)
    form = chosen(crowd, order="first", reviewed_first="on") | {"party-two": []}
    answer = client.post(address(crowd, "ask/"), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Select who signs for Two Council" in page
    assert "Select who signs first" in page
    assert f'value="{crowd.people["three"].pk}" checked' in page
    answer = client.post(address(crowd, "ask/"), chosen(crowd, reviewed_first="on", send="yes"))
    assert answer.status_code == 422
    assert "nobody can agree first" in answer.content.decode()
    assert crowd.status == "agreed"


def test_signing_on_paper_needs_a_reason_and_no_person(client, crowd):
    entry.sign_in(client, crowd.officer)
    form = chosen(crowd) | {"party-two": [], "paper-two": "No network there"}
    assert "No network there" in client.post(address(crowd, "ask/"), form).content.decode()
    client.post(address(crowd, "ask/"), form | {"send": "yes"})
    assert crowd.request("two").route == "paper"


def test_thirty_three_parties_fit_on_one_page_with_few_questions_to_the_database(client):
    """A-27: 33 bodies, each for itself."""
    crowd = crowds.gather(33, at=now() - 10 * MINUTE)
    entry.sign_in(client, crowd.officer)
    counts = {}
    for name in ("ask", "progress"):
        client.get(address(crowd, f"{name}/"))
        with CaptureQueriesContext(
            connection,
        ) as found:
            page = client.get(address(crowd, f"{name}/")).content.decode()
        counts[name] = len(found)
        if name == "ask":
            assert page.count("<legend") == 33 + 3  # each party; the order, who first, the last day
            open_now(crowd)
    assert page.count('scope="row"') == 33
    assert "0 of 33 signed" in page
    assert max(counts.values()) <= 25, counts


def test_progress_says_who_is_where_and_leads_nobody_to_a_place_where_one_signs(client, crowd):
    open_now(crowd, stages={"one": 1, "two": 2, "three": 2})
    crowd.sign("one", now() - MINUTE)
    entry.sign_in(client, crowd.officer)
    page = client.get(address(crowd, "progress/")).content.decode()
    assert "1 of 3 signed" in page
    assert "It waits for 1 more party." in page
    assert page.count("Remind or change") == 2
    assert f'href="{address(crowd)}"' not in page
    assert "partial/" in page
    entry.sign_in(client, make_person("reader@two.example", crowd.organisations["two"], [Role.READER]))
    page = client.get(address(crowd, "progress/")).content.decode()
    assert "1 of 3 signed" in page
    assert "Remind or change" not in page
    assert "Withdraw" not in page


@pytest.mark.parametrize(("seen_by", "reader_sees"), [("all", True), ("lead", False)])
def test_why_a_party_declined_is_read_by_those_who_may(client, crowd, seen_by, reader_sees):
    open_now(crowd, **crowds.CONTINUES)
    by = crowd.people["two"]
    answers.decline(
        request=crowd.request("two"), reason="security", text="No backup.", seen_by=seen_by, by=by, at=now() - MINUTE
    )
    readers = {"one": True, "two": True, "three": reader_sees}
    for key, sees in readers.items():
        entry.sign_in(client, make_person(f"reader@{key}.example", crowd.organisations[key], [Role.READER]))
        page = client.get(address(crowd, "progress/")).content.decode()
        assert "Declined" in page
        assert ("No backup." in page) is sees, key


def test_remind_change_and_more_time(client, crowd):
    open_now(crowd)
    entry.sign_in(client, crowd.officer)
    one = address(crowd, "progress/two/")
    assert ">Remind" in client.get(one).content.decode()
    for _ in range(3):
        page = client.post(f"{one}remind/", follow=True).content.decode()
    assert "Reminder sent today. You can send another tomorrow." in page
    assert Notice.objects.filter(kind="sign.reminder").count() == 1
    page = client.get(address(crowd, "ask/?only=two")).content.decode()
    assert "Who signs for Two Council" in page
    assert "Who signs for Three Council" not in page
    later = timezone.localdate() + dt.timedelta(days=20)
    assert client.post(address(crowd, "extend/"), day(9)).status_code == 422
    assert client.post(address(crowd, "extend/"), day(20) | {"reason": "Easter"}).status_code == 302
    assert crowd.round.sign_by_on == later


def test_recall_remove_and_withdraw_ask_for_a_reason_first(client, crowd):
    open_now(crowd)
    entry.sign_in(client, crowd.officer)
    for page in ("recall/", "withdraw/", "progress/two/remove/"):
        assert client.get(address(crowd, page)).status_code == 200
        answer = client.post(address(crowd, page), {"reason": " "})
        assert (answer.status_code, "Enter the reason" in answer.content.decode()) == (422, True)
    assert client.post(address(crowd, "progress/two/remove/"), {"reason": "Merged"}).status_code == 302
    assert crowd.states()["two"] == "removed"
    assert client.post(address(crowd, "recall/"), {"reason": "A slip"}).status_code == 302
    assert crowd.status == "agreed"
    page = client.get(address(crowd, "progress/")).content.decode()
    assert "A slip" in page
    assert "Send it for signature again" in page
    assert client.post(address(crowd, "withdraw/"), {"reason": "Over"}).status_code == 302
    assert crowd.status == "withdrawn"


def test_what_cannot_be_done_any_more_says_why(client, crowd):
    open_now(crowd)
    crowd.sign("one", now() - MINUTE)
    entry.sign_in(client, crowd.officer)
    page = client.get(address(crowd, "recall/")).content.decode()
    assert "Somebody has signed already, so it can no longer be taken back." in page
    assert "<textarea" not in page
    answer = client.post(address(crowd, "recall/"), {"reason": "A slip"})
    assert (answer.status_code, crowd.status) == (422, "signing")
    assert client.get(address(crowd, "progress/nobody/")).status_code == 404
    assert client.post(address(crowd, "progress/nobody/remind/")).status_code == 404


def test_a_reviewer_agrees_and_then_the_signatory_is_asked(client, crowd):
    for key in crowd.people:
        make_person(f"dpo@{key}.example", crowd.organisations[key], [Role.REVIEWER])
    open_now(crowd, reviewed_first=True)
    entry.sign_in(client, make_person("dpo@two.example"))
    page = client.get(address(crowd, "clear/")).content.decode()
    assert "Two Council" in page
    assert "Three Council" not in page
    assert Request.objects.filter(state="asked").count() == 0
    theirs = crowd.request("three")
    client.post(address(crowd, "clear/"), {"request": theirs.pk})
    assert crowd.states()["three"] == "not_yet"
    answer = client.post(address(crowd, "clear/"), {"request": crowd.request("two").pk})
    assert answer["Location"] == address(crowd, "progress/")
    assert crowd.states() == {"one": "not_yet", "two": "asked", "three": "not_yet"}
    assert "has agreed already" in client.get(address(crowd, "clear/")).content.decode()
    assert "It waits for the reviewers of" in client.get(address(crowd, "progress/")).content.decode()


def test_whoever_is_not_in_it_finds_nothing_and_whoever_does_not_lead_does_nothing(client, crowd):
    open_now(crowd)
    pages = ["progress/", "progress/two/", "extend/", "recall/", "withdraw/", "progress/two/remove/", "clear/"]
    entry.sign_in(client, make_person("stranger@example.org"))
    assert {client.get(address(crowd, page)).status_code for page in pages} == {404}
    assert client.post(address(crowd, "progress/two/remind/")).status_code == 404
    entry.sign_in(client, make_person("ig@two.example", crowd.organisations["two"], [Role.IG_OFFICER]))
    for page in ("extend/", "recall/", "withdraw/", "progress/two/remove/"):
        client.post(address(crowd, page), {"reason": "Mine"} | day(20))
    client.post(address(crowd, "progress/two/remind/"))
    assert (set(crowd.states().values()), crowd.round.state, crowd.status) == ({"asked"}, "open", "signing")
    assert not Notice.objects.filter(kind="sign.reminder").exists()


def test_a_quorum_hands_out_what_is_signed_and_goes_on(client, crowd, settings, tmp_path):
    open_now(crowd)
    crowd.sign("one", now() - 2 * MINUTE)
    crowd.sign("two", now() - MINUTE)
    entry.sign_in(client, crowd.officer)
    page = client.get(address(crowd, "progress/")).content.decode()
    assert "Enough parties have signed for the agreement to come into force." in page
    assert "The others join on the day that they sign." in page
    assert "Change who signs" in page
    assert rounds.remind(request=crowd.request("three"), by=crowd.officer, at=now())
