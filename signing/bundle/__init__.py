"""Everything that proves who signed an agreement, in one file that can be checked without the portal."""

from signing.bundle.collecting import contents, state_of
from signing.bundle.packing import pack

__all__ = ["contents", "pack", "state_of"]
