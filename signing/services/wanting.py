"""Asking the worker for one more step of a version's signed PDF, in the transaction of what it is to show."""

import datetime as dt

from agreements.models import Version
from foundation import jobs
from signing.models import Sealing


def one_step_more(*, version: Version, at: dt.datetime, final: bool = False) -> None:
    """``final``: what a check needs in many years, over all that stands in the file by then."""
    sealing, _ = Sealing.objects.select_for_update().get_or_create(version=version, defaults={"wanted_at": at})
    sealing.wanted += 1
    sealing.wanted_at = at
    sealing.final = sealing.final or final
    sealing.save(update_fields=["wanted", "wanted_at", "final"])
    jobs.after_commit("signing.seal", version_id=version.pk)
