"""The access rows of the calendar and its feed; see access_routes."""

from tests.architecture import access_table as a
from tests.architecture.access_table import Row

ROUTES: dict[str, Row] = {
    "reviews:calendar": a.signed_in(answer=a.ELSEWHERE),
    "reviews:month": a.signed_in(lambda world: {"month": "2027/03"}),
    "reviews:feed": a.signed_in(),
    "reviews:feed_ics": a.everyone(404, lambda world: {"secret": "x" * 43}),
    "reviews:insights": a.signed_in(),
    "reviews:life": a.party(a.reviewed),
}
