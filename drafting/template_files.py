"""Templates as files: YAML (or JSON, which is YAML too) to values and back. Pure; every refusal names its reason."""

import math
import re
from typing import Any

import yaml

from drafting.outline import Outline
from foundation.verdicts import Refused

MAX_BYTES = 1_000_000
MAX_NODES = 20_000
MAX_DEPTH = 20
_GOES_ON = re.compile(r"^(?!\s*$)(?!\s*(?:[-*•]|\d{1,3}[.)]|#{1,4})\s)")
"""A line that goes on with the one before it: neither empty nor the start of a list item or heading."""


class _Loader(yaml.CSafeLoader):
    """Like PyYAML's own, but a name that stands twice is refused, not silently overwritten."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _ in node.value]
        for name in names:
            if not isinstance(name, str):
                raise Refused(["The file uses a list or an object as a name."])
            if names.count(name) > 1:
                raise Refused([f"The name “{name[:60]}” stands twice on line {node.start_mark.line + 1} or below."])
        return super().construct_mapping(node, deep=deep)


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _string(dumper: _Dumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _string)


def read(raw: bytes) -> dict[str, Any]:
    """The values in a file, which may come from anybody: its size, depth and number of parts are bounded first."""
    if len(raw) > MAX_BYTES:
        raise Refused(["The file is larger than 1MB."])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(["The file is not UTF-8 text."]) from None
    try:
        _bounded(text)
        values = _Loader(text).get_single_data()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" on line {mark.line + 1}" if mark is not None else ""
        problem = getattr(error, "problem", "") or "it cannot be read"
        raise Refused([f"The file is neither YAML nor JSON: {problem}{where}."]) from None
    except (ValueError, RecursionError):  # a date such as 2026-02-31, or a number with too many digits
        raise Refused(["The file holds a date or a number that does not exist."]) from None
    if not isinstance(values, dict):
        raise Refused(["The file must hold names and values, beginning with the code of the template."])
    _only_numbers(values)
    return values


def written(outline: Outline) -> str:
    """The outline as a file that `read` gives back."""
    return values_written(outline.model_dump(mode="json", exclude_defaults=True))


def values_written(values: dict[str, Any]) -> str:
    """Values as people read and change them; nothing at all when there are none."""
    if not values:
        return ""
    text: str = yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    return text


def unwrapped(value: Any) -> Any:
    """The same values with each paragraph on one line: files are wrapped for their readers, text fields are not."""
    if isinstance(value, dict):
        return {name: unwrapped(member) for name, member in value.items()}
    if isinstance(value, list):
        return [unwrapped(member) for member in value]
    return _joined(value) if isinstance(value, str) else value


def _joined(text: str) -> str:
    lines: list[str] = []
    for line in text.split("\n"):
        heading = bool(lines) and lines[-1].lstrip().startswith("#")
        if lines and lines[-1].strip() and not heading and _GOES_ON.match(line):
            lines[-1] = f"{lines[-1].rstrip()} {line.strip()}"
        else:
            lines.append(line)
    return "\n".join(lines)


def _bounded(text: str) -> None:
    depth = nodes = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise Refused(["The file refers back to parts of itself (*name). Write them out."])
        nodes += isinstance(event, yaml.NodeEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if nodes > MAX_NODES or depth > MAX_DEPTH:
            raise Refused(["The file has more parts than a template can have."])


def _only_numbers(value: Any) -> None:
    """Infinity and not-a-number are numbers to YAML, but to nobody else."""
    for member in value.values() if isinstance(value, dict) else value:
        if isinstance(member, dict | list):
            _only_numbers(member)
        elif isinstance(member, float) and not math.isfinite(member):
            raise Refused(["The file holds a number that is infinite or no number at all."])
