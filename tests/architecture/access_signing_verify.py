"""The access rows of checking a document; see access_routes."""

from tests.architecture import access_table as a
from tests.architecture.access_table import Row

ROUTES: dict[str, Row] = {
    "verify:check": a.public(),
    "verify:of": a.public(lambda world: {"reference": world.draft.reference}),
    "signing:partial": a.party(a.version),
}
