import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_STATES = [("waiting", "Waiting"), ("working", "Being made"), ("done", "Ready"), ("failed", "Could not be made")]


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0005_pieces"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PublishedRendering",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(choices=_STATES, default="waiting", max_length=8)),
                ("asked_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("pages", models.PositiveIntegerField(default=0)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("withheld", models.JSONField(default=list)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published_rendering",
                        to="agreements.version",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "pk"],
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "working"])),
                        fields=["asked_at"],
                        name="published_unfinished",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finished_at__isnull", False),
                            ("size__gt", 0),
                            ("state", "done"),
                        )
                        | models.Q(models.Q(("state", "done"), _negated=True), ("finished_at", None), ("sha256", "")),
                        name="published_done_has_file",
                    )
                ],
            },
        ),
    ]
