"""Verbs for agendas."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from facilitator.cli.checking import check_files, format_option
from facilitator.cli.options import json_option, sessions_option
from facilitator.cli.output import draw, print_json, put, remark, say
from facilitator.errors import one_line

if TYPE_CHECKING:
    from facilitator.wiring.agenda_drafts import Draft, Place

force_option = click.option(
    "--force", is_flag=True, help="Replace a file that is there; in a terminal this asks first."
)


@click.group()
def agenda() -> None:
    """What workshops there are, whether their files are sound, and new ones."""


@agenda.command("list")
@json_option
def list_agendas(*, as_json: bool) -> None:
    """List the agendas that ship and those in agendas/."""
    from facilitator.wiring import agendas, answers  # noqa: PLC0415

    found = agendas.list_agendas()
    if as_json:
        print_json([answers.agenda_entry(entry) for entry in found])
        return
    draw(answers.agenda_table(found))


@agenda.command("show")
@click.argument("name")
@json_option
def show(name: str, *, as_json: bool) -> None:
    """Show an agenda's outline, with times."""
    from facilitator.wiring import agendas, answers  # noqa: PLC0415

    plan = agendas.sound_agenda(name)
    if as_json:
        print_json(agendas.document(plan))
        return
    draw(answers.agenda_outline(plan))


@agenda.command("check")
@click.argument("files", nargs=-1, required=True)
@sessions_option
@format_option
@json_option
def check(files: tuple[str, ...], sessions: Path | None, form: str, *, as_json: bool) -> None:
    """Report every problem of every FILE in one run.

    A task that was quite another one, by its title, when a session took up its id last is remarked.
    """
    from facilitator.wiring import agendas  # noqa: PLC0415
    from facilitator.wiring.settings import load_settings  # noqa: PLC0415

    folder = load_settings(sessions=sessions).sessions
    check_files(files, lambda name: agendas.check(name, folder), as_json=as_json, form=form)


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
@json_option
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
    from facilitator.wiring import agenda_drafts  # noqa: PLC0415

    place = agenda_drafts.place_for(file, force=force)
    replace = questions.confirm_replacing(place)
    given = questions.Given(title, teams, tasks, minutes)
    answers = questions.answers(given, may_ask=questions.is_terminal() and not as_json)
    draft = agenda_drafts.new_agenda(
        place, answers.title, answers.teams, answers.tasks, answers.minutes
    )
    agenda_drafts.write(draft, place, replace=replace)
    hint = "Open it in an editor: its comments say what you can change. Then:"
    _tell_written(draft, place, hint, as_json=as_json)


@agenda.command("from-log")
@click.argument("log")
@click.argument("file", required=False)
@click.option(
    "--on",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Take up reviews due on this day or before, like 2027-03-22. Default: today.",
)
@force_option
@sessions_option
@json_option
def from_log(
    log: str,
    file: str | None,
    on: datetime | None,
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
    from facilitator import clock  # noqa: PLC0415
    from facilitator.cli import questions  # noqa: PLC0415
    from facilitator.wiring import agenda_drafts, logs  # noqa: PLC0415
    from facilitator.wiring.settings import load_settings  # noqa: PLC0415

    if file == "-":
        file = None
    place = agenda_drafts.place_for(file, force=force) if file is not None else None
    found = logs.read_one(load_settings(sessions=sessions).found(log), log, remark)
    when = on.date() if on else clock.today()
    draft = agenda_drafts.due_agenda(found, when)
    if draft is None:
        say(f"facilitator: {agenda_drafts.nothing_due(found, when)}", err=True)
        if as_json:
            print_json(None)
        return
    for warning in draft.warnings:
        say(warning, err=True)
    if place is None:
        _print_draft(draft, as_json=as_json)
        return
    agenda_drafts.write(draft, place, replace=questions.confirm_replacing(place))
    _tell_written(draft, place, "Look it through, and add what is new. Then:", as_json=as_json)


def _print_draft(draft: Draft, *, as_json: bool) -> None:
    from facilitator.wiring import agendas  # noqa: PLC0415

    if as_json:
        print_json(agendas.document(draft.agenda))
    else:
        put(draft.toml.encode())


def _tell_written(draft: Draft, place: Place, hint: str, *, as_json: bool) -> None:
    """Say what was written, and what to do next."""
    from facilitator.wiring import agendas  # noqa: PLC0415

    if as_json:
        print_json({"file": str(place.path), "agenda": agendas.document(draft.agenda)})
        return
    say(f"Wrote {one_line(place.path)}: {draft.gist}.")
    say(hint)
    name = one_line(place.name)
    say(f"    facilitator agenda check {name}")
    say(f"    facilitator run {name}")
