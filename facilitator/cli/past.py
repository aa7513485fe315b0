"""Verbs that look back over past sessions: what changed, how a task went, who drives, what is due.

What is printed on standard output is the answer alone. That files could not be used, or that there
are rehearsals only, is said on standard error.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from facilitator.cli.errors import PROBLEMS_FOUND
from facilitator.cli.options import (
    VERDICTS,
    VERDICTS_TAKEN_UP,
    day_option,
    json_option,
    rehearsals_option,
    sessions_option,
    since_option,
    team_option,
    verdict_option,
)
from facilitator.cli.printing import draw, print_json, remark
from facilitator.wiring.errors import one_line

if TYPE_CHECKING:
    from facilitator.wiring.logs import Findings
    from facilitator.wiring.past import Past

DAYS_AHEAD = 30
"""How far ahead ``due`` looks unless it is told otherwise."""
MOST_DAYS_AHEAD = 36_500
MOST_NAMED = 8
"""How many files one line names at the most."""


@click.command()
@click.argument("older")
@click.argument("newer")
@click.option("--all", "everything", is_flag=True, help="Show what did not change, too.")
@team_option
@verdict_option(*VERDICTS)
@sessions_option
@json_option
def compare(
    older: str,
    newer: str,
    *,
    everything: bool,
    team: str | None,
    verdicts: tuple[str, ...],
    sessions: Path | None,
    as_json: bool,
) -> None:
    """Tell what changed from one log to another.

    A verdict on every task, and what else is not as it was.

    Both are given as an id, an unambiguous beginning of one, latest, or a path. With --json
    everything is printed, also what did not change. With --verdict promises and ratings are left
    out, which have none, and every task of that verdict is shown.
    """
    from facilitator.wiring import past, past_shown  # noqa: PLC0415
    from facilitator.wiring.settings import load_settings  # noqa: PLC0415

    wanted = past.Wanted(team=team, verdicts=verdicts)
    folder = load_settings(sessions=sessions).found(older, newer)
    found = past.comparison(folder, older, newer, wanted, remark)
    if past.is_backwards(found):
        was, now = found.older.session.id, found.newer.session.id
        remark(f"{was} began after {now}; they are compared in the order given all the same")
    if as_json:
        print_json(past_shown.comparison_json(found))
        return
    draw(past_shown.comparison_report(found, everything=everything or bool(verdicts)))


@click.command()
@click.argument("task")
@team_option
@since_option
@verdict_option(*VERDICTS_TAKEN_UP)
@rehearsals_option
@sessions_option
@json_option
def history(
    task: str,
    *,
    team: str | None,
    since: datetime | None,
    verdicts: tuple[str, ...],
    rehearsals: bool,
    sessions: Path | None,
    as_json: bool,
) -> None:
    """Show how one TASK went over all its sessions.

    TASK is a task's id or title, or an unambiguous beginning of one, in any case. --team shows the
    sessions that gave it to that team.
    """
    from facilitator.wiring import past, past_shown  # noqa: PLC0415

    wanted = past.Wanted(team=team, since=_day(since), verdicts=verdicts)
    found = past.history(_look_back(sessions, rehearsals=rehearsals), task, wanted)
    if as_json:
        print_json(past_shown.history_json(found))
        return
    draw(past_shown.history_report(found))


@click.command()
@team_option
@since_option
@day_option
@rehearsals_option
@sessions_option
@json_option
def register(
    *,
    team: str | None,
    since: datetime | None,
    on: datetime | None,
    rehearsals: bool,
    sessions: Path | None,
    as_json: bool,
) -> None:
    """Show the decisions in force.

    Who drives what, since when, and when it is to be looked at again.

    --team shows what that team drives, --since what was decided on that day or later.
    """
    from facilitator.wiring import clock, past, past_shown  # noqa: PLC0415

    today = _day(on) or clock.today()
    all_past = _look_back(sessions, rehearsals=rehearsals)
    found = past.register(all_past, past.Wanted(team=team, since=_day(since)))
    if as_json:
        print_json(past_shown.register_json(found, today))
        return
    draw(past_shown.register_report(all_past, found, today))


@click.command()
@click.option(
    "--within",
    metavar="DAYS",
    type=click.IntRange(0, MOST_DAYS_AHEAD),
    default=DAYS_AHEAD,
    show_default=True,
    help="How many days ahead to look.",
)
@click.option("--all", "everything", is_flag=True, help="List what falls due later, too.")
@team_option
@since_option
@day_option
@rehearsals_option
@sessions_option
@json_option
def due(
    *,
    within: int,
    everything: bool,
    team: str | None,
    since: datetime | None,
    on: datetime | None,
    rehearsals: bool,
    sessions: Path | None,
    as_json: bool,
) -> None:
    """List what is due.

    Decisions to be looked at again, and promises still open.

    --team lists reviews of what that team drives, and promises that it gave or is owed. Rehearsals
    count only where there is nothing else, or with --rehearsals.

    The exit code is for scripts: 1 when something listed is overdue.
    """
    from facilitator.wiring import clock, past, past_shown  # noqa: PLC0415

    days = None if everything else within
    all_past = _look_back(sessions, rehearsals=rehearsals)
    wanted = past.Wanted(team=team, since=_day(since))
    found = past.due(all_past, wanted, _day(on) or clock.today(), days)
    if as_json:
        print_json(past_shown.due_json(found))
    else:
        draw(past_shown.due_report(all_past, found, days))
    if found.overdue:
        raise click.exceptions.Exit(PROBLEMS_FOUND)


def tell_findings(found: Findings, sessions: Path | None) -> None:
    """Name the files that can't be read and those that contradict themselves, and what says why."""
    option = f" --sessions {shlex.quote(str(sessions))}" if sessions else ""
    if left_out := found.unreadable:
        are = "is" if len(left_out) == 1 else "are"
        told = f"can't be read and {are} left out"
        remark(f"{_named(left_out)} {told}; facilitator log list{option} says why")
    if counted := found.contradicting:
        told = (
            "contradicts itself, and counts"
            if len(counted) == 1
            else "contradict themselves, and count"
        )
        mend = f"facilitator log check{option} {shlex.quote(counted[0])}"
        remark(f"{_named(counted)} {told} all the same; {mend} lists where")
    for told in found.told_twice:
        remark(told)


def _named(files: Sequence[str]) -> str:
    shown = ", ".join(one_line(name) for name in files[:MOST_NAMED])
    more = len(files) - MOST_NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def _look_back(sessions: Path | None, *, rehearsals: bool) -> Past:
    """What lies in the sessions' folder, with what has to be said beside it."""
    from facilitator.wiring import past  # noqa: PLC0415
    from facilitator.wiring.settings import load_settings  # noqa: PLC0415

    found = past.look_back(load_settings(sessions=sessions).found(), rehearsals=rehearsals)
    tell_findings(found.findings, sessions)
    if found.is_rehearsed:
        remark("there are rehearsals only: nothing here was decided in earnest yet")
    return found


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
