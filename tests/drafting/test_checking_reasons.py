"""Answering a check with a reason: who may, what is printed, and when it is needed no longer."""

import pytest
from django.urls import reverse

from agreements.views.one import FINDINGS
from drafting import checking
from drafting.services import waivers
from foundation.verdicts import Finding, Refused, Severity
from tests.drafting.scene import AT, TODAY, draft
from tests.drafting.test_checking import at, document, found, page
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db

REASON = "The board of both councils agreed to this in March."


STAGE = draft


def open_one(scene):
    return next(one for one in found(scene) if one.waivable and not one.waived)


def seen(text):
    return text.split('name="seen" value="')[1].split('"')[0]


def test_a_reason_stands_in_the_document_with_name_and_day_and_is_printed(client, scene):
    sign_in(client, scene.officer)
    rule = open_one(scene).rule
    address = at(scene, "waive", rule.lower())
    shown = page(client, address)
    assert client.post(address, {"reason": REASON, "seen": seen(shown)}).status_code == 302
    rows = document(scene).waivers
    assert {(row.rule, row.reason, row.by) for row in rows} == {(rule, REASON, "Ada Lead")}
    assert all(row.on is not None and row.message for row in rows)
    assert all(one.waived for one in found(scene) if one.rule == rule)
    assert REASON in page(client, reverse("agreements:preview", args=[scene.agreement.reference]))
    listed = page(client, at(scene, "checks"))
    assert "Answered with a reason" in listed
    assert "No longer needed" not in listed


@pytest.mark.parametrize(("reason", "said"), [("", "Enter a reason"), ("It is fine.", "5 words or more")])
def test_a_reason_says_something(client, scene, reason, said):
    sign_in(client, scene.officer)
    address = at(scene, "waive", open_one(scene).rule.lower())
    response = client.post(address, {"reason": reason, "seen": seen(page(client, address))})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert reason in response.content.decode()
    assert document(scene).waivers == ()


def test_nobody_answers_what_they_were_not_shown(client, scene):
    sign_in(client, scene.officer)
    address = at(scene, "waive", open_one(scene).rule.lower())
    response = client.post(address, {"reason": REASON, "seen": "something else"})
    assert response.status_code == 422
    assert "changed while you were writing" in response.content.decode()
    assert REASON in response.content.decode()
    assert document(scene).waivers == ()


def test_a_partys_officer_is_told_why_not(client, scene):
    sign_in(client, scene.partner)
    address = at(scene, "waive", open_one(scene).rule.lower())
    assert "<textarea" not in page(client, address)
    with pytest.raises(Refused, match="your own organisation"):
        waivers.waive(
            agreement=scene.agreement, findings=[open_one(scene)], reason=REASON, on=TODAY, by=scene.partner, at=AT
        )


def test_a_problem_that_takes_no_reason_is_refused(client, scene):
    strict = Finding("PTY-01", Severity.PROBLEM, "Name two parties.", "Law", "parties")
    with pytest.raises(Refused, match="cannot be answered"):
        waivers.waive(agreement=scene.agreement, findings=[strict], reason=REASON, on=TODAY, by=scene.officer, at=AT)
    sign_in(client, scene.officer)
    assert client.get(at(scene, "waive", "pty-01")).status_code == 404


def test_a_reason_can_be_withdrawn(client, scene):
    sign_in(client, scene.officer)
    one = open_one(scene)
    waivers.waive(agreement=scene.agreement, findings=[one], reason=REASON, on=TODAY, by=scene.officer, at=AT)
    key = document(scene).waivers[0].key
    assert at(scene, "withdraw_waiver", key) in page(client, at(scene, "checks"))
    assert REASON in page(client, at(scene, "withdraw_waiver", key))
    client.post(at(scene, "withdraw_waiver", key))
    assert document(scene).waivers == ()
    assert one in found(scene)


def test_a_reason_whose_finding_is_gone_is_needed_no_longer(client, scene):
    sign_in(client, scene.officer)
    one = open_one(scene)
    gone = Finding(one.rule, one.severity, one.message, one.reference, "parties/nobody", waivable=True)
    waivers.waive(agreement=scene.agreement, findings=[gone], reason=REASON, on=TODAY, by=scene.officer, at=AT)
    assert [row.needed for row in checking.answered(document(scene), found(scene))] == [False]
    assert "No longer needed" in page(client, at(scene, "checks"))


def test_one_place_of_several_is_answered_alone(client):
    scene = draft(4)
    sign_in(client, scene.officer)
    places = [one for one in found(scene) if one.rule == "PTY-04"]
    assert len(places) > 1
    address = at(scene, "waive", "pty-04", path=places[0].path.replace("/", "%2F"))
    assert address in page(client, at(scene, "one_rule", "pty-04"))
    client.post(address, {"reason": REASON, "seen": seen(page(client, address))})
    still = [one.path for one in found(scene) if one.rule == "PTY-04" and not one.waived]
    assert still == [one.path for one in places[1:]]


def test_what_is_answered_is_nowhere_told_as_if_it_were_open(client):
    """Neither on the overview nor beside the list of parties: what they tell is what the counts count."""
    scene = draft(2)
    sign_in(client, scene.officer)
    answered = [one for one in found(scene) if one.rule == "PTY-04"]
    overview, beside = scene.agreement.get_absolute_url(), at(scene, "question", "parties", "parties")
    told = len(found(scene)) - FINDINGS
    assert f"{told} more stand on the page of the checks" in page(client, overview)
    assert answered[0].message in client.get(beside, follow=True).content.decode()
    waivers.waive(agreement=scene.agreement, findings=answered, reason=REASON, on=TODAY, by=scene.officer, at=AT)
    assert f"{told - len(answered)} more stand on the page of the checks" in page(client, overview)
    assert answered[0].message not in client.get(beside, follow=True).content.decode()
