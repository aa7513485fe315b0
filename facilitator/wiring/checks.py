"""Files that are checked: every problem of each, for people, for machines and for a code host."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from facilitator.errors import Unusable, in_one_line, one_line
from facilitator.storage.toml_problems import Problem, Severity


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What is wrong with a file; ``unread`` says why it can't be read at all."""

    name: str
    problems: Sequence[Problem]
    unread: Unusable | None = None

    @property
    def is_sound(self) -> bool:
        """Whether there is nothing to mend."""
        return all(each.severity is not Severity.ERROR for each in self.problems)

    @property
    def lines(self) -> list[str]:
        """What people are told of one that can be read, a sound one included."""
        if self.unread:
            return []
        return [str(each) for each in self.problems] or [f"{one_line(self.name)}: no problems"]


def checked(
    names: Iterable[str], check: Callable[[str], Sequence[Problem]]
) -> tuple[CheckedFile, ...]:
    """Check each file; that one can't be read, of which ``check`` raises Unusable, is a problem."""
    return tuple(_checked(name, check) for name in names)


def _checked(name: str, check: Callable[[str], Sequence[Problem]]) -> CheckedFile:
    try:
        return CheckedFile(name, check(name))
    except Unusable as error:
        return CheckedFile(name, (Problem(one_line(name), "", in_one_line(error)),), error)


def document(files: Iterable[CheckedFile]) -> list[dict[str, object]]:
    """All problems, for machines; what has no line there has null."""
    keys = ("file", "place", "message", "hint", "severity")
    return [
        {key: getattr(each, key) for key in keys}
        | {"line": each.line or None, "column": each.column or None}
        for file in files
        for each in file.problems
    ]


def workflow_commands(files: Iterable[CheckedFile]) -> Iterator[str]:
    """All problems as workflow commands, which GitHub shows beside the lines of the files."""
    for each in (problem for file in files for problem in file.problems):
        where = {"line": each.line, "col": each.column} if each.line else {}
        properties = {"file": each.file, **where, "title": each.place or "facilitator"}
        listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
        told = f"{each.message}; {each.hint}" if each.hint else each.message
        yield f"::{each.severity} {listed}::{_data(told)}"


def _data(text: str) -> str:
    """Text as workflow commands have it after their two colons."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """And as the value of a property before them."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
