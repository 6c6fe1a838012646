"""What differs between two versions of a template, in words. Pure."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from drafting.conditions import LABELS
from drafting.outline import Outline, OutlineSection
from dsaformat import redline
from dsaformat.redline import Run


class Change(NamedTuple):
    title: str
    state: str
    """Added, Removed, Changed or Moved."""
    runs: tuple[Run, ...]


def between(old: Outline, new: Outline) -> tuple[Change, ...]:
    """What was changed, in the order of the new version; what went comes last."""
    return tuple(_changes(old, new))


def names(old: Outline, new: Outline) -> tuple[str, ...]:
    """The same, by name only."""
    return tuple(change.title for change in between(old, new))


def in_words(section: OutlineSection, group: str) -> str:
    """All that a section says, as a reader would compare it."""
    lines = [
        f"Heading: {section.number} {section.heading}".strip(),
        f"Task: {section.task}",
        f"Group: {group}",
        *(_named("Needed when", ", or ".join(LABELS[name] for name in section.opens_when))),
        *(_named("Otherwise", section.because)),
        *(["Can be left out."] if section.optional else []),
        *(_named("Guidance", section.guidance)),
        *(_named("Fixed wording", section.fixed)),
        *(_named("Proposed text", section.text)),
        *(_named("Tables", ", ".join(block.label for block in section.blocks))),
        *(f"Question: {one.label}{' (must be answered)' if one.required else ''}" for one in section.asked),
    ]
    return "\n\n".join(lines)


def _named(name: str, text: str) -> list[str]:
    return [f"{name}: {text}"] if text else []


def _changes(old: Outline, new: Outline) -> Iterator[Change]:
    for title, before, after in (
        ("About the template", _about(old), _about(new)),
        ("What a new agreement begins with", _start(old), _start(new)),
    ):
        if before != after:
            yield Change(title, "Changed", redline.redline(before, after))
    yield from _of_sections(old, new)


def _of_sections(old: Outline, new: Outline) -> Iterator[Change]:
    groups = {group.key: group.title for group in old.groups}, {group.key: group.title for group in new.groups}
    kept = [section.key for section in old.sections if new.section(section.key)]
    order = [section.key for section in new.sections if section.key in kept]
    for section in new.sections:
        was, after = old.section(section.key), in_words(section, groups[1][section.group])
        if was is None:
            yield Change(section.heading, "Added", redline.redline("", after))
        elif (before := in_words(was, groups[0][was.group])) != after or _hidden(was) != _hidden(section):
            yield Change(section.heading, "Changed", redline.redline(before, after))
        elif kept.index(section.key) != order.index(section.key):
            yield Change(section.heading, "Moved", redline.redline(before, after))
    for section in old.sections:
        if section.key not in kept:
            yield Change(section.heading, "Removed", redline.redline(in_words(section, groups[0][section.group]), ""))


def _hidden(section: OutlineSection) -> object:
    """What readers do not see but the portal goes by."""
    return section.questions, section.asks, section.leave_out, section.required


def _about(outline: Outline) -> str:
    groups = "; ".join(group.title for group in outline.groups)
    told = [("Title", outline.title), ("Kind", outline.kind.label), ("Source", outline.source), ("Groups", groups)]
    told += [("Summary", outline.summary), ("Use it when", outline.use_when)]
    return "\n\n".join(f"{name}: {text}" for name, text in told if text)


def _start(outline: Outline) -> str:
    parts = sorted(outline.starts_with.items())
    return "\n\n".join(f"{name}: {json.dumps(value, ensure_ascii=False, indent=1)}" for name, value in parts)
