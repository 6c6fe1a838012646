"""What a document is made of, as a value: forms, pages, comparisons and indexes walk it instead of naming fields."""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from dsaformat.choices import Labelled
from dsaformat.values import LINE_LENGTH, FromLaw, Part, PointsAt, Row


class Form(StrEnum):
    """What a field holds, before one asks how many."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    COUNT = "count"
    FLAG = "flag"
    CHOICE = "choice"
    KEY = "key"
    CODE = "code"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Shape:
    """One field of a part."""

    name: str
    title: str
    hint: str
    form: Form
    several: bool
    optional: bool
    """May be left out altogether: None, blank or no rows."""
    default: Any
    limit: int
    points_at: str
    """The list of the document whose rows the value names."""
    regimes: tuple[str, ...]
    """Where in the catalogue of the law the value comes from; any entry when there is none and the form is CODE."""
    vocabulary: type[Labelled] | None
    models: tuple[type[Part], ...]
    """The parts it may hold; more than one where a rule has several shapes."""

    @property
    def empty_is_all(self) -> bool:
        """Naming nobody means everybody, and naming nothing everything."""
        return self.several and ("named means every" in self.hint or "named means all" in self.hint)

    @property
    def rows(self) -> bool:
        return self.several and bool(self.models) and issubclass(self.models[0], Row)


@cache
def shapes(model: type[Part]) -> tuple[Shape, ...]:
    return tuple(_shape(name, field) for name, field in model.model_fields.items())


def shape(model: type[Part], name: str) -> Shape:
    """Raises `KeyError` for a field that the model does not have."""
    for found in shapes(model):
        if found.name == name:
            return found
    raise KeyError(name)


def _shape(name: str, field: FieldInfo) -> Shape:
    found = _Found()
    found.read(field.annotation)
    found.mark(field.metadata)
    required = field.is_required()
    return Shape(
        name=name,
        title=field.title or name.replace("_", " ").capitalize(),
        hint=field.description or "",
        form=found.form,
        several=found.several,
        optional=not required,
        default=None if required else field.default,
        limit=found.limit,
        points_at=found.points_at,
        regimes=found.regimes,
        vocabulary=found.vocabulary,
        models=tuple(found.models),
    )


_FORMS: dict[type, Form] = {date: Form.DAY, int: Form.COUNT, bool: Form.FLAG, str: Form.LINE}


class _Found:
    """What an annotation says, gathered while walking into it."""

    def __init__(self) -> None:
        self.form = Form.LINE
        self.several = False
        self.limit = LINE_LENGTH
        self.points_at = ""
        self.regimes: tuple[str, ...] = ()
        self.vocabulary: type[Labelled] | None = None
        self.models: list[type[Part]] = []

    def read(self, annotation: Any) -> None:
        origin, inside = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            self.read(inside[0])
            self.mark(inside[1:])
        elif origin in {Union, types.UnionType}:
            for member in inside:
                if member is not type(None):
                    self.read(member)
        elif origin is tuple:
            self.several = True
            self.read(inside[0])
        elif origin is Literal:
            self.form = Form.LINE
        elif isinstance(annotation, type):
            self._read_type(annotation)

    def _read_type(self, found: type) -> None:
        if issubclass(found, Part):
            self.form = Form.PART
            self.models.append(found)
        elif issubclass(found, Labelled):
            self.form, self.vocabulary = Form.CHOICE, found
        else:
            self.form = _FORMS[found]

    def mark(self, metadata: Any) -> None:
        for mark in metadata:
            if isinstance(mark, PointsAt):
                self.form, self.points_at = Form.KEY, mark.rows
            elif isinstance(mark, FromLaw):
                self.form, self.regimes = Form.CODE, mark.regimes
            elif isinstance(mark, FieldInfo):
                self.mark(mark.metadata)
            elif (limit := getattr(mark, "max_length", None)) is not None and self.form in {Form.LINE, Form.TEXT}:
                self._limit(limit)

    def _limit(self, limit: int) -> None:
        if self.several and limit < LINE_LENGTH:
            return  # how many, not how long
        self.limit = limit
        if limit > LINE_LENGTH:
            self.form = Form.TEXT


def walk(part: Part, path: str = "") -> Iterator[tuple[str, Shape, Any]]:
    """Every field of a part and of the parts in it that holds a value: its path, its shape and the value.

    Rows are named by their keys and other parts by their place, counted from one: `retention/police/period/number`.
    """
    for field in shapes(type(part)):
        value = getattr(part, field.name)
        if value is None or value == () or value == "":
            continue
        where = f"{path}/{field.name}" if path else field.name
        if field.form is not Form.PART:
            yield where, field, value
        elif field.several:
            for index, member in enumerate(value, start=1):
                yield from walk(member, f"{where}/{member.key if isinstance(member, Row) else index}")
        else:
            yield from walk(value, where)
