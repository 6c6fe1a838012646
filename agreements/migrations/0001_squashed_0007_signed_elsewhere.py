import django.db.models.deletion
import foundation.append_only
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The same tables in one step, for a database that has none of them yet."""

    replaces = [('agreements', '0001_initial'), ('agreements', '0002_append_only'), ('agreements', '0003_uploads'), ('agreements', '0004_saved_views'), ('agreements', '0005_pieces'), ('agreements', '0006_published_renderings'), ('agreements', '0007_signed_elsewhere')]

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReferenceCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(unique=True)),
                ('last', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=20, unique=True)),
                ('kind', models.CharField(choices=[('agreement', 'Data sharing agreement'), ('protocol', 'Information sharing protocol'), ('annex', 'Annex'), ('memorandum', 'Memorandum of understanding'), ('arrangement', 'Joint controller arrangement')], max_length=20)),
                ('title', models.CharField(max_length=500)),
                ('public_title', models.CharField(blank=True, max_length=500)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('agreed', 'Agreed text'), ('signing', 'Out for signature'), ('signed', 'Signed – starts later'), ('in_force', 'In force'), ('under_review', 'Under review'), ('superseded', 'Superseded'), ('ended', 'Ended'), ('withdrawn', 'Withdrawn')], default='draft', max_length=12)),
                ('status_at', models.DateTimeField()),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('review_on', models.DateField(blank=True, null=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('working_digest', models.CharField(blank=True, db_default='', default='', editable=False, max_length=64)),
                ('created_at', models.DateTimeField()),
                ('search_text', models.TextField(blank=True, db_default='', default='', editable=False)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('status_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-status_at', '-pk'],
                'permissions': [('view_agreement', 'See this agreement')],
                'default_permissions': (),
                'indexes': [models.Index(fields=['-status_at', '-id'], name='agreement_newest_first'), models.Index(condition=models.Q(('status__in', ['in_force', 'under_review'])), fields=['review_on', 'id'], name='agreement_reviews')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'in_review', 'agreed', 'signing', 'signed', 'in_force', 'under_review', 'superseded', 'ended', 'withdrawn'])), name='agreement_status_known'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='agreement_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='AgreementHelperGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='agreements.agreement')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AgreementTeamGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='agreements.agreement')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.group')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CodeUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=80)),
                ('party_key', models.CharField(blank=True, max_length=63)),
                ('path', models.CharField(max_length=400)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='code_uses', to='agreements.agreement')),
            ],
            options={
                'ordering': ['agreement_id', 'code', 'path'],
                'default_permissions': (),
                'indexes': [models.Index(fields=['code', 'agreement'], name='code_use_by_code')],
                'constraints': [models.UniqueConstraint(fields=('agreement', 'code', 'path'), name='code_use_once')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalAgreement',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('reference', models.CharField(db_index=True, max_length=20)),
                ('kind', models.CharField(choices=[('agreement', 'Data sharing agreement'), ('protocol', 'Information sharing protocol'), ('annex', 'Annex'), ('memorandum', 'Memorandum of understanding'), ('arrangement', 'Joint controller arrangement')], max_length=20)),
                ('title', models.CharField(max_length=500)),
                ('public_title', models.CharField(blank=True, max_length=500)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('agreed', 'Agreed text'), ('signing', 'Out for signature'), ('signed', 'Signed – starts later'), ('in_force', 'In force'), ('under_review', 'Under review'), ('superseded', 'Superseded'), ('ended', 'Ended'), ('withdrawn', 'Withdrawn')], default='draft', max_length=12)),
                ('status_at', models.DateTimeField()),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('review_on', models.DateField(blank=True, null=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField()),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lead', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='parties.organisation')),
                ('status_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical agreement',
                'verbose_name_plural': 'historical agreements',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalParty',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('key', models.CharField(max_length=63)),
                ('position', models.PositiveSmallIntegerField()),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('agreement', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agreements.agreement')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='parties.organisation')),
            ],
            options={
                'verbose_name': 'historical party',
                'verbose_name_plural': 'historical partys',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPiece',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('part', models.CharField(max_length=40)),
                ('key', models.CharField(blank=True, max_length=63)),
                ('position', models.PositiveIntegerField(default=0)),
                ('value', models.TextField()),
                ('changed_at', models.DateTimeField()),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('agreement', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agreements.agreement')),
                ('changed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical piece',
                'verbose_name_plural': 'historical pieces',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=63)),
                ('position', models.PositiveSmallIntegerField()),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='agreements.agreement')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
            ],
            options={
                'ordering': ['agreement_id', 'position'],
                'indexes': [models.Index(fields=['organisation', 'agreement'], name='party_visibility')],
                'constraints': [models.UniqueConstraint(fields=('agreement', 'key'), name='party_key_once'), models.UniqueConstraint(fields=('agreement', 'organisation'), name='party_organisation_once')],
            },
        ),
        migrations.CreateModel(
            name='Piece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(max_length=40)),
                ('key', models.CharField(blank=True, max_length=63)),
                ('position', models.PositiveIntegerField(default=0)),
                ('value', models.TextField()),
                ('changed_at', models.DateTimeField()),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='agreements.agreement')),
                ('changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['agreement_id', 'part', 'position', 'key'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('agreement', 'part', 'key'), name='piece_once')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField(unique=True)),
                ('name', models.CharField(max_length=240)),
                ('query', models.TextField()),
                ('saved_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name', 'pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('person', 'name'), name='savedview_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField(unique=True)),
                ('based_on', models.PositiveIntegerField(default=0)),
                ('file_name', models.CharField(max_length=255)),
                ('text', models.TextField()),
                ('uploaded_at', models.DateTimeField()),
                ('agreement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agreements.agreement')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-uploaded_at', '-pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('fingerprint', models.CharField(max_length=64, unique=True)),
                ('previous_fingerprint', models.CharField(blank=True, max_length=64)),
                ('frozen_at', models.DateTimeField()),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='agreements.agreement')),
                ('frozen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['agreement_id', 'number'],
                'constraints': [models.UniqueConstraint(fields=('agreement', 'number'), name='version_number_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='version_from_one')],
            },
        ),
        migrations.CreateModel(
            name='Transition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(choices=[('send_for_review', 'Sent for review'), ('back_to_draft', 'Taken back to draft'), ('freeze', 'Text frozen'), ('unfreeze', 'Text opened again'), ('ask_for_signatures', 'Sent for signature'), ('recall', 'Taken back from signature'), ('record_elsewhere', 'Recorded as signed outside this portal'), ('complete', 'Signed'), ('come_into_force', 'Came into force'), ('start_review', 'Review started'), ('keep', 'Reviewed and kept'), ('supersede', 'Replaced by a newer version'), ('end', 'Ended'), ('withdraw', 'Withdrawn')], max_length=20)),
                ('source', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('agreed', 'Agreed text'), ('signing', 'Out for signature'), ('signed', 'Signed – starts later'), ('in_force', 'In force'), ('under_review', 'Under review'), ('superseded', 'Superseded'), ('ended', 'Ended'), ('withdrawn', 'Withdrawn')], max_length=12)),
                ('target', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('agreed', 'Agreed text'), ('signing', 'Out for signature'), ('signed', 'Signed – starts later'), ('in_force', 'In force'), ('under_review', 'Under review'), ('superseded', 'Superseded'), ('ended', 'Ended'), ('withdrawn', 'Withdrawn')], max_length=12)),
                ('at', models.DateTimeField()),
                ('reason', models.TextField(blank=True)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transitions', to='agreements.agreement')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.version')),
            ],
            options={
                'ordering': ['agreement_id', '-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Rendering',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('working', 'Being made'), ('done', 'Ready'), ('failed', 'Could not be made')], default='waiting', max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error', models.TextField(blank=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('pages', models.PositiveIntegerField(default=0)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rendering', to='agreements.version')),
            ],
            options={
                'ordering': ['asked_at', 'pk'],
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'working'])), fields=['asked_at'], name='rendering_unfinished')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', False), ('size__gt', 0), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('finished_at', None), ('sha256', '')), _connector='OR'), name='rendering_done_has_file')],
            },
        ),
        migrations.CreateModel(
            name='PublishedRendering',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('working', 'Being made'), ('done', 'Ready'), ('failed', 'Could not be made')], default='waiting', max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error', models.TextField(blank=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('pages', models.PositiveIntegerField(default=0)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('withheld', models.JSONField(default=list)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='published_rendering', to='agreements.version')),
            ],
            options={
                'ordering': ['asked_at', 'pk'],
                'abstract': False,
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'working'])), fields=['asked_at'], name='published_unfinished')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', False), ('size__gt', 0), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('finished_at', None), ('sha256', '')), _connector='OR'), name='published_done_has_file')],
            },
        ),
        migrations.CreateModel(
            name='VersionCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=80)),
                ('wording_from', models.DateField(blank=True, null=True)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='codes', to='agreements.version')),
            ],
            options={
                'ordering': ['version_id', 'code'],
                'default_permissions': (),
                'indexes': [models.Index(fields=['code', 'wording_from'], name='version_code_by_code')],
                'constraints': [models.UniqueConstraint(fields=('version', 'code'), name='version_code_once')],
            },
        ),
        migrations.AlterUniqueTogether(
            name='agreementhelpergrant',
            unique_together={('user', 'permission', 'content_object')},
        ),
        migrations.AlterUniqueTogether(
            name='agreementteamgrant',
            unique_together={('group', 'permission', 'content_object')},
        ),
        foundation.append_only.AppendOnly(
            table='agreements_version',
            columns=(),
            again=False,
        ),
        foundation.append_only.AppendOnly(
            table='agreements_transition',
            columns=(),
            again=False,
        ),
    ]
