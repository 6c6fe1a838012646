"""The signing pages over HTTP: who sees what, that reading changes nothing, and that one press signs once."""

import datetime as dt
import hashlib
import re

import pytest
from django.utils import timezone

from accounts import clock
from accounts.models import Confirmation
from accounts.roles import Role
from accounts.services import confirmations
from agreements.choices import Status
from notices.models import Notice
from signing import tasks
from signing.declared import Declaration
from signing.models import Request, Round, Signature
from signing.views import shared
from tests.factories.people import make_person
from tests.signing import entry, papers, scene

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def staged(settings, tmp_path) -> scene.Scene:
    settings.MEDIA_ROOT = tmp_path
    return scene.set_stage(timezone.now() - 10 * MINUTE)


def _asked() -> scene.Scene:
    staged, at = scene.set_stage(timezone.now() - 10 * MINUTE), timezone.now() - 5 * MINUTE
    scene.open_round(staged, at, timezone.localdate(at) + dt.timedelta(days=10))
    return staged


STAGE = _asked


@pytest.fixture
def asked(scene) -> scene.Scene:
    return scene


def address(staged: scene.Scene, rest: str = "") -> str:
    return f"/agreements/{staged.agreement.reference}/sign/{rest}"


def confirm_it_is(client, staged: scene.Scene, person) -> None:
    """As the confirm page does it when the code is right."""
    session = client.session
    session[clock.ANCHOR] = session.get(clock.ANCHOR) or "a" * 32
    session.save()
    confirmations.record(
        person=person,
        method=Confirmation.Method.TOTP,
        credential="totp:1",
        session_digest=hashlib.sha256(session[clock.ANCHOR].encode()).hexdigest(),
        purpose=purpose_of(client, staged.request_of(person)),
        at=timezone.now(),
    )


def purpose_of(client, request: Request) -> str:
    """What the person has to confirm: the declaration that their session holds, once they have made one."""
    kept = client.session.get(shared.DECLARED)
    return Declaration(kept["declaration"]).purpose(request) if kept else request.purpose


def declaration(staged: scene.Scene, person, **changes) -> dict:
    said = {
        "statements": ["0", "1"],
        "typed_name": person.full_name,
        "rank": person.rank,
        "fingerprint": staged.version.fingerprint,
    }
    return said | changes


def walk(client, staged: scene.Scene, person):
    """From the link in the mail to the receipt."""
    entry.sign_in(client, person)
    client.post(address(staged, "start/"))
    answer = client.post(address(staged, "declare/"), declaration(staged, person))
    assert answer["Location"].startswith("/account/confirm/?next=")
    confirm_it_is(client, staged, person)
    return client.post(address(staged, "confirm/"), follow=True)


def test_the_whole_way(client, asked):
    answer = walk(client, asked, asked.first)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == address(asked, "done/essex/")
    assert "Agreement signed" in page
    assert "SIG-000001" in page
    assert "1 of 2 has signed" in page
    signature = Signature.objects.get()
    assert signature.record["from"]["address"] == "127.0.0.1"
    assert client.get(address(asked)).headers["Location"] == address(asked, "done/essex/")


def test_reading_changes_nothing_however_often(client, asked):
    entry.sign_in(client, asked.first)
    before = list(Request.objects.values("state", "opened_at", "signed_at"))
    for page in ("", "before/", "read/", "decision/", "bodies/", "declare/", "others/", "progress/"):
        for _ in range(2):
            assert client.get(address(asked, page)).status_code == 200
    assert client.get(address(asked, "confirm/")).status_code == 302
    assert client.get(address(asked, "start/")).status_code == 405
    assert list(Request.objects.values("state", "opened_at", "signed_at")) == before
    assert not Signature.objects.exists()


def test_the_landing_page_says_who_asks_for_whom_and_by_when(client, asked):
    entry.sign_in(client, asked.second)
    page = client.get(address(asked)).content.decode()
    assert "Ada Field, Essex County Council, asks you to sign this agreement for Essex Police." in page
    assert "Superintendent, Borough Commander" in page
    local = Round.objects.get().sign_by_on
    assert f"{local.day} {local:%B %Y}" in page


def test_a_second_press_and_back_give_the_same_receipt(client, asked):
    walk(client, asked, asked.first)
    for page in ("confirm/", "start/"):
        again = client.post(address(asked, page), follow=True)
        assert again.redirect_chain[-1][0] == address(asked, "done/essex/")
    assert Signature.objects.count() == 1
    assert Notice.objects.filter(kind="sign.receipt").count() == 1


def test_no_step_can_be_skipped(client, asked):
    entry.sign_in(client, asked.first)
    confirm_it_is(client, asked, asked.first)
    assert client.post(address(asked, "confirm/"))["Location"] == address(asked, "declare/")
    client.post(address(asked, "declare/"), declaration(asked, asked.first))
    assert Signature.objects.count() == 0
    Confirmation.objects.update(confirmed_at=timezone.now() - 11 * MINUTE)
    assert client.post(address(asked, "confirm/"))["Location"].startswith("/account/confirm/")
    assert Signature.objects.count() == 0


def test_a_session_alone_never_signs(client, asked):
    entry.sign_in(client, asked.first)
    client.post(address(asked, "declare/"), declaration(asked, asked.first))
    client.post(address(asked, "confirm/"))
    assert Signature.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"statements": ["0"]}, "Tick both boxes to sign"),
        ({"statements": ["0", "1", "7"]}, "Tick both boxes to sign"),
        ({"typed_name": ""}, "Type your name as it appears on your account"),
        ({"typed_name": "Somebody Else"}, "Type your name as it appears on your account"),
        ({"rank": ""}, "Enter your rank"),
        ({"rank": "x" * 101}, "Your rank must be 100 characters or fewer"),
    ],
)
def test_mistakes_are_told_beside_what_was_typed(client, asked, changes, words):
    entry.sign_in(client, asked.second)
    answer = client.post(address(asked, "declare/"), declaration(asked, asked.second, **changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    if "typed_name" not in changes:
        assert 'value="Siân Llewellyn"' in answer.content.decode()


def test_another_text_than_the_one_shown_is_refused_at_the_end(client, asked):
    entry.sign_in(client, asked.first)
    answer = client.post(address(asked, "declare/"), declaration(asked, asked.first, fingerprint="f" * 64))
    assert answer.status_code == 409
    assert "The text has changed since you opened it." in answer.content.decode()
    confirm_it_is(client, asked, asked.first)
    assert client.post(address(asked, "confirm/"))["Location"] == address(asked, "declare/")
    assert not Signature.objects.exists()


def test_whoever_is_not_in_it_finds_nothing(client, asked):
    entry.sign_in(client, make_person("stranger@example.org"))
    steps = ("", "before/", "read/", "decision/", "bodies/", "declare/", "confirm/", "others/")
    for page in (*steps, "done/essex/", "done/essex/receipt/", "progress/", "ask/", "v1/pdf/", "object/essex/"):
        assert client.get(address(asked, page)).status_code == 404
    client.logout()
    assert client.get(address(asked))["Location"].startswith("/account/sign-in/")


def test_a_colleague_sees_progress_but_is_not_asked(client, asked):
    entry.sign_in(client, make_person("reader@essex.example", asked.lead, [Role.READER]))
    page = client.get(address(asked)).content.decode()
    assert "You have not been asked to sign this agreement." in page
    assert "0 of 2 signed" in client.get(address(asked, "progress/")).content.decode()
    assert client.get(address(asked, "done/essex/")).status_code == 404


def test_too_late_says_so(client, asked):
    Round.objects.update(sign_by_on=timezone.localdate() - dt.timedelta(days=1))
    entry.sign_in(client, asked.first)
    assert "The time to sign this has ended." in client.get(address(asked)).content.decode()
    assert client.get(address(asked, "declare/"))["Location"] == address(asked)


def test_the_evidence_is_handed_out_byte_for_byte(client, asked):
    walk(client, asked, asked.first)
    answer = client.get(address(asked, "done/essex/evidence/"))
    assert hashlib.sha256(answer.content).hexdigest() == Signature.objects.get().hash
    assert answer["Content-Disposition"] == 'attachment; filename="SIG-000001.json"'


def test_nothing_half_signed_is_handed_out(client, asked, tmp_path):
    walk(client, asked, asked.first)
    tasks.sweep()
    assert client.get(address(asked, "v1/pdf/")).status_code == 404
    entry.sign_in(client, asked.second)
    walk(client, asked, asked.second)
    assert "We are sealing the PDF" in client.get(address(asked, "v1/pdf/")).content.decode()
    tasks.sweep()
    answer = client.get(address(asked, "v1/pdf/"))
    assert answer["Content-Type"] == "application/pdf"
    assert papers.pdfsig(answer.content, tmp_path).count("Signature is Valid") == 3
    assert "Download the signed PDF" in client.get(address(asked, "progress/")).content.decode()


# --- the lead ------------------------------------------------------------------------------------------------------


def in_days(days: int) -> dict[str, str]:
    day = timezone.localdate() + dt.timedelta(days=days)
    return {"sign_by_day": str(day.day), "sign_by_month": str(day.month), "sign_by_year": str(day.year)}


def test_the_lead_sends_it_for_signature(client, staged):
    entry.sign_in(client, staged.officer)
    page = client.get(address(staged, "ask/")).content.decode()
    assert "Who signs for Essex Police" in page
    assert "Siân Llewellyn, Superintendent, Borough Commander" in page
    chosen = {"party-essex": staged.first.pk, "party-police": staged.second.pk}
    page = client.post(address(staged, "ask/"), chosen | in_days(10)).content.decode()
    assert "Check before you send" in page
    answer = client.post(address(staged, "ask/"), chosen | in_days(10) | {"send": "yes"})
    assert answer["Location"] == address(staged, "progress/")
    staged.agreement.refresh_from_db()
    assert staged.agreement.status == Status.SIGNING
    assert Notice.objects.filter(kind="sign.request").count() == 2


def test_the_lead_asks_somebody_else_and_gives_more_time(client, asked):
    other = scene._signatory("eve@police.example", "Eve Ward", asked.partner, "Deputy", "Sergeant", timezone.now())
    entry.sign_in(client, asked.officer)
    assert "Change who signs" in client.get(address(asked, "progress/")).content.decode()
    assert "Eve Ward, Sergeant, Deputy" in client.get(address(asked, "ask/")).content.decode()
    chosen = {"party-essex": asked.first.pk, "party-police": other.pk}
    assert client.post(address(asked, "ask/"), chosen | in_days(20))["Location"] == address(asked, "progress/")
    assert Round.objects.get().sign_by_on == timezone.localdate() + dt.timedelta(days=20)
    assert asked.request_of(other).state == "asked"
    told = Notice.objects.filter(kind="sign.request").values_list("email", flat=True)
    assert sorted(told) == ["eve@police.example", "morgan@essex.example", "sian@police.example"]
    entry.sign_in(client, asked.second)
    assert "You have not been asked to sign" in client.get(address(asked)).content.decode()
    assert "Only an information governance officer" in client.get(address(asked, "ask/")).content.decode()


def test_whoever_has_signed_is_not_asked_again(client, asked):
    scene.sign(asked, asked.first, timezone.now() - MINUTE)
    entry.sign_in(client, asked.officer)
    page = client.get(address(asked, "ask/")).content.decode()
    assert "Who signs for Essex Police" in page
    assert "Who signs for Essex County Council" not in page
    assert client.post(address(asked, "ask/"), {"party-police": asked.second.pk} | in_days(-1)).status_code == 422


def test_what_the_lead_forgot_is_said(client, staged):
    entry.sign_in(client, staged.officer)
    answer = client.post(address(staged, "ask/"), {"party-essex": "999999"} | in_days(-1))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Select who signs for Essex Police" in page
    assert re.search("Last day to sign must be on or after", page)
    staged.agreement.refresh_from_db()
    assert staged.agreement.status == Status.AGREED


def test_only_the_lead_asks(client, staged):
    entry.sign_in(client, make_person("ig@police.example", staged.partner, [Role.IG_OFFICER]))
    assert "You cannot ask for signatures now" in client.get(address(staged, "ask/")).content.decode()


def test_progress_before_anything_was_sent(client, staged):
    entry.sign_in(client, staged.officer)
    page = client.get(address(staged, "progress/")).content.decode()
    assert "Not sent yet." in page
    assert "Send it for signature" in page
