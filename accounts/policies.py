"""Who may close somebody's account, open it again, or take a lost second factor away."""

from accounts.models import User
from foundation.verdicts import Verdict

WHO = "Only the people who run this portal can do this"


def is_operator(user: User) -> Verdict:
    return Verdict.unless(user.is_operator and user.is_active, WHO)


def can_close(user: User, person: User) -> Verdict:
    """Nobody closes their own account, so that one operator always remains."""
    return (
        is_operator(user)
        & Verdict.unless(person.pk != user.pk, "You cannot close your own account")
        & Verdict.unless(person.is_active, f"{person.full_name} has already left")
    )


def can_reopen(user: User, person: User) -> Verdict:
    return is_operator(user) & Verdict.unless(not person.is_active, f"{person.full_name} has not left")


def can_reset_factors(user: User, person: User) -> Verdict:
    """For somebody else only: another pair of eyes has to see who it is."""
    return (
        is_operator(user)
        & Verdict.unless(person.pk != user.pk, "Another operator has to check who you are")
        & Verdict.unless(person.is_active, f"The account of {person.full_name} is closed")
    )
