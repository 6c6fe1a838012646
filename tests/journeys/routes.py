"""Which pages the accessibility walk opens, as whom.

Pages whose address needs nothing are found in the URL conf by themselves, so a new one cannot be forgotten; here stand
only those that are no pages, and those whose address needs a value or a signed-in person.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

# A name here answers something other than a page for people; the value says what.
NO_PAGE = {
    "healthz": "for machines",
    "readyz": "for machines",
    "security_txt": "plain text",
    "favicon": "a picture",
    "extend_session": "an empty answer to script",
    "hide_cookie_notice": "only POST",
}


@dataclass(frozen=True)
class Stop:
    """One page of the walk. ``world`` makes what it shows, and answers {"kwargs": …, "user": …}, both optional."""

    name: str
    state: str = "filled"
    world: Callable[[], dict[str, Any]] = field(default=dict)
    kwargs: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.name}-{self.state}" + "".join(f"-{value}" for value in self.kwargs.values())


# Pages with values in their address that anybody may open.
PUBLIC = [
    Stop("help_topic", kwargs={"slug": "signing-in"}),
    Stop("help_topic", kwargs={"slug": "two-factors"}),
    Stop("help_topic", kwargs={"slug": "who-sees-what"}),
    Stop("help_topic", kwargs={"slug": "signing"}),
]

# Pages that need a signed-in person. One line for each page and state; the world is a function of tests/scenarios.py.
SIGNED_IN: list[Stop] = []


def names_without_values() -> list[str]:
    """Every URL name whose address needs no value, except those that are no pages."""
    return sorted({name for name in _walk(get_resolver()) if name not in NO_PAGE and _address(name)})


def _walk(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _walk(pattern, prefix + namespace)
        elif isinstance(pattern, URLPattern) and pattern.name and not pattern.pattern.converters:
            yield prefix + pattern.name


def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except Exception:
        return None
