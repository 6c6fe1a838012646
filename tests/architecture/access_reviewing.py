"""The access rows of reviews of an agreement that applies; see access_routes."""

from tests.architecture import access_table as a
from tests.architecture.access_table import Row

_ONE = a.with_(a.reviewed, number=1)

ROUTES: dict[str, Row] = {
    "reviews:all": a.party(a.reviewed),
    "reviews:start": a.party(a.quiet),
    "reviews:one": a.party(_ONE),
    "reviews:answer": a.party(_ONE),
    "reviews:conclude": a.party(_ONE),
}
"""Everybody at a party reads what is answered and what came of it; who may act reads so, and who may not, why."""
