"""A length of time as people agree it."""

from dsaformat.choices import Unit
from dsaformat.values import Count, Part, must


class Period(Part):
    number: Count = must("How many")
    unit: Unit = must("Of what")

    def __str__(self) -> str:
        words = self.unit.label.removesuffix("s") if self.number == 1 else self.unit.label
        return f"{self.number} {words}"
