"""Writing a draft: what is kept, who may write what, and what happens when two write at once."""

import pytest

from agreements import assembly
from agreements.models import CodeUse, Piece
from agreements.services import Conflict, change
from drafting import outline, services
from drafting.models import Typed
from dsaformat import editing
from foundation.verdicts import Refused
from tests.drafting.scene import AT, draft

pytestmark = pytest.mark.django_db
STATED = {"period": {"number": 3, "unit": "years"}}


def read(scene, path, *names):
    return editing.digest(editing.found(assembly.assemble(scene.agreement), path), names)


def save(scene, path, values, by=None, based_on=None):
    scene.agreement.refresh_from_db()
    return services.save_part(
        agreement=scene.agreement,
        path=path,
        values=values,
        based_on=read(scene, path, *values) if based_on is None else based_on,
        by=by or scene.officer,
        at=AT,
    )


def test_one_answer_writes_one_row_and_its_history():
    scene = draft()
    before = Piece.history.count()
    document = save(scene, "retention/r1", STATED)
    assert str(document.retention[1].period) == "3 years"
    assert Piece.history.count() == before + 1
    scene.agreement.refresh_from_db()
    assert assembly.assemble(scene.agreement) == document
    assert assembly.together(scene.agreement.pieces.all()) == document
    assert scene.agreement.revision == 2


def test_saving_what_is_there_already_changes_nothing():
    scene = draft()
    save(scene, "retention/r1", {"period": {"number": 2, "unit": "years"}})
    scene.agreement.refresh_from_db()
    assert scene.agreement.revision == 1


def test_two_people_and_two_questions_both_succeed():
    scene = draft()
    term, why = read(scene, "term", "ongoing"), read(scene, "proportionality", "text")
    save(scene, "term", {"ongoing": True}, based_on=term)
    save(scene, "proportionality", {"text": "Only what is needed."}, based_on=why)
    scene.agreement.refresh_from_db()
    document = assembly.assemble(scene.agreement)
    assert document.term.ongoing
    assert document.proportionality.text == "Only what is needed."


def test_two_people_and_one_question_meet_in_a_conflict():
    scene = draft()
    seen = read(scene, "proportionality", "text")
    save(scene, "proportionality", {"text": "First."}, based_on=seen)
    with pytest.raises(Conflict) as conflict:
        save(scene, "proportionality", {"text": "Second."}, based_on=seen)
    assert conflict.value.document.proportionality.text == "First."


def test_other_fields_of_the_same_part_are_no_conflict():
    scene = draft()
    seen = read(scene, "proportionality", "alternatives")
    save(scene, "proportionality", {"text": "First."})
    save(scene, "proportionality", {"alternatives": "None worked."}, based_on=seen)


def test_a_partys_officer_writes_its_own_rows_only():
    scene = draft()
    assert save(scene, "retention/r1", STATED, by=scene.partner).retention[1].period.number == 3
    for path, values in (
        ("retention/r0", STATED),
        ("term", {"ongoing": True}),
        ("retention/r1", {"party": "p0"}),
        ("parties/p1", {"roles": ["controller", "observer"]}),
        ("parties/p0", {"purpose": "Theirs."}),
        ("parties/p1/organisation", {"name": "Somebody else"}),
    ):
        with pytest.raises(Refused, match="your own organisation"):
            save(scene, path, values, by=scene.partner)
    assert save(scene, "parties/p1", {"purpose": "Ours."}, by=scene.partner).parties[1].purpose == "Ours."
    assert save(scene, "parties/p1/organisation", {"phone": "01245 000000"}, by=scene.partner)


def test_readers_reviewers_and_outsiders_write_nothing():
    scene = draft()
    for person in (scene.reader, scene.reviewer, scene.outsider):
        with pytest.raises(Refused):
            save(scene, "retention/r1", STATED, by=person)


def test_rows_get_keys_that_say_what_they_are():
    scene = draft()
    rows = [{"party": key, "condition": "x", "_words": f"{key} public task"} for key in ("p0", "p1")]
    rows = [row | {"regime": "uk_gdpr_art6", "condition": "art6_1_c_legal_obligation"} for row in rows]
    document = services.add_rows(agreement=scene.agreement, path="lawful_basis", rows=rows, by=scene.officer, at=AT)
    assert {"p0-public-task", "p1-public-task"} <= {row.key for row in document.lawful_basis}


def test_a_row_that_breaks_the_document_is_refused_whole():
    scene = draft()
    with pytest.raises(Refused, match="nobody"):
        services.add_rows(
            agreement=scene.agreement, path="retention", rows=[{"party": "nobody"}], by=scene.officer, at=AT
        )
    assert Piece.objects.filter(agreement=scene.agreement, part="retention").count() == 2


def test_removing_a_party_takes_what_cannot_be_without_it():
    scene = draft(3)
    document = services.remove_row(agreement=scene.agreement, path="parties/p2", by=scene.officer, at=AT)
    assert [party.key for party in document.parties] == ["p0", "p1"]
    assert {row.party for row in (*document.retention, *document.lawful_basis)} == {"p0", "p1"}
    scene.agreement.refresh_from_db()
    assert scene.agreement.parties.count() == 2


def test_what_named_only_what_is_gone_does_not_come_to_mean_everybody():
    scene = draft(3, benefits=[{"key": "b", "to": "parties", "party": "p2", "text": "Less work."}])
    change(
        agreement=scene.agreement,
        edit=lambda document: editing.add(
            document, "purposes", {"key": "own", "title": "Only theirs", "parties": ["p2"]}
        ),
        by=scene.officer,
        at=AT,
    )
    document = services.remove_row(agreement=scene.agreement, path="parties/p2", by=scene.officer, at=AT)
    assert [purpose.key for purpose in document.purposes] == ["help"]
    assert document.benefits[0].party is None


def test_the_law_that_a_draft_names_is_found_by_its_code():
    scene = draft()
    found = CodeUse.objects.filter(code="art6_1_e_public_task", agreement=scene.agreement)
    assert {row.party_key for row in found} == {"p0", "p1"}
    save(scene, "datasets/families/items/name", {"types": ["pd_nhs_number"]})
    codes = set(CodeUse.objects.filter(agreement=scene.agreement).values_list("code", flat=True))
    assert "pd_nhs_number" in codes
    assert "pd_name" not in codes


def test_answers_of_a_section_are_made_when_they_are_first_given():
    scene = draft()
    section = outline.OutlineSection(key="extra", heading="Extra", task="Say more", group="agreement", optional=True)
    asked = outline.Question(key="more", label="What more is there?")
    document = services.save_answer(
        agreement=scene.agreement, section=section, question=asked, text="This.", based_on="", by=scene.officer, at=AT
    )
    assert document.sections[-1].answers[0].question == "What more is there?"
    document = services.say_not_needed(
        agreement=scene.agreement, section=section, reason="Nothing more.", by=scene.officer, at=AT
    )
    assert document.sections[-1].not_needed == "Nothing more."


def test_what_was_typed_is_one_persons_own_and_replaced_not_piled_up():
    scene = draft()
    for text in ("a", "b"):
        services.keep_typed(
            agreement=scene.agreement,
            place="retention/retention",
            values={"method": [text]},
            based_on="",
            reason="Something still has to be put right.",
            by=scene.officer,
            at=AT,
        )
    assert Typed.objects.get().values == {"method": ["b"]}
    services.forget_typed(agreement=scene.agreement, place="retention/retention", by=scene.partner)
    assert Typed.objects.count() == 1
    services.forget_typed(agreement=scene.agreement, place="retention/retention", by=scene.officer)
    assert Typed.objects.count() == 0


def test_a_party_adds_a_row_of_its_own_between_those_of_others():
    """Rows of a set have no order of their own, so nobody else's row is touched by one that sorts before it."""
    scene = draft(parties=3)
    row = {"key": "b0a", "party": "p1", "regime": "uk_gdpr_art6", "condition": "art6_1_c_legal_obligation"}
    services.add_rows(agreement=scene.agreement, path="lawful_basis", rows=[row], by=scene.partner, at=AT)
    changed = scene.agreement.pieces.filter(changed_by=scene.partner)
    assert [(piece.part, piece.key) for piece in changed] == [("lawful_basis", "b0a")]
