import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0010_succession"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("drafting", "0004_previews"),
    ]

    operations = [
        migrations.AddField("historicalsectionmark", "wanted_because", models.TextField(blank=True)),
        migrations.AddField("sectionmark", "wanted_because", models.TextField(blank=True)),
        migrations.CreateModel(
            name="Gathering",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("began_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agreements.agreement"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["last_at", "pk"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["last_at"], name="gathering_last_at")],
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "by"), name="gathering_once"),
                    models.CheckConstraint(
                        condition=models.Q(("last_at__gte", models.F("began_at"))), name="gathering_begins_first"
                    ),
                ],
            },
        ),
    ]
