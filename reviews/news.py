"""What happened to agreements since each was signed or last reviewed. Asked for a whole page at once."""

import datetime as dt
import json
import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from agreements.models import Agreement, Departure, Party, Version, VersionCode
from foundation.verdicts import Severity
from lawfulbasis import rules
from lawfulbasis import services as law
from lawfulbasis.catalogue import Catalogue
from parties.choices import OrganisationState
from parties.models import Organisation
from reviews.models import Review

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class News:
    """Why somebody should read an agreement again before saying that nothing needs to change."""

    since: dt.date | None = None
    """The day of its last review, or else of its text."""
    law: tuple[str, ...] = ()
    """Names of the entries that changed."""
    checks: tuple[str, ...] = ()
    """Titles of the checks that began since, and that the text does not pass."""
    parties: tuple[str, ...] = ()
    """Sentences about parties that came, left or are no more."""

    @property
    def needs_look(self) -> bool:
        return bool(self.law or self.checks or self.parties)


NOTHING = News()


def of(agreements: Collection[Agreement], *, on: dt.date) -> Mapping[int, News]:
    """By the agreement's key. As many queries for many as for one."""
    keys = [agreement.pk for agreement in agreements]
    versions = _newest(keys)
    looked = _last_looked(versions, keys)
    begun = {key: rules for key in versions if (rules := _begun(looked[key], on))}
    late = _late(looked)
    texts = _texts(versions, {*begun, *(row.agreement_id for row in late)})
    catalogue = law.catalogue()
    changed = _changed_law(catalogue, versions, looked, on)
    failing = {key: _failing(begun[key], texts[key], catalogue, on) for key in begun}
    moved = _moved(_joined(late, texts), looked)
    return {key: News(looked[key], tuple(changed[key]), failing.get(key, ()), tuple(moved[key])) for key in versions}


def _newest(keys: Collection[int]) -> dict[int, Version]:
    """Without their long texts."""
    rows = Version.objects.filter(agreement__in=keys).defer("text").order_by("agreement_id", "number")
    return {version.agreement_id: version for version in rows}


def _last_looked(versions: Mapping[int, Version], keys: Collection[int]) -> dict[int, dt.date]:
    found = {key: timezone.localdate(version.frozen_at) for key, version in versions.items()}
    rows = Review.objects.concluded().filter(agreement__in=keys).values_list("agreement_id", "concluded_at")
    for key, at in rows:
        if key in found:
            found[key] = max(found[key], timezone.localdate(at))
    return found


def _changed_law(
    catalogue: Catalogue, versions: Mapping[int, Version], looked: Mapping[int, dt.date], on: dt.date
) -> Mapping[int, list[str]]:
    """Entries that have other words than the text quotes, or that ended, after somebody last looked."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = VersionCode.objects.filter(version__in=list(versions.values())).order_by("code")
    for key, code, quoted in rows.values_list("version__agreement_id", "code", "wording_from"):
        name = _changed(catalogue, code, max(quoted or dt.date.min, looked[key]), on)
        if name:
            found[key].append(name)
    return found


def _changed(catalogue: Catalogue, code: str, since: dt.date, on: dt.date) -> str:
    provision = catalogue.on(code, on)
    if provision is None:
        return ""
    reworded = provision.wording_from is not None and since < provision.wording_from <= on
    ended = provision.in_force_to is not None and since <= provision.in_force_to < on
    return provision.label if reworded or ended else ""


def _texts(versions: Mapping[int, Version], keys: Collection[int]) -> dict[int, Version]:
    """Few texts have to be read: those that a new check is about, and those with a party that may be new."""
    rows = Version.objects.filter(pk__in=[versions[key].pk for key in keys]) if keys else ()
    return {version.agreement_id: version for version in rows}


def _failing(begun: list[rules.Rule], version: Version, catalogue: Catalogue, on: dt.date) -> tuple[str, ...]:
    """Only checks that began since are run."""
    case = rules.Case(version.document, catalogue, on, rules.Facts(active=True, signing=True))
    return tuple(rule.wording.title for rule in begun if _fires(rule, case))


def _begun(since: dt.date, on: dt.date) -> list[rules.Rule]:
    begins = ((rule, rule.wording.applies_from) for rule in rules.RULES.values())
    begun = [rule for rule, day in begins if day is not None and since < day <= on]
    return [rule for rule in begun if rule.wording.severity is not Severity.INFORMATION]


def _fires(rule: rules.Rule, case: rules.Case) -> bool:
    """Without a reason in its place. A check that crashes has shown nothing, so somebody should look."""
    answered = {waiver.path for waiver in case.document.waivers if waiver.rule == rule.id and rule.wording.waivable}
    try:
        return any(not answered & {"", hit.path} for hit in rule.find(case))
    except Exception:
        logger.exception("rule %s crashed", rule.id)
        return True


def _moved(joined: Iterable[tuple[int, str]], looked: Mapping[int, dt.date]) -> Mapping[int, list[str]]:
    """Parties that came, gave notice, left, or ended as organisations."""
    found: dict[int, list[str]] = defaultdict(list)
    for key, name in joined:
        found[key].append(f"{name} joined")
    notices = Departure.objects.filter(agreement__in=list(looked), taken_back_at=None).select_related("organisation")
    for row in notices:
        if timezone.localdate(row.given_at) > looked[row.agreement_id] or row.left_at is None:
            verb = "left" if row.left_at else "is leaving"
            found[row.agreement_id].append(f"{row.organisation.name} {verb}")
    gone = Party.objects.filter(agreement__in=list(looked)).exclude(organisation__state=OrganisationState.ACTIVE)
    for party in gone.select_related("organisation").order_by("position"):
        if (party.organisation.ended_on or dt.date.max) < looked[party.agreement_id]:
            continue  # whoever looked last knew
        found[party.agreement_id].append(f"{party.organisation.name} no longer exists under this name")
    return found


def _late(looked: Mapping[int, dt.date]) -> list[Any]:
    """Places written down since somebody last looked."""
    rows = Party.history.filter(agreement_id__in=list(looked), history_type="+")
    return [row for row in rows if timezone.localdate(row.history_date) > looked[row.agreement_id]]


def _joined(late: Collection[Any], texts: Mapping[int, Version]) -> Iterator[tuple[int, str]]:
    """Those of them that the frozen text does not name."""
    signed = {key: _keys(texts[key].text) for key in {row.agreement_id for row in late}}
    new = [row for row in late if row.key not in signed[row.agreement_id]]
    names = Organisation.objects.in_bulk({row.organisation_id for row in new}) if new else {}
    for row in new:
        yield row.agreement_id, names[row.organisation_id].name


def _keys(text: str) -> set[str]:
    """Of a document's parties, without reading all of it as a document."""
    return {party["key"] for party in json.loads(text)["parties"]}
