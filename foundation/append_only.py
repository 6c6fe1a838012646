"""Rows that nobody rewrites: the database itself refuses UPDATE and DELETE, whoever asks."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_MESSAGE = "rows of {table} are append-only"


def _forwards(table: str, columns: tuple[str, ...]) -> dict[str, list[str]]:
    message = _MESSAGE.format(table=table)
    changed = " OR ".join(f'OLD."{c}" IS DISTINCT FROM NEW."{c}"' for c in columns)
    changed_sqlite = " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in columns)
    when, when_sqlite = (f"WHEN ({changed})", f"WHEN {changed_sqlite}") if columns else ("", "")
    return {
        "postgresql": [
            *_dropped(table)["postgresql"],
            f"""CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
            f'CREATE TRIGGER {table}_no_update BEFORE UPDATE ON "{table}" FOR EACH ROW {when} '
            f"EXECUTE FUNCTION {table}_refuse()",
            f'CREATE TRIGGER {table}_no_delete BEFORE DELETE ON "{table}" FOR EACH ROW '
            f"EXECUTE FUNCTION {table}_refuse()",
        ],
        "sqlite": [
            *_dropped(table)["sqlite"],
            f'CREATE TRIGGER {table}_no_update BEFORE UPDATE ON "{table}" {when_sqlite} '
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
            f'CREATE TRIGGER {table}_no_delete BEFORE DELETE ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
        ],
    }


def _dropped(table: str) -> dict[str, list[str]]:
    return {
        "postgresql": [
            f'DROP TRIGGER IF EXISTS {table}_no_update ON "{table}"',
            f'DROP TRIGGER IF EXISTS {table}_no_delete ON "{table}"',
            f"DROP FUNCTION IF EXISTS {table}_refuse()",
        ],
        "sqlite": [f"DROP TRIGGER IF EXISTS {table}_no_update", f"DROP TRIGGER IF EXISTS {table}_no_delete"],
    }


class AppendOnly(migrations.operations.base.Operation):
    """Migration operation: from now on ``table`` takes new rows only.

    With ``columns``, only those columns are protected (for a row whose payload is final while its bookkeeping moves
    on), and deletion is refused all the same. On SQLite a later change of the table's shape recreates the table and
    drops its triggers: put this operation with ``again`` before and behind every such change, so that the table is
    protected whichever way the change is applied.
    """

    reduces_to_sql = False
    reversible = True

    def __init__(self, table: str, columns: tuple[str, ...] = (), *, again: bool = False) -> None:
        self.table = table
        self.columns = tuple(columns)
        self.again = again

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [], {"table": self.table, "columns": self.columns, "again": self.again}

    def state_forwards(self, app_label: str, state: Any) -> None:
        return None

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        for statement in _forwards(self.table, self.columns)[schema_editor.connection.vendor]:
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        statements = _forwards(self.table, self.columns) if self.again else _dropped(self.table)
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"Make {self.table} append-only"
