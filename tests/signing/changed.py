"""An agreement that all have signed, and a change of it: who signs again, as decided."""

import datetime as dt
from typing import Any

from agreements import services as agreements
from agreements.choices import Again
from agreements.models import Variation
from agreements.services import changing as verbs
from dsaformat import editing
from tests.signing import crowd as crowds
from tests.signing import papers
from tests.signing.crowd import Crowd
from tests.signing.scene import AT, MINUTE

LATER = AT + dt.timedelta(days=2)
WHY = "We keep the data for longer."


def in_force(number: int = 3, **more: Any) -> Crowd:
    """Signed by everybody."""
    crowd = crowds.gather(number, **more)
    crowd.open()
    for index, key in enumerate(crowd.organisations):
        crowd.sign(key, AT + (index + 1) * MINUTE)
    return crowd


def begin(crowd: Crowd, at: dt.datetime = LATER, reason: str = WHY) -> Variation:
    return verbs.open_variation(agreement=crowd.agreement, reason=reason, by=crowd.officer, at=at)


def keep_longer(variation: Variation, at: dt.datetime = LATER) -> None:
    """The second party's own retention rule, and nothing else."""
    write(variation, "retention/kept", at=at, period={"number": 9, "unit": "years"})


def write(variation: Variation, path: str, *, at: dt.datetime = LATER, **values: Any) -> None:
    agreements.change(
        agreement=variation.agreement, edit=lambda document: editing.put(document, path, values), by=None, at=at
    )
    variation.agreement.refresh_from_db()


def frozen(
    crowd: Crowd,
    again: Again,
    parties: tuple[str, ...] = (),
    *,
    at: dt.datetime = LATER,
    change: Any = keep_longer,
    rendered: bool = False,
) -> Crowd:
    """The new text, frozen, with the same people."""
    variation = begin(crowd, at)
    change(variation)
    verbs.decide_who_signs(
        agreement=variation.agreement, again=again, parties=parties, because="As agreed.", by=crowd.officer, at=at
    )
    version = agreements.freeze(agreement=variation.agreement, by=crowd.officer, at=at)
    if rendered:
        render(version, at, list(crowd.organisations))
    return Crowd(crowd.officer, variation.agreement, version, crowd.organisations, crowd.people)


def render(version: Any, at: dt.datetime, parties: list[str]) -> None:
    """A page with the right fields in place of the whole document."""
    from agreements.models import Rendering

    claimed = agreements.claim_rendering(rendering_id=Rendering.objects.get(version=version).pk, at=at)
    assert claimed is not None
    agreements.finish_rendering(rendering=claimed, content=papers.blank(*parties), pages=1, at=at)
