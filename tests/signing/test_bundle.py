"""What is taken home proves itself with Python and openssl alone, and shows every change that is planted in it."""

import io
import json
import shutil
import subprocess
import sys
import zipfile

import pytest
from django.utils import timezone

from accounts.roles import Role
from notices.models import Notice
from signing import bundle, custody, receipts, tasks, tasks_acts
from signing.models import PublishedHead, Signature
from signing.services import heads, objections, takeaways
from tests.factories.people import make_person
from tests.signing import entry, scene, several
from tests.signing.scene import AT, MINUTE
from tests.signing.test_views import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(settings, tmp_path, monkeypatch) -> scene.Scene:
    """Three bodies signed, one of them objects, and the end of the chain was published."""
    settings.MEDIA_ROOT = tmp_path / "media"
    staged = several.set_stage(monkeypatch)
    several.open_round(staged)
    scene.sign(staged, staged.first, AT + MINUTE)
    scene.sign(staged, staged.second, AT + 2 * MINUTE)
    mine = Signature.objects.get(party_key="harlow")
    objections.dispute(signature=mine, reason="No.", by=several.reviewer(staged.harlow), at=AT + 3 * MINUTE)
    heads.publish(link="/verify/chain/", at=AT + 4 * MINUTE)
    tasks.seal(staged.version.pk)
    staged.agreement.refresh_from_db()
    return staged


@pytest.fixture
def taken(signed, tmp_path):
    """The bundle, unpacked where there is nothing of the portal."""
    assert tasks_acts.bundle(signed.agreement.pk) is True
    wanted = takeaways.bundle(signed.agreement, bundle.state_of(signed.agreement))
    zipfile.ZipFile(io.BytesIO(takeaways.content(wanted))).extractall(tmp_path / "home")
    return tmp_path / "home" / f"{signed.agreement.reference}-evidence"


def check(folder) -> tuple[int, str]:
    """As somebody without the portal's packages, environment or network would."""
    command = [sys.executable, "-I", "-S", "-B", str(folder / "verify.py")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin"})
    return ran.returncode, ran.stdout + ran.stderr


def sum_again(folder) -> None:
    """A forger makes the list of digests anew."""
    names = sorted(line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text().splitlines())
    made = subprocess.run(["sha256sum", *names], cwd=folder, capture_output=True, text=True, check=True)
    (folder / "SHA256SUMS").write_text(made.stdout)


def rewrite(path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))


FORGERIES = {
    "another name": lambda home: rewrite(home / "chain/000001.json", b"Morgan Reed", b"Morgen Reed"),
    "another text": lambda home: rewrite(home / "v1/agreement.json", b"Lamp faults", b"Lamp failures"),
    "a signature left out": lambda home: (home / "chain/000002.json").unlink(),
    "an objection left out": lambda home: (home / "chain/000004.json").unlink(),
    "another head": lambda home: rewrite(home / "chain/head.json", b'"number": 4', b'"number": 3'),
    "another hash": lambda home: swap(home),
    "the end of the PDF cut off": lambda home: cut(home),
    "a byte of the PDF": lambda home: rewrite(home / "v1/signed.pdf", b"50 780 495", b"51 780 495"),
    "something appended to the PDF": lambda home: append(home),
    "other digests of the PDF": lambda home: rewrite(home / "v1/states.json", b'"sha256": "', b'"sha256": "0'),
    "another root": lambda home: (home / "certificates/roots.pem").write_bytes(b""),
    "the declaration of another text": lambda home: redeclare(home),
}


def swap(home) -> None:
    place = home / "chain/hashes.json"
    listed = json.loads(place.read_bytes())
    listed["links"][1][1] = "0" * 64
    place.write_text(json.dumps(listed))


def cut(home) -> None:
    place = home / "v1/signed.pdf"
    place.write_bytes(place.read_bytes()[:-1000])


def append(home) -> None:
    place = home / "v1/signed.pdf"
    place.write_bytes(place.read_bytes() + b"\n% more\n")


def redeclare(home) -> None:
    place = home / "chain/000001.json"
    record = json.loads(place.read_bytes())
    record["declaration"]["statements"] = ["I agree to anything."]
    place.write_text(json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":")))


def test_everything_fits_together_and_every_forgery_shows(taken, tmp_path):
    assert check(taken) == (0, "Everything in this bundle fits together.\n")
    assert (taken / "README.txt").read_text().startswith(f"Evidence of {taken.name[:13]}")
    believed = {}
    for name, forge in FORGERIES.items():
        for again in (False, True):
            other = tmp_path / "forged" / f"{name} {again}"
            shutil.copytree(taken, other)
            forge(other)
            if again and len(list((other / "chain").glob("0*"))) == 4:
                sum_again(other)
            code, said = check(other)
            believed |= {f"{name} {again}": said} if code == 0 or "Traceback" in said else {}
    assert believed == {}


def test_the_check_is_short_and_needs_nothing_of_ours(taken):
    lines = (taken / "verify.py").read_text().splitlines()
    assert len(lines) <= 120
    used = {line.split()[1] for line in lines if line.startswith(("import ", "from "))}
    assert used <= set(sys.stdlib_module_names)


def test_the_same_evidence_is_the_same_file_and_new_evidence_another(signed):
    first, name = bundle.contents(signed.agreement, at=AT), bundle.state_of(signed.agreement)
    assert bundle.pack("x", first) == bundle.pack("x", bundle.contents(signed.agreement, at=AT))
    mine = Signature.objects.get(party_key="police")
    objections.dispute(signature=mine, reason="No.", by=several.reviewer(signed.partner), at=AT + 5 * MINUTE)
    assert bundle.state_of(signed.agreement) != name


def test_no_record_of_another_agreement_is_in_it(signed, monkeypatch):
    monkeypatch.undo()
    other = scene.freeze(scene.Cast(signed.lead, signed.partner, signed.officer, signed.first, signed.first), AT)
    found = bundle.contents(signed.agreement, at=AT)
    assert not any(other.agreement.reference.encode() in content for content in found.values())
    assert sorted(name for name in found if name.startswith("chain/0")) == [
        f"chain/00000{n}.json" for n in (1, 2, 3, 4)
    ]


# --- pages ---------------------------------------------------------------------------------------------------------


def evidence_of(staged: scene.Scene, rest: str = "") -> str:
    return f"/agreements/{staged.agreement.reference}/evidence/{rest}"


def test_officers_take_it_home_and_a_lost_message_only_delays_it(client, signed, monkeypatch):
    rung = []
    monkeypatch.setattr("foundation.jobs.ring", lambda task, **facts: rung.append((task, facts)))
    entry.sign_in(client, signed.officer)
    page = client.get(evidence_of(signed)).content.decode()
    assert "Disputed" in page
    assert "Put the evidence together" in page
    assert client.get(evidence_of(signed, "bundle/"))["Location"] == evidence_of(signed)
    client.post(evidence_of(signed, "make/"))
    assert "We are putting it together" in client.get(evidence_of(signed)).content.decode()
    assert tasks_acts.make_wanted() == 1
    assert rung == [("signing.bundle", {"pk": signed.agreement.pk})] * 2
    tasks_acts.bundle(signed.agreement.pk)
    assert tasks_acts.make_wanted() == 0
    assert "Download the evidence bundle" in client.get(evidence_of(signed)).content.decode()
    answer = client.get(evidence_of(signed, "bundle/"))
    assert answer.content[:2] == b"PK"
    assert answer["Cache-Control"] == "no-store"


def test_who_sees_which_records(client, signed, django_assert_max_num_queries):
    entry.sign_in(client, signed.first)
    assert client.get(evidence_of(signed, "1/")).status_code == 200
    assert client.get(evidence_of(signed, "2/")).status_code == 200  # complete: signatories of a party see all
    entry.sign_in(client, make_person("reader@essex.example", signed.lead, [Role.READER]))
    page = client.get(evidence_of(signed)).content.decode()
    assert "Pat Chair" in page
    assert "Officers, reviewers and administrators of the parties see the records." in page
    for place in ("1/", "bundle/"):
        assert client.get(evidence_of(signed, place)).status_code == 404
    assert client.post(evidence_of(signed, "make/")).status_code == 404
    entry.sign_in(client, signed.officer)
    with django_assert_max_num_queries(25):
        client.get(evidence_of(signed))


def test_before_anybody_has_signed(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    staged = scene.set_stage(timezone.now() - 10 * MINUTE)
    entry.sign_in(client, staged.officer)
    assert "Evidence appears when the first person signs." in client.get(evidence_of(staged)).content.decode()
    assert client.get(evidence_of(staged, "bundle/")).status_code == 404


def test_the_receipt_is_made_by_the_worker_and_is_the_same_again(client, signed, tmp_path, monkeypatch):
    monkeypatch.setattr("foundation.jobs.ring", lambda task, **facts: None)
    mine = Signature.objects.get(party_key="essex")
    entry.sign_in(client, signed.first)
    assert client.get(address(signed, "done/essex/receipt/"))["Location"] == address(signed, "done/essex/")
    assert [wanted.task for wanted in takeaways.left()] == ["signing.receipt"]
    assert tasks_acts.receipt(mine.pk) is True
    assert tasks_acts.receipt(mine.pk) is False
    answer = client.get(address(signed, "done/essex/receipt/"))
    assert answer.content == receipts.make(mine)
    (tmp_path / "receipt.pdf").write_bytes(answer.content)
    text = subprocess.run(
        ["pdftotext", tmp_path / "receipt.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    for said in ("SIG-000001", "Morgan Reed", "Essex County Council", "I have authority to sign"):
        assert said in text


# --- the published end ---------------------------------------------------------------------------------------------


def test_the_end_is_published_once_a_day_and_only_when_there_is_news(signed):
    first = PublishedHead.objects.get()
    assert (first.number, first.hash) == (4, custody.check().head)
    assert heads.publish(link="/verify/chain/", at=AT + 24 * 60 * MINUTE) is None
    mine = Signature.objects.get(party_key="police")
    objections.dispute(signature=mine, reason="No.", by=several.reviewer(signed.partner), at=AT + 5 * MINUTE)
    assert heads.publish(link="/verify/chain/", at=AT + 6 * MINUTE) is None  # the same day
    second = heads.publish(link="/verify/chain/", at=AT + 24 * 60 * MINUTE)
    assert second.number == 5
    assert custody.check().published == 2


def test_administrators_get_it_by_mail(signed):
    told = Notice.objects.filter(kind="sign.head")
    administrator = several.administrator(signed.lead)
    letter = told.get(email=administrator.email)
    assert custody.check().head in letter.text
    assert not told.filter(email=signed.officer.email).exists()


def test_a_chain_that_was_made_anew_behind_a_published_end_shows(signed, monkeypatch):
    plain = custody.PublishedHead.objects.values_list("number", "hash")
    assert list(plain)
    PublishedHead(on=AT.date().replace(day=1), number=2, hash="0" * 64, published_at=AT).save()
    assert custody.check().faults == ("2 is not the link that was published",)
    assert tasks_acts.publish_head() is False


def test_everybody_sees_the_published_ends(client, signed):
    page = client.get("/verify/chain/").content.decode()
    assert custody.check().head in page
    day = client.get("/verify/chain/2026-11-20/")
    assert day.content.decode().splitlines()[0] == f"1 {Signature.objects.get(number=1).hash}"
    assert len(day.content.splitlines()) == 4
    for nothing in ("2026-11-21", "2026-02-30", "x"):
        assert client.get(f"/verify/chain/{nothing}/").status_code == 404
    assert client.get("/verify/chain/?page=9999999999999").status_code == 200
