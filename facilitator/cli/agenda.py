"""Verbs for agendas."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from facilitator import clock
from facilitator.cli import options
from facilitator.cli.output import is_terminal, print_checked, print_json, put, remark, say
from facilitator.errors import one_line

if TYPE_CHECKING:
    from facilitator.wiring.agendas import Draft, Place
    from facilitator.wiring.answers import Answer

force_option = click.option(
    "--force", is_flag=True, help="Replace a file that is there; in a terminal this asks first."
)


@click.group()
def agenda() -> None:
    """What workshops there are, whether their files are sound, and new ones."""


@agenda.command("list")
@options.answering
def list_agendas() -> Answer:
    """List the agendas that ship and those in agendas/."""
    from facilitator.wiring import agendas, answers  # noqa: PLC0415

    return answers.agenda_list(agendas.list_agendas())


@agenda.command("show")
@click.argument("name")
@options.answering
def show(name: str) -> Answer:
    """Show an agenda's outline, with times."""
    from facilitator.wiring import agendas, answers  # noqa: PLC0415

    return answers.agenda(agendas.sound_agenda(name))


@agenda.command("check")
@click.argument("files", nargs=-1, required=True)
@options.sessions_option
@options.format_option
@options.json_option
def check(files: tuple[str, ...], sessions: Path | None, form: str, *, as_json: bool) -> None:
    """Report every problem of every FILE in one run.

    A task that was quite another one, by its title, when a session took up its id last is remarked.
    """
    from facilitator.wiring import agendas, answers  # noqa: PLC0415

    folder = options.settings_of(sessions).sessions
    checked = answers.checked(files, lambda name: agendas.check(name, folder))
    print_checked(checked, as_json=as_json, form=form)


@agenda.command("new")
@click.argument("file")
@click.option("--title", metavar="TITLE", help="What the workshop is called.")
@click.option(
    "--team",
    "teams",
    metavar="NAME[=SHORT]",
    multiple=True,
    help="A team, with a short name if you like; at least two.",
)
@click.option(
    "--task", "tasks", metavar="TITLE", multiple=True, help="A task to vote on; at least one."
)
@click.option(
    "--minutes", type=click.IntRange(1, 240), help="The timebox of each task. Default: 8."
)
@force_option
@options.json_option
def new(
    file: str,
    title: str | None,
    teams: tuple[str, ...],
    tasks: tuple[str, ...],
    minutes: int | None,
    *,
    force: bool,
    as_json: bool,
) -> None:
    """Write a commented agenda to start from.

    FILE is a path, or a bare name, which means a file in agendas/. In a terminal this asks for
    what the options leave open.
    """
    from facilitator.cli import questions  # noqa: PLC0415
    from facilitator.wiring import agendas  # noqa: PLC0415

    place = agendas.place_for(file, force=force)
    replace = questions.confirm_replacing(place)
    may_ask = is_terminal() and not as_json
    answers = questions.answers(title, teams, tasks, minutes, may_ask=may_ask)
    draft = agendas.new_agenda(place, answers.title, answers.teams, answers.tasks, answers.minutes)
    agendas.write(draft, place, replace=replace)
    hint = "Open it in an editor: its comments say what you can change. Then:"
    _tell_written(draft, place, hint, as_json=as_json)


@agenda.command("from-log")
@click.argument("log")
@click.argument("file", required=False)
@options.for_a_day(
    "--on",
    text="Take up reviews due on this day or before, like 2027-03-22. Default: today.",
    default=clock.today,
)
@force_option
@options.sessions_option
@options.json_option
def from_log(
    log: str,
    file: str | None,
    on: date,
    sessions: Path | None,
    *,
    force: bool,
    as_json: bool,
) -> None:
    """Write an agenda of what LOG leaves due.

    That is every task left undecided, and every decision whose review date has come. Without FILE,
    or with -, the agenda goes to standard output. What was decided last time is not in it: the room
    votes blind once more. When nothing is due, that is said, and nothing is written.
    """
    from facilitator.cli import questions  # noqa: PLC0415
    from facilitator.wiring import agendas, logs  # noqa: PLC0415

    if file == "-":
        file = None
    place = agendas.place_for(file, force=force) if file is not None else None
    found = logs.read_one(options.folder_of(sessions, log), log, remark)
    draft = agendas.due_agenda(found, on)
    if draft is None:
        say(f"facilitator: {agendas.nothing_due(found, on)}", err=True)
        if as_json:
            print_json(None)
        return
    for warning in draft.warnings:
        say(warning, err=True)
    if place is not None:
        agendas.write(draft, place, replace=questions.confirm_replacing(place))
        hint = "Look it through, and add what is new. Then:"
        _tell_written(draft, place, hint, as_json=as_json)
    elif as_json:
        print_json(draft.document)
    else:
        put(draft.toml.encode())


def _tell_written(draft: Draft, place: Place, hint: str, *, as_json: bool) -> None:
    """Say what was written, and what to do next."""
    if as_json:
        print_json({"file": str(place.path), "agenda": draft.document})
        return
    say(f"Wrote {one_line(place.path)}: {draft.gist}.")
    say(hint)
    name = one_line(place.name)
    say(f"    facilitator agenda check {name}")
    say(f"    facilitator run {name}")
