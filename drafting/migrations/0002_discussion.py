import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0005_pieces'),
        ('drafting', '0001_templates_and_progress'),
        ('parties', '0003_settings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalThread',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('reference', models.UUIDField(db_index=True)),
                ('kind', models.CharField(choices=[('comment', 'Comment'), ('question', 'Question to a party'), ('changes', 'Ask for changes'), ('suggestion', 'Suggested change')], max_length=12)),
                ('section', models.CharField(max_length=63)),
                ('question', models.CharField(blank=True, max_length=63)),
                ('quote', models.TextField(blank=True)),
                ('quote_at', models.PositiveIntegerField(default=0)),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('is_waiting', models.BooleanField(default=False)),
                ('is_blocking', models.BooleanField(default=False)),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('path', models.CharField(blank=True, max_length=400)),
                ('field', models.CharField(blank=True, max_length=63)),
                ('before', models.TextField(blank=True)),
                ('proposed', models.TextField(blank=True)),
                ('outcome', models.CharField(blank=True, choices=[('accepted', 'Accepted'), ('edited', 'Accepted with edits'), ('declined', 'Not accepted')], max_length=10)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_because', models.TextField(blank=True)),
                ('closed_version', models.PositiveIntegerField(blank=True, null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('agreement', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agreements.agreement')),
                ('asked', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='parties.organisation')),
                ('asked_person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('only_for', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='parties.organisation')),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='parties.organisation')),
            ],
            options={
                'verbose_name': 'historical thread',
                'verbose_name_plural': 'historical threads',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField(unique=True)),
                ('kind', models.CharField(choices=[('comment', 'Comment'), ('question', 'Question to a party'), ('changes', 'Ask for changes'), ('suggestion', 'Suggested change')], max_length=12)),
                ('section', models.CharField(max_length=63)),
                ('question', models.CharField(blank=True, max_length=63)),
                ('quote', models.TextField(blank=True)),
                ('quote_at', models.PositiveIntegerField(default=0)),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('is_waiting', models.BooleanField(default=False)),
                ('is_blocking', models.BooleanField(default=False)),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('path', models.CharField(blank=True, max_length=400)),
                ('field', models.CharField(blank=True, max_length=63)),
                ('before', models.TextField(blank=True)),
                ('proposed', models.TextField(blank=True)),
                ('outcome', models.CharField(blank=True, choices=[('accepted', 'Accepted'), ('edited', 'Accepted with edits'), ('declined', 'Not accepted')], max_length=10)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_because', models.TextField(blank=True)),
                ('closed_version', models.PositiveIntegerField(blank=True, null=True)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agreements.agreement')),
                ('asked', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('asked_person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('only_for', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
            ],
            options={
                'ordering': ['-changed_at', '-pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('reply', 'Replied'), ('accepted', 'Accepted the suggestion'), ('edited', 'Accepted the suggestion with edits'), ('declined', 'Did not accept the suggestion'), ('closed', 'Closed'), ('reopened', 'Opened again'), ('shared', 'Made visible to all parties')], default='reply', max_length=10)),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mentioned', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='drafting.thread')),
            ],
            options={
                'ordering': ['thread_id', 'at', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(fields=['agreement', '-changed_at'], name='thread_of_agreement'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(condition=models.Q(('is_waiting', True)), fields=['asked'], name='thread_waiting'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(condition=models.Q(('closed_at', None), ('is_blocking', True)), fields=['expires_on'], name='thread_blocking'),
        ),
        migrations.AddConstraint(
            model_name='thread',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['comment', 'question', 'changes', 'suggestion'])), name='thread_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='thread',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('expires_on__isnull', False), ('is_blocking', True), ('kind__in', ['changes', 'suggestion'])), models.Q(('expires_on', None), ('is_blocking', False), models.Q(('kind', 'changes'), _negated=True)), _connector='OR'), name='thread_block_has_end'),
        ),
        migrations.AddConstraint(
            model_name='thread',
            constraint=models.CheckConstraint(condition=models.Q(('only_for', None), models.Q(('asked', None), ('is_blocking', False)), _connector='OR'), name='thread_note_asks_no_other'),
        ),
        migrations.AddConstraint(
            model_name='thread',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('asked__isnull', False), ('kind', 'question')), models.Q(models.Q(('kind', 'question'), _negated=True), ('asked', None)), _connector='OR'), name='thread_question_names_party'),
        ),
        migrations.AddConstraint(
            model_name='thread',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'suggestion'), models.Q(('path', ''), _negated=True), models.Q(('field', ''), _negated=True)), models.Q(models.Q(('kind', 'suggestion'), _negated=True), ('before', ''), ('field', ''), ('outcome', ''), ('path', ''), ('proposed', '')), _connector='OR'), name='thread_suggestion_has_place'),
        ),
        migrations.AddConstraint(
            model_name='thread',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at__isnull', False), models.Q(('closed_at', None), ('closed_because', ''), ('closed_by', None), ('closed_version', None)), _connector='OR'), name='thread_closed_together'),
        ),
        migrations.AddConstraint(
            model_name='remark',
            constraint=models.CheckConstraint(condition=models.Q(('act', 'reply'), ('text', ''), _negated=True), name='remark_reply_says_something'),
        ),
        migrations.AddConstraint(
            model_name='remark',
            constraint=models.CheckConstraint(condition=models.Q(('act__in', ['reply', 'accepted', 'edited', 'declined', 'closed', 'reopened', 'shared'])), name='remark_act_known'),
        ),
    ]
