"""Whoever left may join again: its leaving stays in the record."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0012_what_the_sweeps_have_met'),
        ('parties', '0003_settings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='departure',
            name='departure_once',
        ),
        migrations.AddField(
            model_name='departure',
            name='rejoined_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='historicaldeparture',
            name='rejoined_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='departure',
            constraint=models.UniqueConstraint(condition=models.Q(('rejoined_at', None), ('taken_back_at', None)), fields=('agreement', 'organisation'), name='departure_once'),
        ),
        migrations.AddConstraint(
            model_name='departure',
            constraint=models.CheckConstraint(condition=models.Q(('rejoined_at', None), ('left_at__isnull', False), _connector='OR'), name='departure_left_then_rejoined'),
        ),
    ]
