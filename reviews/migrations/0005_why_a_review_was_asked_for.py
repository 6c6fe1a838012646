"""Why a review was asked for keeps a place of its own: it was written over when the review was concluded."""

from typing import Any

from django.db import migrations, models


def move(apps: Any, schema_editor: Any) -> None:
    """Before its conclusion, what stood in the reason was why it was asked for; the history knows it."""
    Review, Past = apps.get_model("reviews", "Review"), apps.get_model("reviews", "HistoricalReview")
    Past.objects.filter(conclusion="").update(asked_because=models.F("reason"), reason="")
    Review.objects.filter(conclusion="").update(asked_because=models.F("reason"), reason="")
    told: dict[int, str] = {}
    for key, because in Past.objects.filter(conclusion="").order_by("history_id").values_list("id", "asked_because"):
        told.setdefault(key, because)
    for key, because in told.items():
        if because:
            Review.objects.filter(pk=key).exclude(conclusion="").update(asked_because=because)
            Past.objects.filter(id=key).exclude(conclusion="").update(asked_because=because)


def back(apps: Any, schema_editor: Any) -> None:
    for name in ("Review", "HistoricalReview"):
        apps.get_model("reviews", name).objects.filter(conclusion="").update(reason=models.F("asked_because"))


class Migration(migrations.Migration):
    dependencies = [("reviews", "0004_plans_met")]

    operations = [
        migrations.AddField("historicalreview", "asked_because", models.TextField(blank=True, db_default="", default="")),
        migrations.AddField("review", "asked_because", models.TextField(blank=True, db_default="", default="")),
        migrations.RunPython(move, back),
    ]
