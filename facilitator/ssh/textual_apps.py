"""Textual Apps of which one process runs many, beside everything else that it serves."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import App

_ENVIRONMENT = {
    "TERM": "xterm-256color",
    "COLORTERM": None,
    "NO_COLOR": None,
    "COLUMNS": None,
    "LINES": None,
}


@contextmanager
def terminal_environment() -> Iterator[None]:
    """Let an app that is made inside see a 256-colour terminal instead of the server's own.

    An app reads the process's environment when it is made, and Rich and Textual keep the escape
    codes of a style once computed, for every app of the process and whatever its colour system. So
    all served apps draw in the 256 colours that nearly every terminal has; for the few that have 16
    the driver rewrites them. Nothing may be awaited inside.
    """
    before = {name: os.environ.get(name) for name in _ENVIRONMENT}
    _set_environment(_ENVIRONMENT)
    try:
        yield
    finally:
        _set_environment(before)


def _set_environment(values: dict[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def keep_to_itself(app: App[Any]) -> None:
    """Keep an app off the process's own streams, which it shares with all the others.

    Textual points ``sys.stdout`` and ``sys.stderr`` at an app while it runs, and apps that end in
    another order than they began would leave them pointing at a dead one. And an app that fails
    renders a traceback with all its variables, ballots among them: for a second in which nobody
    else is served.
    """
    app._fatal_error = app._close_messages_no_wait  # type: ignore[method-assign]  # noqa: SLF001
    app._capture_stdout = sys.stdout  # type: ignore[assignment]  # noqa: SLF001
    app._capture_stderr = sys.stderr  # type: ignore[assignment]  # noqa: SLF001
    app.error_console.quiet = True
