"""The checks of a draft: where each is put right, filters, other days, many parties, the list as a file."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements import assembly
from agreements import services as agreements
from drafting import checking
from dsaformat import editing
from foundation.verdicts import Finding, Severity
from lawfulbasis.rules import registry
from tests.drafting.scene import AT, TODAY, draft
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db


def at(scene, name, *parts, **query):
    address = reverse(f"drafting:{name}", args=[scene.agreement.reference, *parts])
    return address + ("?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else "")


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def document(scene):
    scene.agreement.refresh_from_db()
    return assembly.assemble(scene.agreement)


def found(scene):
    text = document(scene)
    return checking.findings(text, digest=scene.agreement.working_digest, on=TODAY)


STAGE = draft


@pytest.fixture
def officer(client, scene):
    sign_in(client, scene.officer)
    return client


def test_every_finding_stands_under_its_severity_with_its_law_and_its_rule(officer, scene):
    shown = page(officer, at(scene, "checks"))
    every = agreements.check(document=document(scene), on=TODAY)
    assert {finding.severity for finding in every} >= {Severity.PROBLEM, Severity.WARNING}
    for rule in {finding.rule for finding in every}:
        assert reverse("lawfulbasis:check", args=[rule]) in shown
    assert shown.index(">Problems<") < shown.index(">Warnings<")


def test_a_finding_leads_to_the_question_where_it_is_put_right(officer, scene):
    agreements.change(
        agreement=scene.agreement,
        edit=lambda text: editing.without(text, "retention/r1"),
        by=scene.officer,
        at=AT,
    )
    shown = page(officer, at(scene, "checks", section="retention"))
    assert at(scene, "question", "retention", "retention") in shown
    assert at(scene, "question", "law", "lawful_basis") not in shown


def test_the_counts_leave_out_what_was_answered():
    one = Finding("X-1", Severity.WARNING, "Look.", "Law", "", waivable=True)
    answered = Finding("X-2", Severity.WARNING, "Look.", "Law", "", waivable=True, waived="Because (Ada)")
    assert checking.counts([one, answered]) == {"problem": 0, "warning": 1, "information": 0}


def test_the_counts_stand_beside_the_list_and_each_section(officer, scene):
    tally = checking.counts(found(scene))
    assert tally["problem"] > 1
    assert f">{tally['problem']} problems<" in page(officer, at(scene, "tasks"))
    assert f"{at(scene, 'checks')}?severity=warning" in page(officer, at(scene, "tasks"))


@pytest.mark.parametrize("severity", ["problem", "warning"])
def test_filtering_by_severity(officer, scene, severity):
    shown = page(officer, at(scene, "checks", severity=severity))
    other = {"problem": ">Warnings<", "warning": ">Problems<"}[severity]
    assert other not in shown
    assert "Remove this filter" in shown


def test_a_filter_that_makes_no_sense_is_left_out(officer, scene):
    shown = page(officer, at(scene, "checks", severity="%00", section="nothing", party="x", on="2026-99-99"))
    assert "Remove this filter" not in shown


def test_filtering_by_party_keeps_what_is_about_that_party(officer, scene):
    agreements.change(
        agreement=scene.agreement, edit=lambda text: editing.without(text, "retention/r1"), by=scene.officer, at=AT
    )
    ours = {one.finding.path for one in _placed(scene) if one.party == "p1"}
    assert ours
    rows = _rows(officer, at(scene, "checks_csv", party="p1"))
    assert len(rows) == len([one for one in _placed(scene) if one.party == "p1"])
    assert {row["Party"] for row in rows} == {"Borough 2 Council"}


def _placed(scene):
    from drafting.views.desk import outline_of

    return checking.placed(document(scene), outline_of(document(scene)), found(scene))


def _rows(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_list_as_a_file_has_a_row_for_each_finding(officer, scene):
    rows = _rows(officer, at(scene, "checks_csv"))
    assert sorted(row["Check"] for row in rows) == sorted(one.rule for one in found(scene))
    assert {row["Severity"] for row in rows} >= {"Problem", "Warning"}


def test_another_day_is_checked_as_on_that_day_and_takes_no_reasons(officer, scene):
    shown = page(officer, at(scene, "checks", on="2031-01-01"))
    assert "on 1 January 2031" in shown
    assert "Give a reason" not in shown
    later = agreements.check(document=document(scene), on=dt.date(2031, 1, 1))
    assert len(_rows(officer, at(scene, "checks_csv", on="2031-01-01"))) == len(later)


def test_a_partys_officers_read_their_own_first_and_give_no_reasons(client):
    scene = draft(4)
    for row in ("r1", "r3"):
        agreements.change(
            agreement=scene.agreement,
            edit=lambda text, row=row: editing.without(text, f"retention/{row}"),
            by=scene.officer,
            at=AT,
        )
    groups = checking.grouped(_placed(scene), frozenset({"p3"}))
    assert "p3" in {member.party for member in groups[0].members}
    assert groups[0].members[0].party == "p3"
    sign_in(client, scene.partner)
    assert "Give a reason" not in page(client, at(scene, "checks"))


def test_many_findings_of_one_rule_are_one_group_with_a_page_of_their_own(client):
    scene = draft(33, retention=[])
    sign_in(client, scene.officer)
    by_rule = {group.rule: group for group in checking.grouped(_placed(scene))}
    largest = max(by_rule.values(), key=lambda group: group.parties)
    assert largest.parties >= 31
    assert f"{largest.parties} parties" in page(client, at(scene, "checks"))
    address = at(scene, "one_rule", largest.rule.lower())
    assert address in page(client, at(scene, "checks"))
    assert page(client, address).count('class="app-finding ') == min(len(largest.members), 50)


def test_a_crashed_rule_is_shown_as_a_problem_and_not_remembered(officer, scene, monkeypatch):
    def crash(case):
        raise RuntimeError("broken")

    rule = registry.RULES["PTY-01"]
    agreements.change(
        agreement=scene.agreement, edit=lambda text: editing.put(text, "term", {"ongoing": True}), by=None, at=AT
    )
    with monkeypatch.context() as patched:
        patched.setitem(registry.RULES, "PTY-01", registry.Rule(rule.id, crash))
        assert "Check PTY-01 did not run" in page(officer, at(scene, "checks", severity="problem"))
    assert "did not run" not in page(officer, at(scene, "checks"))


def test_findings_are_worked_out_once_for_each_text_and_day(scene):
    text = document(scene)
    first = checking.findings(text, digest=scene.agreement.working_digest, on=TODAY)
    assert checking.findings(text, digest=scene.agreement.working_digest, on=TODAY) is first
    assert checking.findings(text, digest=scene.agreement.working_digest, on=dt.date(2030, 1, 1)) is not first


def test_pictures_have_a_table_and_a_list(client):
    flows = [{"key": "f", "sender": "p0", "recipients": ["p1"], "datasets": ["families"]}]
    scene = draft(2, flows=flows)
    sign_in(client, scene.partner)
    shown = page(client, at(scene, "pictures"))
    assert "What each party relies on" in shown
    assert "Borough 1 Council sends families to Borough 2 Council" in shown


@pytest.mark.parametrize("parties", [2, 33, 100])
def test_no_page_asks_more_of_the_database_for_more_parties(client, parties):
    scene = draft(parties, retention=[])
    sign_in(client, scene.officer)
    rule = checking.grouped(_placed(scene))[0].rule.lower()
    for address in (
        at(scene, "checks"),
        at(scene, "one_rule", rule),
        at(scene, "checks_csv"),
        at(scene, "pictures"),
        at(scene, "history"),
        at(scene, "compare"),
        at(scene, "preview"),
        at(scene, "tasks"),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        assert len(queries) <= 25, (address, len(queries))


def test_outsiders_find_nothing(client, scene):
    sign_in(client, scene.outsider)
    for name in ("checks", "checks_csv", "pictures", "history", "compare", "preview"):
        assert client.get(at(scene, name)).status_code == 404
