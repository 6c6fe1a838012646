from django.db import migrations

from foundation.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("signing", "0001_initial")]

    operations = [AppendOnly("signing_signature"), AppendOnly("signing_sealedfile")]
