"""Verbs that show a session of somebody else on this terminal: to a voter, or to the whole room."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from facilitator.cli.options import sessions_option, theme_option
from facilitator.cli.output import say
from facilitator.cli.session import require_terminal, run_to_end
from facilitator.errors import Misused


@click.command()
@click.argument("session")
@click.option(
    "--as",
    "name",
    metavar="NAME",
    help="Who votes here: the seat is bound to that name, and no code is asked for.",
)
@click.option("--team", metavar="TEAM", help="The id of their team; without it, they are asked.")
@sessions_option
@theme_option
def vote(
    session: str, name: str | None, team: str | None, sessions: Path | None, theme: str | None
) -> None:
    """Vote in SESSION on this terminal: for use behind an existing OpenSSH server.

    SESSION is an id, an unambiguous beginning of one, latest, or a journal's path. Without --as
    the voter is asked for the join code, a name and a team.
    """
    from facilitator.wiring.settings import load_settings  # noqa: PLC0415

    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        raise Misused("this is a screen for one person: come from a terminal, with ssh -t")
    require_terminal()
    if name == "":
        raise Misused("--as needs a name")
    settings = load_settings(sessions=sessions, theme=theme)
    settings.found(session)
    from facilitator.wiring import room_screens  # noqa: PLC0415 - Textual is slow to import

    person = room_screens.Person(name or "", team or "")
    say(run_to_end(room_screens.vote(settings, session, person)))


@click.command()
@click.argument("session")
@click.option(
    "--join",
    metavar="COMMAND",
    default="",
    help="What people type to join, to show it to them: “ssh -p 2222 HOST”.",
)
@sessions_option
@theme_option
def present(session: str, join: str, sessions: Path | None, theme: str | None) -> None:
    """Show SESSION to the whole room, large and read-only: for a projector.

    SESSION is an id, an unambiguous beginning of one, latest, or a journal's path.
    """
    from facilitator.wiring.settings import load_settings  # noqa: PLC0415

    settings = load_settings(sessions=sessions, theme=theme)
    settings.found(session)
    require_terminal()
    from facilitator.wiring import presenting  # noqa: PLC0415 - Textual is slow to import

    say(run_to_end(presenting.present(settings, session, join)))
