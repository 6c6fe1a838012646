import json

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


def take_apart(apps, schema_editor):
    """Each working text becomes its pieces. The models of that day are not asked: the JSON is enough."""
    Piece = apps.get_model("agreements", "Piece")  # noqa: N806 the linter of migrations wants the model's name
    for row in apps.get_model("agreements", "Agreement").objects.iterator(200):
        pieces = []
        for part, value in json.loads(row.working_text).items():
            if part == "format_version":
                continue
            members = enumerate(value) if isinstance(value, list) else [(0, value)]
            for position, member in members:
                key = member.get("key", member.get("code", "")) if isinstance(value, list) else ""
                text = json.dumps(member, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
                pieces.append(
                    Piece(
                        agreement=row,
                        part=part,
                        key=key,
                        position=position,
                        value=text,
                        changed_at=row.status_at,
                        changed_by_id=row.created_by_id,
                    )
                )
        Piece.objects.bulk_create(pieces)


def name_the_law(apps, schema_editor):
    """Which wordings the frozen texts carry."""
    VersionCode = apps.get_model("agreements", "VersionCode")  # noqa: N806
    for version in apps.get_model("agreements", "Version").objects.iterator(200):
        law = json.loads(version.text).get("law", [])
        VersionCode.objects.bulk_create(
            VersionCode(version=version, code=row["code"], wording_from=row.get("wording_from")) for row in law
        )


def put_together(apps, schema_editor):
    for row in apps.get_model("agreements", "Agreement").objects.iterator(200):
        whole = {"format_version": 1}
        for piece in row.pieces.order_by("part", "position", "key"):
            value = json.loads(piece.value)
            if piece.key:
                whole.setdefault(piece.part, []).append(value)
            else:
                whole[piece.part] = value
        row.working_text = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        row.save(update_fields=["working_text"])


PIECE = [
    ("part", models.CharField(max_length=40)),
    ("key", models.CharField(blank=True, max_length=63)),
    ("position", models.PositiveIntegerField(default=0)),
    ("value", models.TextField()),
    ("changed_at", models.DateTimeField()),
]


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0004_saved_views"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="agreement",
            name="working_digest",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=64),
        ),
        migrations.CreateModel(
            name="Piece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                *PIECE,
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pieces", to="agreements.agreement"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["agreement_id", "part", "position", "key"],
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("agreement", "part", "key"), name="piece_once")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPiece",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                *PIECE,
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical piece",
                "verbose_name_plural": "historical pieces",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="CodeUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80)),
                ("party_key", models.CharField(blank=True, max_length=63)),
                ("path", models.CharField(max_length=400)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="code_uses", to="agreements.agreement"
                    ),
                ),
            ],
            options={
                "ordering": ["agreement_id", "code", "path"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["code", "agreement"], name="code_use_by_code")],
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "code", "path"), name="code_use_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="VersionCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80)),
                ("wording_from", models.DateField(blank=True, null=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="codes", to="agreements.version"
                    ),
                ),
            ],
            options={
                "ordering": ["version_id", "code"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["code", "wording_from"], name="version_code_by_code")],
                "constraints": [models.UniqueConstraint(fields=("version", "code"), name="version_code_once")],
            },
        ),
        migrations.AlterField("agreement", "working_text", models.TextField(db_default="")),
        migrations.AlterField("historicalagreement", "working_text", models.TextField(db_default="")),
        migrations.RunPython(take_apart, put_together),
        migrations.RunPython(name_the_law, migrations.RunPython.noop),
        # The columns stay until no process of the release before is left that reads them.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(model_name="agreement", name="working_text"),
                migrations.RemoveField(model_name="historicalagreement", name="working_text"),
            ]
        ),
    ]
