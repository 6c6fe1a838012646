"""Agreements that apply, are changed, paused, left and over, and bodies that ended: the later half of a world.

How an agreement comes into force has tests of its own, so that it is only recorded here.
"""

import datetime as dt
import json
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from agreements import services as agreements
from agreements.choices import How
from agreements.models import Agreement
from agreements.services import succeeding
from closing.models import Countdown
from closing.services import disposal, ends, keeping
from dsaformat import reading
from parties.models import Organisation
from parties.services import successions
from reviews import services as reviews
from reviews.choices import Question, Severity
from reviews.services import issues, reviewing
from reviews.services.issues import Raised
from reviews.services.reviewing import Remark, Said
from tests.closing import disposing, ending
from tests.drafting import scene as drafting
from tests.factories.parties import make_organisation
from tests.factories.people import make_operator, make_person

DAY = dt.timedelta(days=1)
_TITLES = ("Benches", "Lamps", "Signs", "Bridges")
_SECTIONS = [
    {"key": "purpose", "number": "1", "heading": "Purpose", "blocks": ["purposes"]},
    {"key": "data", "number": "2", "heading": "Data", "blocks": ["data"]},
    {"key": "retention", "number": "3", "heading": "Retention", "blocks": ["retention"]},
]


@dataclass(frozen=True)
class Living:
    quiet: Agreement
    """In force, and nobody does anything about it."""
    reviewed: Agreement
    """In force, with an open review: the other party wants a change, the leading one has not answered."""
    counted: Countdown
    """How long the other party keeps data of it."""
    changing: Agreement
    """In force and under change, paused, planned to end, and the other party has given notice."""
    successor: Agreement
    """The text that is to replace it."""
    ended: Agreement
    """Over, and nobody has said what became of the data."""
    abolished: Organisation
    """It has ended, and nobody has proposed yet who follows it in its agreement."""
    left_behind: Agreement
    """The agreement that the abolished body leads."""
    merged: Organisation
    """It has become part of the leading organisation: proposed, and not yet confirmed."""


def make(lead: Organisation, partner: Organisation, officer: User, others: User, at: dt.datetime) -> Living:
    """`officer` drafts for the lead, `others` for its partner. None of them proposed who follows whom."""
    quiet, reviewed, changing, over = (_in_force(title, officer, at - DAY) for title in _TITLES)
    for row in (quiet, reviewed, changing):
        reviews.plan_of(row, at)
    reviewing.start(agreement=reviewed, reason="The regulator asked for it.", by=officer, at=at)
    _wants_a_change(reviewed, partner, at)
    _is_broken(reviewed, partner, at)
    abolished, left_behind = _abolished(lead, partner, at)
    return Living(
        quiet=quiet,
        reviewed=_fresh(reviewed),
        counted=_counted(reviewed, partner, others, at),
        changing=_fresh(changing),
        successor=_leaving(changing, partner, officer, others, at),
        ended=_ended(over, officer, at),
        abolished=abolished,
        left_behind=left_behind,
        merged=_merged(lead, at),
    )


def _in_force(title: str, officer: User, at: dt.datetime) -> Agreement:
    """Between Essex County Council, which leads it, and Essex Police."""
    identity = {"title": title, "public_title": title, "owner": "essex"}
    values = ending.values(("essex", "police"), identity=identity, sections=_SECTIONS)
    made = agreements.import_document(document=reading.load(json.dumps(values)), by=officer, at=at)
    disposing.freeze(made, officer, at)
    return _fresh(made)


def _fresh(agreement: Agreement) -> Agreement:
    found: Agreement = Agreement.objects.select_related("lead").get(pk=agreement.pk)
    return found


def _wants_a_change(agreement: Agreement, organisation: Organisation, at: dt.datetime) -> None:
    by = make_person("dpo@police.example", organisation, [Role.REVIEWER], full_name="Dora Police")
    remarks = (
        Remark("section:retention", needs_change=True, note="Two years are too long."),
        Remark(Question.SECURITY, needs_change=False, note="Looked at in May."),
    )
    reviewing.answer(agreement=agreement, organisation=organisation, said=Said(remarks, "We look again."), by=by, at=at)


def _is_broken(agreement: Agreement, organisation: Organisation, at: dt.datetime) -> None:
    """The other party raised an issue that the lead deals with."""
    by, day = make_person("dpo@police.example"), timezone.localdate(at) + 14 * DAY
    raised = Raised(organisation, "Extract came twice", "On two days.", Severity.MEDIUM, agreement.lead, day)
    issues.raise_issue(agreement=agreement, raised=raised, by=by, at=at)


def _counted(agreement: Agreement, organisation: Organisation, by: User, at: dt.datetime) -> Countdown:
    return keeping.start(
        agreement=agreement,
        organisation=organisation,
        rule_key="kept",
        what="Faults of last year",
        counted_from=timezone.localdate(at) - 30 * DAY,
        by=by,
        at=at,
    )


def _leaving(agreement: Agreement, partner: Organisation, officer: User, others: User, at: dt.datetime) -> Agreement:
    today = timezone.localdate(at)
    ends.pause(agreement=agreement, from_on=today + DAY, reason="A breach.", by=officer, at=at)
    notice = {"leaves_on": today + 100 * DAY, "reason": "It does so itself."}
    ends.give_notice(agreement=agreement, organisation=partner, **notice, by=others, at=at)
    agreements.plan_end(
        agreement=_fresh(agreement), on=today + 200 * DAY, how=How.NOTICE, reason="Done.", by=officer, at=at
    )
    variation = agreements.open_variation(agreement=_fresh(agreement), reason="It grows.", by=officer, at=at)
    return variation.agreement


def _ended(agreement: Agreement, officer: User, at: dt.datetime) -> Agreement:
    today = timezone.localdate(at)
    agreements.plan_end(agreement=agreement, on=today, how=How.NOTICE, reason="Done.", by=officer, at=at)
    disposal.open_disposals(at=at)
    return _fresh(agreement)


def _abolished(heir: Organisation, partner: Organisation, at: dt.datetime) -> tuple[Organisation, Agreement]:
    body = make_organisation("Maldon District Council")
    officer = make_person("ig@maldon.example", body, [Role.IG_OFFICER])
    document = reading.parse(drafting.values([body, partner]))
    made = agreements.import_document(document=document, by=officer, at=at)
    return _end(body, "abolished", heir, at), made


def _merged(heir: Organisation, at: dt.datetime) -> Organisation:
    body = _end(make_organisation("Rochford District Council"), "merged", heir, at)
    succeeding.propose(organisation=body, heir=heir, by=_proposer(), at=at)
    return body


def _proposer() -> User:
    return make_operator("second@portal.example")


def _end(body: Organisation, how: str, heir: Organisation, at: dt.datetime) -> Organisation:
    successions.end(organisation=body, how=how, on=timezone.localdate(at), successors=[heir], by=_proposer(), at=at)
    return Organisation.objects.get(pk=body.pk)
