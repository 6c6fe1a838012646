"""Essex County Council and Essex Police, an agreement between them, and Greater Essex that follows the council."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from accounts.roles import Role
from agreements import services as agreements
from agreements.models import Agreement
from agreements.models.succession import Handover, HandoverItem
from agreements.services import succeeding
from dsaformat import reading
from parties.models import Organisation
from parties.services import successions
from tests.factories.parties import make_ready_organisation
from tests.factories.people import make_operator, make_person
from tests.signing import scene as signing

AT = signing.AT
DAY = dt.timedelta(days=1)
TODAY = AT.date()


@dataclass
class Scene:
    cast: signing.Cast
    heir: Organisation
    proposer: User
    confirmer: User
    """Another person who runs the portal."""
    receiver: User
    """An administrator of the organisation that takes over."""

    @property
    def old(self) -> Organisation:
        return Organisation.objects.get(pk=self.cast.lead.pk)

    def item(self, agreement: Agreement) -> HandoverItem:
        return HandoverItem.objects.get(agreement=agreement)

    @property
    def handover(self) -> Handover:
        return Handover.objects.get(organisation=self.cast.lead)


def people_and_places(name: str = "Greater Essex Council", at: dt.datetime = AT) -> Scene:
    heir = make_ready_organisation(name, ico_reference="Z7654321")
    return Scene(
        cast=signing.call_cast(at),
        heir=heir,
        proposer=make_operator(),
        confirmer=make_operator("second@portal.example"),
        receiver=User.objects.get(email=f"admin1@{heir.slug}.example"),
    )


def end(scene: Scene, how: str = "renamed", on: dt.date = TODAY, to: list[Organisation] | None = None) -> None:
    heirs = [scene.heir] if to is None else to
    successions.end(organisation=scene.old, how=how, on=on, successors=heirs, by=scene.proposer, at=AT)


def draft(scene: Scene, **more: Any) -> Agreement:
    document = reading.parse(signing.document() | more)
    made = agreements.import_document(document=document, by=scene.cast.officer, at=AT)
    return fresh(made)


def frozen(scene: Scene) -> Agreement:
    return fresh(signing.freeze(scene.cast, AT).agreement)


def out_for_signature(scene: Scene) -> signing.Scene:
    staged = signing.freeze(scene.cast, AT)
    signing.render(staged.version, AT)
    signing.open_round(staged)
    return staged


def in_force(scene: Scene) -> Agreement:
    staged = out_for_signature(scene)
    request = staged.round.requests.get(organisation=scene.cast.lead)
    signing.sign_request(request, scene.cast.first, AT)
    request = staged.round.requests.get(organisation=scene.cast.partner)
    signing.sign_request(request, scene.cast.second, AT)
    return fresh(staged.agreement)


def with_heir(scene: Scene, roles: tuple[str, ...] = ("controller",)) -> dict[str, Any]:
    """The parties of a document to which the one that follows belongs already."""
    own = {"key": "greater", "organisation": {"name": scene.heir.legal_name}, "roles": list(roles)}
    return {"parties": [*signing.document()["parties"], own]}


def fresh(agreement: Agreement) -> Agreement:
    found: Agreement = Agreement.objects.select_related("lead").get(pk=agreement.pk)
    return found


def propose(scene: Scene, heir: Organisation | None = None, at: dt.datetime = AT) -> Handover:
    return succeeding.propose(organisation=scene.old, heir=heir or scene.heir, by=scene.proposer, at=at)


def confirm(scene: Scene, by: User | None = None, at: dt.datetime = AT) -> Handover:
    return succeeding.confirm(organisation=scene.old, by=by or scene.confirmer, at=at)


def pass_all(scene: Scene, at: dt.datetime = AT) -> Handover:
    propose(scene, at=at)
    confirm(scene, at=at)
    succeeding.carry_on(handover=scene.handover, at=at)
    return scene.handover


def someone(scene: Scene, email: str, role: Role = Role.READER) -> User:
    return make_person(email, scene.cast.lead, [role])
