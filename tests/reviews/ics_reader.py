"""A strict reader of calendar files (RFC 5545): what a calendar program could stumble over fails here."""

import re

_LINE = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^;:,\"]+)*):(.*)", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_TEXT = {"SUMMARY", "NAME", "X-WR-CALNAME", "UID", "PRODID"}
_ONCE = {"UID", "SEQUENCE", "DTSTAMP", "DTSTART", "SUMMARY", "URL", "TRANSP"}


def read(content: bytes) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The calendar's own properties, and those of each event in order. A name holds its parameters too."""
    lines = _lines(content)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    own: dict[str, str] = {}
    events: list[dict[str, str]] = []
    place = own
    for line in lines[1:-1]:
        if line == "BEGIN:VEVENT":
            assert place is own, "an event in an event"
            place = {}
        elif line == "END:VEVENT":
            assert {name.partition(";")[0] for name in place} == _ONCE
            events.append(place)
            place = own
        else:
            name, value = _property(line)
            assert name not in place, f"{name} twice"
            place[name] = value
    assert place is own
    assert (own["VERSION"], bool(own["PRODID"])) == ("2.0", True)
    uids = [event["UID"] for event in events]
    assert len(uids) == len(set(uids))
    return own, events


def _lines(content: bytes) -> list[str]:
    assert content.endswith(b"\r\n")
    raw = content[:-2].split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in raw), "a line ends in CR LF and in nothing else"
    assert all(0 < len(line) <= 75 for line in raw), "a line is too long"
    texts = [line.decode("utf-8", errors="strict") for line in raw]  # each piece by itself: no letter is cut
    lines: list[str] = []
    for text in texts:
        if text.startswith((" ", "\t")):
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return lines


def _property(line: str) -> tuple[str, str]:
    match = _LINE.fullmatch(line)
    assert match, line
    name, parameters, value = match.groups()
    assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value)
    if name in _TEXT:
        assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), f"not escaped: {value}"
        assert re.fullmatch(r"(?:[^\\]|\\[\\;,nN])*", value, re.DOTALL), f"a loose backslash: {value}"
        value = _ESCAPE.sub(lambda escape: "\n" if escape[1] in "nN" else escape[1], value)
    return name + parameters, value
