"""What the register's pages show of each entry: rows for the components, built from values."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from parties import register
from parties.authority_rules import Answer, MandateState, Standing, long_date
from parties.choices import Kind
from parties.models import Authority, Delegation, EvidenceFile, Mandate, Organisation
from parties.register import BodyEntry, Entry, MandateEntry

REASON_HINT = "It is kept with the record, such as “Left on 30 June” or “New appointment”"

PAST_HEAD = ["Who", "Dates", "State"]

_Row = dict[str, Any]


def crumbs(organisation: Organisation) -> list[_Row]:
    return [
        {"text": "Organisations", "href": reverse("parties:directory")},
        {"text": organisation.name, "href": organisation.get_absolute_url()},
    ]


def nobody(organisation: Organisation) -> str:
    """What stands where there is no signatory."""
    if organisation.kind == Kind.UNINCORPORATED:
        return (
            f"{organisation.name} is not a legal person, so nobody signs for it. Its office-holders may have mandates."
        )
    return "No signatories. You cannot be asked to sign yet."


def live(entry: Entry) -> bool:
    """In force or still to come."""
    return not entry.standing.over


def facts(row: Authority | Delegation) -> list[_Row]:
    """What it is, for the pages that change it."""
    shown: list[_Row] = [{"key": "Person", "value": str(row.person)}, {"key": "Office", "value": row.office}]
    if row.rank:
        shown.append({"key": "Rank", "value": row.rank})
    if isinstance(row, Delegation):
        shown.append({"key": "In place of", "value": str(row.authority.person)})
    else:
        shown.append({"key": "May sign", "value": register.scope_words(row.scope)})
    return [*shown, {"key": "Dates", "value": register.term_words(row.term)}]


def signatory(entry: Entry, user: User, may_manage: bool) -> _Row:
    row = entry.row
    assert isinstance(row, Authority)
    actions = []
    if may_manage or user.pk == row.person_id:
        actions.append({"text": "Delegate", "href": _path("delegation_add", row.organisation, row.reference)})
    if may_manage:
        actions.append({"text": "End", "href": _path("signatory_end", row.organisation, row.reference)})
    return {"title": str(row.person), "rows": [_state(entry), *facts(row)[1:], *_record(row)], "actions": actions}


def delegation(entry: Entry, user: User, may_manage: bool) -> _Row:
    row = entry.row
    assert isinstance(row, Delegation)
    actions = []
    if may_manage or user.pk == row.authority.person_id:
        actions.append({"text": "End", "href": _path("delegation_end", row.authority.organisation, row.reference)})
    reason = [{"key": "Reason", "value": row.reason}] if row.reason else []
    return {
        "title": f"{row.person} for {row.authority.person}",
        "rows": [_state(entry), *facts(row)[1:], *reason, *_record(row)],
        "actions": actions,
    }


def past(entry: Entry) -> list[Any]:
    """One line of what no longer holds."""
    row = entry.row
    for_whom = f"For {row.authority.person}" if isinstance(row, Delegation) else row.office
    ended_on = row.term.ended_on
    ended = f"Ended on {long_date(ended_on)}" if ended_on and entry.standing is Standing.ENDED else ""
    return [
        {"text": str(row.person), "hint": for_whom},
        register.term_words(row.term),
        {"text": entry.state, "tag": entry.colour, "hint": ". ".join(filter(None, [ended, row.end_reason]))},
    ]


def held(entry: MandateEntry) -> _Row:
    """A mandate of one of this organisation's office-holders."""
    answers = {"key": "Answers", "value": f"{entry.tally.confirmed} of {entry.tally.asked} organisations confirmed"}
    state = {"key": "State", "value": {"text": entry.words, "tag": entry.colour}}
    return _mandate_card(entry, [state, answers])


def given(entry: MandateEntry, organisation: Organisation) -> _Row:
    """A mandate by which somebody asks, or asked, to sign for this organisation."""
    own = entry.of(organisation)
    answer = {"text": own.words, "tag": own.colour} if own else ""
    if entry.state is MandateState.ENDED:
        answer = {"text": "Ended", "tag": "grey"}
    asked_by = {"key": "Asked by", "value": entry.row.organisation.legal_name}
    return _mandate_card(entry, [{"key": "Our answer", "value": answer}, asked_by])


def _mandate_card(entry: MandateEntry, rows: list[_Row]) -> _Row:
    row = entry.row
    dates = {"key": "Dates", "value": register.term_words(row.term)}
    return {
        "title": f"{row.person}, {row.office}",
        "rows": [*rows, dates, {"key": "Reference", "value": row.reference}],
        "actions": [{"text": "See the mandate", "href": row.get_absolute_url()}],
    }


def waiting(entries: list[MandateEntry], organisation: Organisation, may_manage: bool) -> list[_Row]:
    """Mandates that this organisation has not answered, for those who can."""
    return [
        {
            "text": f"{entry.row.person}, {entry.row.office}, asks to sign for {organisation.name}.",
            "href": reverse("parties:mandate_answer", args=[entry.row.reference, organisation.slug]),
        }
        for entry in entries
        if may_manage and entry.state is not MandateState.ENDED and _asked(entry.of(organisation))
    ]


def _asked(body: BodyEntry | None) -> bool:
    return body is not None and body.answer is Answer.ASKED


def mandate_facts(entry: MandateEntry) -> list[_Row]:
    row = entry.row
    shown: list[_Row] = [
        {"key": "State", "value": {"text": entry.words, "tag": entry.colour}},
        {"key": "Who would sign", "value": f"{row.person}, {row.office}"},
        {"key": "Purpose", "value": row.purpose},
        {"key": "May sign", "value": register.scope_words(row.scope)},
        {"key": "Dates", "value": register.term_words(row.term)},
        {"key": "Proposed by", "value": f"{row.recorded_by}, {row.organisation.name}"},
    ]
    if row.collective:
        shown.append(
            {"key": "Asked", "value": {"text": row.collective.name, "href": row.collective.get_absolute_url()}}
        )
    if row.ended_at:
        when = long_date(row.term.ended_on or row.starts_on)
        shown.append({"key": "Ended", "value": f"On {when} by {row.ended_by}: {row.end_reason}"})
    return [*shown, *_evidence(row)]


def usable(entry: MandateEntry, today: dt.date) -> str:
    """For whom the mandate can be used today, in a sentence."""
    standing, many = entry.row.term.standing(today), entry.tally.confirmed
    who = f"{many} organisation{'' if many == 1 else 's'}"
    if standing.over:
        return "Nobody can be signed for under this mandate any more. What was signed under it stands."
    if not many:
        return "Nobody can be signed for yet."
    if not standing.usable:
        return f"From {long_date(entry.row.starts_on)}, {entry.row.person} can sign for the {who} that confirmed."
    others = "" if many == entry.tally.asked else " The others need a signature of their own."
    return f"{entry.row.person} can sign today for the {who} that confirmed.{others}"


def answer_words(entry: MandateEntry, body: BodyEntry) -> _Row:
    """What the answering page says besides the facts: what was said before, and what an answer leads to."""
    name = body.organisation.name
    earlier = (
        f"{body.by} answered for {name} on {long_date(body.answered.on)}: {body.words.lower()}. {body.reason}"
        if body.answered
        else ""
    )
    warning = (
        f"If you confirm, {entry.row.person} can bind {name} to agreements of this kind without asking again. "
        "You can withdraw the confirmation at any time."
    )
    return {"earlier": earlier, "warning": warning}


def mandate_groups(entry: MandateEntry) -> list[_Row]:
    """The bodies by what they said, those still to answer first; groups without a body are left out."""
    order = (Answer.ASKED, Answer.DECLINED, Answer.WITHDRAWN, Answer.CONFIRMED)
    titles = {
        Answer.ASKED: "Not answered yet",
        Answer.DECLINED: "Declined – signs for itself",
        Answer.WITHDRAWN: "Confirmation withdrawn – signs for itself",
        Answer.CONFIRMED: "Confirmed",
    }
    return [
        {"title": f"{titles[answer]} ({len(bodies)})", "head": _head(answer), "rows": [_body(b) for b in bodies]}
        for answer in order
        if (bodies := entry.said(answer))
    ]


def _head(answer: Answer) -> list[str]:
    return ["Organisation"] if answer is Answer.ASKED else ["Organisation", "Answered"]


def _body(body: BodyEntry) -> list[Any]:
    name = {"text": body.organisation.name, "href": body.organisation.get_absolute_url()}
    if body.answered is None:
        return [name]
    return [name, {"text": f"{long_date(body.answered.on)} by {body.by}", "hint": body.reason}]


def _state(entry: Entry) -> _Row:
    return {
        "key": "State",
        "value": {"text": entry.state, "tag": entry.colour, "hint": ". ".join(entry.notes)},
    }


def _record(row: Authority | Delegation) -> list[_Row]:
    by = {"key": "Recorded", "value": f"{long_date(timezone.localdate(row.recorded_at))} by {row.recorded_by}"}
    return [*_evidence(row), {"key": "Reference", "value": row.reference}, by]


def _evidence(row: Authority | Delegation | Mandate) -> list[_Row]:
    found: EvidenceFile | None = row.evidence
    if found is None:
        return [{"key": "Evidence", "value": ""}]
    link = {"text": found.name, "href": found.get_absolute_url(), "hint": f"Fingerprint {found.sha256[:16].upper()}"}
    return [{"key": "Evidence", "value": link}]


def _path(name: str, organisation: Organisation, reference: str) -> str:
    return reverse(f"parties:{name}", args=[organisation.slug, reference])
