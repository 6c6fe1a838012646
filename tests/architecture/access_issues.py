"""The access rows of the log of issues; see access_routes."""

from tests.architecture import access_table as a
from tests.architecture.access_table import Row

_ONE = a.with_(a.reviewed, number=1)

ROUTES: dict[str, Row] = {
    "reviews:issues": a.party(a.reviewed),
    "reviews:raise_issue": a.party(a.reviewed),
    "reviews:issue": a.party(_ONE),
    "reviews:issue_note": a.party(_ONE),
    "reviews:issue_assign": a.party(_ONE),
    "reviews:issue_close": a.party(_ONE),
}
"""Everybody at a party reads them; who may not act reads why. Others do not learn that there are any."""
