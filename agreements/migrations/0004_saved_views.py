import json

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation import text


def fill(apps, schema_editor):
    """What services write from now on, for the agreements that are there already."""
    for row in apps.get_model("agreements", "Agreement").objects.only(*_NAMES, "working_text").iterator(200):
        document = json.loads(row.working_text)
        others = document.get("identity", {}).get("other_references", [])
        bodies = [party.get("organisation", {}) for party in document.get("parties", [])]
        names = [f"{body.get('name', '')} {body.get('short_name', '')}" for body in bodies]
        words = (*(getattr(row, name) for name in _NAMES), *map(str, others), *names)
        row.search_text = "\n".join(filter(None, map(text.skeleton, words)))
        row.save(update_fields=["search_text"])


_NAMES = ("title", "public_title", "reference")


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0003_uploads"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="agreement",
            name="search_text",
            field=models.TextField(blank=True, default="", db_default="", editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.UUIDField(unique=True)),
                ("name", models.CharField(max_length=240)),
                ("query", models.TextField()),
                ("saved_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(fields=("person", "name"), name="savedview_name_once"),
        ),
    ]
