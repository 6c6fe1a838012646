"""An agreement that applies, its parties' people, and what they hold when it ends."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts.models import User
from accounts.roles import Role
from agreements import assembly
from agreements import services as agreements
from agreements.choices import How
from agreements.models import Agreement, Rendering, Version
from agreements.services import moving
from agreements.workflow import Verb
from closing.disposal import Fate
from closing.models import Disposal
from closing.services import disposal as services
from closing.services.disposal import Said
from dsaformat import canonical, reading
from notices.models import Notice
from parties.models import Organisation
from tests.drafting import scene as drafting
from tests.factories.parties import make_organisation
from tests.factories.people import make_person

AT = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 20)
DAY = dt.timedelta(days=1)
BY = dt.date(2026, 12, 20)


@dataclass
class Scene:
    agreement: Agreement
    organisations: tuple[Organisation, ...]
    officer: User
    """Drafts for the lead."""
    reviewers: tuple[User, ...]
    """One for each of the first parties, in their order."""
    reader: User
    outsider: User

    def disposal(self, party: int) -> Disposal:
        rows = Disposal.objects.select_related("organisation", "agreement")
        return rows.get(agreement=self.agreement, organisation=self.organisations[party])

    def fresh(self) -> Agreement:
        return Agreement.objects.select_related("lead").get(pk=self.agreement.pk)


def in_force(
    parties: int = 3, *, staffed: int = 3, retention: Any = None, ending: Any = None, at: dt.datetime = AT, **more: Any
) -> Scene:
    """The lead supplies one dataset to all others; by default the second party has a rule for it and an end."""
    organisations = tuple(make_organisation(f"Council {number:03d}") for number in range(parties))
    lead = organisations[0]
    officer = make_person("ig@lead.example", lead, [Role.IG_OFFICER], full_name="Ada Lead")
    reviewers = tuple(
        make_person(f"dpo@{one.slug}.example", one, [Role.REVIEWER], full_name=f"Reviewer of {one.name}")
        for one in organisations[:staffed]
    )
    values = drafting.values(list(organisations)) | more
    keys = [party["key"] for party in values["parties"]]
    values["datasets"] = [dataset(keys)] if "datasets" not in more else more["datasets"]
    rule = {"key": "kept", "party": keys[1], "datasets": ["cases"], "period": {"number": 2, "unit": "years"}}
    end = {"key": "gone", "party": keys[1], "datasets": ["cases"], "action": "delete"}
    values["retention"] = [rule] if retention is None else retention
    values["end_of_sharing"] = [end] if ending is None else ending
    agreement = agreements.import_document(document=reading.parse(values), by=officer, at=at)
    freeze(agreement, officer, at)
    outsider = make_person("ig@elsewhere.example", make_organisation("Norwich City Council"), [Role.IG_OFFICER])
    reader = make_person("reader@lead.example", lead, [Role.READER])
    return Scene(Agreement.objects.get(pk=agreement.pk), organisations, officer, reviewers, reader, outsider)


def dataset(keys: list[str], key: str = "cases", **more: Any) -> dict[str, Any]:
    return {"key": key, "title": "Case files", "supplier": keys[0], "recipients": keys[1:]} | more


def freeze(agreement: Agreement, officer: User, at: dt.datetime) -> None:
    """The text as it is, signed and in force: what happens on the way has tests of its own."""
    row = Agreement.objects.get(pk=agreement.pk)
    version = _version(row, officer, at)
    for verb in (Verb.FREEZE, Verb.ASK_FOR_SIGNATURES, Verb.COMPLETE, Verb.COME_INTO_FORCE):
        moving.move(row, verb, by=officer, at=at, version=version)


def _version(row: Agreement, officer: User, at: dt.datetime) -> Any:
    text = canonical.dump(assembly.numbered(assembly.assemble(row), 1))
    version = Version.objects.create(
        agreement=row,
        number=1,
        text=text,
        fingerprint=canonical.fingerprint_of(text),
        frozen_at=at,
        frozen_by=officer,
    )
    Rendering.objects.create(version=version, asked_at=at)
    return version


def end(scene: Scene, at: dt.datetime = AT) -> None:
    """The lead ends it today, and the sweep asks everybody."""
    on = at.date()
    agreements.plan_end(agreement=scene.fresh(), on=on, how=How.NOTICE, reason="Done.", by=scene.officer, at=at)
    services.open_disposals(at=at)
    scene.agreement = scene.fresh()


def leave(scene: Scene, party: int, at: dt.datetime = AT) -> None:
    """One party leaves today, and the sweep asks it."""
    who = scene.organisations[party]
    by = make_person(f"ig@{who.slug}.example", who, [Role.IG_OFFICER])
    departure = agreements.give_notice(
        agreement=scene.fresh(), organisation=who, leaves_on=at.date(), reason="Done.", by=by, at=at
    )
    agreements.leave(departure=departure, at=at)
    services.open_disposals(at=at)


def said(fate: Fate = Fate.DELETED, **more: Any) -> Said:
    values = {"fate": fate, "on": TODAY, "method": "Overwritten", "evidence": "Log entry 4411"} | more
    return Said(**values)


def kept(**more: Any) -> Said:
    values = {"method": "", "basis": "Children Act 1989, section 17", "review_on": dt.date(2027, 11, 20)} | more
    return said(Fate.KEPT, **values)


def confirm(scene: Scene, party: int, words: Said | None = None, *, at: dt.datetime = AT, **more: Any) -> Any:
    disposal = scene.disposal(party)
    holdings = [one.pk for one in disposal.holdings.all()]
    act = {"holdings": holdings, "said": words or said(), "seen": 10**9, "by": scene.reviewers[party]} | more
    return services.confirm(disposal=disposal, at=at, **act)


def mail(kind: str = "ended") -> list[tuple[str, str, str]]:
    rows = Notice.objects.filter(kind=kind).order_by("created_at", "email")
    return [(row.email, row.subject, row.text) for row in rows]


def media() -> Path:
    return Path(settings.MEDIA_ROOT)
