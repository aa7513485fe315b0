"""What a single TOML value can be required to be: text, a number, a date, one of a few words."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from facilitator.domain.slugs import SLUG_CHARACTERS, slug
from facilitator.domain.text import (
    TextRefused,
    TextTooLong,
    clean_block,
    clean_line,
    visible,
)

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_SLUG = re.compile(rf"[a-z][a-z0-9-]{{0,{SLUG_CHARACTERS - 1}}}", re.ASCII)
_NAMES = {
    bool: "true or false",
    int: "a whole number",
    float: "a number with decimals",
    str: "text",
    list: "an array",
    dict: "a table",
    datetime: "a date and time",
    date: "a date",
}


class Unfit(Exception):  # noqa: N818 - reads as what happened
    """A value is not what it must be. ``message`` says why, ``hint`` what to write instead."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Empty(Unfit):
    """Text is empty: where it is optional, it may go as well."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """What a value must be: ``read`` gives it typed and cleaned, or raises :class:`Unfit`.

    ``stand_in`` takes the place of a value that can't be used, so that reading can go on;
    ``example`` is a value as one would write it in TOML, or what to choose from, for hints: none
    that would mean something if it were copied.
    """

    read: Callable[[object], T]
    stand_in: T
    example: str

    def takes(self, value: object) -> bool:
        """Whether a value is what it must be."""
        try:
            self.read(value)
        except Unfit:
            return False
        return True

    def unless(self, refused: Callable[[T], bool], why: str, hint: str) -> Kind[T]:
        """The same kind without the values that are ``refused``; ``why`` goes on from the value."""

        def read(value: object) -> T:
            fit = self.read(value)
            if refused(fit):
                raise Unfit(f'"{visible(str(fit), most_cells=40)}" {why}', hint)
            return fit

        return Kind(read, self.stand_in, self.example)


def line(most_cells: int) -> Kind[str]:
    """One line of text that is not empty, at most so many terminal cells wide."""
    return Kind(lambda value: _text(value, clean_line, most_cells), "", '"…"')


def block(most_cells: int) -> Kind[str]:
    """Text of several lines that is not empty, such as Markdown; see ``clean_block``."""
    return Kind(lambda value: _text(value, clean_block, most_cells), "", '"""…"""')


def whole(least: int, most: int) -> Kind[int]:
    """A whole number from ``least`` to ``most``."""

    def read(value: object) -> int:
        number = _typed(value, int, hint := f"write a whole number from {least} to {most}")
        if not least <= number <= most:
            raise Unfit(f"{_short(number)} is out of range", hint)
        return number

    return Kind(read, least, f"… (a whole number from {least} to {most})")


def share(*, above: float | None = None, least: float = 0.0, most: float = 1.0) -> Kind[float]:
    """A number from ``least``, or from just above ``above``, to ``most``."""
    low = f"above {above}" if above is not None else f"from {least}"
    hint = f"write a number {low} and at most {most}"

    def in_percent(value: float) -> str:
        return f"; {value:g} % is {value / 100:g}" if most < value <= most * 100 else ""

    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise Unfit(f"is {_name(value)}, not a number", hint)
        too_low = value <= above if above is not None else value < least
        if (isinstance(value, float) and not math.isfinite(value)) or too_low or value > most:
            raise Unfit(f"{_short(value)} is out of range", hint + in_percent(value))
        return float(value)

    return Kind(read, most, f"… (a number {low} and at most {most})")


def choice(words: type[E]) -> Kind[E]:
    """One of the words of an enumeration."""
    names = [word.value for word in words]
    hint = f"use {one_of(names)}"

    def read(value: object) -> E:
        text = _typed(value, str, hint)
        if text not in names:
            raise Unfit(f'"{visible(text, most_cells=40)}" is not known here', nearest(text, names))
        return words(text)

    return Kind(read, next(iter(words)), one_of(names))


@dataclass(frozen=True, slots=True)
class Ids:
    """What may be named in a file.

    They ``are_unsure`` where one of them is missing, refused or there twice, which has been said:
    any name may then mean that one.
    """

    names: tuple[str, ...]
    are_unsure: bool = False


def ids(written: Sequence[str], kind: Kind[str]) -> Ids:
    """Ids as they stand in a file, empty where one is missing; ``kind`` is what they must be."""
    names = tuple(filter(None, dict.fromkeys(written)))
    return Ids(names, len(names) < len(written) or not all(map(kind.takes, names)))


def reference(what: str, among: Ids) -> Kind[str]:
    """The name of something in the same file, such as a "team of this agenda".

    With no names at all any id will do: that there are none has been said where they should be.
    """
    names = among.names
    if not names:
        return SLUG
    offered = [name for name in names if _SLUG.fullmatch(name)]

    def read(value: object) -> str:
        text = _typed(value, str, f"use {one_of(offered)}")
        if text not in names and not among.are_unsure:
            shown = visible(text, most_cells=40)
            raise Unfit(f'"{shown}" is not a {what}', nearest(text, offered))
        return text

    return Kind(read, "", one_of(offered))


def nearest(text: str, names: Sequence[str]) -> str:
    """A hint for a name that is not among ``names``: the nearest one, and all if they are few."""
    near = difflib.get_close_matches(text[:64], names, n=1)
    guess = f'did you mean "{near[0]}"?' if near else ""
    if guess and len(names) == 1:
        return guess
    return f"{guess} use {one_of(names)}".lstrip()


def one_of(names: Sequence[str]) -> str:
    """Names as an enumeration for people: "a", "b" or "c"; the first twelve where they are many."""
    if not names:
        return "nothing: there is none"
    quoted = [f'"{visible(name, most_cells=40)}"' for name in names[:12]]
    if len(names) > len(quoted):
        return ", ".join(quoted) + " …"
    return ", ".join(quoted[:-1]) + (" or " if len(quoted) > 1 else "") + quoted[-1]


def _read_slug(value: object) -> str:
    text = _typed(value, str, 'write an id, like "launch-plan"')
    if not _SLUG.fullmatch(text):
        made = slug(text, "id")
        better = f': "{made}", say' if made else ""
        words = f"starting with a letter, at most {SLUG_CHARACTERS} characters"
        hint = f"use a-z, 0-9 and -, {words}{better}"
        raise Unfit(f'"{visible(text, most_cells=40)}" is not an id', hint)
    return text


def slug_like(name: str, stand_in: str) -> Kind[str]:
    """An id, like that which ``slug`` would make of a name."""
    made = slug(name, stand_in)
    return replace(SLUG, example=f'"{made}"') if made else SLUG


def _read_moment(value: object) -> datetime:
    hint = "write it like 2026-11-22T09:00:00Z, without quotes"
    moment = _typed(value, datetime, hint)
    if moment.tzinfo is None:
        raise Unfit("does not say in which time zone", hint)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise Unfit("is out of range", hint) from error


SLUG: Kind[str] = Kind(_read_slug, "", '"an-id"')
"""An id: a-z, 0-9 and -, starting with a letter, 1 to 64 characters."""
FLAG: Kind[bool] = Kind(
    lambda value: _typed(value, bool, "write true or false, without quotes"),
    stand_in=False,
    example="true or false",
)
"""true or false."""
DAY: Kind[date] = Kind(
    lambda value: _typed(value, date, "write it like 2027-03-22, without quotes"),
    date.min,
    "… (a day like 2027-03-22)",
)
"""A date without a time."""
MOMENT: Kind[datetime] = Kind(
    _read_moment,
    datetime.min.replace(tzinfo=UTC),
    "… (a day and time like 2026-11-22T09:00:00Z)",
)
"""A date and time with its offset; comes out in UTC."""


def _text(value: object, clean: Callable[..., str], most_cells: int) -> str:
    text = _typed(value, str, "put it in quotes")
    try:
        cleaned = clean(text, most_cells=most_cells)
    except TextTooLong as refused:
        raise Unfit(str(refused), "shorten it") from refused
    except TextRefused as refused:
        raise Unfit(str(refused), "take that character out") from refused
    if not cleaned:
        raise Empty("is empty", "write something here")
    return cleaned


def _typed(value: object, wanted: type[T], hint: str) -> T:
    # The very type: to Python true is a whole number too, and a date and time is a date.
    if type(value) is not wanted:
        raise Unfit(f"is {_name(value)}, not {_NAMES[wanted]}", hint)
    return value


def _name(value: object) -> str:
    return _NAMES.get(type(value), "something else")


def _short(number: float) -> str:
    """A number for a message; Python refuses to write out whole ones of thousands of digits."""
    return str(number) if abs(number) < 10**12 else "this number"
