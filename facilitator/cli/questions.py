"""What ``agenda new`` asks in a terminal, and what it takes from options instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import click

from facilitator.cli.output import is_terminal, say
from facilitator.errors import Misused, one_line
from facilitator.wiring import agendas
from facilitator.wiring.agendas import Place, TeamAnswer

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answers:
    """All that a starter needs."""

    title: str
    teams: tuple[TeamAnswer, ...]
    tasks: tuple[str, ...]
    minutes: int | None


def confirm_replacing(place: Place) -> bool:
    """Whether a file is to be replaced, which was asked for with ``--force``.

    In a terminal it is asked for once more; a no ends the command.
    """
    if not place.is_taken:
        return False
    if is_terminal():
        click.confirm(f"Replace {one_line(place.path)}, which is there already?", abort=True)
    return True


def answers(
    title: str | None,
    named: Sequence[str],
    titles: Sequence[str],
    minutes: int | None,
    *,
    may_ask: bool,
) -> Answers:
    """What the options say as typed, and answers to what they leave open.

    Raises Misused when something is missing and there is nobody to ask, or can't be used.
    """
    title = agendas.title(title) if title is not None else ""
    teams = tuple(agendas.team(each) for each in named)
    tasks = tuple(agendas.title(each) for each in titles)
    wanted = {
        "--title TITLE": bool(title),
        "--team NAME (at least two)": len(teams) >= agendas.FEWEST_TEAMS,
        "--task TITLE (at least one)": bool(tasks),
    }
    missing = [option for option, is_said in wanted.items() if not is_said]
    if missing and not may_ask:
        raise Misused(
            f"there is no terminal to ask in, and these options are missing: {', '.join(missing)}"
        )
    if missing:
        say("A few questions, then the file is yours to edit. Ctrl-C writes nothing.")
    asks_tasks = not tasks
    title = title or _ask("Title of the workshop", agendas.title)
    teams = teams if len(teams) >= agendas.FEWEST_TEAMS else _ask_teams(teams)
    tasks = tasks or _ask_tasks()
    if asks_tasks and minutes is None:
        minutes = click.prompt(
            "Minutes for each task", type=click.IntRange(1, 240), default=agendas.TASK_MINUTES
        )
    return Answers(title, teams, tasks, minutes)


def _ask_teams(known: tuple[TeamAnswer, ...]) -> tuple[TeamAnswer, ...]:
    say("The teams: who could drive a task? An empty line ends the list.")
    teams = list(known)
    while len(teams) < agendas.MOST_TEAMS:
        ask = _ask if len(teams) < agendas.FEWEST_TEAMS else _ask_or_end
        label = f"Team {len(teams) + 1}"
        found = ask(label, lambda name: _unlike(agendas.team(name), teams))
        if found is None:
            break
        teams.append(found if found.short else _with_short(found, teams))
    return tuple(teams)


def _with_short(team: TeamAnswer, others: list[TeamAnswer]) -> TeamAnswer:
    return _ask(
        "  Short name",
        lambda short: _unlike(agendas.named(team.name, short), others),
        default=agendas.short_for(team.name, others),
    )


def _unlike(team: TeamAnswer, others: list[TeamAnswer]) -> TeamAnswer:
    """The team, when none of the others has its name or short name; raises Misused otherwise."""
    _refuse_known(team.name, [other.name for other in others])
    _refuse_known(team.short, [other.short for other in others])
    return team


def _refuse_known(word: str, known: Iterable[str]) -> None:
    if word and word.casefold() in [each.casefold() for each in known]:
        raise Misused(f"“{word}” is there already: type another")


def _ask_tasks() -> tuple[str, ...]:
    say("The tasks: what is it that more than one team could drive? An empty line ends.")
    tasks: list[str] = []

    def unlike(text: str) -> str:
        task = agendas.title(text)
        _refuse_known(task, tasks)
        return task

    tasks.append(_ask("Task 1", unlike))
    while task := _ask_or_end(f"Task {len(tasks) + 1}", unlike):
        tasks.append(task)
    return tuple(tasks)


def _ask(label: str, fit: Callable[[str], T], *, default: str | None = None) -> T:
    """The answer to a question, which is put again until the answer fits."""
    found: T = click.prompt(label, default=default, value_proc=_again(fit))
    return found


def _ask_or_end(label: str, fit: Callable[[str], T]) -> T | None:
    """As :func:`_ask`; None for an empty line."""
    found: T | None = click.prompt(
        label,
        default="",
        show_default=False,
        value_proc=_again(lambda text: fit(text) if text.strip() else None),
    )
    return found


def _again(fit: Callable[[str], T]) -> Callable[[str], T]:
    """A check as click wants it: what does not fit is said, and asked once more."""

    def check(text: str) -> T:
        try:
            return fit(text)
        except Misused as error:
            raise click.UsageError(one_line(error)) from error

    return check
