"""Verbs that open a screen on this terminal, or serve and help those that do."""

from __future__ import annotations

import os
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from facilitator.cli import options
from facilitator.cli.output import is_terminal, remark, say
from facilitator.errors import Misused, one_line

if TYPE_CHECKING:
    from facilitator.wiring.logs import Followed

T = TypeVar("T")

MOST_SIMULATED = 100
"""The most people in a rehearsal: there are names for so many."""


@click.command("run")
@click.argument("agenda")
@options.follows_option("a path, or none. Default: the newest log of the same agenda.")
@options.hosting_options
def run_agenda(agenda: str, follows: str | None, **given: Any) -> None:
    """Start a live session on AGENDA, in this terminal.

    AGENDA is a name that ships, a name in agendas/, or a path.
    """
    from facilitator.wiring import agendas, logs  # noqa: PLC0415
    from facilitator.wiring.settings import hosting_settings  # noqa: PLC0415

    plan, roster = agendas.with_roster(agenda)
    settings, address = hosting_settings(**given)
    before = logs.followed_session(settings.sessions, plan, follows)
    require_terminal()
    _tell_followed(before)
    if settings.is_lacking:  # it may be mistyped
        remark(f"there is no folder {settings.sessions} yet: it is made for this session")
    from facilitator.wiring import workshop  # noqa: PLC0415 - Textual is slow to import

    begun = workshop.begin(settings, plan, address, roster, before)
    say(run_to_end(workshop.hold(begun)))


def _tell_followed(followed: Followed) -> None:
    """Say which session the new one is held against, and which were passed over."""
    if followed.earlier is not None:
        remark(f"held against {one_line(followed.earlier.session)}")
    for told in followed.remarks:
        remark(told)


@click.command()
@click.argument("session", required=False)
@options.hosting_options
def resume(session: str | None, **given: Any) -> None:
    """Go on with an interrupted session where it stood.

    SESSION is an id, an unambiguous beginning of one, or latest; it may be left out when only one
    session is unfinished.
    """
    from facilitator.wiring.settings import hosting_settings  # noqa: PLC0415

    settings, address = hosting_settings(**given)
    settings.found(*([session] if session is not None else []))
    require_terminal()
    from facilitator.wiring import workshop  # noqa: PLC0415 - Textual is slow to import

    say(run_to_end(workshop.hold(workshop.take_up(settings, session, address))))


@click.command()
@click.argument("agenda")
@click.option(
    "--voters",
    type=click.IntRange(1, MOST_SIMULATED),
    default=8,
    show_default=True,
    help="How many simulated people take part.",
)
@click.option(
    "--seed",
    type=int,
    default=1,
    show_default=True,
    help="What their answers grow from: the same seed, the same answers.",
)
@click.option("--auto", is_flag=True, help="Run it through unattended, to a decision log.")
@options.follows_option("or a path. Default: none.", default="none")
@click.option("--pace", type=click.FloatRange(min=0), default=1.0, hidden=True)
@options.sessions_option
@options.name_option
@options.theme_option
def rehearse(
    agenda: str, *, voters: int, seed: int, auto: bool, follows: str, pace: float, **given: Any
) -> None:
    """Rehearse AGENDA with simulated people, in this terminal.

    They join, think, vote and change their minds; you facilitate. The log says that it was a
    rehearsal. AGENDA is a name that ships, a name in agendas/, or a path.
    """
    from facilitator.wiring import agendas, logs, rehearsal  # noqa: PLC0415
    from facilitator.wiring.settings import hosting_settings  # noqa: PLC0415

    plan = agendas.sound_agenda(agenda)
    settings, _ = hosting_settings(**given, no_ssh=True)
    company = rehearsal.company_of_size(voters, seed, pace)
    before = logs.followed_session(settings.sessions, plan, follows)
    if not auto:
        require_terminal(otherwise="or run it through without one: --auto")
    _tell_followed(before)
    if missing := rehearsal.missing_told(plan, company):
        say(missing, err=True)
    if auto:
        work = rehearsal.unattended(settings, plan, company, say, follows=before)
        say(f"The decision log is {run_to_end(work)}")
        return
    from facilitator.wiring import workshop  # noqa: PLC0415 - Textual is slow to import

    begun = workshop.begin(settings, plan, None, None, before, company=company)
    say(run_to_end(workshop.hold(begun)))


@click.command()
@click.argument("session")
@options.sessions_option
@options.theme_option
@click.option("--listen", metavar="HOST:PORT", help="Where voters get in.")
@options.shown_host_option
@click.option("--share-port", is_flag=True, help="Share the port with other servers.")
@click.option("--server-id", hidden=True)
@click.option("--watched", is_flag=True, hidden=True, help="Report as JSON, end with the input.")
@click.option("--lasting", is_flag=True, hidden=True, help="Live on when the input has ended.")
@click.option("--log", hidden=True, type=click.Path(path_type=Path), help="Where to log.")
def serve(session: str, **given: Any) -> None:
    """Run one more SSH server for SESSION, beside those of its facilitator."""
    from facilitator.wiring.server import serve_session  # noqa: PLC0415 - Textual is slow to import

    folder = given.pop("sessions")
    run_to_end(serve_session(session, say=say, folder=folder, **given))


@click.command()
@options.sessions_option
@click.option("--listen", metavar="HOST:PORT", help="The address that voters shall reach.")
@options.lan_option
@options.shown_host_option
def doctor(sessions: Path | None, listen: str | None, *, lan: bool, shown_host: str | None) -> None:
    """Say what works here, what does not, and the mend."""
    from facilitator.wiring.doctor import examine  # noqa: PLC0415 - AsyncSSH is slow to import
    from facilitator.wiring.settings import on_all_interfaces  # noqa: PLC0415

    settings = options.settings_of(sessions, listen=listen, shown_host=shown_host)
    findings = examine(on_all_interfaces(settings) if lan else settings)
    for finding in findings:
        mark = {"ok": "✔", "note": "·", "problem": "✘"}[finding.state]
        say(f"{mark} {finding.what}: {finding.found}")
        if finding.mend:
            say(f"    {finding.mend}")
    settings.found()
    if any(finding.state == "problem" for finding in findings):
        raise click.exceptions.Exit(1)


def require_terminal(otherwise: str = "") -> None:
    """Refuse to open a screen where none can be, and say what else to do; raises Misused."""
    from facilitator.errors import why_no_screen  # noqa: PLC0415

    told = why_no_screen(os.environ.get("TERM", ""))
    if not is_terminal():
        told = "this opens a screen: start it in a terminal"
    if told:
        raise Misused(f"{told}, {otherwise}" if otherwise else told)


def run_to_end(work: Coroutine[Any, Any, T]) -> T:
    """Run asynchronous work in an event loop of its own."""
    import asyncio  # noqa: PLC0415 - takes longer to import than most verbs take to run

    return asyncio.run(work)


@click.command()
@click.argument("session")
@click.option(
    "--as",
    "name",
    metavar="NAME",
    help="Who votes here: the seat is bound to that name, and no code is asked for.",
)
@click.option("--team", metavar="TEAM", help="The id of their team; without it, they are asked.")
@options.sessions_option
@options.theme_option
def vote(
    session: str, name: str | None, team: str | None, sessions: Path | None, theme: str | None
) -> None:
    """Vote in SESSION on this terminal: for use behind an existing OpenSSH server.

    SESSION is an id, an unambiguous beginning of one, latest, or a journal's path. Without --as
    the voter is asked for the join code, a name and a team.
    """
    if not (is_terminal() and sys.stderr.isatty()):
        raise Misused("this is a screen for one person: come from a terminal, with ssh -t")
    require_terminal()
    if name == "":
        raise Misused("--as needs a name")
    settings = options.settings_of(sessions, theme=theme)
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
@options.sessions_option
@options.theme_option
def present(session: str, join: str, sessions: Path | None, theme: str | None) -> None:
    """Show SESSION to the whole room, large and read-only: for a projector.

    SESSION is an id, an unambiguous beginning of one, latest, or a journal's path.
    """
    settings = options.settings_of(sessions, theme=theme)
    settings.found(session)
    require_terminal()
    from facilitator.wiring import room_screens  # noqa: PLC0415 - Textual is slow to import

    say(run_to_end(room_screens.present(settings, session, join)))


@click.command()
@options.sessions_option
@options.theme_option
def review(sessions: Path | None, theme: str | None) -> None:
    """Look at past decisions: who owns what now, what changed, what is due."""
    settings = options.settings_of(sessions, theme=theme)
    settings.found()
    require_terminal()
    from facilitator.wiring import home  # noqa: PLC0415 - Textual is slow to import

    run_to_end(home.review(settings))


def open_home() -> None:
    """Show the home screen, and do what is chosen there."""
    from facilitator.wiring import home  # noqa: PLC0415 - Textual is slow to import
    from facilitator.wiring.settings import hosting_settings  # noqa: PLC0415

    settings, address = hosting_settings()
    if farewell := run_to_end(home.visit(settings, address)):
        say(farewell)


VERBS = (run_agenda, resume, rehearse, serve, vote, present, review, doctor)
"""The commands that are here."""
