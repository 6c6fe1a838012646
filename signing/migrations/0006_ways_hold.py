from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("signing", "0005_fill_ways")]

    operations = [
        migrations.AddConstraint(
            model_name='request',
            constraint=models.UniqueConstraint(fields=('round', 'slot'), name='request_one_per_slot'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('live__isnull', False), ('signed_at__isnull', False), ('state', 'signed')), models.Q(models.Q(('state', 'signed'), _negated=True), ('live', None), ('signed_at', None)), _connector='OR'), name='request_signed_pair'),
        ),
    ]
