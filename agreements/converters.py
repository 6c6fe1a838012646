"""Path parts of agreements. A part of another shape is no such page.

Who writes addresses imports this module, which makes the parts known to Django.
"""

from django.urls import register_converter

from lawfulbasis.converters import Day


class Reference:
    regex = "DSA-[0-9]{4}-[0-9]{4,7}(?:-[1-9][0-9]{0,2})?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class VersionNumber:
    regex = "[1-9][0-9]{0,4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(Reference, "reference")
register_converter(VersionNumber, "version")
register_converter(Day, "law_day")
