"""What holds for every document there can be."""

import json
import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements import typesetting
from dsaformat import canonical, reading
from dsaformat.diff.differences import known_by, ordered
from dsaformat.document import AgreementDocument
from dsaformat.reading import DocumentError
from dsaformat.shape import shapes
from lawfulbasis import rules
from lawfulbasis.catalogue import EMPTY
from tests.properties.documents import DAYS, DOCUMENTS

UNORDERED = [
    field.name for field in shapes(AgreementDocument) if known_by(field) and not ordered(AgreementDocument, field.name)
]
FEWER = settings(max_examples=40, deadline=None)


def shuffled(value: object, chance: random.Random) -> object:
    """The same JSON with the names of every object in another order."""
    if isinstance(value, dict):
        names = list(value)
        chance.shuffle(names)
        return {name: shuffled(value[name], chance) for name in names}
    if isinstance(value, list):
        return [shuffled(member, chance) for member in value]
    return value


@FEWER
@given(DOCUMENTS)
def test_load_of_dump_is_the_document(document: AgreementDocument):
    text = canonical.dump(document)
    assert reading.load(text) == document
    assert canonical.dump(reading.load(text)) == text
    assert reading.load(canonical.pretty(document)) == document


@FEWER
@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_fingerprint_ignores_the_order_of_names(document: AgreementDocument, chance: random.Random):
    other = json.dumps(shuffled(canonical.plain(document), chance), indent=3)
    assert canonical.fingerprint(reading.load(other)) == canonical.fingerprint(document)


@FEWER
@given(DOCUMENTS, st.sampled_from(["NFC", "NFD"]))
def test_fingerprint_ignores_how_accents_are_encoded(document: AgreementDocument, form: str):
    other = unicodedata.normalize(form, canonical.dump(document))
    assert canonical.fingerprint(reading.load(other)) == canonical.fingerprint(document)


@FEWER
@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_order_of_rows_that_have_none_does_not_matter(document: AgreementDocument, chance: random.Random):
    values = canonical.plain(document)
    for name in UNORDERED:
        chance.shuffle(values.get(name, []))
    assert canonical.fingerprint(reading.parse(values)) == canonical.fingerprint(document)


@FEWER
@given(DOCUMENTS, DAYS)
def test_every_document_can_be_checked_and_typeset(document, day):
    findings = rules.check(document, EMPTY, day)
    assert not [finding for finding in findings if "did not run" in finding.message]
    assert typesetting.sheet(document).title == document.identity.title


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60) | st.binary(max_size=60) | JSON.map(json.dumps))
def test_loading_anything_else_is_refused_with_reasons(text):
    with pytest.raises(DocumentError) as caught:
        reading.load(text)
    assert all(problem.reason for problem in caught.value.problems)
