"""When an agreement begins, is looked at again and ends, and whether its law and its contracts last as long."""

import datetime as dt
import re
from collections.abc import Iterator

from dsaformat.choices import Link, RelatedState, Role
from dsaformat.parts import Legislation, Party, RelatedAgreement, ReviewEvery, ReviewOn
from lawfulbasis.rules import days, phrases
from lawfulbasis.rules.bodies import nation
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule
from lawfulbasis.rules.words import day

_FIRST_AFTER = 6
_THEN_EVERY = 12
_AT_MOST = 36
_MERCY = dt.timedelta(days=7)
"""A review may wait for the working day after a weekend."""

_NATIONS = frozenset({"england", "wales", "scotland", "northern ireland"})
_A_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_THEN = ("identity/funding/", "identity/endorsers/")
"""Who paid or supported did so under the name it had then."""

_ABOVE = frozenset({Link.PARENT, Link.ACCORD, Link.UMBRELLA, Link.ANNEX_OF})


@rule("RL-07")
def review_date_missing(case: Case) -> Iterator[Hit]:
    if case.document.term.review is None:
        yield hit("term/review")


@rule("RL-08")
def review_too_far_away(case: Case) -> Iterator[Hit]:
    term, reviewed_on = case.document.term, _reviewed_on(case)
    if isinstance(term.review, ReviewEvery):
        late = term.review.first_after_months > _FIRST_AFTER or term.review.then_every_months > _THEN_EVERY
    elif isinstance(term.review, ReviewOn) and reviewed_on:
        late = term.review.on > days.months_after(reviewed_on, _THEN_EVERY) + _MERCY
    elif isinstance(term.review, ReviewOn) and term.starts_on:
        late = term.review.on > days.months_after(term.starts_on, _FIRST_AFTER) + _MERCY
    else:
        late = False
    if late:
        yield hit("term/review")


@rule("TX-17")
def first_review_after_years(case: Case) -> Iterator[Hit]:
    term = case.document.term
    if _reviewed_on(case):
        return
    if isinstance(term.review, ReviewEvery):
        late = term.review.first_after_months > _AT_MOST
    elif isinstance(term.review, ReviewOn):
        late = term.review.on > days.months_after(term.starts_on or case.on, _AT_MOST) + _MERCY
    else:
        late = False
    if late:
        yield hit("term/review")


@rule("RL-09")
def ends_before_review(case: Case) -> Iterator[Hit]:
    term = case.document.term
    review = days.next_review(term, _reviewed_on(case))
    if term.ends_on and review and term.ends_on < review:
        yield hit("term/ends_on", other="review")


@rule("RL-10")
def review_overdue(case: Case) -> Iterator[Hit]:
    reviewed_on = _reviewed_on(case)
    review = days.next_review(case.document.term, reviewed_on)
    if review and review < case.on and _is_under_way(case) and not (reviewed_on and reviewed_on >= review):
        yield hit("term/review")


@rule("RL-11")
def ended_and_still_active(case: Case) -> Iterator[Hit]:
    ends_on = case.document.term.ends_on
    if ends_on and ends_on < case.on and _goes_on_after(case, ends_on):
        yield hit("term/ends_on")


@rule("RL-12")
def processor_contract_ends_first(case: Case) -> Iterator[Hit]:
    for party in case.document.parties:
        ends_on = party.processing.contract_ends_on
        if Role.PROCESSOR in party.roles and ends_on and not party.processing.extension and _outlives(case, ends_on):
            yield hit(f"parties/{party.key}/processing/contract_ends_on", processor=party.name, date=day(ends_on))


@rule("RL-13")
def changed_after_signing(case: Case) -> Iterator[Hit]:
    changed_on = case.document.assessment.changed_on
    signed_on = [row.signed_on for row in case.document.signatures if row.signed_on]
    nobody_since = changed_on is not None and max(signed_on, default=changed_on) < changed_on
    if case.facts.changed_since_signing or nobody_since:
        yield hit("signatures")


@rule("RL-14")
def law_changed_since_review(case: Case) -> Iterator[Hit]:
    looked_at = _reviewed_on(case) or dt.date.min
    pinned = {wording.code: wording.wording_from for wording in case.document.law if wording.wording_from}
    for code in sorted({*case.facts.changed_law, *pinned}):
        provision = case.provision(code)
        if provision is None or provision.wording_from is None:
            continue
        changed_on = provision.wording_from
        if code in case.facts.changed_law or max(pinned[code], looked_at) < changed_on:
            yield hit(_place_of(case, code), entry=provision.reference, date=day(changed_on))


@rule("RL-15")
def gateway_not_in_force(case: Case) -> Iterator[Hit]:
    when = case.document.term.starts_on or case.on
    cited = [(f"legislation/{row.key}/code", row.code) for row in case.document.legislation if row.code]
    cited += [("digital_economy/powers", code) for code in case.document.digital_economy.powers]
    for path, code in cited:
        provision = case.catalogue.on(code, when)
        if provision is None or provision.regime != "statutory_gateway":
            continue
        if not provision.in_force_on(when) or case.flag(code, "commencement_status"):
            yield hit(path, law=provision.reference)


@rule("RL-16")
def gateway_in_another_nation(case: Case) -> Iterator[Hit]:
    for row in case.document.legislation:
        provision = case.provision(row.code) if row.code else None
        extent = str(provision.flags.get("extent", "UK")) if provision else "UK"
        if provision is None or extent.startswith("UK"):
            continue
        relying = [case.parties[key] for key in row.parties] or case.controllers
        outside = [party for party in relying if nation(party) in _NATIONS and nation(party) not in extent.casefold()]
        for name in sorted({nation(party) for party in outside if not _has_other_law(case, party, row)}):
            yield hit(f"legislation/{row.key}/code", law=provision.reference, nation=name.title())


@rule("RL-17")
def publication_not_decided(case: Case) -> Iterator[Hit]:
    if case.document.publication.decision is None:
        yield hit("publication/decision")


@rule("RL-18")
def body_has_closed(case: Case) -> Iterator[Hit]:
    for found in phrases.found(case, "body"):
        if not found.path.startswith(_THEN):
            yield hit(found.path, name=found.words)


@rule("TX-04")
def review_before_the_start(case: Case) -> Iterator[Hit]:
    term = case.document.term
    if isinstance(term.review, ReviewOn) and term.starts_on and term.review.on < term.starts_on:
        yield hit("term/review")


@rule("TX-13")
def review_on_a_day_off(case: Case) -> Iterator[Hit]:
    review, owner = case.document.term.review, case.document.owner
    if not isinstance(review, ReviewOn):
        return
    kind = days.day_off(review.on, nation(owner) if owner else "") or days.quiet_month(review.on)
    if kind:
        yield hit("term/review", date=day(review.on), other=kind)


@rule("TX-10")
def agreement_above_has_ended(case: Case) -> Iterator[Hit]:
    for row in case.document.related:
        if row.link in _ABOVE and _has_ended(case, row):
            yield hit(f"related/{row.key}", name=row.title)


def _reviewed_on(case: Case) -> dt.date | None:
    known = [on for on in (case.facts.reviewed_on, case.document.term.last_reviewed_on) if on]
    return max(known, default=None)


def _is_under_way(case: Case) -> bool:
    """As the portal knows, or as the document shows: everybody has signed, it has begun and not ended."""
    term, signatures = case.document.term, case.document.signatures
    begun = term.starts_on is None or term.starts_on <= case.on
    ended = term.ends_on is not None and term.ends_on < case.on
    signed = bool(signatures) and all(signature.signed_on for signature in signatures)
    return case.facts.active or (signed and begun and not ended)


def _goes_on_after(case: Case, ends_on: dt.date) -> bool:
    """As the portal knows, or as the document shows: somebody reviewed or joined it after its last day."""
    later = (case.document.term.last_reviewed_on, *(party.joined_on for party in case.document.parties))
    return case.facts.active or any(on is not None and on > ends_on for on in later)


def _outlives(case: Case, contract: dt.date) -> bool:
    """The agreement, or its time until the next review, lasts longer than that."""
    term = case.document.term
    review = days.next_review(term, _reviewed_on(case))
    return term.ongoing or any(last is not None and last > contract for last in (term.ends_on, review))


def _place_of(case: Case, code: str) -> str:
    rows = (f"lawful_basis/{row.key}" for row in case.document.lawful_basis if row.condition == code)
    return next(rows, "lawful_basis")


def _has_other_law(case: Case, party: Party, cited: Legislation) -> bool:
    """Another row gives the party by name a law of its own."""
    return any(row.key != cited.key and party.key in row.parties for row in case.document.legislation)


def _has_ended(case: Case, related: RelatedAgreement) -> bool:
    if related.state is RelatedState.EXPIRED:
        return True
    if related.ends_on:
        return related.ends_on < max(case.on, case.document.term.starts_on or case.on)
    years = [int(year) for year in _A_YEAR.findall(related.term)]
    return related.state is RelatedState.UNKNOWN and len(years) > 1 and max(years) < case.on.year
