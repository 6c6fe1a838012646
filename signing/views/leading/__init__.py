"""The lead's pages: sending a version for signature, and seeing it through."""

from signing.views.leading.asking import ask
from signing.views.leading.ending import extend, recall, remind, remove, withdraw
from signing.views.leading.following import one, pdf, progress
from signing.views.leading.reviewing import clear

__all__ = ["ask", "clear", "extend", "one", "pdf", "progress", "recall", "remind", "remove", "withdraw"]
