"""Signing packs: the text to print, with the sheet on which one party signs."""

import django.db.models.deletion
from django.db import migrations, models

_DONE = models.Q(finished_at__isnull=False, pages__gt=1, state="done") & ~models.Q(sha256="")
_NOT_DONE = ~models.Q(state="done") & models.Q(finished_at=None, sha256="")


class Migration(migrations.Migration):
    dependencies = [("signing", "0006_ways_hold")]

    operations = [
        migrations.CreateModel(
            name="Pack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("working", "Being made"),
                            ("done", "Ready"),
                            ("failed", "Could not be made"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("pages", models.PositiveIntegerField(default=0)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pack", to="signing.request"
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "pk"],
                "default_permissions": (),
                "constraints": [models.CheckConstraint(condition=_DONE | _NOT_DONE, name="pack_done_has_file")],
            },
        ),
    ]
