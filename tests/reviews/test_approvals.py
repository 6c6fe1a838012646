"""Sending a text round, deciding on it, and what freezing makes of that."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from accounts.roles import Role
from agreements import services as agreements
from agreements.models import Agreement, Transition
from dsaformat import canonical
from foundation.verdicts import Refused
from reviews import approvals, services
from reviews.choices import Ending, Outcome
from reviews.models import Approval, Circulation, Decision, Omission, ReviewedText, Reviewer
from tests.factories.people import make_person
from tests.reviews import rounds
from tests.reviews.rounds import AT, DAY, DUE, NOTE, decide, send, write

pytestmark = pytest.mark.django_db


STAGE = rounds.draft


def status(scene) -> str:
    return str(scene.fresh().status)


def reasons(scene) -> list[str]:
    return approvals.blocking(scene.fresh())


def test_sending_moves_the_agreement_and_asks_each_reviewer_once(scene):
    """C-4: the vocabulary draft, for approval, approved."""
    send(scene)
    assert status(scene) == "in_review"
    assert Transition.objects.get(verb="send_for_review").by == scene.officer
    assert scene.standings == ["waiting"] * 3
    told = rounds.mail("request")
    assert [email for email, _, _ in told] == ["dpo@lead.example", "dpo@second.example", "dpo@third.example"]
    assert told[0][1] == "Review Early help by 4 December 2026"
    assert "> Please read 4." in told[0][2]
    with pytest.raises(Refused, match="in review already"):
        send(scene)


def test_only_the_lead_sends_to_reviewers_of_parties_in_time(scene):
    third = scene.organisations[2]
    for people in ({}, {third.pk: [scene.officer.pk]}, {scene.organisations[0].pk: [scene.outsider.pk]}):
        with pytest.raises(Refused):
            send(scene, people=people)
    for wrong in (AT.date(), AT.date() + 367 * DAY):
        with pytest.raises(Refused, match="due date must be after today"):
            send(scene, due_on=wrong)
    assert (status(scene), Circulation.objects.count()) == ("draft", 0)
    wanted = services.Round(people=rounds.everybody(scene), due_on=DUE)
    for person in (scene.reviewers[1], scene.reader, scene.outsider):
        with pytest.raises(Refused, match="Only information governance officers"):
            services.send(agreement=scene.agreement, wanted=wanted, by=person, at=AT)


def test_a_party_for_which_nobody_is_asked_holds_nothing_up(scene):
    people = rounds.everybody(scene)
    del people[scene.organisations[2].pk]
    send(scene, people=people)
    assert scene.standings == ["waiting", "waiting", "not_asked"]
    assert reasons(scene) == ["Borough 1 Council and Borough 2 Council have not approved the text yet."]
    decide(scene, 2, Outcome.CHANGES, NOTE)
    assert "Borough 3 Council asks for changes" in reasons(scene)[0]


def test_each_outcome_and_what_it_needs(scene):
    send(scene)
    for outcome in (Outcome.COMMENTS, Outcome.CHANGES, Outcome.LEAVE):
        with pytest.raises(Refused):
            decide(scene, 1, outcome, "  ")
    decide(scene, 0)
    decide(scene, 1, Outcome.COMMENTS, "Fine, but watch 6.")
    decide(scene, 2, Outcome.CHANGES, NOTE)
    assert scene.standings == ["approved", "commented", "changes"]
    assert [len(rounds.mail(kind)) for kind in ("given", "changes")] == [2, 1]
    assert rounds.told_to("changes") == ["ig@lead.example"]
    assert NOTE not in rounds.mail("changes")[0][2]
    block = Decision.objects.get(outcome="changes")
    assert block.expires_on == dt.date(2026, 12, 11)  # 15 working days after 20 November
    assert reasons(scene) == ["Borough 3 Council asks for changes. Settle this before you freeze the text."]


def test_only_reviewers_of_a_party_decide_and_a_colleague_may_instead_of_who_was_asked(scene):
    send(scene)
    for person in (scene.officer, scene.reader, scene.outsider, scene.reviewers[2]):
        with pytest.raises(Refused):
            decide(scene, 1, by=person)
    colleague = make_person("deputy@second.example", scene.organisations[1], [Role.REVIEWER])
    decide(scene, 1, by=colleague)
    assert scene.standings == ["waiting", "approved", "waiting"]


def test_a_later_decision_replaces_the_earlier_and_both_stay(scene):
    send(scene)
    decide(scene, 1, Outcome.CHANGES, NOTE)
    decide(scene, 1, at=AT + DAY)
    assert scene.standings[1] == "approved"
    assert Decision.objects.count() == 2
    assert ReviewedText.objects.count() == 1


def test_a_second_press_of_the_button_is_one_decision(scene):
    send(scene)
    assert decide(scene, 1) == decide(scene, 1)
    assert len(rounds.mail("given")) == 1


def test_what_is_approved_is_the_text_that_was_shown(scene):
    send(scene)
    shown = scene.digest
    write(scene)
    with pytest.raises(services.TextMoved) as moved:
        decide(scene, 1, digest=shown)
    assert canonical.fingerprint(moved.value.document) == scene.digest
    assert Decision.objects.count() == 0


def test_an_edit_makes_an_approval_out_of_date_and_taking_it_back_makes_it_current(scene):
    send(scene)
    decide(scene, 1)
    write(scene)
    assert scene.standings == ["waiting", "out_of_date", "waiting"]
    assert [section.title for section in scene.board.rows[1].changed] == ["2 Purpose"]
    write(scene, question="Who needs help?")
    assert scene.standings[1] == "approved"
    write(scene)
    decide(scene, 1)
    assert scene.standings[1] == "approved"


def test_changing_the_text_does_not_lift_a_block(scene):
    send(scene)
    decide(scene, 1, Outcome.CHANGES, NOTE)
    write(scene)
    assert scene.standings[1] == "changes"


def test_taking_it_back_needs_a_reason_tells_everybody_and_asks_anew_next_time(scene):
    send(scene)
    decide(scene, 1)
    with pytest.raises(Refused, match="Say why"):
        services.take_back(agreement=scene.agreement, reason=" ", by=scene.officer, at=AT)
    with pytest.raises(Refused, match="Only information"):
        services.take_back(agreement=scene.agreement, reason="No.", by=scene.reviewers[0], at=AT)
    services.take_back(agreement=scene.agreement, reason="A new party joins.", by=scene.officer, at=AT)
    assert status(scene) == "draft"
    assert rounds.told_to("taken_back") == ["dpo@lead.example", "dpo@second.example", "dpo@third.example"]
    assert "> A new party joins." in rounds.mail("taken_back")[0][2]
    assert set(Circulation.objects.values_list("ending", "closed_because")) == {("taken_back", "A new party joins.")}
    with pytest.raises(Refused, match="not in review"):
        decide(scene, 1)
    send(scene, at=AT + DAY)
    assert scene.standings == ["waiting"] * 3


def test_a_withdrawn_agreement_ends_its_review(scene):
    send(scene)
    agreements.withdraw(agreement=scene.agreement, by=scene.officer, at=AT, reason="Not needed.")
    assert (services.close_left_open(at=AT), services.close_left_open(at=AT)) == (1, 0)
    assert Circulation.objects.get().ending == Ending.WITHDRAWN


def test_the_lead_gives_more_time_but_never_less(scene):
    send(scene)
    with pytest.raises(Refused, match="Choose 5 December 2026 or a later day"):
        services.extend(agreement=scene.agreement, due_on=DUE, by=scene.officer, at=AT)
    services.extend(agreement=scene.agreement, due_on=DUE + 7 * DAY, by=scene.officer, at=AT)
    circulation = Circulation.objects.get()
    assert (circulation.due_on, circulation.history.count()) == (DUE + 7 * DAY, 2)


def test_the_lead_asks_somebody_else_who_is_told(scene):
    send(scene)
    second = scene.organisations[1]
    deputy = make_person("deputy@second.example", second, [Role.REVIEWER])

    def ask(*people, at=AT + DAY):
        keys = [one.pk for one in people]
        return services.ask(agreement=scene.agreement, organisation=second, people=keys, by=scene.officer, at=at)

    assert [row.person for row in ask(deputy)] == [deputy]
    assert rounds.told_to("request")[-1] == "deputy@second.example"
    assert [row.person for row in scene.board.rows[1].reviewers] == [deputy]
    assert ask(deputy) == []
    ask(deputy, scene.reviewers[1], at=AT + 2 * DAY)
    assert Reviewer.objects.filter(organisation=second, ended_at=None).count() == 2
    assert rounds.told_to("request").count("dpo@second.example") == 2
    with pytest.raises(Refused, match="does not review"):
        ask(scene.reviewers[2])


@pytest.mark.parametrize("model", [Decision, ReviewedText, Omission, Approval])
def test_the_record_never_changes(scene, monkeypatch, model):
    send(scene)
    decide(scene, 0)
    services.go_on(agreement=scene.agreement, reason="Silent.", by=scene.officer, at=AT + 20 * DAY)
    rounds.freeze(scene, monkeypatch, AT + 20 * DAY)
    row = model.objects.first()
    field = {"Decision": "note", "ReviewedText": "text", "Omission": "reason", "Approval": "standing"}[model.__name__]
    for act in (lambda: model.objects.filter(pk=row.pk).update(**{field: "waiting"}), row.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_the_database_knows_one_open_review_and_its_rules(scene):
    circulation = send(scene)
    decision = decide(scene, 0)
    again = {"agreement": scene.agreement, "sent_at": AT, "due_on": DUE}
    made = {"circulation": circulation, "organisation": scene.organisations[0], "person": scene.officer, "at": AT}
    wrong = [
        lambda: Circulation.objects.create(**again),
        lambda: Circulation.objects.create(**again, closed_at=AT),
        lambda: Circulation.objects.create(**again, closed_at=AT, ending="taken_back"),
        lambda: Decision.objects.create(**made, text=decision.text, outcome="changes", note="Why"),
        lambda: Decision.objects.create(**made, text=decision.text, outcome="comments"),
        lambda: Decision.objects.create(**made, text=decision.text, outcome="approve", expires_on=DUE),
        lambda: Omission.objects.create(
            circulation=circulation, organisation=scene.organisations[0], standing="changes", reason="x", at=AT
        ),
    ]
    for act in wrong:
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_others_see_nothing_of_it(scene):
    """One organisation never sees another's unpublished data."""
    send(scene)
    decide(scene, 1)
    assert not Circulation.objects.visible_to(scene.outsider).exists()
    assert not Decision.objects.visible_to(scene.outsider).exists()
    assert Decision.objects.visible_to(scene.reader).exists()
    assert Agreement.objects.visible_to(scene.outsider).count() == 0
