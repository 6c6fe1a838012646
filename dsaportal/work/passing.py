"""What waits for somebody about agreements that cannot pass on to the organisation that follows."""

import datetime as dt

from django.urls import reverse

from accounts.models import User
from agreements import succession_stuck
from dsaportal.work.rows import Row


def stuck(person: User, on: dt.date) -> list[Row]:
    rows = []
    for one in succession_stuck.waiting_for(person):
        agreement, ended = one.agreement, one.handover.organisation
        whole = one.handover.proposed_by_id == person.pk or agreement.lead_id == ended.pk
        href = reverse("agreements:succession", args=[ended.slug]) if whole else agreement.get_absolute_url()
        rows.append(
            {
                "title": agreement.public_title or agreement.reference,
                "href": href,
                "hint": f"The place of {ended.name}: {one.reason}",
                "status": "Cannot be moved",
                "colour": "red",
            }
        )
    return rows
