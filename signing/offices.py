"""An office in words, with the body that it belongs to where that is none of those that a signature binds."""

from collections.abc import Mapping

from parties.capacities import Capacity, CapacityKind


def words(office: str, representing: str) -> str:
    """As in “Chair, Eastern Region”; the office alone where it names the body already."""
    if representing.casefold() in office.casefold():
        return office
    return ", ".join(filter(None, (office, representing)))


def of(capacity: Capacity) -> str:
    return words(capacity.office, representing(capacity))


def of_record(capacity: Mapping[str, str]) -> str:
    """As a declaration or a record of evidence keeps it; records from before the body was named say the office."""
    return words(capacity.get("office", ""), capacity.get("representing_name", ""))


def representing(capacity: Capacity) -> str:
    """The body that the bound ones meet in and whose office it is; empty where an organisation is bound by its own."""
    return capacity.representing.name if capacity.kind == CapacityKind.MANDATE else ""
