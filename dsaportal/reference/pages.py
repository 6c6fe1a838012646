"""Every address of the portal and the name it goes by in the code."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from dsaportal.reference.tables import table


def routes(resolver: URLResolver | None = None, prefix: str = "/", namespace: str = "") -> Iterator[tuple[str, str]]:
    """(name, path pattern) of every route, in the order in which they are tried."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield (f"{namespace}{entry.name}" if entry.name else "", pattern)
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from routes(entry, pattern, inner)


def document() -> str:
    rows = sorted([f"`{path}`", f"`{name}`" if name else ""] for name, path in routes())
    return "\n".join(["# Pages", "", table(["Address", "Name"], rows)])
