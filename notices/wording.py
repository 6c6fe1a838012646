"""From a kind and its facts to the words that are sent. Text is the master; ``letter`` makes HTML of the same words."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, loader
from django.urls import reverse

from foundation import text
from notices.kinds import Kind

TITLE_LIMIT = 70
SUBJECT_LIMIT = 200
FOOTER_RULE = "-" * 40
_PLACE = "\ue000"
"""Stands where a word comes; of no template."""
_EMPTY_LINES = re.compile(r"\n{3,}")
_LINE_ENDS = re.compile(r"[ \t]+\n")


class Quoted(str):
    """Paragraphs that a person typed. They are set off line by line, so that they never pass for ours."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    text: str


def write(kind: Kind, facts: Mapping[str, Any], *, name: str) -> Words:
    """What to send. ``name`` is the recipient's, and comes first: a forger seldom knows it.

    Every typed value is cut to one clean line (or set off, if ``Quoted``), so it can break neither a header nor the
    shape of the message. Values named ``link``, ``url``, ``…_link`` or ``…_url`` must lead to
    this site; a path is written out in full.
    """
    clean = {key: _cleaned(key, value) for key, value in facts.items()}
    base = {"service_name": settings.SERVICE_NAME, "site_url": settings.SITE_URL, "name": name, "kind": kind}
    subject = _rendered(f"notices/{kind.key}/subject.txt", base | {key: _cut(value) for key, value in clean.items()})
    body = _tidy(_rendered(f"notices/{kind.key}/body.txt", base | clean))
    if not body:
        raise ValueError(f"notices/{kind.key}/body.txt says nothing")
    if name and body.split("\n", 1)[0].strip().rstrip(",") == name:
        body = body.split("\n", 1)[1].strip() if "\n" in body else ""
    return Words(_one_line(subject, SUBJECT_LIMIT), _tidy(_framed(kind, body, name)))


def _framed(kind: Kind, body: str, name: str) -> str:
    parts = _frame(kind, settings.SERVICE_NAME, settings.SITE_URL, settings.OPERATOR_NAME, settings.OPERATOR_ADDRESS)
    greeting, before, after = parts
    return f"{greeting.replace(_PLACE, name) if name else ''}{before}{body}{after}"


@functools.lru_cache(maxsize=200)
def _frame(kind: Kind, service: str, site: str, operator: str, address: str) -> tuple[str, str, str]:
    """What stands round every message of a kind: rendered once, because messages are written by the thousand."""
    facts = {
        "kind": kind,
        "service_name": service,
        "site_url": site,
        "body": _PLACE,
        "rule": FOOTER_RULE,
        "choices_link": site + reverse("notices:preferences"),
        "operator_name": operator,
        "operator_address": text.single_line(address),
    }
    nameless = _rendered("notices/_layout.txt", facts | {"name": ""})
    named = _rendered("notices/_layout.txt", facts | {"name": _PLACE})
    before, _, after = nameless.partition(_PLACE)
    return named.removesuffix(nameless), before, after


def main_link(words: str) -> str:
    """The first address on this site in the message itself, footer aside; empty if there is none."""
    message = words.split(FOOTER_RULE, 1)[0]
    found = re.search(re.escape(settings.SITE_URL) + r"/\S*", message)
    return found.group(0) if found else ""


def _rendered(template: str, facts: Mapping[str, Any]) -> str:
    # Plain text: an apostrophe must stay one, so Django's HTML escaping is off here and only here.
    compiled: Any = loader.get_template(template)
    return str(compiled.template.render(Context(dict(facts), autoescape=False)))


def _tidy(words: str) -> str:
    return _EMPTY_LINES.sub("\n\n", _LINE_ENDS.sub("\n", text.long_text(words)))


def _cleaned(key: str, value: Any) -> Any:
    if isinstance(value, Quoted):
        lines = _tidy(value).split("\n")
        return "\n".join(f"> {line}".rstrip() for line in lines)
    if isinstance(value, str):
        line = text.single_line(value)
        return _absolute(key, line) if key.rpartition("_")[2] in {"link", "url"} else line
    if isinstance(value, Mapping):
        return {inner: _cleaned(str(inner), item) for inner, item in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(key, item) for item in value]
    return value


def _absolute(key: str, link: str) -> str:
    """A link that leaves in a message starts with our own address, whatever a request or a form said."""
    if link.startswith("/") and not link.startswith("//"):
        return f"{settings.SITE_URL}{link}"
    if link and link != settings.SITE_URL and not link.startswith(f"{settings.SITE_URL}/"):
        raise ValueError(f"{key} does not lead to this site")
    return link


def _cut(value: Any) -> Any:
    return _one_line(value, TITLE_LIMIT) if isinstance(value, str) else value


def _one_line(value: str, limit: int) -> str:
    line = text.single_line(value)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
