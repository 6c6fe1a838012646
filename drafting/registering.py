"""What drafting adds to the pages of an agreement, and to the list of them."""

from typing import TYPE_CHECKING

from agreements import places, policies
from agreements.models import Agreement
from agreements.places import Beginning, Place
from drafting import registering_discussion
from foundation.verdicts import Verdict

if TYPE_CHECKING:
    from accounts.models import User


def register() -> None:
    registering_discussion.register()
    places.add(Place("Draft", "drafting:tasks", shown=_writable, action=_action))
    places.add(Place("Checks", "drafting:checks", shown=_writable))
    places.add(Place("Discussion", "drafting:discussion", shown=_always))
    places.add(Place("Attachments", "drafting:attachments", shown=_always))
    places.add(Place("See every change to the text", "drafting:history", shown=_always, navigates=False))
    places.add(Place("Compare two texts", "drafting:compare", shown=_always, navigates=False))
    places.add(Place("Start a new agreement as a copy", "drafting:copy", shown=_drafts, navigates=False))
    places.add_beginning(Beginning("Start an agreement", "drafting:start", main=True))
    places.add_beginning(Beginning("Templates", "drafting:templates"))
    places.add_beginning(Beginning("Wording library", "drafting:wordings"))
    places.add_beginning(Beginning("Outcomes: is an agreement needed?", "drafting:triages"))


def _always(agreement: Agreement, person: "User") -> bool:
    return True


def _writable(agreement: Agreement, person: "User") -> bool:
    return agreement.is_writable


def _drafts(agreement: Agreement, person: "User") -> bool:
    allowed: Verdict = policies.can_import(person)
    return bool(allowed)


def _action(agreement: Agreement, person: "User") -> str:
    if policies.can_revise(person, agreement):
        return "Continue drafting"
    return "Fill in your part" if policies.own_parties(person, agreement) else ""
