
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation.append_only import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('agreements', '0005_pieces'),
        ('parties', '0003_settings'),
        ('signing', '0003_withdrawn_rounds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AppendOnly("signing_signature", again=True),
        AppendOnly("signing_sealedfile", again=True),
        migrations.AddField(
            model_name="chainhead",
            name="linked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='Alternate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('declined', 'Declined'), ('passed_on', 'Passed on'), ('not_for_me', 'Said that it is not for them'), ('taken_back', 'Took the request back')], max_length=12)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, choices=[('not_needed', 'We do not need this sharing'), ('legal_basis', 'We do not agree with the legal basis'), ('security', 'We have concerns about security or the impact assessment'), ('wrong', 'This is the wrong organisation or person'), ('covered', 'Another agreement covers this'), ('other', 'Something else')], max_length=12)),
                ('text', models.CharField(blank=True, max_length=2000)),
                ('seen_by', models.CharField(choices=[('all', 'All parties'), ('lead', 'Only the organisation that leads the agreement')], default='all', max_length=4)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Body',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party_key', models.CharField(max_length=63)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Elsewhere',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('pages', models.PositiveIntegerField()),
                ('signed_on', models.DateField()),
                ('keeper', models.CharField(blank=True, max_length=800)),
                ('note', models.TextField(blank=True)),
                ('recorded_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['recorded_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(unique=True)),
                ('evidence', models.TextField()),
                ('previous_hash', models.CharField(max_length=64, unique=True)),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(max_length=2000)),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('route', models.CharField(choices=[('portal', 'In the portal'), ('paper', 'On paper'), ('elsewhere', 'In another system')], max_length=10)),
                ('path', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('media_type', models.CharField(max_length=40)),
                ('size', models.PositiveBigIntegerField()),
                ('pages', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=800)),
                ('office', models.CharField(max_length=800)),
                ('rank', models.CharField(blank=True, max_length=400)),
                ('dated_on', models.DateField()),
                ('keeper', models.CharField(blank=True, max_length=800)),
                ('uploaded_at', models.DateTimeField()),
                ('outcome', models.CharField(choices=[('waiting', 'Waiting for a second person'), ('accepted', 'Accepted'), ('returned', 'Sent back')], default='waiting', max_length=10)),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('checks', models.JSONField(blank=True, default=dict)),
                ('reason', models.CharField(blank=True, max_length=2000)),
            ],
            options={
                'ordering': ['uploaded_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PublishedHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(unique=True)),
                ('number', models.PositiveBigIntegerField()),
                ('hash', models.CharField(max_length=64)),
                ('published_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-on'],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('question', 'Question'), ('changes', 'Wants changes')], default='question', max_length=10)),
                ('text', models.TextField()),
                ('asked_at', models.DateTimeField()),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['asked_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Retraction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(unique=True)),
                ('evidence', models.TextField()),
                ('previous_hash', models.CharField(max_length=64, unique=True)),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(max_length=2000)),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.AlterModelOptions(
            name='request',
            options={'ordering': ['stage', 'organisation__legal_name', 'pk']},
        ),
        migrations.AlterModelOptions(
            name='sealedfile',
            options={'ordering': ['version_id', 'edition', 'revision']},
        ),
        migrations.RemoveConstraint(
            model_name='request',
            name='request_one_per_party',
        ),
        migrations.RemoveConstraint(
            model_name='request',
            name='request_signed_pair',
        ),
        migrations.RemoveConstraint(
            model_name='sealedfile',
            name='sealedfile_revision_once',
        ),
        migrations.RemoveConstraint(
            model_name='sealedfile',
            name='sealedfile_certified_first',
        ),
        migrations.RemoveConstraint(
            model_name='signature',
            name='signature_one_per_party',
        ),
        migrations.AddField(
            model_name='historicalrequest',
            name='cleared_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='historicalrequest',
            name='cleared_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalrequest',
            name='extra_days',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='historicalrequest',
            name='live',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='signing.signature'),
        ),
        migrations.AddField(
            model_name='historicalrequest',
            name='passed_from',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalrequest',
            name='paused_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='historicalrequest',
            name='reminded_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='historicalrequest',
            name='route',
            field=models.CharField(choices=[('portal', 'In the portal'), ('paper', 'On paper'), ('elsewhere', 'In another system')], default='portal', max_length=10),
        ),
        migrations.AddField(
            model_name='historicalrequest',
            name='slot',
            field=models.CharField(default='', max_length=140),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='historicalrequest',
            name='stage',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='historicalround',
            name='closed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalround',
            name='closed_reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='historicalround',
            name='kind',
            field=models.CharField(choices=[('whole', 'Signature by the parties'), ('joining', 'A party joins what the others have signed')], default='whole', max_length=10),
        ),
        migrations.AddField(
            model_name='historicalround',
            name='met_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='historicalround',
            name='on_decline',
            field=models.CharField(choices=[('stops', 'The agreement stops'), ('continues', 'The agreement goes on without that party')], default='stops', max_length=10),
        ),
        migrations.AddField(
            model_name='historicalround',
            name='reviewed_first',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='request',
            name='cleared_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='request',
            name='cleared_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='request',
            name='extra_days',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='request',
            name='live',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='live_for', to='signing.signature'),
        ),
        migrations.AddField(
            model_name='request',
            name='passed_from',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='request',
            name='paused_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='request',
            name='reminded_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='request',
            name='route',
            field=models.CharField(choices=[('portal', 'In the portal'), ('paper', 'On paper'), ('elsewhere', 'In another system')], default='portal', max_length=10),
        ),
        migrations.AddField(
            model_name='request',
            name='slot',
            field=models.CharField(default='', max_length=140),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='request',
            name='stage',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='round',
            name='closed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='round',
            name='closed_reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='round',
            name='kind',
            field=models.CharField(choices=[('whole', 'Signature by the parties'), ('joining', 'A party joins what the others have signed')], default='whole', max_length=10),
        ),
        migrations.AddField(
            model_name='round',
            name='met_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='round',
            name='on_decline',
            field=models.CharField(choices=[('stops', 'The agreement stops'), ('continues', 'The agreement goes on without that party')], default='stops', max_length=10),
        ),
        migrations.AddField(
            model_name='round',
            name='reviewed_first',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='sealedfile',
            name='edition',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='sealing',
            name='edition',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='sealing',
            name='final',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='signature',
            name='attempt',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='signature',
            name='given_with',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='given_together', to='signing.signature'),
        ),
        migrations.AlterField(
            model_name='historicalrequest',
            name='asked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='historicalrequest',
            name='state',
            field=models.CharField(choices=[('not_yet', 'Not yet asked'), ('asked', 'Asked'), ('opened', 'Opened'), ('question', 'Has asked a question'), ('checking', 'Signed on paper – being checked'), ('signed', 'Signed'), ('declined', 'Declined'), ('removed', 'Removed'), ('withdrawn', 'Withdrawn')], default='asked', max_length=10),
        ),
        migrations.AlterField(
            model_name='historicalround',
            name='state',
            field=models.CharField(choices=[('open', 'Open'), ('complete', 'Complete'), ('withdrawn', 'Withdrawn'), ('recalled', 'Taken back'), ('declined', 'Stopped by a party that declined')], default='open', max_length=10),
        ),
        migrations.AlterField(
            model_name='request',
            name='asked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='request',
            name='signatory',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='request',
            name='state',
            field=models.CharField(choices=[('not_yet', 'Not yet asked'), ('asked', 'Asked'), ('opened', 'Opened'), ('question', 'Has asked a question'), ('checking', 'Signed on paper – being checked'), ('signed', 'Signed'), ('declined', 'Declined'), ('removed', 'Removed'), ('withdrawn', 'Withdrawn')], default='asked', max_length=10),
        ),
        migrations.AlterField(
            model_name='round',
            name='state',
            field=models.CharField(choices=[('open', 'Open'), ('complete', 'Complete'), ('withdrawn', 'Withdrawn'), ('recalled', 'Taken back'), ('declined', 'Stopped by a party that declined')], default='open', max_length=10),
        ),
        migrations.AlterField(
            model_name='sealedfile',
            name='signature',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sealed_files', to='signing.signature'),
        ),
        migrations.AlterField(
            model_name='signature',
            name='authority',
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AlterField(
            model_name='signature',
            name='capacity',
            field=models.CharField(choices=[('own', 'Signatory'), ('delegate', 'Delegate'), ('mandate', 'On behalf of several bodies'), ('paper', 'On paper'), ('elsewhere', 'In another system')], max_length=10),
        ),
        migrations.AlterField(
            model_name='signature',
            name='confirmation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.confirmation'),
        ),
        migrations.AlterField(
            model_name='signature',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='signature',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='signing.request'),
        ),
        migrations.AlterField(
            model_name='signature',
            name='statements',
            field=models.JSONField(default=list),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cleared_at', None), ('cleared_by', None)), models.Q(('cleared_at__isnull', False), ('cleared_by__isnull', False)), _connector='OR'), name='request_cleared_pair'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paused_at__isnull', False), ('state', 'question')), models.Q(models.Q(('state', 'question'), _negated=True), ('paused_at', None)), _connector='OR'), name='request_paused_pair'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('route', 'portal'), _negated=True), ('signatory__isnull', False), _connector='OR'), name='request_portal_has_person'),
        ),
        migrations.AddConstraint(
            model_name='sealedfile',
            constraint=models.UniqueConstraint(fields=('version', 'edition', 'revision'), name='sealedfile_revision_once'),
        ),
        migrations.AddConstraint(
            model_name='sealedfile',
            constraint=models.UniqueConstraint(fields=('version', 'edition', 'signature'), name='sealedfile_signature_once'),
        ),
        migrations.AddConstraint(
            model_name='sealedfile',
            constraint=models.CheckConstraint(condition=models.Q(('signature', None), ('revision__gt', 0), _connector='OR'), name='sealedfile_certified_first'),
        ),
        migrations.AddField(
            model_name='alternate',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='alternate',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alternates', to='signing.request'),
        ),
        migrations.AddField(
            model_name='answer',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='answer',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='signing.request'),
        ),
        migrations.AddField(
            model_name='answer',
            name='to_person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='body',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation'),
        ),
        migrations.AddField(
            model_name='body',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bodies', to='signing.request'),
        ),
        migrations.AddField(
            model_name='elsewhere',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='elsewhere',
            name='version',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.version'),
        ),
        migrations.AddField(
            model_name='objection',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='objection',
            name='signature',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='objection', to='signing.signature'),
        ),
        migrations.AddField(
            model_name='paper',
            name='checked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='paper',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='signing.request'),
        ),
        migrations.AddField(
            model_name='paper',
            name='uploaded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='signature',
            name='paper',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='signing.paper'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('request', 'party_key', 'attempt'), name='signature_once_per_attempt'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('capacity__in', ['paper', 'elsewhere']), ('confirmation', None), ('paper__isnull', False), ('person', None)), models.Q(models.Q(('capacity__in', ['paper', 'elsewhere']), _negated=True), ('confirmation__isnull', False), ('paper', None), ('person__isnull', False), models.Q(('authority', ''), _negated=True)), _connector='OR'), name='signature_seen_or_brought'),
        ),
        migrations.AddField(
            model_name='question',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='question',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='question',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='signing.request'),
        ),
        migrations.AddField(
            model_name='retraction',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='retraction',
            name='signature',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='retraction', to='signing.signature'),
        ),
        migrations.AddConstraint(
            model_name='alternate',
            constraint=models.UniqueConstraint(fields=('request', 'person'), name='alternate_once'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='answer_declined_why'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'passed_on'), ('to_person__isnull', False)), models.Q(models.Q(('kind', 'passed_on'), _negated=True), ('to_person', None)), _connector='OR'), name='answer_passed_to'),
        ),
        migrations.AddConstraint(
            model_name='body',
            constraint=models.UniqueConstraint(fields=('request', 'party_key'), name='body_once'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'waiting')), fields=('request',), name='paper_one_waiting'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_at', None), ('checked_by', None), ('outcome', 'waiting')), models.Q(models.Q(('outcome', 'waiting'), _negated=True), ('checked_at__isnull', False), ('checked_by__isnull', False)), _connector='OR'), name='paper_checked_pair'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(('checked_by', None), models.Q(('checked_by', models.F('uploaded_by')), _negated=True), _connector='OR'), name='paper_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(('route', 'portal'), _negated=True), name='paper_not_portal'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'returned'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='paper_returned_why'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('request',), name='question_one_open'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='question_answered_pair'),
        ),
        AppendOnly("signing_signature", again=True),
        AppendOnly("signing_sealedfile", again=True),
        AppendOnly("signing_answer"),
        AppendOnly("signing_retraction"),
        AppendOnly("signing_objection"),
        AppendOnly("signing_publishedhead"),
    ]
