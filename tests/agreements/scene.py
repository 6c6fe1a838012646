"""An agreement of Essex with its four organisations, and the people who look at it."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from accounts.models import User
from accounts.roles import Role
from agreements import demo, services
from agreements.models import Agreement
from dsaformat.document import AgreementDocument
from lawfulbasis import services as law
from parties.models import Organisation
from tests.factories.parties import make_organisation
from tests.factories.people import make_person

AT = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
TODAY = AT.date()
NAMES = ("Essex County Council", "Basildon Borough Council", "Essex Police", "University of Essex")


@dataclass
class Scene:
    lead: Organisation
    others: tuple[Organisation, ...]
    officer: User
    """May draft for the lead."""
    reader: User
    partner: User
    """Officer of another party."""
    outsider: User
    agreement: Agreement


def essex(on: dt.date = TODAY) -> AgreementDocument:
    """A whole document that the checks are content with; no database."""
    return demo.document(demo.folder() / "vange.json", on=on)


def worded() -> AgreementDocument:
    """The same, as it would be frozen under a reference; no database."""
    from agreements import assembly

    path: Path = law.law_folder() / law.CATALOGUE
    return assembly.with_reference(assembly.worded(essex(), law.catalogue_from(path), AT.date()), "DSA-2026-0147")


def people_and_places() -> dict[str, Organisation]:
    law.load_catalogue(at=AT)
    return {name: make_organisation(name) for name in NAMES}


def set_scene() -> Scene:
    lead, *others = people_and_places().values()
    officer = make_person("ig@essex.example", lead, [Role.IG_OFFICER], full_name="Ada Essex")
    return Scene(
        lead=lead,
        others=tuple(others),
        officer=officer,
        reader=make_person("reader@essex.example", lead, [Role.READER]),
        partner=make_person("ig@basildon.example", others[0], [Role.IG_OFFICER]),
        outsider=make_person("ig@elsewhere.example", make_organisation("Norwich City Council"), [Role.IG_OFFICER]),
        agreement=services.import_document(document=essex(), by=officer, at=AT),
    )
