"""What was added to a file after it was certified: signatures, one at a time, and nothing else.

This is a list of what an addition may change. Whatever is not on it is a fault, whether or not it does harm, so the
list needs no imagination; and it looks at what was added only, so that thirty-five signatures cost little more than
one. An addition may

* fill one empty signature field, and give it what it shows;
* bring a signature for which the text left no field, in a new one outside every page: whoever joined later; or
* be a timestamp of the whole document, in such a field as well, with the data that prove its certificates.

New parts of the file can be seen only where one of these leads to them.
"""

# mypy: allow-untyped-calls

import io
from collections.abc import Iterator, Sequence
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import MDPPerm

OTHER = "Something other than a signature was added to the file"
_OFF_PAGE_FIELD = frozenset({"/FT", "/T", "/Type", "/Subtype", "/F", "/Rect", "/P", "/TU", "/V"})
_DEEPEST = 50
"""Far more levels than any file has that is not made to be walked through for ever."""
_STORE = frozenset({"/Type", "/Certs", "/CRLs", "/OCSPs", "/VRI"})


def faults(reader: Any, signatures: Sequence[Any]) -> list[str]:
    """In words for people; empty when all is as it must be. Never answers for the signatures' own validity."""
    first = signatures[0]
    if first.docmdp_level is not MDPPerm.FILL_FORMS or "/Reference" not in first.sig_object:
        return ["The first signature does not certify the text."]
    if any("/Reference" in other.sig_object for other in signatures[1:]):
        return ["More than one signature claims to certify the text."]
    found = []
    for revision in range(first.signed_revision + 1, reader.xrefs.total_revisions):
        here = [one for one in signatures if one.signed_revision == revision]
        found += [f"{OTHER}: {what}." for what in _of(reader, revision, here)]
    return found


def _of(reader: Any, revision: int, signed: list[Any]) -> Iterator[str]:
    if len(signed) != 1:
        yield "an addition that is not one signature"
        return
    yield from _trailer(reader, revision)
    old, new = reader.get_historical_resolver(revision - 1), reader.get_historical_resolver(revision)
    if new.refs_freed_in_revision():
        yield "parts of the file were taken out"
    changes = _changes(reader, revision, old, new, signed[0])
    for ref in new.explicit_refs_in_revision():
        if reader.xrefs.get_historical_ref(ref, revision - 1) is not None:
            if not changes.allows(ref):
                yield "a part that was there already was changed"
        elif not old.is_ref_unassignable(ref):
            yield "a part that was missing was filled in"
    if not changes.complete():
        yield "the signature stands in no field that was left for it"


def _changes(reader: Any, revision: int, old: Any, new: Any, signature: Any) -> "_Approval | _OffPage":
    is_timestamp = signature.sig_object_type == "/DocTimeStamp"
    field = signature.sig_field.container_ref
    if is_timestamp or reader.xrefs.get_historical_ref(field, revision - 1) is None:
        return _OffPage(old, new, signature, may_prove=is_timestamp)
    return _Approval(old, new, signature)


def _trailer(reader: Any, revision: int) -> Iterator[str]:
    """Where reading begins: a file with another beginning is another document."""
    before, after = reader.trailer.flatten(revision - 1), reader.trailer.flatten(revision)
    if any(_standing(before, key) != _standing(after, key) for key in ("/Root", "/Info", "/Encrypt")):
        yield "it begins elsewhere"
    if "/ID" in before and ("/ID" not in after or _raw(before["/ID"][0]) != _raw(after["/ID"][0])):
        yield "it claims to be another file"


class _Approval:
    """One field that stood empty now holds this signature."""

    def __init__(self, old: Any, new: Any, signature: Any) -> None:
        self._old, self._new, self._signature, self._filled = old, new, signature, 0

    def allows(self, ref: Any) -> bool:
        before, after = self._old(ref), self._new(ref)
        if not (_is_dictionary(before) and _is_dictionary(after)) or not _is_field(before):
            return False
        if "/V" in before or not _changed(before, after) <= {"/V", "/AP"}:
            return False
        self._filled += 1
        return _points_at(after, self._signature) and self._shows_only_itself(after)

    def complete(self) -> bool:
        return self._filled == 1

    def _shows_only_itself(self, field: Any) -> bool:
        """One new picture, which readers cut off at the edge of the field's box."""
        shown = _at(field, "/AP", {})
        if set(shown) != {"/N"} or not isinstance(shown.raw_get("/N"), generic.IndirectObject):
            return False
        return bool(self._old.is_ref_unassignable(shown.raw_get("/N").reference))


class _OffPage:
    """A new field off the page, at the end of two lists; with a timestamp, data about certificates beside it."""

    def __init__(self, old: Any, new: Any, signature: Any, *, may_prove: bool) -> None:
        self._old, self._new, self._signature, self._may_prove = old, new, signature, may_prove
        root = old.root
        self._root, self._form = old.root_ref.idnum, root["/AcroForm"]
        self._page = _first_page(root)
        self._listed: set[str] = set()
        self._lists = {_number(held.raw_get(key)): key for held, key in self._places() if key in held}
        self._lists.pop(None, None)

    def _places(self) -> Iterator[tuple[Any, str]]:
        yield self._form, "/Fields"
        yield self._page, "/Annots"

    def allows(self, ref: Any) -> bool:
        before, after = self._old(ref), self._new(ref)
        if ref.idnum in self._lists:
            return self._extends(self._lists[ref.idnum], before, after)
        if not (_is_dictionary(before) and _is_dictionary(after)):
            return False
        if ref.idnum == self._root:
            return self._allows_root(before, after)
        changed = _changed(before, after)
        for held, key in self._places():
            if ref.idnum == held.container_ref.idnum:
                return changed <= {key} and self._extends(key, _at(before, key, []), _at(after, key, []))
        store = _at(self._old.root, "/DSS")
        return self._may_prove and store is not None and ref.idnum == store.container_ref.idnum and changed <= _STORE

    def _allows_root(self, before: Any, after: Any) -> bool:
        """The data about certificates; and the list of fields, in files whose form stands in the root itself."""
        changed = _changed(before, after)
        if not changed <= {"/DSS", "/AcroForm"} or ("/DSS" in changed and not self._is_store(after)):
            return False
        if "/AcroForm" not in changed:
            return True
        forms = before.raw_get("/AcroForm"), after.raw_get("/AcroForm") if "/AcroForm" in after else None
        if not all(_is_dictionary(form) for form in forms) or not _changed(*forms) <= {"/Fields"}:
            return False
        return self._extends("/Fields", *(_at(form, "/Fields", []) for form in forms))

    def complete(self) -> bool:
        return self._listed == {"/Fields", "/Annots"}

    def _is_store(self, root: Any) -> bool:
        store = _at(root, "/DSS")
        return self._may_prove and _is_dictionary(store) and set(store) <= _STORE

    def _extends(self, key: str, before: Any, after: Any) -> bool:
        """Everything that was listed, in its place, and the new field after it."""
        earlier, now = _items(before), _items(after)
        if now[:-1] != earlier:
            return False
        last = after.raw_get(len(now) - 1)
        if _number(last) is None or not _is_off_the_page(self._new(last.reference), self._signature):
            return False
        self._listed.add(key)
        return True


def _is_off_the_page(field: Any, signature: Any) -> bool:
    left, bottom, right, top = (float(value) for value in field["/Rect"])
    return (
        set(field) <= _OFF_PAGE_FIELD
        and _is_field(field)
        and _points_at(field, signature)
        and left == right < 0
        and bottom == top < 0
    )


def _at(held: Any, key: str, missing: Any = None) -> Any:
    """What stands there, followed to where it is kept: pyHanko's ``get`` would not follow."""
    return held[key] if key in held else missing  # noqa: SIM401


def _standing(held: Any, key: str) -> bytes | None:
    """What stands there as it is written, or None."""
    return _raw(held.raw_get(key)) if key in held else None


def _first_page(root: Any) -> Any:
    node = root["/Pages"]
    for _ in range(_DEEPEST):
        if "/Kids" not in node:
            return node
        node = node["/Kids"][0]
    raise ValueError("the pages lead back to themselves")


def _is_field(field: Any) -> bool:
    return bool(_at(field, "/FT") == "/Sig" and _at(field, "/Subtype") == "/Widget")


def _points_at(field: Any, signature: Any) -> bool:
    value = field.raw_get("/V") if "/V" in field else None
    return _number(value) is not None and _number(value) == signature.sig_object.container_ref.idnum


def _is_dictionary(value: Any) -> bool:
    return isinstance(value, generic.DictionaryObject) and not isinstance(value, generic.StreamObject)


def _changed(before: Any, after: Any) -> set[str]:
    return {key for key in before.keys() | after.keys() if _standing(before, key) != _standing(after, key)}


def _items(array: Any) -> list[bytes]:
    return [_raw(array.raw_get(index)) for index in range(len(array))]


def _number(value: Any) -> int | None:
    return int(value.idnum) if isinstance(value, generic.IndirectObject) else None


def _raw(value: Any) -> bytes:
    out = io.BytesIO()
    value.write_to_stream(out, None)
    return out.getvalue()
