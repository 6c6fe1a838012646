"""What every vocabulary is made of."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A code with the words people see. The code goes into files, the label onto pages."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
