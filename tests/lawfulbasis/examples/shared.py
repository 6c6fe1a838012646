"""Rows that several examples are made of."""


def basis(key: str, party: str, regime: str, condition: str, **more: object) -> dict[str, object]:
    return {"key": key, "party": party, "regime": regime, "condition": condition, **more}
