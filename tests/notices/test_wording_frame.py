"""What stands round every message is rendered once, and says what a rendering of the whole would say."""

import pytest
from django.conf import settings
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from foundation import text
from notices import kinds, wording

SLOW = "\u200b"  # goes the long way, and leaves nothing behind


@pytest.mark.parametrize("key", sorted(kinds.KINDS))
@pytest.mark.parametrize("name", ["", "Ada Field"])
def test_the_frame_of_every_kind_is_the_layout(key, name):
    kind, body = kinds.KINDS[key], "A body.\n\nOf two paragraphs {{ name }}."
    facts = {
        "kind": kind,
        "name": name,
        "body": body,
        "rule": wording.FOOTER_RULE,
        "service_name": settings.SERVICE_NAME,
        "site_url": settings.SITE_URL,
        "choices_link": settings.SITE_URL + reverse("notices:preferences"),
        "operator_name": settings.OPERATOR_NAME,
        "operator_address": text.single_line(settings.OPERATOR_ADDRESS),
    }
    assert wording._framed(kind, body, name) == wording._rendered("notices/_layout.txt", facts)


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=60))
@example("  two  words \n")
@example("\x1c\x1f x\t\x7f")
def test_plain_text_is_cleaned_alike_by_both_ways(value):
    assert text.single_line(value) == text.single_line(f"{value}{SLOW}")
    assert text.long_text(value) == text.long_text(value + "é")[:-1].rstrip()
