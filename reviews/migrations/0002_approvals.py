import django.db.models.deletion
import foundation.append_only
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('agreements', '0005_pieces'),
        ('parties', '0003_settings'),
        ('reviews', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Circulation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sent_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('message', models.TextField(blank=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('ending', models.CharField(blank=True, choices=[('frozen', 'The text was frozen'), ('taken_back', 'Taken back to draft'), ('withdrawn', 'The agreement was withdrawn')], max_length=10)),
                ('closed_because', models.TextField(blank=True)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.agreement')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.version')),
            ],
            options={
                'ordering': ['agreement_id', '-sent_at', '-pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('agreement',), name='circulation_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_because', ''), ('closed_by', None), ('ending', '')), models.Q(('closed_at__isnull', False), ('ending__in', ['frozen', 'taken_back', 'withdrawn'])), _connector='OR'), name='circulation_closed_together'), models.CheckConstraint(condition=models.Q(models.Q(('ending', 'frozen'), ('version__isnull', False)), models.Q(models.Q(('ending', 'frozen'), _negated=True), ('version', None)), _connector='OR'), name='circulation_frozen_names_version'), models.CheckConstraint(condition=models.Q(models.Q(('ending', 'taken_back'), _negated=True), models.Q(('closed_because', ''), _negated=True), _connector='OR'), name='circulation_taken_back_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('approve', 'Approved'), ('comments', 'Approved with comments'), ('changes', 'Asks for changes'), ('leave', 'Not for us')], max_length=8)),
                ('note', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('circulation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='reviews.circulation')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['circulation_id', '-at', '-pk'],
                'default_permissions': (),
                'indexes': [models.Index(fields=['circulation', 'organisation', '-id'], name='decision_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['approve', 'comments', 'changes', 'leave'])), name='decision_outcome_known'), models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['changes', 'comments', 'leave']), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='decision_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('expires_on__isnull', False), ('outcome', 'changes')), models.Q(models.Q(('outcome', 'changes'), _negated=True), ('expires_on', None)), _connector='OR'), name='decision_block_has_end')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalCirculation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('sent_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('message', models.TextField(blank=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('ending', models.CharField(blank=True, choices=[('frozen', 'The text was frozen'), ('taken_back', 'Taken back to draft'), ('withdrawn', 'The agreement was withdrawn')], max_length=10)),
                ('closed_because', models.TextField(blank=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('agreement', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agreements.agreement')),
                ('closed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sent_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agreements.version')),
            ],
            options={
                'verbose_name': 'historical circulation',
                'verbose_name_plural': 'historical circulations',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalReviewer',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('reminded_on', models.DateField(blank=True, null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('asked_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('circulation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reviews.circulation')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='parties.organisation')),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical reviewer',
                'verbose_name_plural': 'historical reviewers',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Omission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('standing', models.CharField(choices=[('not_asked', 'Not asked'), ('waiting', 'Waiting'), ('approved', 'Approved'), ('commented', 'Approved with comments'), ('out_of_date', 'Out of date'), ('changes', 'Asks for changes'), ('leaving', 'Leaving the agreement')], max_length=12)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('circulation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='omissions', to='reviews.circulation')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reviews.decision')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
            ],
            options={
                'ordering': ['circulation_id', '-at', '-pk'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='omission_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('decision', None), ('standing', 'waiting')), models.Q(('decision__isnull', False), ('standing__in', ['out_of_date', 'changes', 'leaving'])), _connector='OR'), name='omission_of_what_was_missing')],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('standing', models.CharField(choices=[('not_asked', 'Not asked'), ('waiting', 'Waiting'), ('approved', 'Approved'), ('commented', 'Approved with comments'), ('out_of_date', 'Out of date'), ('changes', 'Asks for changes'), ('leaving', 'Leaving the agreement')], max_length=12)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.version')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reviews.decision')),
                ('omission', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reviews.omission')),
            ],
            options={
                'ordering': ['version_id', 'pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('version', 'organisation'), name='approval_once'), models.CheckConstraint(condition=models.Q(models.Q(('decision', None), ('standing__in', ['not_asked', 'waiting'])), models.Q(models.Q(('standing__in', ['not_asked', 'waiting']), _negated=True), ('decision__isnull', False)), _connector='OR'), name='approval_from_decision')],
            },
        ),
        migrations.CreateModel(
            name='ReviewedText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('revision', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('sections', models.JSONField()),
                ('kept_at', models.DateTimeField()),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.agreement')),
            ],
            options={
                'ordering': ['agreement_id', 'pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('agreement', 'digest'), name='reviewedtext_once')],
            },
        ),
        migrations.AddField(
            model_name='decision',
            name='text',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reviews.reviewedtext'),
        ),
        migrations.CreateModel(
            name='Reviewer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('reminded_on', models.DateField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('circulation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviewers', to='reviews.circulation')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['circulation_id', 'organisation_id', 'asked_at', 'pk'],
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['person'], name='reviewer_asked')],
                'constraints': [models.UniqueConstraint(fields=('circulation', 'organisation', 'person'), name='reviewer_once')],
            },
        ),
        foundation.append_only.AppendOnly(
            table='reviews_decision',
            columns=(),
            again=False,
        ),
        foundation.append_only.AppendOnly(
            table='reviews_reviewedtext',
            columns=(),
            again=False,
        ),
        foundation.append_only.AppendOnly(
            table='reviews_omission',
            columns=(),
            again=False,
        ),
        foundation.append_only.AppendOnly(
            table='reviews_approval',
            columns=(),
            again=False,
        ),
    ]
