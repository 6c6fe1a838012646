"""The law's rules: pure functions from a document, the catalogue and a day to findings."""

from lawfulbasis.rules import basis, data, parties, retention, text
from lawfulbasis.rules.registry import RULES, Case, Hit, Rule, check

__all__ = ["RULES", "Case", "Hit", "Rule", "basis", "check", "data", "parties", "retention", "text"]
