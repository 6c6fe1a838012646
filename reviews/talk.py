"""What people still discuss of a text that is being written. Reviews know no conversations: the roof tells them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreements.models import Agreement

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Open:
    """One conversation that is open, and that the person may see."""

    words: str
    who: str
    """The organisation for which it was begun."""
    href: str
    is_own: bool
    """Begun by an organisation for which the person speaks, or asked of it."""


@dataclass(frozen=True, slots=True)
class Talk:
    agreement: Agreement
    """The text that is talked about."""
    open: tuple[Open, ...] = ()
    href: str = ""

    @property
    def own(self) -> int:
        return sum(one.is_own for one in self.open)

    @property
    def words(self) -> str:
        many = len(self.open)
        if not many:
            return "No comment on it is open."
        own = "None is" if not self.own else f"{self.own} {'is' if self.own == 1 else 'are'}"
        return (
            f"{many} comment{' on it is' if many == 1 else 's on it are'} open. {own} from your side, or asked of you."
        )


Answer = Callable[[Agreement, "User"], tuple[str, tuple[Open, ...]]]
_ANSWERS: list[Answer] = []


def register(answer: Answer) -> None:
    """Called once, when the portal is ready: where a text is talked about, and what is open there, for a person."""
    if answer not in _ANSWERS:
        _ANSWERS.append(answer)


def of(agreement: Agreement | None, person: "User") -> Talk | None:
    """None without a text, or when nobody knows."""
    if agreement is None or not _ANSWERS:
        return None
    href, found = _ANSWERS[0](agreement, person)
    return Talk(agreement, found, href)
