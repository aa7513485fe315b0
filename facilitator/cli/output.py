"""What verbs print: text for people, one JSON document for machines."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from facilitator.errors import harmless, one_line

if TYPE_CHECKING:
    from rich.console import RenderableType

_NOT_PLAIN = re.compile(r"[^\n -~]")
_UNBOUNDED = 1_000_000
"""Cells of a line that nothing ever fills."""


class Problem(Protocol):
    """Something wrong with a file; as text it is one line."""

    @property
    def file(self) -> str:
        """The file's name."""

    @property
    def place(self) -> str:
        """Where in the file."""

    @property
    def message(self) -> str:
        """What is wrong."""

    @property
    def hint(self) -> str:
        """What to do."""

    @property
    def severity(self) -> str:
        """``error`` or ``warning``."""

    @property
    def line(self) -> int:
        """The line in the file, counted from 1; 0 where there is none."""

    @property
    def column(self) -> int:
        """The column in that line, counted from 1; 0 where there is none."""


def draw(*reports: RenderableType, err: bool = False) -> None:
    """Draw reports for people, one after the other.

    In a terminal they are styled, and as wide as that; elsewhere plain, each line as long as it is,
    whatever COLUMNS says: it goes to a file, or to a program that cuts, sorts or wraps by itself.
    With ``err`` they go to standard error, where standard output belongs to a document.
    """
    from rich.console import Console  # noqa: PLC0415 - Rich takes a moment to import

    stream = sys.stderr if err else sys.stdout
    is_terminal = stream.isatty()
    drawn = io.StringIO()
    console = Console(
        file=stream if is_terminal else drawn,
        width=None if is_terminal else _UNBOUNDED,
        color_system="auto" if is_terminal else None,
        force_terminal=is_terminal,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for report in reports:
        console.print(report)
    put("".join(f"{line.rstrip()}\n" for line in drawn.getvalue().split("\n")[:-1]), err=err)


def say(text: object, *, err: bool = False) -> None:
    """Say something in words, on standard output or standard error: no terminal obeys any of it."""
    put(f"{harmless(text)}\n", err=err)


def remark(text: str) -> None:
    """Say something beside what is printed, on standard error."""
    put(f"facilitator: {one_line(text)}\n", err=True)


def put(content: str | bytes, *, err: bool = False) -> None:
    """Write content as it is; bytes are a file's, and are never encoded anew.

    Raises OutputFailed where standard output takes it not.
    """
    stream = sys.stderr if err else sys.stdout
    if isinstance(content, str):
        stream.write(content)
    else:
        stream.flush()
        stream.buffer.write(content)
    stream.flush()


def print_json(document: object) -> None:
    """Print one JSON document on standard output.

    What a terminal might obey, or can't be told, stands there as JSON's escapes: names of files may
    hold anything.
    """
    text = json.dumps(document, ensure_ascii=False, indent=2, default=str)
    put(f"{_NOT_PLAIN.sub(_as_json, text)}\n")


def print_problems(checked: Iterable[tuple[str, Sequence[Problem]]]) -> None:
    """Print the problems of each file for people; a file without any is said to be sound."""
    for name, found in checked:
        for problem in found:
            say(problem)
        if not found:
            say(f"{one_line(name)}: no problems")


def print_problems_as_json(problems: Iterable[Problem]) -> None:
    """Print problems as one JSON document; what has no line there has null."""
    keys = ("file", "place", "message", "hint", "severity")
    print_json(
        [
            {key: getattr(each, key) for key in keys}
            | {"line": each.line or None, "column": each.column or None}
            for each in problems
        ]
    )


def print_problems_for_github(problems: Iterable[Problem]) -> None:
    """Print problems as workflow commands, which GitHub shows beside the lines of the files."""
    for each in problems:
        where = {"line": each.line, "col": each.column} if each.line else {}
        properties = {"file": each.file, **where, "title": each.place or "facilitator"}
        listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
        told = f"{each.message}; {each.hint}" if each.hint else each.message
        put(f"::{each.severity} {listed}::{_data(told)}\n")


def _data(text: str) -> str:
    """Text as workflow commands have it after their two colons."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """And as the value of a property before them."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _as_json(found: re.Match[str]) -> str:
    char = found.group()
    return char if char.isprintable() and _can_be_written(char) else json.dumps(char)[1:-1]


def _can_be_written(char: str) -> bool:
    try:
        char.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        return False
    return True
