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

from facilitator import __version__
from facilitator.cli.agenda import agenda
from facilitator.cli.log import log
from facilitator.cli.output import put, remark, say, tell
from facilitator.cli.session import (
    doctor,
    open_home,
    present,
    rehearse,
    require_terminal,
    resume,
    review,
    run_agenda,
    serve,
    vote,
)
from facilitator.cli.streams import prepared
from facilitator.errors import (
    OUTSIDE_FAILED,
    Foreseen,
    OutsideFailed,
    Stopped,
    exit_code_of,
    one_line,
)

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
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            put(f"{context.get_help()}\n")
            context.exit(2)
        require_terminal()
        open_home()


for command in (run_agenda, resume, serve, vote, present, rehearse, review, agenda, log, doctor):
    cli.add_command(command)


def run() -> None:
    """Run the command line as a process: every error is one line and an exit code.

    Output that lacks characters has failed, too, unless the exit code has something else to tell.
    """
    with prepared() as escaped:
        code = _code()
        if escaped.told:
            remark(escaped.told)
            code = code or OUTSIDE_FAILED
    sys.exit(code)


def _code() -> int:
    """Run the command line, and return how the process should exit."""
    try:
        code = cli.main(prog_name="facilitator", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Abort:
        code = INTERRUPTED
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Stopped as stopped:
        with contextlib.suppress(OutsideFailed):  # the terminal may be what is gone
            say(one_line(stopped))
        code = stopped.exit_code
    except click.ClickException as error:
        words = io.StringIO()
        error.show(words)
        say(words.getvalue(), err=True)
        code = error.exit_code
    except Exception as error:  # noqa: BLE001 - each becomes a line and a code
        if os.environ.get("FACILITATOR_DEBUG") == "1" and not isinstance(error, Foreseen):
            traceback.print_exc()
        tell(error)
        code = exit_code_of(error)
    return code if isinstance(code, int) else 0
