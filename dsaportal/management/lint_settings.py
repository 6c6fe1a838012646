"""The portal's settings with the linter of migrations, which is a Django app and a development package.

It judges the SQL that a migration becomes. SQLite's is no measure, because there each change makes the table again;
so PostgreSQL's is judged wherever there is one to ask.
"""

from dsaportal import environment as env
from dsaportal.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]  # noqa: F405
MIGRATION_LINTER_OPTIONS = {"ignore_initial_migrations": True, "no_cache": True, "quiet": ["ignore", "ok"]}
if env.text("TEST_DATABASE_URL"):
    # Nothing is written, so the database that every server has will do.
    DATABASES = {"default": env.postgres(env.text("TEST_DATABASE_URL")) | {"NAME": "postgres"}}
else:
    MIGRATION_LINTER_OPTIONS["exclude_migration_tests"] = ["NOT_NULL"]
