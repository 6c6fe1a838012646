"""Agreements that have a plan for the day that they name are known as such: the sweep need not look at each again."""

from typing import Any

from django.db import migrations, models

_AT_ONCE = 2_000


def note(apps: Any, schema_editor: Any) -> None:
    Agreement, Plan = apps.get_model("agreements", "Agreement"), apps.get_model("reviews", "Plan")
    day = models.Subquery(Plan.objects.filter(agreement=models.OuterRef("pk")).order_by().values("review_on")[:1])
    keys = list(Plan.objects.order_by("agreement").values_list("agreement", flat=True))
    for start in range(0, len(keys), _AT_ONCE):  # no statement takes long, however many there are
        some = Agreement.objects.filter(pk__in=keys[start : start + _AT_ONCE])
        some.update(is_review_met=True, review_met_on=day)


def back(apps: Any, schema_editor: Any) -> None:
    """The columns go with the migration before."""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0012_what_the_sweeps_have_met"), ("reviews", "0003_reviews_and_campaigns")]

    operations = [migrations.RunPython(note, back)]
