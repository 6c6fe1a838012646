"""What holds for any two documents that are compared."""

import json
import random
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from dsaformat import canonical, diff, reading
from dsaformat.diff import Kind, Subject, Who, subjects
from dsaformat.document import AgreementDocument
from dsaformat.redline import redline
from tests.properties.documents import DOCUMENTS, PAIRS, TEXTS

FEWER = settings(max_examples=50, deadline=None)


@FEWER
@given(DOCUMENTS)
def test_a_document_does_not_differ_from_itself(document: AgreementDocument):
    assert diff.changes(document, document) == ()
    assert diff.proposal((), document, document).who is Who.NOBODY


@settings(max_examples=100, deadline=None)
@given(PAIRS)
def test_changes_lead_from_one_document_to_the_other(pair: tuple[AgreementDocument, AgreementDocument]):
    before, after = pair
    changes = diff.changes(before, after)
    stored = diff.from_json(json.loads(json.dumps(diff.to_json(changes))))
    assert stored == changes
    made = diff.apply(before, stored)
    assert made == after
    assert canonical.fingerprint(made) == canonical.fingerprint(after)
    assert (canonical.fingerprint(before) == canonical.fingerprint(after)) == (changes == ())


@FEWER
@given(PAIRS)
def test_every_change_is_classified_and_said_in_one_sentence(pair: tuple[AgreementDocument, AgreementDocument]):
    before, after = pair
    changes = diff.changes(before, after)
    for change in changes:
        assert isinstance(change.subject, Subject)
        assert change.sentence.endswith(".")
        assert "\n" not in change.sentence
        assert subjects.binds(change.path)
    proposal = diff.proposal(changes, before, after)
    assert sorted(path for reason in proposal.reasons for path in reason.paths) == sorted(one.path for one in changes)
    assert (proposal.who is Who.THESE) == bool(proposal.parties)


@FEWER
@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_rows_only_move_where_order_carries_meaning(document: AgreementDocument, chance: random.Random):
    values = canonical.plain(document)
    for rows in values.values():
        if isinstance(rows, list):
            chance.shuffle(rows)
    other = reading.parse(values)
    changes = diff.changes(document, other)
    moved = [change for change in changes if change.kind is Kind.MOVED]
    assert not {"retention", "lawful_basis", "storage", "law"} & {change.path.split("/")[0] for change in changes}
    assert diff.apply(document, changes) == other
    assert all(change.follows is not None for change in moved)


@settings(max_examples=200, deadline=None)
@given(TEXTS | st.text(alphabet="ab .\n", max_size=40), TEXTS | st.text(alphabet="ab .\n", max_size=40))
def test_a_redline_holds_both_texts(before: str, after: str):
    runs = redline(before, after)
    assert "".join(run.text for run in runs if run.state != "added") == before
    assert "".join(run.text for run in runs if run.state != "removed") == after
    assert all(run.text for run in runs)
    assert all(one.state != other.state for one, other in pairwise(runs))
