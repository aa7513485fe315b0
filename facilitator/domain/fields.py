"""What the fields of agendas and decision logs may hold: said once, where a field is declared.

::

    TitleLine = Annotated[str, Text(120)]

    title: TitleLine
    due: date | None = None

What reads, writes and corrects such records goes by these kinds. The plain type is enough for a
day, a moment, true or false, a word of an enumeration and a record of its own. A field without a
default has to be there.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from enum import Enum, auto
from functools import cache
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Text:
    """Text of at most so many terminal cells: of one line, or as a ``block`` of several.

    ``is_prose`` where it is the facilitator's or the agenda's own wording, in which a typing error
    may be corrected later on.
    """

    cells: int
    is_block: bool = False
    may_be_empty: bool = False
    is_prose: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from ``least`` to ``most``."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Number:
    """A number from ``least``, or from just above ``above``, to ``most``."""

    least: float = 0.0
    most: float = 1.0
    above: float | None = None


class Id(Enum):
    """A name by which something is known again: any, a team's, a session's."""

    ANY = auto()
    TEAM = auto()
    SESSION = auto()


class Writing(Enum):
    """How a field stands in a document otherwise than under its own name, where it says something.

    ``ALWAYS`` also when it is empty; ``NEVER``; ``FLAT`` with its keys among the record's own.
    """

    ALWAYS = auto()
    NEVER = auto()
    FLAT = auto()


@dataclass(frozen=True, slots=True)
class Called:
    """The word by which a document calls a field, where that is another."""

    name: str


Content = Text | Whole | Number | Id | type[Any]
"""What a value is; a type is one that says enough by itself."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field as its record declares it; ``is_many`` where it is a tuple of such values."""

    name: str
    key: str
    content: Content
    default: object
    is_many: bool
    writing: Writing | None

    @property
    def is_required(self) -> bool:
        """Whether it has to be there."""
        return self.default is MISSING


def fields_of(record: type[Any]) -> tuple[Field, ...]:
    """The fields of a dataclass, in the order in which they are declared."""
    hashable: Any = record  # which mypy doubts
    return _fields_of(hashable)


@cache
def _fields_of(record: type[Any]) -> tuple[Field, ...]:
    hints = get_type_hints(record, include_extras=True)
    found = []
    for each in fields(record):
        made = each.default_factory
        default = each.default if made is MISSING else made()
        found.append(_field(each.name, hints[each.name], default))
    return tuple(found)


def _field(name: str, hint: Any, default: object) -> Field:
    """A field by its type, in which whatever says something of it stands within something else."""
    key, content, writing, is_many = name, None, None, False
    while get_args(hint):
        inner, *marks = get_args(hint)
        for mark in marks if get_origin(hint) is Annotated else ():
            match mark:
                case Called(word):
                    key = word
                case Writing():
                    writing = mark
                case Text() | Whole() | Number() | Id():
                    content = mark
        if get_origin(hint) not in (Annotated, Union, UnionType, tuple):
            break  # a mapping, of which no more can be said
        is_many = is_many or get_origin(hint) is tuple
        hint = inner
    return Field(name, key, content or get_origin(hint) or hint, default, is_many, writing)


def copied(record: type[R], source: Any, **others: object) -> R:
    """A record with what another has under the same names, and with ``others``."""
    names = {each.name for each in fields(source)}
    same = {each.name for each in fields(record)} & names - others.keys()  # type: ignore[arg-type]
    return record(**{name: getattr(source, name) for name in same}, **others)
