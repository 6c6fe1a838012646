"""A text in which one organisation has followed another. Pure; refuses as `dsaformat.reading` does."""

from collections.abc import Mapping
from typing import Any

from dsaformat import canonical, editing, reading
from dsaformat.choices import Role
from dsaformat.document import AgreementDocument
from dsaformat.shape import Form, Shape, shape, shapes

_LINKS = ("processor_for", "members", "contacts", "policies", "local_partners", "duties")
"""Of a party: what two bodies that become one both bring along."""


def passed(document: AgreementDocument, key: str, heir_key: str, snapshot: Mapping[str, Any]) -> AgreementDocument:
    """The text once the heir has the place of the party: as that party, or joined with the place that it has itself."""
    if heir_key:
        return joined(document, key, heir_key)
    return editing.put(document, f"parties/{key}", {"organisation": dict(snapshot)})


def joined(document: AgreementDocument, gone: str, kept: str) -> AgreementDocument:
    """Everything said of one party is said of another, and the first is no party any more.

    What both had said in the same words stands once. Nobody passes data on to itself or works for itself.
    """
    whole = canonical.plain(document)
    rows = {row["key"]: row for row in whole["parties"]}
    rows[kept] |= _both(rows[kept], rows[gone])
    whole["parties"] = [row for row in whole["parties"] if row["key"] != gone]
    for field in shapes(type(document)):
        if field.name in whole and field.form is Form.PART:
            whole[field.name] = _pointed(whole[field.name], field, gone, kept)
    _sign_once(whole)
    _forget_ways_to_itself(whole)
    return reading.parse(whole)


def _both(kept: dict[str, Any], gone: dict[str, Any]) -> dict[str, Any]:
    """An observer that comes to share is no observer any more."""
    roles = {*kept.get("roles", ()), *gone.get("roles", ())}
    if roles - {Role.OBSERVER}:
        roles.discard(Role.OBSERVER)
    found: dict[str, Any] = {"roles": sorted(roles)} if roles else {}
    for name in _LINKS:
        held = [*kept.get(name, ())]
        held += [one for one in gone.get(name, ()) if one not in held and _key(one) not in {_key(own) for own in held}]
        if name == "processor_for":
            held = sorted(key for key in held if key not in {kept["key"], gone["key"]})
        if held or name in kept:
            found[name] = held
    return found


def _key(member: Any) -> Any:
    return member.get("key", repr(member)) if isinstance(member, dict) else member


def _pointed(value: Any, field: Shape, old: str, new: str) -> Any:
    if not field.several:
        return _redirected(value, field, old, new)
    turned = [_redirected(row, field, old, new) for row in value]
    said = {_words(row) for row, before in zip(turned, value, strict=True) if row == before}
    found: list[Any] = []
    for row, before in zip(turned, value, strict=True):
        if row == before or _words(row) not in said:
            found.append(row)
            said.add(_words(row))
    return found


def _words(row: dict[str, Any]) -> str:
    """What a row says, whatever it is called."""
    return repr(sorted((name, repr(held)) for name, held in row.items() if name != "key"))


def _redirected(part: dict[str, Any], of: Shape, old: str, new: str) -> dict[str, Any]:
    # Where a field may hold one of several parts, it is the one that knows all these names.
    model = next(model for model in of.models if part.keys() <= model.model_fields.keys())
    turned = dict(part)
    for name, held in part.items():
        field = shape(model, name)
        if field.points_at == "parties":
            keys = {new if key == old else key for key in (held if field.several else [held])}
            turned[name] = sorted(keys) if field.several else keys.pop()
        elif field.form is Form.PART and field.models:
            turned[name] = _pointed(held, field, old, new)
    return turned


def _sign_once(whole: dict[str, Any]) -> None:
    """One signature binds the body that two have become, and whomever either of them signed for."""
    signed: dict[str, dict[str, Any]] = {}
    for row in whole.get("signatures", ()):
        first = signed.setdefault(row["party"], row)
        others = {*first.get("for_parties", ()), *row.get("for_parties", ())} - {row["party"]}
        first.pop("for_parties", None)
        if others:
            first["for_parties"] = sorted(others)
    if signed:
        whole["signatures"] = list(signed.values())


def _forget_ways_to_itself(whole: dict[str, Any]) -> None:
    for dataset in whole.get("datasets", ()):
        if dataset["supplier"] in dataset.get("recipients", ()):
            dataset["recipients"] = [key for key in dataset["recipients"] if key != dataset["supplier"]]
    for flow in whole.get("flows", ()):
        flow["recipients"] = [key for key in flow["recipients"] if key != flow["sender"]]
    kept = [flow for flow in whole.get("flows", ()) if flow["recipients"]]
    if "flows" in whole:
        whole["flows"] = kept
