"""What follows from not signing, said before anybody confirms it. Reads; writes nothing."""

from signing import policies
from signing.choices import OnDecline
from signing.models import Request


def of_declining(request: Request) -> str:
    """One sentence: does the agreement go on without the party, or does this stop it?"""
    round_, name = request.round, request.organisation.name
    lead = round_.version.agreement.lead.name
    if round_.met_at is not None:
        return f"The agreement is signed by enough parties. It goes on without {name}."
    requests = list(round_.requests.prefetch_related("bodies"))
    without = policies.standing_of(round_, requests).without({body.party_key for body in request.bodies.all()})
    if round_.on_decline == OnDecline.CONTINUES and without.can_be_met:
        return f"The agreement goes on without {name}. The other parties can still sign it."
    if round_.on_decline == OnDecline.CONTINUES:
        return f"This stops the agreement: the text says that it does not come into force without {name}."
    return f"This stops the agreement: nobody can sign this version any more. {lead} decides what happens next."
