"""The access rows of organisations that join; see access_routes."""

from tests.architecture import access_table as a
from tests.architecture.access_table import Row

ROUTES: dict[str, Row] = {
    "signing:join": a.party(),
    "signing:join_as": a.party(lambda world: a.agreement(world) | {"slug": world.partner.slug}),
    "signing:join_call_off": a.no_longer_there(a.agreement),
}
