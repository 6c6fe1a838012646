"""A move for agreements that were signed before the portal knew them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0006_published_renderings")]

    operations = [
        migrations.AlterField(
            model_name="transition",
            name="verb",
            field=models.CharField(
                choices=[
                    ("send_for_review", "Sent for review"),
                    ("back_to_draft", "Taken back to draft"),
                    ("freeze", "Text frozen"),
                    ("unfreeze", "Text opened again"),
                    ("ask_for_signatures", "Sent for signature"),
                    ("recall", "Taken back from signature"),
                    ("record_elsewhere", "Recorded as signed outside this portal"),
                    ("complete", "Signed"),
                    ("come_into_force", "Came into force"),
                    ("start_review", "Review started"),
                    ("keep", "Reviewed and kept"),
                    ("supersede", "Replaced by a newer version"),
                    ("end", "Ended"),
                    ("withdraw", "Withdrawn"),
                ],
                max_length=20,
            ),
        ),
    ]
