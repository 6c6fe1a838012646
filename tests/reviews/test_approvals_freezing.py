"""What keeps a text from being frozen, how the lead goes on all the same, and what freezing keeps."""

import datetime as dt

import pytest

from agreements import services as agreements
from agreements import stops
from foundation.verdicts import Refused
from reviews import approvals, services
from reviews.choices import Ending, Outcome, Standing
from reviews.models import Circulation, Omission
from tests.reviews import rounds
from tests.reviews.rounds import AT, DAY, DUE, NOTE, decide, send, write

pytestmark = pytest.mark.django_db


STAGE = rounds.draft


def reasons(scene) -> list[str]:
    return approvals.blocking(scene.fresh())


def test_what_is_missing_stops_the_freezing_and_nothing_else_does(scene, monkeypatch):
    send(scene)
    for party in range(3):
        with pytest.raises(Refused, match="approved"):
            rounds.freeze(scene, monkeypatch)
        decide(scene, party)
    write(scene)
    with pytest.raises(Refused, match="approved an earlier text"):
        rounds.freeze(scene, monkeypatch)
    for party in range(3):
        decide(scene, party)
    rounds.freeze(scene, monkeypatch)
    assert str(scene.fresh().status) == "agreed"


def test_a_text_that_was_never_sent_round_is_held_up_by_nobody(scene, monkeypatch):
    assert stops.reasons(scene.agreement) == []
    version = rounds.freeze(scene, monkeypatch)
    assert approvals.of_version(version) == ()


def test_freezing_keeps_what_each_party_had_said_for_ever(scene, monkeypatch):
    send(scene)
    decide(scene, 0)
    decide(scene, 1, Outcome.COMMENTS, "Fine.", at=AT + DAY)
    late = AT + 15 * DAY
    services.go_on(agreement=scene.agreement, reason="Third is silent.", by=scene.officer, at=late)
    version = rounds.freeze(scene, monkeypatch, late)
    found = approvals.of_version(version)
    assert [(one.organisation, one.standing, one.is_approved, one.comments) for one in found] == [
        ("Borough 1 Council", Standing.APPROVED, True, 0),
        ("Borough 2 Council", Standing.COMMENTED, True, 1),
        ("Borough 3 Council", Standing.WAITING, False, 0),
    ]
    assert (found[1].person, found[1].decided_at, found[1].note) == ("Cleo Second", AT + DAY, "Fine.")
    assert (found[2].without_because, found[2].version) == ("Third is silent.", 1)
    circulation = Circulation.objects.get()
    assert (circulation.ending, circulation.closed_by) == (Ending.FROZEN, scene.officer)
    with pytest.raises(Refused, match="not in review"):
        decide(scene, 2, at=late)
    agreements.unfreeze(agreement=scene.agreement, by=scene.officer, at=late)
    write(scene)
    assert approvals.of_version(version) == found


def test_the_lead_goes_on_only_when_time_has_passed_and_says_why(scene):
    send(scene)
    decide(scene, 0)
    decide(scene, 1, Outcome.CHANGES, NOTE)

    def go_on(day: dt.date, reason="They do not answer."):
        at = dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
        return services.go_on(agreement=scene.agreement, reason=reason, by=scene.officer, at=at)

    with pytest.raises(Refused, match="has until 4 December 2026"):
        go_on(DUE)
    with pytest.raises(Refused, match="Say why"):
        go_on(DUE + DAY, " ")
    assert [row.organisation for row in go_on(DUE + DAY)] == [scene.organisations[2]]
    assert reasons(scene) == ["Borough 2 Council asks for changes. Settle this before you freeze the text."]
    with pytest.raises(Refused, match="holds up the text until 11 December 2026"):
        go_on(dt.date(2026, 12, 11))
    go_on(dt.date(2026, 12, 12))
    assert reasons(scene) == []
    decide(scene, 1, Outcome.CHANGES, "Now another thing.", at=AT + 30 * DAY)
    assert len(reasons(scene)) == 1
    with pytest.raises(Refused, match="Only information"):
        services.go_on(agreement=scene.agreement, reason="No.", by=scene.reviewers[1], at=AT + 90 * DAY)


def test_what_becomes_out_of_date_after_going_on_is_heard_again(scene):
    send(scene)
    decide(scene, 0)
    late = AT + 20 * DAY
    services.go_on(agreement=scene.agreement, reason="They are silent.", by=scene.officer, at=late)
    assert reasons(scene) == []
    write(scene)
    assert reasons(scene) == [
        "Borough 1 Council approved an earlier text. Wait until the changed sections are approved again."
    ]


def test_a_party_for_which_it_is_not_leaves_the_text_or_the_lead_says_why_not(scene):
    send(scene)
    for party in (0, 1):
        decide(scene, party)
    decide(scene, 2, Outcome.LEAVE, "We share nothing.")
    assert rounds.told_to("leaving") == ["ig@lead.example"]
    assert "Remove them from the text, or record why they stay." in reasons(scene)[0]
    services.go_on(agreement=scene.agreement, reason="They receive the report.", by=scene.officer, at=AT)
    assert reasons(scene) == []
    assert Omission.objects.get().standing == "leaving"


def test_a_party_that_was_removed_holds_nothing_up_and_stays_on_the_board(scene):
    send(scene)
    decide(scene, 2, Outcome.LEAVE, "We share nothing.")
    remove_third(scene)
    assert [row.is_party for row in scene.board.rows] == [True, True, False]
    assert not any("Borough 3" in reason for reason in reasons(scene))
    with pytest.raises(Refused):
        decide(scene, 2)


def remove_third(scene) -> None:
    def edit(document):
        def without(rows):
            return tuple(row for row in rows if getattr(row, "party", row.key) != "p2")

        return document.model_copy(
            update={name: without(getattr(document, name)) for name in ("parties", "lawful_basis", "retention")}
        )

    agreements.change(agreement=scene.agreement, edit=edit, by=scene.officer, at=AT)
