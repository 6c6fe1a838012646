"""Working days of each nation, as every room counts them."""

from foundation.workdays import Calendar, every, of_nation

__all__ = ["Calendar", "every", "of_nation"]
