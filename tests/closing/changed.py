"""An agreement in force whose text is replaced: by people, or in one step."""

import datetime as dt
from collections.abc import Callable

from agreements import services as agreements
from agreements.choices import Again
from agreements.models import Agreement
from agreements.services import changing as verbs
from dsaformat.document import AgreementDocument
from dsaportal import timekeeping
from tests.closing.ending import Scene

Edit = Callable[[AgreementDocument], AgreementDocument]


def frozen(scene: Scene, at: dt.datetime, *edits: Edit) -> Agreement:
    """The changed text, which nobody has to sign again."""
    variation = verbs.open_variation(agreement=scene.fresh(), reason="It changes.", by=scene.officer, at=at)
    new = variation.agreement
    for edit in edits:
        agreements.change(agreement=new, edit=edit, by=None, at=at)
    new = Agreement.objects.get(pk=new.pk)
    verbs.decide_who_signs(agreement=new, again=Again.NOBODY, parties=(), because="Agreed.", by=scene.officer, at=at)
    agreements.freeze(agreement=new, by=scene.officer, at=at)
    return new


def replaced(scene: Scene, at: dt.datetime, *edits: Edit) -> Agreement:
    """The new edition, adopted: in force at once, or on its start date."""
    new = frozen(scene, at, *edits)
    verbs.put_in_force(agreement=new, by=scene.officer, at=at)
    return Agreement.objects.select_related("lead").get(pk=new.pk)


def pass_days(since: dt.datetime, until: dt.datetime, *, every: int = 1) -> None:
    """Every part of the clock, once in so many days at the same time."""
    day = since
    while day <= until:
        timekeeping.once(at=day)
        day += dt.timedelta(days=every)
