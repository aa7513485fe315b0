"""Verbs for past decisions."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from facilitator.cli.amend import amend
from facilitator.cli.checking import check_files, format_option
from facilitator.cli.exporting import export
from facilitator.cli.options import (
    VERDICTS_TAKEN_UP,
    json_option,
    sessions_option,
    since_option,
    team_option,
    verdict_option,
)
from facilitator.cli.output import draw, print_json, remark
from facilitator.cli.past import compare, due, history, register, tell_findings


@click.group()
def log() -> None:
    """What was decided in past workshops."""


@log.command("list")
@team_option
@since_option
@verdict_option(*VERDICTS_TAKEN_UP)
@sessions_option
@json_option
def list_logs(
    team: str | None,
    since: datetime | None,
    verdicts: tuple[str, ...],
    sessions: Path | None,
    *,
    as_json: bool,
) -> None:
    """List the decision logs, newest first. Broken files are listed with their problem.

    Of all logs: those of sessions with the team TEAM, begun on DATE or later, in which some task
    has the verdict VERDICT. Broken files are then left out.
    """
    from facilitator.wiring import answers, logs, past  # noqa: PLC0415
    from facilitator.wiring.settings import load_settings  # noqa: PLC0415

    folder = load_settings(sessions=sessions).found()
    every = logs.list_logs(folder)
    wanted = past.Wanted(team=team, since=since.date() if since else None, verdicts=verdicts)
    found = past.sessions(every, wanted)
    findings = logs.findings(every)
    if wanted.is_everything:  # the list itself tells of the others
        findings = logs.Findings(told_twice=findings.told_twice)
    tell_findings(findings, sessions)
    counting = logs.counting(every)
    if as_json:
        print_json([answers.log_entry(entry, counts=entry.path in counting) for entry in found])
        return
    draw(answers.log_table(found, folder, counting, is_filtered=bool(every)))


@log.command("show")
@click.argument("log", metavar="LOG")
@sessions_option
@json_option
def show(log: str, sessions: Path | None, *, as_json: bool) -> None:
    """Show one decision log: decisions first, then each with its rounds."""
    from facilitator.wiring import answers, logs  # noqa: PLC0415
    from facilitator.wiring.settings import load_settings  # noqa: PLC0415

    found = logs.read_one(load_settings(sessions=sessions).found(log), log, remark)
    if as_json:
        print_json(logs.document(found))
        return
    draw(answers.log_report(found))


@log.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@format_option
@sessions_option
@json_option
def check(files: tuple[str, ...], form: str, sessions: Path | None, *, as_json: bool) -> None:
    """Verify decision logs against their format and against themselves."""
    from facilitator.wiring import logs  # noqa: PLC0415
    from facilitator.wiring.settings import load_settings  # noqa: PLC0415

    folder = load_settings(sessions=sessions).found(*files)
    check_files(files, lambda name: logs.check(folder, name), as_json=as_json, form=form)


for command in (compare, history, register, due, export, amend):
    log.add_command(command)
