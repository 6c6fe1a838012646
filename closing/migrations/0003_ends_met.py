"""Agreements whose last day is reminded of are known as such: the sweep need not look at each again."""

from typing import Any

from django.db import migrations, models

_AT_ONCE = 2_000


def note(apps: Any, schema_editor: Any) -> None:
    Agreement, Deadline = apps.get_model("agreements", "Agreement"), apps.get_model("closing", "Deadline")
    open_ = Deadline.objects.filter(kind="end", settled_at=None).order_by()
    day = models.Subquery(open_.filter(agreement=models.OuterRef("pk")).values("on")[:1])
    keys = list(open_.order_by("agreement").values_list("agreement", flat=True))
    for start in range(0, len(keys), _AT_ONCE):  # no statement takes long, however many there are
        Agreement.objects.filter(pk__in=keys[start : start + _AT_ONCE]).update(end_met_on=day)


def back(apps: Any, schema_editor: Any) -> None:
    """The columns go with the migration before."""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0012_what_the_sweeps_have_met"), ("closing", "0002_disposal")]

    operations = [migrations.RunPython(note, back)]
