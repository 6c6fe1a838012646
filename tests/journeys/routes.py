"""Which pages the accessibility walk opens, as whom.

Nothing is listed here twice: the URL conf says which pages there are, and the access matrix says who may open each and
with what in its address. A new page is classified there before it can land, and is walked from then on.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.architecture import access_routes
from tests.architecture.access_table import Row, words
from tests.journeys.browser import prove
from tests.scenarios import World

# Of those who may open a page, the one to whom it shows most.
_WHO = ("administrator", "officer", "signatory", "reviewer", "operator", "partner", "reader", "outsider", "stranger")

# Pages that show their point to one kind of person only; others read why they cannot do it.
_BEST = {
    "signing:landing": "signatory",
    "signing:ask": "officer",
    "signing:one_question": "officer",
    "agreements:freeze": "officer",
    "agreements:replace": "officer",
    "reviews:answer": "reviewer",
    "reviews:sitting": "reviewer",
} | dict.fromkeys(
    words("""
        agreements:change agreements:change_in_force agreements:change_new closing:call_off closing:end closing:lift
        closing:pause reviews:conclude reviews:one reviews:start
    """),
    "officer",
)
_BEST |= dict.fromkeys(words("closing:confirm_disposal closing:leave closing:leave_as closing:take_back"), "partner")
_DRAFTING = words("""
    drafting:accept_suggestions drafting:add drafting:ask_section drafting:change drafting:close_thread drafting:decide
    drafting:discuss
    drafting:discuss_section drafting:not_needed drafting:parties_by_hand drafting:parties_find drafting:parties_group
    drafting:parties_names drafting:parties_roles drafting:party drafting:party_replace drafting:paste drafting:question
    drafting:remove drafting:section drafting:suggest drafting:thread drafting:together_add drafting:together_change
""")
_BEST |= dict.fromkeys(_DRAFTING, "officer")

# Pages that want a password or a factor just proved, which the people of the access matrix have not.
_AFTER_PROOF = words("mfa_add_webauthn mfa_deactivate_totp mfa_generate_recovery_codes mfa_view_recovery_codes")

# Pages whose address takes one of several words: each word makes another page.
VARIANTS: dict[str, list[dict[str, Any]]] = {
    "help_topic": [{"slug": slug} for slug in ("signing-in", "two-factors", "who-sees-what", "signing")],
}

# What a page shows when there is nothing to show, or too much asked: the query after its address.
STATES: dict[str, list[str]] = {
    "search": ["?q=essex", "?q=zzzz", "?q=" + "x" * 300],
    "parties:directory": ["?q=zzzz", "?page=99"],
    "agreements:list": ["?q=zzzz"],
    "accounts:signed_out": ["?why=timeout", "?why=chosen"],
}

# Pages for whoever brings something from the page before: who, and the query after the address.
BROUGHT: dict[str, tuple[str, Callable[[World], str]]] = {
    "reviews:sitting_check": ("reviewer", lambda world: f"?tick={world.later.reviewed.reference}"),
}

_TITLE = re.compile(r"<title>\s*(.*?)\s*</title>", re.DOTALL)

# Two addresses of one page, which therefore have one title.
SAME = (
    {"agreements:preview", "agreements:version"},  # the text of a frozen agreement is its version
    {"accounts:confirm", "mfa_reauthenticate"},  # one question, before two kinds of act
    {"verify:check", "verify:of"},  # the second says which agreement brought the visitor
    {"signing:join", "signing:join_as"},  # what stands in the way is the same before and after the choice
)


@dataclass(frozen=True)
class Stop:
    """One page of the walk: its name in the URL conf, who opens it, where it is, and what its tab says."""

    name: str
    who: str
    address: str
    title: str

    def __str__(self) -> str:
        return f"{self.name} as {self.who} at {self.address}"


EVERY = slice(None)
"""Every name of the URL conf, in order; a walk in parts takes every so many, beginning at one of them."""


def for_everybody(world: World, names: slice = EVERY) -> list[Stop]:
    """The pages that answer somebody signed out."""
    return list(_stops(world, ("anonymous",), names))


def for_people(world: World, names: slice = EVERY) -> list[Stop]:
    """The pages that need somebody signed in."""
    return list(_stops(world, _WHO, names, without="anonymous"))


def _stops(world: World, kinds: tuple[str, ...], names: slice, without: str = "") -> Iterator[Stop]:
    clients = {who: _client(world, who) for who in kinds}
    for name, row in sorted(access_routes.ROUTES.items())[names]:
        if without and _opens(row, without):
            continue
        order = (_BEST[name], *kinds) if _BEST.get(name) in kinds else kinds
        who = next((kind for kind in order if _opens(row, kind) or (name in _AFTER_PROOF and kind in world.people)), "")
        who, asked = BROUGHT.get(name, (who, _nothing)) if not who else (who, _nothing)
        if who not in kinds:
            continue
        kwargs = row.kwargs(world)
        addresses = [reverse(name, kwargs=kwargs | variant) + asked(world) for variant in VARIANTS.get(name, [{}])]
        addresses += [addresses[0] + query for query in STATES.get(name, [])]
        for address in addresses:
            answer = clients[who].get(address)
            if answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html"):
                yield Stop(name, who, address, _TITLE.findall(answer.content.decode())[0])


def _nothing(world: World) -> str:
    return ""


def _opens(row: Row, who: str) -> bool:
    return 200 in row.named.get(who, row.rest)


def _client(world: World, who: str) -> Client:
    client = Client()
    if who in world.people:
        prove(client, world.people[who])
    return client
