"""Verbs for past decisions: one log, what changed, how a task went, who drives, what is due.

What is printed on standard output is the answer alone. That files could not be used, or that there
are rehearsals only, is said on standard error.
"""

from __future__ import annotations

import functools
import shlex
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from facilitator.cli import options
from facilitator.cli.amend import amend
from facilitator.cli.output import answer, print_checked, put, remark, say
from facilitator.errors import PROBLEMS_FOUND, Misused, one_line

if TYPE_CHECKING:
    from facilitator.wiring.answers import Answer
    from facilitator.wiring.logs import Findings
    from facilitator.wiring.past import Past, Wanted

DAYS_AHEAD = 30
"""How far ahead ``due`` looks unless it is told otherwise."""
MOST_DAYS_AHEAD = 36_500
MOST_NAMED = 8
"""How many files one line names at the most."""


def looking_back(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Options for the sessions' folder, which come to ``all_past`` that lies in it.

    What has to be said beside the answer is said.
    """

    @functools.wraps(verb)
    def run(*, sessions: Path | None, rehearsals: bool, **given: Any) -> Any:
        from facilitator.wiring import past  # noqa: PLC0415

        found = past.look_back(options.folder_of(sessions), rehearsals=rehearsals)
        _tell_findings(found.findings, sessions)
        if found.is_rehearsed:
            remark(past.REHEARSED)
        return verb(all_past=found, **given)

    return options.rehearsals_option(options.sessions_option(run))


@click.group()
def log() -> None:
    """What was decided in past workshops."""


@log.command("list")
@options.team_option
@options.since_option
@options.verdict_option(*options.VERDICTS_TAKEN_UP)
@options.sessions_option
@options.answering
def list_logs(sessions: Path | None, wanted: Wanted) -> Answer:
    """List the decision logs, newest first. Broken files are listed with their problem.

    Of all logs: those of sessions with the team TEAM, begun on DATE or later, in which some task
    has the verdict VERDICT. Broken files are then left out.
    """
    from facilitator.wiring import answers, logs, past  # noqa: PLC0415

    folder = options.folder_of(sessions)
    every = logs.list_logs(folder)
    found = past.sessions(every, wanted)
    findings = logs.findings(every)
    if wanted.is_everything:  # the list itself tells of the others
        findings = logs.Findings(told_twice=findings.told_twice)
    _tell_findings(findings, sessions)
    return answers.log_list(found, every, folder)


@log.command("show")
@click.argument("log", metavar="LOG")
@options.sessions_option
@options.answering
def show(log: str, sessions: Path | None) -> Answer:
    """Show one decision log: decisions first, then each with its rounds."""
    from facilitator.wiring import answers, logs  # noqa: PLC0415

    return answers.log(logs.read_one(options.folder_of(sessions, log), log, remark))


@log.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@options.format_option
@options.sessions_option
@options.json_option
def check(files: tuple[str, ...], form: str, sessions: Path | None, *, as_json: bool) -> None:
    """Verify decision logs against their format and against themselves."""
    from facilitator.wiring import answers, logs  # noqa: PLC0415

    folder = options.folder_of(sessions, *files)
    checked = answers.checked(files, lambda name: logs.check(folder, name))
    print_checked(checked, as_json=as_json, form=form)


@log.command()
@click.argument("older")
@click.argument("newer")
@click.option("--all", "everything", is_flag=True, help="Show what did not change, too.")
@options.team_option
@options.verdict_option(*options.VERDICTS)
@options.sessions_option
@options.answering
def compare(
    older: str, newer: str, sessions: Path | None, *, everything: bool, wanted: Wanted
) -> Answer:
    """Tell what changed from one log to another.

    A verdict on every task, and what else is not as it was.

    Both are given as an id, an unambiguous beginning of one, latest, or a path. With --json
    everything is printed, also what did not change. With --verdict promises and ratings are left
    out, which have none, and every task of that verdict is shown.
    """
    from facilitator.wiring import answers, past  # noqa: PLC0415

    folder = options.folder_of(sessions, older, newer)
    found = past.comparison(folder, older, newer, wanted, remark)
    if past.is_backwards(found):
        was, now = found.older.session.id, found.newer.session.id
        remark(f"{was} began after {now}; they are compared in the order given all the same")
    return answers.comparison(found, everything=everything or bool(wanted.verdicts))


@log.command()
@click.argument("task")
@options.team_option
@options.since_option
@options.verdict_option(*options.VERDICTS_TAKEN_UP)
@looking_back
@options.answering
def history(task: str, wanted: Wanted, all_past: Past) -> Answer:
    """Show how one TASK went over all its sessions.

    TASK is a task's id or title, or an unambiguous beginning of one, in any case. --team shows the
    sessions that gave it to that team.
    """
    from facilitator.wiring import answers, past  # noqa: PLC0415

    return answers.history(past.history(all_past, task, wanted))


@log.command()
@options.team_option
@options.since_option
@options.day_option
@looking_back
@options.answering
def register(on: date, wanted: Wanted, all_past: Past) -> Answer:
    """Show the decisions in force.

    Who drives what, since when, and when it is to be looked at again.

    --team shows what that team drives, --since what was decided on that day or later.
    """
    from facilitator.wiring import answers, past  # noqa: PLC0415

    return answers.register(all_past, past.register(all_past, wanted), on)


@log.command()
@click.option(
    "--within",
    metavar="DAYS",
    type=click.IntRange(0, MOST_DAYS_AHEAD),
    default=DAYS_AHEAD,
    show_default=True,
    help="How many days ahead to look.",
)
@click.option("--all", "everything", is_flag=True, help="List what falls due later, too.")
@options.team_option
@options.since_option
@options.day_option
@looking_back
@options.json_option
def due(
    within: int, on: date, wanted: Wanted, all_past: Past, *, everything: bool, as_json: bool
) -> None:
    """List what is due.

    Decisions to be looked at again, and promises still open.

    --team lists reviews of what that team drives, and promises that it gave or is owed. Rehearsals
    count only where there is nothing else, or with --rehearsals.

    The exit code is for scripts: 1 when something listed is overdue.
    """
    from facilitator.wiring import answers, past  # noqa: PLC0415

    days = None if everything else within
    found = past.due(all_past, wanted, on, days)
    answer(answers.due(all_past, found, days), as_json=as_json)
    if found.overdue:
        raise click.exceptions.Exit(PROBLEMS_FOUND)


@log.command("export")
@click.argument("log", required=False)
@click.option("--against", metavar="OLDER", help="Export what changed in LOG since this one.")
@click.option(
    "--register", is_flag=True, help="Export the decisions in force, from all logs of the folder."
)
@click.option(
    "--as",
    "form",
    type=click.Choice(["markdown", "csv", "calendar"]),
    help="What to write it in, whatever FILE's ending. Default: by that (.md, .csv, .ics);"
    " Markdown without FILE.",
)
@click.option("--output", metavar="FILE", help="Where to write it; - is standard output.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@options.sessions_option
@options.rehearsals_option
def export(
    log: str | None,
    against: str | None,
    form: str | None,
    output: str | None,
    sessions: Path | None,
    *,
    register: bool,
    force: bool,
    rehearsals: bool,
) -> None:
    """Export LOG, or the register, as Markdown, CSV or a calendar.

    As Markdown the register is a matrix of tasks and teams. A calendar (iCalendar, .ics) holds the
    reviews and the open commitments by the day they are due. Without FILE it goes to standard
    output.
    """
    from facilitator.clock import today  # noqa: PLC0415
    from facilitator.wiring import exports  # noqa: PLC0415

    _refuse_mixed(log, against, register=register, rehearsals=rehearsals)
    file = None if output == exports.STANDARD_OUTPUT else output
    if force and file is None:
        raise Misused("--force replaces a file: name it with --output FILE")
    if file is not None:
        exports.check_place(file, force=force)
    by_file = exports.Form.MARKDOWN if file is None or form else exports.form_of(file)
    wanted = exports.Form(form) if form is not None else by_file
    named = [each for each in (log, against) if each is not None]
    folder = options.folder_of(sessions, *named)
    what = exports.Export(wanted, log, against, rehearsals)
    made = exports.export(folder, what, today(), remark)
    if file is None:
        put(made.data)
    else:
        exports.write(file, made, force=force)
        say(f"Wrote {one_line(file)}.")
    _tell_findings(made.findings, sessions)
    for told in made.remarks:
        remark(told)


def _refuse_mixed(
    log: str | None, against: str | None, *, register: bool, rehearsals: bool
) -> None:
    """Refuse what can't be exported together; raises Misused."""
    if register and log is not None:
        raise Misused("--register takes all logs of the folder: leave out LOG, or --register")
    if register and against is not None:
        raise Misused("--against goes with LOG, not with --register")
    if not register and log is None:
        raise Misused("name the LOG to export, like latest, or give --register")
    if not register and rehearsals:
        raise Misused("--rehearsals goes with --register alone: LOG may be a rehearsal as it is")


def _tell_findings(found: Findings, sessions: Path | None) -> None:
    """Name the files that can't be read and those that contradict themselves, and what says why."""
    option = f" --sessions {shlex.quote(str(sessions))}" if sessions else ""
    if left_out := found.unreadable:
        is_one = len(left_out) == 1
        text = "can't be read and is left out" if is_one else "can't be read and are left out"
        remark(f"{_named(left_out)} {text}; facilitator log list{option} says why")
    if counted := found.contradicting:
        is_one = len(counted) == 1
        text = "contradicts itself, and counts" if is_one else "contradict themselves, and count"
        mend = f"facilitator log check{option} {shlex.quote(counted[0])}"
        remark(f"{_named(counted)} {text} all the same; {mend} lists where")
    for text in found.told_twice:
        remark(text)


def _named(files: Sequence[str]) -> str:
    shown = ", ".join(one_line(name) for name in files[:MOST_NAMED])
    more = len(files) - MOST_NAMED
    return f"{shown} and {more} more" if more > 0 else shown


log.add_command(amend)
