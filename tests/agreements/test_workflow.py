"""The life of an agreement as a table."""

import re
from pathlib import Path

import pytest

from agreements import services, workflow
from agreements.choices import CLOSED, COMPLETE, TAG_COLOURS, WRITING, Status
from agreements.workflow import MOVES, Verb


def test_every_status_has_a_holder_a_sentence_and_a_colour():
    assert set(workflow.HOLDERS) == set(workflow.NEXT) == set(TAG_COLOURS) == set(Status)


def test_every_verb_has_its_move():
    assert set(MOVES) == set(Verb)


def test_every_verb_is_done_by_a_service():
    folder = Path(services.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    made = set(re.findall(r"\bmove\(\w+, Verb\.(\w+)", source))
    assert made == {verb.name for verb in Verb}


def test_every_status_can_be_reached_from_draft():
    reached = {Status.DRAFT}
    while more := {move.target for move in MOVES.values() if move.sources & reached} - reached:
        reached |= more
    assert reached == set(Status)


@pytest.mark.parametrize("status", Status)
def test_only_closed_ones_are_dead_ends(status):
    leaves = any(status in move.sources for move in MOVES.values())
    assert leaves is (status not in CLOSED)


def test_no_move_stays_where_it_is():
    assert not any(move.target in move.sources for move in MOVES.values())


def test_the_text_can_only_change_before_it_is_frozen():
    assert MOVES[Verb.FREEZE].sources == WRITING
    assert not WRITING & COMPLETE


@pytest.mark.parametrize("status", [Status.SIGNED, Status.IN_FORCE, Status.UNDER_REVIEW])
def test_what_everybody_signed_is_never_withdrawn_or_opened(status):
    assert not workflow.can_move(status, Verb.WITHDRAW)
    assert not workflow.can_move(status, Verb.UNFREEZE)
