"""The access rows of these pages; see access_routes."""

from tests.architecture.access_table import Row

ROUTES: dict[str, Row] = {}
