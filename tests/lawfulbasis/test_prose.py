"""The words of a document as rules search them: all of them found, each text with its own path."""

from dsaformat import shape
from dsaportal.bench import documents as bench
from lawfulbasis.rules.prose import Prose
from lawfulbasis.rules.words import texts
from tests.lawfulbasis.documents import document

TEXT = bench.document()


def slowly(words):
    return [(path, text) for path, text in texts(TEXT) if any(word in text.lower() for word in words)]


def test_every_text_that_holds_a_word_is_found_in_order():
    prose = Prose(TEXT)
    for words in (("month",), ("whoever", "example borough council 7"), ("nowhere",), ("e",), ("a", "record of")):
        assert list(prose.holding(words)) == slowly(words), words
    assert len(list(prose.holding(("whoever",)))) > 1


def test_a_form_needs_all_its_words_in_one_text():
    prose = Prose(TEXT)
    for form in (("one", "month"), ("month", "destroyed"), ("council", "month"), ("month", "nowhere")):
        wanted = [(path, text) for path, text in texts(TEXT) if all(word in text.lower() for word in form)]
        assert list(prose.holding_all((form,))) == wanted, form
    assert list(prose.holding_all(())) == []


def test_a_word_does_not_reach_from_one_text_into_the_next():
    said = document(identity__title="One council", identity__context="data for all")
    assert list(Prose(said).holding(("council\ndata",))) == []


def test_texts_are_those_that_a_walk_through_every_field_meets():
    """Written out once more, the slow way: a field that holds words and is not read would be missed here."""
    not_prose = {"key", "regime", "slug", "email", "phone", "url", "reference", "ico_reference", "sha256", "path"}
    left_out = {"law", "waivers", "template"}
    wanted = []
    for path, field, value in shape.walk(TEXT):
        worded = field.form in {shape.Form.LINE, shape.Form.TEXT} and field.name not in not_prose
        if worded and path.partition("/")[0] not in left_out:
            each = enumerate(value, start=1) if field.several else [("", value)]
            wanted += [(f"{path}/{index}" if index else path, str(text)) for index, text in each]
    assert list(texts(TEXT)) == wanted
