import pytest

from foundation.verdicts import OK, Refused, Verdict


def test_a_verdict_without_reasons_is_a_yes():
    assert OK
    assert Verdict.unless(True, "No.")


def test_reasons_make_a_no_and_join_without_repeating():
    both = Verdict.no("First.") & Verdict.unless(False, "Second.") & Verdict.no("First.")
    assert not both
    assert both.reasons == ("First.", "Second.")


def test_enforcing_a_no_refuses_aloud():
    with pytest.raises(Refused) as refused:
        Verdict.no("Not today.", "Ask Ada.").enforce()
    assert refused.value.reasons == ("Not today.", "Ask Ada.")
    OK.enforce()
