"""A body may leave more than once; what the lead knows of a body without people stands in its name."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation.append_only import AppendOnly


def follow_departures(apps, schema_editor):
    """Which leaving each of the disposals follows from: until now there was one at most."""
    Departure = apps.get_model('agreements', 'Departure')
    for disposal in apps.get_model('closing', 'Disposal').objects.filter(left=True, departure=None):
        disposal.departure = Departure.objects.filter(
            agreement=disposal.agreement_id, organisation=disposal.organisation_id, left_at__isnull=False
        ).first()
        disposal.save(update_fields=['departure'])


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0014_joining_again'),
        ('closing', '0003_ends_met'),
        ('parties', '0003_settings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AppendOnly('closing_holding', again=True),
        AppendOnly('closing_outcome', again=True),
        migrations.RemoveConstraint(
            model_name='disposal',
            name='disposal_once',
        ),
        migrations.AddField(
            model_name='certificate',
            name='disposal',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='closing.disposal'),
        ),
        migrations.AddField(
            model_name='disposal',
            name='departure',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.departure'),
        ),
        migrations.AddField(
            model_name='disposal',
            name='lapsed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='outcome',
            name='instead_because',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='through',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='closing.outcome'),
        ),
        migrations.AlterField(
            model_name='countdown',
            name='fate',
            field=models.CharField(blank=True, choices=[('deleted', 'Deleted'), ('returned', 'Returned'), ('anonymised', 'Made anonymous'), ('archived', 'Archived'), ('kept', 'Kept, on a lawful basis'), ('unknown', 'Not known')], max_length=10),
        ),
        migrations.AlterField(
            model_name='historicalcountdown',
            name='fate',
            field=models.CharField(blank=True, choices=[('deleted', 'Deleted'), ('returned', 'Returned'), ('anonymised', 'Made anonymous'), ('archived', 'Archived'), ('kept', 'Kept, on a lawful basis'), ('unknown', 'Not known')], max_length=10),
        ),
        migrations.AlterField(
            model_name='holding',
            name='planned',
            field=models.CharField(blank=True, choices=[('deleted', 'Deleted'), ('returned', 'Returned'), ('anonymised', 'Made anonymous'), ('archived', 'Archived'), ('kept', 'Kept, on a lawful basis'), ('unknown', 'Not known')], max_length=10),
        ),
        migrations.AlterField(
            model_name='outcome',
            name='fate',
            field=models.CharField(choices=[('deleted', 'Deleted'), ('returned', 'Returned'), ('anonymised', 'Made anonymous'), ('archived', 'Archived'), ('kept', 'Kept, on a lawful basis'), ('unknown', 'Not known')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(condition=models.Q(('disposal', None)), fields=('through',), name='certificate_once'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(fields=('through', 'disposal'), name='certificate_once_alone'),
        ),
        migrations.AddConstraint(
            model_name='disposal',
            constraint=models.UniqueConstraint(condition=models.Q(('left', False)), fields=('agreement', 'organisation'), name='disposal_once'),
        ),
        migrations.AddConstraint(
            model_name='disposal',
            constraint=models.UniqueConstraint(fields=('departure',), name='disposal_once_a_departure'),
        ),
        migrations.AddConstraint(
            model_name='disposal',
            constraint=models.UniqueConstraint(condition=models.Q(('confirmed_at', None)), fields=('agreement', 'organisation'), name='disposal_one_open'),
        ),
        migrations.AddConstraint(
            model_name='disposal',
            constraint=models.CheckConstraint(condition=models.Q(('lapsed_at', None), ('confirmed_at', models.F('lapsed_at')), _connector='OR'), name='disposal_lapsed_is_closed'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.CheckConstraint(condition=models.Q(('instead_because', ''), models.Q(('evidence', ''), _negated=True), _connector='OR'), name='outcome_instead_with_evidence'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fate', 'unknown'), _negated=True), models.Q(('instead_because', ''), _negated=True), _connector='OR'), name='outcome_unknown_of_others'),
        ),
        AppendOnly('closing_holding', again=True),
        AppendOnly('closing_outcome', again=True),
        migrations.RunPython(follow_departures, migrations.RunPython.noop),
    ]
