"""Days in addresses."""

import datetime as dt


class Day:
    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> dt.date:
        """A day that is in no calendar raises ValueError, so that the address matches nothing."""
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date | str) -> str:
        return str(value)
