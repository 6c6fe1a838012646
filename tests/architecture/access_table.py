"""The access matrix: one row for each address, said as the rule it follows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.scenarios import World

Answer = int | str
SIGN_IN, ELSEWHERE = "sign-in", "elsewhere"
Kwargs = Callable[[World], dict[str, Any]]

# Addresses that leave for an organisation's own sign-in or come back from it; they have tests of their own.
NOT_OURS = {"openid_connect_login", "openid_connect_callback"}

HOME = ("reader", "officer", "reviewer", "signatory", "administrator")
STAFF = ("officer", "reviewer", "signatory", "administrator")
PARTIES = ("partner", *HOME)


@dataclass(frozen=True)
class Row:
    """Answers by kind of person; ``rest`` for whoever is not named."""

    named: dict[str, tuple[Answer, ...]]
    rest: tuple[Answer, ...]
    kwargs: Kwargs


def row(kwargs: Kwargs, rest: Answer, *groups: tuple[Answer, tuple[str, ...]], anonymous: Answer = SIGN_IN) -> Row:
    named = {who: (answer,) for answer, people in groups for who in people}
    return Row({"anonymous": (anonymous,)} | named, (rest,), kwargs)


def nothing(world: World) -> dict[str, Any]:
    return {}


def home(world: World) -> dict[str, Any]:
    return {"slug": world.home.slug}


def agreement(world: World) -> dict[str, Any]:
    return {"reference": world.agreement.reference}


def quiet(world: World) -> dict[str, Any]:
    """In force, and nobody does anything about it."""
    return {"reference": world.later.quiet.reference}


def reviewed(world: World) -> dict[str, Any]:
    """In force, with an open review."""
    return {"reference": world.later.reviewed.reference}


def changing(world: World) -> dict[str, Any]:
    """In force, paused, about to be changed and to end, and left by the other party."""
    return {"reference": world.later.changing.reference}


def ended(world: World) -> dict[str, Any]:
    return {"reference": world.later.ended.reference}


def with_(base: Kwargs, **values: Any) -> Kwargs:
    return lambda world: base(world) | values


def version(world: World) -> dict[str, Any]:
    return agreement(world) | {"number": 1}


def group(world: World) -> dict[str, Any]:
    return {"slug": world.collective.slug}


def mandate(world: World) -> dict[str, Any]:
    return {"reference": world.mandate.reference}


def asked(world: World) -> dict[str, Any]:
    return mandate(world) | {"slug": world.partner.slug}


def authority(world: World) -> dict[str, Any]:
    return home(world) | {"reference": world.authority.reference}


def member(world: World) -> dict[str, Any]:
    return home(world) | {"pk": world.member.pk}


def contact(world: World) -> dict[str, Any]:
    return home(world) | {"pk": world.contact.pk}


def offer(world: World) -> dict[str, Any]:
    return home(world) | {"pk": world.offer_pk}


def public(kwargs: Kwargs = nothing) -> Row:
    return row(kwargs, 200, anonymous=200)


def only_posted(kwargs: Kwargs = nothing) -> Row:
    """Looking at it does nothing, for anybody."""
    return row(kwargs, 405, anonymous=405)


def everyone(answer: Answer, kwargs: Kwargs = nothing) -> Row:
    return row(kwargs, answer, anonymous=answer)


def signed_in(kwargs: Kwargs = nothing, answer: Answer = 200) -> Row:
    return row(kwargs, answer)


def unsigned(kwargs: Kwargs = nothing) -> Row:
    """For people who are not signed in; the others are led to where they belong."""
    return row(kwargs, ELSEWHERE, anonymous=200)


def staff(kwargs: Kwargs, *groups: tuple[Answer, tuple[str, ...]]) -> Row:
    """Inside the organisation only; for everybody else there is nothing there, not even for readers."""
    return row(kwargs, 404, (200, STAFF), *groups)


def editing(kwargs: Kwargs) -> Row:
    """Details that administrators, reviewers and the operator keep. That the page exists is no secret."""
    return row(kwargs, 403, (200, ("administrator", "reviewer", "operator")))


def operator(kwargs: Kwargs = nothing) -> Row:
    return row(kwargs, 403, (200, ("operator",)))


def managing_people(kwargs: Kwargs) -> Row:
    return row(kwargs, 404, (403, HOME), (200, ("administrator",)))


def party(kwargs: Kwargs = agreement) -> Row:
    """An agreement's page: for everybody at a party, in whatever role."""
    return row(kwargs, 404, (200, PARTIES))


def signatory_only(kwargs: Kwargs = agreement) -> Row:
    """A step of signing: the person who was asked; other people at a party are led to the page that says who was."""
    return row(kwargs, 404, (ELSEWHERE, PARTIES), (200, ("signatory",)))


def no_longer_there(kwargs: Kwargs) -> Row:
    """A thing that this world does not hold: not there for anybody, whoever asks."""
    return row(kwargs, 404)


def words(names: str) -> list[str]:
    """Names as they stand in a paragraph."""
    return names.split()
