"""Which pages the accessibility walk opens. No browser."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests import scenarios
from tests.architecture.access_routes import ROUTES
from tests.architecture.access_table import Answer, words
from tests.journeys import routes
from tests.journeys.routes import Stop

pytestmark = pytest.mark.django_db

# Pages that answer nobody in the world of these tests, each with its reason. Most are seen by tests of their own.
NOT_WALKED = {
    "a step of signing in, shown only when it is the next one": """
        account_confirm_login_code account_email_verification_sent account_reauthenticate account_set_password
        accounts:factor_needed accounts:organisation_link mfa_authenticate mfa_login_webauthn
        mfa_reauthenticate_webauthn mfa_signup_webauthn socialaccount_signup
    """,
    "for whoever brings a link or an invitation": """
        account_reset_password_from_key account_signup account_signup_by_passkey accounts:invitation
        accounts:invitation_link parties:invitation
    """,
    "for whoever has no authenticator, or has a passkey": "mfa_activate_totp mfa_edit_webauthn mfa_remove_webauthn",
    "a sign-in that failed elsewhere": "socialaccount_login_error",
    "a file that somebody sent is looked at": """
        agreements:import_check drafting:attachment drafting:remove_attachment parties:import_check
        parties:import_problems
    """,
    "a step after others; tests/drafting and the journey of an officer open them": """
        drafting:preview_pdf drafting:preview_progress drafting:start_name drafting:start_template
        drafting:withdraw_waiver
    """,
    "a signature that has been prepared and proved": "signing:confirm",
    "what follows an answer, a scan or an approval; tests of their own open them": """
        reviews:changes reviews:reviewers signing:ask_again signing:choose signing:elsewhere signing:join_call_off
        signing:object signing:paper_draft signing:paper_look signing:paper_written signing:retract_confirm
        signing:take_back
    """,
    "what came of many answers is in the session: tests/reviews/test_sitting_pages.py": "reviews:sitting_done",
    "a day on which nothing was told": "chain:day",
    "nobody of this world is asked, away, suspended, ended or still to accept": """
        parties:delegation_end parties:mandate_answer parties:mandate_withdraw parties:restore parties:terms
        parties:undo_end
    """,
    "no page but a file, or nothing at all": """
        agreements:publication_pdf closing:certificate closing:disposal_evidence extend_session
        mfa_download_recovery_codes notices:mail parties:evidence reviews:calendar reviews:feed_ics
        signing:bundle signing:elsewhere_file signing:paper_file signing:paper_pack_pdf signing:paper_picture
        signing:pdf signing:receipt
    """,
}


@pytest.fixture(scope="module")
def stops(django_db_setup: Any, django_db_blocker: Any) -> Iterator[list[Stop]]:
    """Rolled back by hand because it outlives a single test's transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = scenarios.access_world()
        yield routes.for_everybody(world) + routes.for_people(world)
        transaction.set_rollback(True)


def _answers(name: str) -> set[Answer]:
    row = ROUTES[name]
    return {answer for answers in (*row.named.values(), row.rest) for answer in answers}


def test_every_page_is_walked_or_says_why_not(stops: list[Stop]) -> None:
    """A page that no row of the access matrix opens would never be looked at."""
    walked = {stop.name for stop in stops}
    only_done = {405, 301}
    unseen = {name for name in ROUTES if 200 not in _answers(name) and _answers(name) - only_done} - walked
    assert unseen == {name for names in NOT_WALKED.values() for name in words(names)}


def test_no_two_pages_have_one_title(stops: list[Stop]) -> None:
    names: dict[str, set[str]] = defaultdict(set)
    for stop in stops:
        names[stop.title].add(stop.name)
    assert {title: found for title, found in names.items() if len(found) > 1 and found not in routes.SAME} == {}
