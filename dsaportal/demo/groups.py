"""The demonstration's groups of organisations and the mandates among them."""

import datetime as dt

from accounts.models import User
from dsaportal.demo import paper, persons, sources
from dsaportal.demo.sources import Entry
from notices import services as notices
from parties.authority_rules import Scope
from parties.models import Collective, Mandate, Organisation
from parties.services import collectives as services
from parties.services import mandates as register


def make(entries: list[Entry], placed: dict[str, Organisation], *, by: User, at: dt.datetime) -> dict[str, Collective]:
    """Every group by its name, with its members over time."""
    made = {}
    for entry in entries:
        collective = services.create(
            name=entry["name"],
            description=entry["description"],
            owner=placed[entry["owner"]],
            convener=placed[entry["convener"]] if "convener" in entry else None,
            by=by,
            at=at,
        )
        for time in filter(None, (entry.get("earlier"), entry["members"])):
            services.add_members(
                collective=collective,
                organisations=_members(time, placed),
                starts_on=time["since"],
                ends_on=time.get("until"),
                by=by,
                at=at,
            )
        made[entry["name"]] = collective
    return made


def mandates(
    entries: list[Entry],
    made: persons.Made,
    placed: dict[str, Organisation],
    collectives: dict[str, Collective],
    *,
    by: User,
    at: dt.datetime,
) -> None:
    """Each mandate as it was proposed and answered; the messages of that time have long been read."""
    for entry in entries:
        asked_at = at + dt.timedelta(days=entry["proposed"])
        collective = collectives[entry["collective"]]
        bodies = list(collective.members_on(asked_at.date()))
        mandate = register.propose(
            organisation=placed[entry["at"]],
            person=made.by_email[entry["person"]],
            office=entry["office"],
            purpose=entry["purpose"],
            bodies=bodies,
            collective=collective,
            scope=Scope(frozenset(entry["kinds"]), entry["sensitive"]),
            term=persons.term(entry, at),
            evidence=paper.page(entry["evidence"], [entry["purpose"], "Made for the demonstration."]),
            by=made.by_email[entry["by"]],
            at=asked_at,
        )
        _answer(mandate, bodies, entry, made, at)


def _answer(mandate: Mandate, bodies: list[Organisation], entry: Entry, made: persons.Made, at: dt.datetime) -> None:
    first = at + dt.timedelta(days=entry["answers_from"])
    for number, body in enumerate(bodies):
        if body.slug in entry["silent"]:
            continue
        said_at = first + dt.timedelta(days=number % 11, hours=number % 7)
        administrator = made.administrators[body.slug]
        if reason := entry["declined"].get(body.slug):
            register.decline(mandate=mandate, organisation=body, reason=reason, by=administrator, at=said_at)
        else:
            register.confirm(mandate=mandate, organisation=body, by=administrator, at=said_at)
        notices.cancel(dedupe_prefix=f"mandate.proposed:{mandate.reference}:{body.pk}:", at=at)
    for kind in ("mandate.confirmed", "mandate.declined"):
        notices.cancel(dedupe_prefix=f"{kind}:{mandate.reference}:", at=at)


def _members(entry: Entry, placed: dict[str, Organisation]) -> list[Organisation]:
    if "profile" in entry:
        names = {row["legal_name"] for row in sources.organisations() if row.get("like") == entry["profile"]}
        return [organisation for organisation in placed.values() if organisation.legal_name in names]
    return [placed[slug] for slug in entry["organisations"]]
