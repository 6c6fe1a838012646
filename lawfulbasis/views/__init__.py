from lawfulbasis.views.changes import change, changes
from lawfulbasis.views.checks import check, checks
from lawfulbasis.views.entries import catalogue, entry

__all__ = ["catalogue", "change", "changes", "check", "checks", "entry"]
