from django.db import migrations

from foundation.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]

    operations = [AppendOnly("agreements_version"), AppendOnly("agreements_transition")]
