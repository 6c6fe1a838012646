"""When enough have signed, as the text counts it."""

import pytest

from dsaformat.choices import Force
from dsaformat.parts import IntoForce
from signing import quorum
from signing.quorum import Slot

NAMES = {"a": "Essex", "b": "Police", "c": "Kent", "d": "Fire"}
ALL = IntoForce()


def quorum_of(number: int | None = None, *named: str) -> IntoForce:
    return IntoForce(rule=Force.QUORUM, number=number, named=named)


def slots(text: str) -> list[Slot]:
    """``a+ b- c`` : a has signed, b will not, c is waited for."""
    return [Slot((one[0],), is_signed=one.endswith("+"), is_gone=one.endswith("-")) for one in text.split()]


@pytest.mark.parametrize(
    ("rule", "text", "is_met", "can_be_met"),
    [
        (ALL, "a+ b+ c+", True, True),
        (ALL, "a+ b+ c", False, True),
        (ALL, "a+ b+ c-", False, False),
        (ALL, "", False, True),
        (quorum_of(2), "a+ b+ c", True, True),
        (quorum_of(2), "a+ b c", False, True),
        (quorum_of(2), "a+ b- c", False, True),
        (quorum_of(2), "a+ b- c-", False, False),
        (quorum_of(2), "a+ b+ c-", True, True),
        (quorum_of(2, "c"), "a+ b+ c", False, True),
        (quorum_of(2, "c"), "a+ b c+", True, True),
        (quorum_of(2, "c"), "a+ b+ c-", False, False),
        (quorum_of(None, "a", "b"), "a+ b c+", False, True),
        (quorum_of(None, "a", "b"), "a+ b+ c", True, True),
        (quorum_of(9), "a+ b+ c", False, False),
        (quorum_of(1, "z"), "a+ b+ c", False, False),
        (quorum_of(), "a b", False, True),
        (quorum_of(), "a+ b", True, True),
    ],
)
def test_whether_it_is_met_and_still_can_be(rule, text, is_met, can_be_met):
    now = quorum.standing(rule, slots(text))
    assert (now.is_met, now.can_be_met) == (is_met, can_be_met)


def test_every_party_is_in_exactly_one_group():
    now = quorum.standing(quorum_of(2), slots("a+ b- c d+"))
    assert (now.signed, now.outstanding, now.gone, now.total) == (("a", "d"), ("c",), ("b",), 4)


def test_a_party_that_signs_twice_has_signed_when_both_are_given():
    half = [Slot(("a",), is_signed=True), Slot(("a",)), Slot(("b",), is_signed=True)]
    assert quorum.standing(ALL, half).signed == ("b",)
    assert quorum.standing(ALL, [*half[:1], Slot(("a",), is_signed=True), half[2]]).is_met
    assert quorum.standing(quorum_of(1, "a"), [half[0], Slot(("a",), is_gone=True)]).can_be_met is False


def test_one_signature_may_bind_many():
    """A mandate: one act, three parties."""
    now = quorum.standing(quorum_of(3), [Slot(("a", "b", "c"), is_signed=True), Slot(("d",))])
    assert (now.is_met, len(now.signed), now.total) == (True, 3, 4)


def test_what_would_be_left_without_somebody():
    now = quorum.standing(quorum_of(2), slots("a+ b c"))
    assert now.without({"c"}).can_be_met
    assert not now.without({"b", "c"}).can_be_met
    assert now.without({"b"}).gone == ("b",)


@pytest.mark.parametrize(
    ("rule", "text", "words"),
    [
        (ALL, "a+ b c", "It waits for Police and Kent."),
        (quorum_of(3), "a+ b c d", "It waits for 2 more parties."),
        (quorum_of(3, "d"), "a+ b c d", "It waits for Fire and 1 other party."),
        (quorum_of(2), "a+ b+ c", "Enough parties have signed for it to come into force."),
        (ALL, "a+ b-", "It cannot come into force any more: Police will not sign."),
    ],
)
def test_who_is_missing_in_words(rule, text, words):
    assert quorum.words(quorum.standing(rule, slots(text)), NAMES) == words


def test_the_rule_in_words():
    assert quorum.rule_words(ALL, NAMES, 4) == "It comes into force when every party has signed."
    assert quorum.rule_words(quorum_of(3, "a", "b"), NAMES, 4) == (
        "It comes into force when 3 of 4 parties have signed, Essex and Police among them. "
        "The others join on the day that they sign."
    )
    assert "1 of 4 parties has signed" in quorum.rule_words(quorum_of(1), NAMES, 4)
