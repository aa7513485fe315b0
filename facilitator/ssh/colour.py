"""Which colours a Textual app sends.

Rich and Textual keep the escape codes of a style once computed, for every app of the process and
whatever its colour system. So all served apps draw in the 256 colours that nearly every terminal
has, and for the few that have 16 the codes are rewritten on their way out.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.color import Color, ColorSystem

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENVIRONMENT = {
    "TERM": "xterm-256color",
    "COLORTERM": None,
    "NO_COLOR": None,
    "COLUMNS": None,
    "LINES": None,
}
_SELECTION = re.compile(r"\x1b\[([0-9;]*)m")


def in_sixteen_colours(text: str) -> str:
    """Return terminal output with its 256-colour codes replaced by the nearest of 16."""
    return _SELECTION.sub(lambda match: _downgraded(match[1]), text)


@contextmanager
def terminal_environment() -> Iterator[None]:
    """Let an app that is made inside see a 256-colour terminal instead of the server's own.

    An app reads the process's environment when it is made. Nothing may be awaited inside.
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


@lru_cache(maxsize=4096)
def _downgraded(codes: str) -> str:
    parts = codes.split(";")
    kept: list[str] = []
    while parts:
        code = parts.pop(0)
        if code in ("38", "48") and parts[:1] == ["5"] and parts[1:2] != []:
            number = int(parts[1] or "0")
            del parts[:2]
            nearest = Color.from_ansi(min(number, 255)).downgrade(ColorSystem.STANDARD)
            kept.extend(nearest.get_ansi_codes(foreground=code == "38"))
        else:
            kept.append(code)
    return f"\x1b[{';'.join(kept)}m"
