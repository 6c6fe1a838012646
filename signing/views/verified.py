"""A check's result as rows and tables."""

import datetime as dt
from typing import Any

from cryptography.hazmat.primitives import hashes
from django.utils import timezone

from signing.expected import Place
from signing.genuineness import Answer, Result
from signing.lookup import Known
from signing.quorum import joined
from signing.seal import keys


def page(result: Result, reference: str) -> dict[str, Any]:
    version, found = result.version, result.examination
    other = version.agreement.reference if version and reference not in {"", version.agreement.reference} else ""
    return {
        "result": result,
        "is_genuine": result.answer is Answer.GENUINE,
        "is_changed": result.answer is Answer.CHANGED,
        "is_ours": result.answer in {Answer.GENUINE, Answer.OLDER, Answer.PAPER},
        "other": other,
        "asked": reference,
        "facts": _facts(result),
        "places_head": ["Organisation", "In this file", "Signed by", "When", "Evidence"],
        "places": [_place(place) for place in result.places],
        "signatures_head": ["Signature", "Check", "Timestamp"],
        "signatures": [_signature(one) for one in (*found.signatures, *found.timestamps)],
    }


def known(found: Known) -> list[dict[str, Any]]:
    version = found.version
    standing = "Current" if found.is_current else "No longer current"
    if found.newest != version.number:
        standing = f"Replaced by version {found.newest}" + (f", {found.replaced_by}" if found.replaced_by else "")
    return _rows(
        ("Agreement", version.agreement.reference),
        ("Version", str(version.number)),
        ("Signatures given", str(found.signatures)),
        ("Complete", "Yes" if found.is_complete else "No – not everybody has signed yet"),
        ("Standing", standing),
        ("Fingerprint of the text", {"fingerprint": version.fingerprint}),
    )


def seals(at: dt.datetime) -> list[dict[str, Any]]:
    """Every certificate that has sealed for this portal; none while the keys cannot be read."""
    try:
        certificates = keys.current(at).seals
    except keys.KeyTrouble:
        return []
    return [
        {
            "name": one.subject.rfc4514_string(),
            "since": day(one.not_valid_before_utc),
            "until": day(one.not_valid_after_utc),
            "digest": one.fingerprint(hashes.SHA256()).hex(),
        }
        for one in certificates
    ]


def _facts(result: Result) -> list[dict[str, Any]]:
    found, version = result.examination, result.version
    of_us: list[tuple[str, Any]] = (
        [("Agreement", version.agreement.reference), ("Version", str(version.number))] if version else []
    )
    if version and result.answer is not Answer.CHANGED:
        of_us.append(("Fingerprint of the text", {"fingerprint": version.fingerprint}))
    return _rows(*of_us, ("Fingerprint of this file", {"fingerprint": found.sha256}), ("Size", f"{found.size:,} bytes"))


def _rows(*pairs: tuple[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": value} for key, value in pairs]


def _place(place: Place) -> list[Any]:
    state = {"text": "Yes", "tag": "green"} if place.is_present else {"text": "No", "tag": "grey"}
    if not place.is_present:
        state["hint"] = "Given after this copy was made" if place.is_given else "Not given yet"
    who = {"text": place.person, "hint": place.office} if place.person else "–"
    evidence = {
        "text": place.evidence,
        "whole": True,
        "hint": f"Disputed by {joined([*place.disputed_by])}" if place.is_disputed else "",
    }
    return [
        {"lines": list(place.bodies)},
        state,
        who,
        moment(place.signed_at),
        evidence if place.evidence else "–",
    ]


def _signature(one: Any) -> list[Any]:
    name = one.name or ("Timestamp of the whole document" if one.field.startswith("Timestamp") else one.field)
    state: dict[str, Any] = {"text": "Valid", "tag": "green"}
    if one.problems:
        state = {"text": "Not valid", "tag": "red", "hint": " ".join(one.problems)}
    dated: Any = moment(one.timestamp_at)
    if one.timestamp_at is None and one.stamped_later_at:
        dated = {"text": moment(one.stamped_later_at), "hint": "Timestamped later"}
    elif one.timestamp_at is None:
        dated = "None"
    return [{"text": name, "hint": one.reason}, state, dated]


def day(at: dt.datetime) -> str:
    local = timezone.localtime(at)
    return f"{local.day} {local:%B %Y}"


def moment(at: dt.datetime | None) -> str:
    """In UTC, as the file itself prints it."""
    if at is None:
        return "–"
    utc = at.astimezone(dt.UTC)
    return f"{utc.day} {utc:%B %Y, %H:%M:%S} UTC"
