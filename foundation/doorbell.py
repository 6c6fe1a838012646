"""Celery's folder transport, whose tables of queues survive a killed process, and two that begin at once.

The one that comes with it creates a table in place, and two processes that start together can write into one another;
or one is killed while it writes. What is left can never be read again, and no worker would ever start.
"""

import fcntl
from pathlib import Path
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def get_table(self, exchange: str) -> list[Any]:
        """Nothing, where it cannot be read: whoever binds next writes it anew, and a sweep does what was lost."""
        try:
            table: list[Any] = super().get_table(exchange)
        except ValueError:
            return []
        return table

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str | None, queue: str) -> None:
        own: Any = self  # the stubs are older than the name
        table: Path = own._exchange_file(exchange)
        self.control_folder.mkdir(exist_ok=True)
        wanted = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with table.with_suffix(".lock").open("a") as alone:
            fcntl.flock(alone, fcntl.LOCK_EX)
            known = self.get_table(exchange)
            if wanted not in known:
                new = table.with_suffix(".new")
                new.write_text(dumps([wanted, *known]), encoding="utf-8")
                new.replace(table)


class Transport(filesystem.Transport):
    Channel = Channel
