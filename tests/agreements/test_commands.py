"""The commands that stay stable: JSON on standard output, a reason and nothing done otherwise."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agreements import demo, services
from agreements.models import Agreement
from dsaformat import canonical, reading
from parties.models import Organisation
from tests.agreements.scene import AT, essex, people_and_places, set_scene

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "essex.json"
    path.write_text(canonical.pretty(essex()), encoding="utf-8")
    return path


def test_import_prints_the_reference_and_export_gives_it_back(file):
    people_and_places()
    reference = run("import_agreement", str(file)).strip()
    assert reference == "DSA-2026-0001" or reference.startswith("DSA-")
    back = reading.load(run("export_agreement", reference))
    assert back.model_copy(update={"identity": back.identity.model_copy(update={"reference": ""})}) == essex()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "is not JSON"),
        ('{"format_version":1,"identity":{"title":""}}', "identity.title: must not be empty"),
        ('{"format_version":1,"identity":{"title":"x"}}', "at least one party"),
    ],
)
def test_import_refuses_with_paths_and_reasons(tmp_path, content, reason):
    path = tmp_path / "x.json"
    path.write_text(content)
    with pytest.raises(CommandError, match=reason):
        run("import_agreement", str(path))
    assert not Agreement.objects.exists()


def test_import_adds_the_organisations_that_are_missing(file):
    run("import_agreement", str(file))
    police = Organisation.objects.get(legal_name="Essex Police")
    assert (police.kind, police.ico_reference) == ("police", "Z4883472")
    assert Agreement.objects.get().parties.count() == len(essex().parties) == 5


@pytest.mark.parametrize("name", ["no-such-file.json", "DSA-2026-9999"])
def test_what_is_not_there_is_said(name):
    with pytest.raises(CommandError, match=r"Cannot read|There is no agreement"):
        run("check_agreement", name)


def test_check_prints_findings_of_a_file(tmp_path):
    path = tmp_path / "x.json"
    path.write_text('{"format_version":1,"identity":{"title":"x"}}')
    found = json.loads(run("check_agreement", str(path), "--on", "2026-11-20"))
    assert {"PTY-01", "PTY-02", "RL-07"} <= {finding["rule"] for finding in found}
    assert set(found[0]) == {"rule", "severity", "message", "reference", "path", "waivable", "waived"}


def test_check_finds_no_problem_and_no_warning_in_a_whole_agreement():
    scene = set_scene()
    found = json.loads(run("check_agreement", scene.agreement.reference, "--on", "2026-11-20"))
    assert {finding["severity"] for finding in found} == {"information"}


def test_exported_version_is_the_canonical_text():
    scene = set_scene()
    version = services.freeze(agreement=scene.agreement, by=scene.officer, at=AT)
    text = run("export_agreement", scene.agreement.reference, "--at-version", "1")
    assert canonical.fingerprint_of(text) == version.fingerprint
    with pytest.raises(CommandError, match="no version 2"):
        run("export_agreement", scene.agreement.reference, "--at-version", "2")


@pytest.mark.parametrize(("form", "starts"), [("html", b"<!doctype html>"), ("pdf", b"%PDF-1.7")])
def test_render_writes_a_file(tmp_path, file, form, starts):
    out = tmp_path / f"out.{form}"
    run("render_agreement", str(file), "--format", form, "--out", str(out), "--at", "2026-11-20T09:30:00")
    assert out.read_bytes().lstrip().startswith(starts)


def test_schema_is_json_schema():
    assert json.loads(run("agreement_schema"))["$schema"].startswith("https://json-schema.org/")


def test_demonstration_agreements_are_taken_in_once():
    people_and_places()
    wanted = len(list(demo.folder().glob("*.json")))
    assert len(demo.load(at=AT)) == wanted
    assert demo.load(at=AT) == []
    assert Agreement.objects.count() == wanted


def test_the_paper_keeps_the_facts_of_its_source():
    """C-6: six datasets from three suppliers, 61 items."""
    document = essex()
    counts = {dataset.title: (dataset.supplier, len(dataset.items)) for dataset in document.datasets}
    assert counts == {
        "Housing and benefits": ("basildon-borough-council", 16),
        "Children’s social care": ("essex-county-council", 4),
        "School readiness": ("essex-county-council", 13),
        "Youth offending": ("essex-county-council", 4),
        "Drug and alcohol treatment": ("essex-county-council", 6),
        "Police and crime": ("essex-police", 18),
    }
    assert len(document.flows) == 7
    assert {party.organisation.ico_reference for party in document.parties} >= {"Z699129X", "Z6034810"}
