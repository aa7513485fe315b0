"""What verbs print: text for people, one JSON document for machines, remarks beside either."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from facilitator.errors import PROBLEMS_FOUND, exit_code_of, harmless, in_one_line, one_line

if TYPE_CHECKING:
    from rich.console import RenderableType

    from facilitator.wiring.answers import Answer, CheckedFile

_NOT_PLAIN = re.compile(r"[^\n -~]")
_UNBOUNDED = 1_000_000
"""Cells of a line that nothing ever fills."""


def is_terminal() -> bool:
    """Whether there is somebody to read and to ask."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def draw(*reports: RenderableType, err: bool = False) -> None:
    """Draw reports for people, one after the other.

    In a terminal they are styled, and as wide as that; elsewhere plain, each line as long as it is,
    whatever COLUMNS says: it goes to a file, or to a program that cuts, sorts or wraps by itself.
    With ``err`` they go to standard error, where standard output belongs to a document.
    """
    from rich.console import Console  # noqa: PLC0415 - Rich takes a moment to import

    stream = sys.stderr if err else sys.stdout
    is_styled = stream.isatty()
    drawn = io.StringIO()
    console = Console(
        file=stream if is_styled else drawn,
        width=None if is_styled else _UNBOUNDED,
        color_system="auto" if is_styled else None,
        force_terminal=is_styled,
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


def tell(error: Exception) -> None:
    """Say on standard error what happened, where there is somebody to be told."""
    if not getattr(error, "is_quiet", False):
        remark(in_one_line(error))


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


def answer(found: Answer, *, as_json: bool) -> None:
    """Print an answer, in one of its two forms."""
    if as_json:
        print_json(found.document())
    else:
        draw(found.report())


def print_json(document: object) -> None:
    """Print one JSON document on standard output.

    What a terminal might obey, or can't be told, stands there as JSON's escapes: names of files may
    hold anything.
    """
    text = json.dumps(document, ensure_ascii=False, indent=2, default=str)
    put(f"{_NOT_PLAIN.sub(_as_json, text)}\n")


def _as_json(found: re.Match[str]) -> str:
    char = found.group()
    return char if char.isprintable() and _can_be_written(char) else json.dumps(char)[1:-1]


def _can_be_written(char: str) -> bool:
    try:
        char.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        return False
    return True


def print_checked(files: Sequence[CheckedFile], *, as_json: bool, form: str) -> None:
    """Print what is wrong with files; ends the command with an exit code unless all is sound.

    ``form`` is ``text`` or ``github``. That a file can't be read is said on standard error, and
    stands beside the problems in what is printed for machines.
    """
    from facilitator.wiring import answers  # noqa: PLC0415

    if form == "github" and as_json:
        raise click.UsageError("--json and --format github can't both be: leave one out")
    if as_json:
        print_json(answers.problems_document(files))
    elif form == "github":
        for command in answers.workflow_commands(files):
            put(f"{command}\n")
    else:
        for line in (line for file in files for line in file.lines):
            say(line)
    unread = [file.unread for file in files if file.unread]
    for reason in unread:
        tell(reason)
    if unread:
        raise click.exceptions.Exit(max(map(exit_code_of, unread)))
    if not all(file.is_sound for file in files):
        raise click.exceptions.Exit(PROBLEMS_FOUND)
