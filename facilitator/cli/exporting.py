"""The verb that takes past decisions elsewhere: to a page, a spreadsheet, a calendar."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from facilitator.cli.options import rehearsals_option, sessions_option
from facilitator.cli.output import put, remark, say
from facilitator.cli.past import tell_findings
from facilitator.errors import Misused, one_line

if TYPE_CHECKING:
    from facilitator.wiring.exports import What


@click.command("export")
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
@sessions_option
@rehearsals_option
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
    from facilitator.wiring.settings import load_settings  # noqa: PLC0415

    what = _what(log, against, register=register, rehearsals=rehearsals)
    file = None if output == exports.STANDARD_OUTPUT else output
    if force and file is None:
        raise Misused("--force replaces a file: name it with --output FILE")
    if file is not None:
        exports.check_place(file, force=force)
    if form is not None:
        wanted = exports.Form(form)
    else:
        wanted = exports.Form.MARKDOWN if file is None else exports.form_of(file)
    named = [each for each in (log, against) if each is not None]
    folder = load_settings(sessions=sessions).found(*named)
    made = exports.export(folder, what, wanted, today(), remark)
    if file is None:
        put(made.data)
    else:
        exports.write(file, made, force=force)
        say(f"Wrote {one_line(file)}.")
    tell_findings(made.findings, sessions)
    for told in made.remarks:
        remark(told)


def _what(log: str | None, against: str | None, *, register: bool, rehearsals: bool) -> What:
    from facilitator.wiring.exports import Folder, OneLog, Pair  # noqa: PLC0415

    if register and log is not None:
        raise Misused("--register takes all logs of the folder: leave out LOG, or --register")
    if register and against is not None:
        raise Misused("--against goes with LOG, not with --register")
    if register:
        return Folder(rehearsals=rehearsals)
    if log is None:
        raise Misused("name the LOG to export, like latest, or give --register")
    if rehearsals:
        raise Misused("--rehearsals goes with --register alone: LOG may be a rehearsal as it is")
    return OneLog(log) if against is None else Pair(against, log)
