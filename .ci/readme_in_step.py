"""Check that the README and the program's help say the same.

Every verb stands in the README's table, and every command line in the README is one that the
program knows, with options that it has.
"""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from facilitator.cli import cli

README = Path(__file__).parent.parent / "README.md"


def verbs(group: click.Group, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every verb of the command line, as its words."""
    for name, command in group.commands.items():
        if command.hidden:
            continue
        if isinstance(command, click.Group):
            yield from verbs(command, (*words, name))
        else:
            yield (*words, name)


def command_lines(text: str) -> Iterator[str]:
    """Every command line of this program that the README shows."""
    yield from re.findall(r"^    (facilitator[ \w].*)$", text, flags=re.MULTILINE)
    yield from re.findall(r"`(facilitator [^`]+)`", text)


def problem_of(line: str) -> str:
    """What is wrong with a command line, or nothing."""
    command: click.Command = cli
    words = shlex.split(line)[1:]
    while words and isinstance(command, click.Group):
        found = command.commands.get(words[0])
        if found is None:
            return f"there is no verb “{words[0]}”"
        command, words = found, words[1:]
    known = {flag for parameter in command.params for flag in parameter.opts}
    unknown = [word for word in words if word.startswith("--") and word not in known]
    return f"there is no option {', '.join(unknown)}" if unknown else ""


def main() -> int:
    """Print every discrepancy; return how the process should exit."""
    text = README.read_text(encoding="utf-8")
    table = {tuple(line.split()[1:]) for line in re.findall(r"^\| `(.+?)` \|", text, re.MULTILINE)}
    named = {tuple(word for word in row if re.fullmatch("[a-z][a-z-]*", word)) for row in table}
    faults = [f"README's table lacks {' '.join(v)}" for v in verbs(cli) if v not in named]
    checked = ((line, problem_of(line)) for line in command_lines(text))
    faults += [f"README: {line}: {problem}" for line, problem in checked if problem]
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
