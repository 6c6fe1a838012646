from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("drafting", "0001_templates_and_progress")]

    operations = [
        migrations.AddConstraint(
            model_name="template",
            constraint=models.CheckConstraint(
                condition=models.Q(state="draft", published_at=None)
                | models.Q(~models.Q(state="draft"), published_at__isnull=False),
                name="template_published_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="template",
            constraint=models.CheckConstraint(condition=models.Q(version__gte=1), name="template_version_counts"),
        ),
    ]
