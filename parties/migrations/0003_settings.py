import django.db.models.deletion
import parties.models.settings
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0002_collectives_and_authority'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalOrganisationSettings',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('review_first_after_months', models.PositiveSmallIntegerField(default=6)),
                ('review_then_every_months', models.PositiveSmallIntegerField(default=12)),
                ('reminder_days', models.JSONField(default=parties.models.settings.usual_reminder_days)),
                ('publication', models.CharField(choices=[('publish', 'Publish'), ('keep', 'Do not publish'), ('ask', 'Decide each time')], default='ask', max_length=10)),
                ('draft_review_working_days', models.PositiveSmallIntegerField(default=10)),
                ('logo_sha256', models.CharField(blank=True, max_length=64)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='parties.organisation')),
            ],
            options={
                'verbose_name': 'historical organisation settings',
                'verbose_name_plural': 'historical organisation settingss',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='OrganisationSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('review_first_after_months', models.PositiveSmallIntegerField(default=6)),
                ('review_then_every_months', models.PositiveSmallIntegerField(default=12)),
                ('reminder_days', models.JSONField(default=parties.models.settings.usual_reminder_days)),
                ('publication', models.CharField(choices=[('publish', 'Publish'), ('keep', 'Do not publish'), ('ask', 'Decide each time')], default='ask', max_length=10)),
                ('draft_review_working_days', models.PositiveSmallIntegerField(default=10)),
                ('logo_sha256', models.CharField(blank=True, max_length=64)),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='own_settings', to='parties.organisation')),
            ],
            options={
                'ordering': ['organisation'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('review_first_after_months__range', (1, 36)), ('review_then_every_months__range', (1, 36))), name='settings_months_of_reviews'), models.CheckConstraint(condition=models.Q(('draft_review_working_days__range', (1, 60))), name='settings_days_for_drafts'), models.CheckConstraint(condition=models.Q(('publication__in', ['publish', 'keep', 'ask'])), name='settings_publication')],
            },
        ),
    ]
