"""The access rows of sending a version for signature and seeing it through; see access_routes."""

from tests.architecture import access_table as a
from tests.architecture.access_table import Row

_ONE = a.with_(a.agreement, slot="essex")

ROUTES: dict[str, Row] = {
    "signing:ask": a.party(),
    "signing:clear": a.party(),
    "signing:progress": a.party(),
    "signing:one": a.party(_ONE),
    "signing:remind": a.only_posted(_ONE),
    "signing:remove": a.party(_ONE),
    "signing:extend": a.party(),
    "signing:recall": a.party(),
    "signing:withdraw": a.party(),
    "signing:pdf": a.no_longer_there(a.version),
}
"""Every party may read why it cannot do what only the lead does."""
