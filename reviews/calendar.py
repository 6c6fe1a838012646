"""Working days of each nation, as every room counts them."""

from foundation.workdays import Calendar, of_nation

__all__ = ["Calendar", "of_nation"]
