"""The ``check`` verbs: every problem of every file, in one run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import click

from facilitator.cli.errors import PROBLEMS_FOUND, exit_code_of, in_one_line, tell
from facilitator.cli.output import (
    Problem,
    print_problems,
    print_problems_as_json,
    print_problems_for_github,
)
from facilitator.errors import Unusable, one_line


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that can't be read, as a problem: ``message`` is the line that is said of it."""

    file: str
    message: str
    place: str = ""
    hint: str = ""
    severity: str = "error"
    line: int = 0
    column: int = 0


format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github"]),
    default="text",
    help="Print text, or commands that GitHub shows beside the lines.",
)


def check_files(
    names: Iterable[str],
    check: Callable[[str], Sequence[Problem]],
    *,
    as_json: bool,
    form: str = "text",
) -> None:
    """Check each file and print what is wrong; one that can't be read keeps none from being said.

    ``check`` raises Unusable where there is no such file or it can't be read: that is said on
    standard error, and stands beside the problems in what is printed for machines. ``form`` is
    ``text`` or ``github``. Ends the command with an exit code unless every file is sound.
    """
    for_github = form == "github"
    if for_github and as_json:
        raise click.UsageError("--json and --format github can't both be: leave one out")
    checked: list[tuple[str, Sequence[Problem]]] = []
    unreadable: list[Unusable] = []
    for name in names:
        try:
            checked.append((name, check(name)))
        except Unusable as error:
            unreadable.append(error)
            if as_json or for_github:
                checked.append((name, [Unread(one_line(name), in_one_line(error))]))
    problems = [problem for _, found in checked for problem in found]
    if as_json:
        print_problems_as_json(problems)
    elif for_github:
        print_problems_for_github(problems)
    else:
        print_problems(checked)
    for reason in unreadable:
        tell(reason)
    if unreadable:
        raise click.exceptions.Exit(max(map(exit_code_of, unreadable)))
    if any(problem.severity == "error" for problem in problems):
        raise click.exceptions.Exit(PROBLEMS_FOUND)
