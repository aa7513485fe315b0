"""The command line: arguments in, one call into the wiring, an exit code and one clear line out.

Importing it must stay quick, so each verb imports what it needs when it runs.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import traceback

import click

from facilitator import __version__, errors
from facilitator.cli import session
from facilitator.cli.agenda import agenda
from facilitator.cli.log import log
from facilitator.cli.output import is_terminal, put, remark, say, tell
from facilitator.cli.streams import prepared

INTERRUPTED = 130


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="facilitator")
@click.pass_context
def cli(context: click.Context) -> None:
    """Walk a team through a grey-area workshop.

    People join with plain ssh and vote blind on who should drive a task; the room discusses, votes
    again and decides; every decision lands in a TOML decision log.

    Without a command, in a terminal, this opens the home screen.
    """
    if context.invoked_subcommand is None:
        if not is_terminal():
            put(f"{context.get_help()}\n")
            context.exit(2)
        session.require_terminal()
        session.open_home()


for command in (*session.VERBS, agenda, log):
    cli.add_command(command)


def run() -> None:
    """Run the command line as a process: every error is one line and an exit code.

    Output that lacks characters has failed, too, unless the exit code has something else to tell.
    """
    with prepared() as escaped:
        code = _code()
        if escaped.told:
            remark(escaped.told)
            code = code or errors.OUTSIDE_FAILED
    sys.exit(code)


def _code() -> int:
    """Run the command line, and return how the process should exit."""
    try:
        code = cli.main(prog_name="facilitator", standalone_mode=False)
        sys.stdout.flush()
    except (click.exceptions.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except errors.Stopped as stopped:
        with contextlib.suppress(errors.OutsideFailed):  # the terminal may be what is gone
            say(errors.one_line(stopped))
        code = stopped.exit_code
    except click.ClickException as error:
        words = io.StringIO()
        error.show(words)
        say(words.getvalue(), err=True)
        code = error.exit_code
    except Exception as error:  # noqa: BLE001 - each becomes a line and a code
        if os.environ.get("FACILITATOR_DEBUG") == "1" and not isinstance(error, errors.Foreseen):
            traceback.print_exc()
        tell(error)
        code = errors.exit_code_of(error)
    return code if isinstance(code, int) else 0
