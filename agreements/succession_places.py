"""Where an ended organisation stands in agreements, and what becomes of each place: reads, in few queries for many."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, prefetch_related_objects

from agreements import assembly, followers, intake, succession
from agreements.choices import CLOSED, WRITING, Status
from agreements.models import Agreement, Departure, Party, Variation, Version
from agreements.models.succession import Handover, HandoverItem
from agreements.succession import Ended, Fate, Forecast, Heir, Passing, Place
from dsaformat.document import AgreementDocument
from parties.authority_rules import long_date
from parties.models import Organisation


def touched(organisation: Organisation) -> "QuerySet[Agreement]":
    """Every agreement in which it has a place, or that it leads; those that are over last."""
    has_place = Party.objects.filter(organisation=organisation).order_by().values("agreement")
    found: QuerySet[Agreement] = Agreement.objects.filter(Q(pk__in=has_place) | Q(lead=organisation))
    return found.select_related("lead").order_by("reference")


def chosen(
    agreements: Sequence[Agreement], handover: Handover | None, otherwise: Organisation | None
) -> dict[int, Organisation | None]:
    """Who takes its place in each, as somebody chose it for that one, or for all that nobody chose."""
    found: dict[int, Organisation | None] = dict.fromkeys((agreement.pk for agreement in agreements), otherwise)
    if handover is not None:
        items = HandoverItem.objects.filter(handover=handover, agreement__in=list(found)).select_related("heir")
        found |= {item.agreement_id: item.heir for item in items}
    return found


def held(
    agreements: Iterable[Agreement],
    organisation: Organisation,
    handover: Handover | None,
    otherwise: Organisation | None = None,
) -> dict[int, str]:
    """Why some of its places cannot pass on now, by agreement, without reading any text: few queries for all."""
    live = [agreement for agreement in agreements if agreement.status not in CLOSED]
    proposed = handover is not None and handover.proposed_at is not None
    heirs = chosen(live, handover, handover.heir if handover and proposed else otherwise)
    found = followers.holds(live, organisation)
    for agreement in live:
        reason = succession.stands_in_the_way(
            Status(agreement.status), agreement.lead.name, agreement.lead_id == organisation.pk, heirs[agreement.pk]
        )
        if reason:
            found[agreement.pk] = reason
    return found


def ended(organisation: Organisation) -> Ended:
    """Of an organisation that is recorded as ended."""
    assert organisation.ended_on is not None
    return Ended(organisation.name, organisation.state, organisation.ended_on)


def forecasts(
    agreements: Sequence[Agreement], organisation: Organisation, heirs: Mapping[int, Organisation | None]
) -> dict[int, tuple[Place, Forecast]]:
    """For each agreement by its primary key; `heirs` says who takes the place there."""
    documents = _documents(agreements)
    places = _places(agreements, organisation, heirs)
    holds = followers.holds(agreements, organisation)
    end = ended(organisation)
    found: dict[int, tuple[Place, Forecast]] = {}
    for agreement in agreements:
        place, heir = places[agreement.pk], heirs[agreement.pk]
        if reason := holds.get(agreement.pk):
            found[agreement.pk] = place, Forecast(Fate.HELD, (reason,))
            continue
        named = Heir(heir.name, intake.snapshot(heir)) if heir else None
        found[agreement.pk] = place, succession.foresee(place, documents[agreement.pk], end, named)
    return found


def became(agreement: Agreement) -> dict[str, str]:
    """By the key of a party whose signed text keeps its old name: what it is now, and since when. One query."""
    kept = (Fate.TOLD, Fate.AGAIN, Fate.KEPT)
    items = HandoverItem.objects.filter(agreement=agreement, state=Passing.DONE, fate__in=kept, heir__isnull=False)
    return {
        item.party_key: f"{item.heir.legal_name} since {long_date(item.handover.organisation.ended_on)}"
        for item in items.select_related("heir", "handover__organisation")
        if item.heir and item.handover.organisation.ended_on
    }


def _documents(agreements: Sequence[Agreement]) -> dict[int, AgreementDocument]:
    """The working text of what is being written, the newest frozen one of everything else."""
    drafts = [agreement for agreement in agreements if agreement.status in WRITING]
    prefetch_related_objects(drafts, "pieces")
    found = {agreement.pk: assembly.assemble(agreement) for agreement in drafts}
    rest = [agreement for agreement in agreements if agreement.pk not in found]
    newest = Version.objects.filter(agreement=OuterRef("pk")).order_by("-number").values("pk")[:1]
    keys = Agreement.objects.filter(pk__in=[one.pk for one in rest]).order_by().values_list(Subquery(newest), flat=True)
    frozen = {version.agreement_id: version.document for version in Version.objects.filter(pk__in=list(keys))}
    # A draft that was withdrawn before it was ever frozen has its pieces only.
    return found | {one.pk: frozen.get(one.pk) or assembly.assemble(one) for one in rest}


def _places(
    agreements: Sequence[Agreement], organisation: Organisation, heirs: Mapping[int, Organisation | None]
) -> dict[int, Place]:
    keys = [agreement.pk for agreement in agreements]
    bodies = {organisation.pk, *(heir.pk for heir in heirs.values() if heir)}
    rows = Party.objects.filter(agreement__in=keys, organisation__in=bodies)
    party = {(row.agreement_id, row.organisation_id): row.key for row in rows}
    replaced = _keys(Variation.objects.filter(replaces__in=keys, closed_at=None).values_list("replaces", flat=True))
    leaving = Departure.objects.filter(agreement__in=keys, organisation=organisation, taken_back_at=None)
    noticed = _keys(leaving.values_list("agreement", flat=True))
    found: dict[int, Place] = {}
    for agreement in agreements:
        heir = heirs[agreement.pk]
        found[agreement.pk] = Place(
            status=Status(agreement.status),
            lead=agreement.lead.name,
            leads=agreement.lead_id == organisation.pk,
            key=party.get((agreement.pk, organisation.pk), ""),
            heir_key=party.get((agreement.pk, heir.pk), "") if heir else "",
            is_replaced=agreement.pk in replaced,
            gave_notice=agreement.pk in noticed,
        )
    return found


def _keys(rows: Iterable[Any]) -> frozenset[int]:
    return frozenset(rows)
