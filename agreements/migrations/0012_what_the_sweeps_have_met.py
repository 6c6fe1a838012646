"""What was planned of an agreement's days stands beside them, so that a sweep finds the few that differ by an index."""

from django.db import migrations, models
from django.db.models import F, Q

_REVIEWED = Q(status__in=["in_force", "under_review"])
_COMPLETE = Q(status__in=["in_force", "signed", "under_review"])
REVIEW_UNMET = _REVIEWED & (
    Q(is_review_met=False)
    | Q(review_on__isnull=False, review_met_on=None)
    | Q(review_on__lt=F("review_met_on"))
    | Q(review_on__gt=F("review_met_on"))
)
END_UNMET = (
    _COMPLETE
    & (
        Q(ends_on__isnull=False, end_met_on=None)
        | Q(ends_on__lt=F("end_met_on"))
        | Q(ends_on__gt=F("end_met_on"))
        | Q(ends_on=None, end_met_on__isnull=False)
    )
) | (~_COMPLETE & Q(end_met_on__isnull=False))


class Migration(migrations.Migration):
    dependencies = [("agreements", "0011_ends_indexed")]

    operations = [
        migrations.AddField(
            "agreement", "is_review_met", models.BooleanField(db_default=False, default=False, editable=False)
        ),
        migrations.AddField("agreement", "review_met_on", models.DateField(editable=False, null=True)),
        migrations.AddField("agreement", "end_met_on", models.DateField(editable=False, null=True)),
        migrations.AddIndex(
            "agreement",
            models.Index(fields=["starts_on", "id"], name="agreement_starts", condition=Q(status="signed")),
        ),
        migrations.AddIndex(
            "agreement", models.Index(fields=["id"], name="agreement_review_unmet", condition=REVIEW_UNMET)
        ),
        migrations.AddIndex("agreement", models.Index(fields=["id"], name="agreement_end_unmet", condition=END_UNMET)),
    ]
