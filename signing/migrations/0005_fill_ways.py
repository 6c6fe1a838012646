"""Requests of before: one party each, one field in the PDF each."""

from typing import Any

from django.db import migrations
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Concat


def fill(apps: Any, schema_editor: Any) -> None:
    Request, Body = apps.get_model("signing", "Request"), apps.get_model("signing", "Body")
    Signature = apps.get_model("signing", "Signature")
    HistoricalRequest = apps.get_model("signing", "HistoricalRequest")
    slot = Concat(Value("Signature-"), F("party_key"))
    given = Signature.objects.filter(request=OuterRef("pk")).order_by("-number").values("pk")[:1]
    last = Signature.objects.order_by("-number").first()
    if last is not None:
        apps.get_model("signing", "ChainHead").objects.update(linked_at=last.signed_at)
    Request.objects.update(slot=slot)
    HistoricalRequest.objects.update(slot=slot)
    Request.objects.filter(state="signed").update(live=Subquery(given))
    Body.objects.bulk_create(
        [
            Body(request_id=one.pk, party_key=one.party_key, organisation_id=one.organisation_id)
            for one in Request.objects.only("pk", "party_key", "organisation_id").order_by("pk").iterator()
        ]
    )


def empty(apps: Any, schema_editor: Any) -> None:
    apps.get_model("signing", "Body").objects.all().delete()
    apps.get_model("signing", "Request").objects.update(live=None)


class Migration(migrations.Migration):
    dependencies = [("signing", "0004_ways_to_sign")]

    operations = [migrations.RunPython(fill, empty)]
