"""Reference pages made from the code. ``make check`` compares them with what stands in ``docs/reference``."""

from collections.abc import Callable

from dsaportal.reference import emails, pages, permissions, rules, states

HEADER = "<!-- Made by `manage.py generate_reference`. Change the code, then run it again. -->\n\n"

DOCUMENTS: dict[str, Callable[[], str]] = {
    "permissions.md": permissions.document,
    "pages.md": pages.document,
    "emails.md": emails.document,
    "states.md": states.document,
    "rules.md": rules.document,
}


def text_of(name: str) -> str:
    return HEADER + DOCUMENTS[name]().rstrip() + "\n"
