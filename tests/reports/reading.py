"""Reports as a person reads them in a terminal, and text that means that person harm."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace

from rich.console import Console

from facilitator.reports.documents.blocks import Block
from facilitator.reports.terminal import as_terminal

HOSTILE = (
    "\x1b]52;c;eA==\x07\x1b[2J\x9b31m\u202egnp.exe\u200b e\u0301\u0301\u0301\u0301\u0301\u0301"
    " [red]x[/red] [/] [@click=app.bell]y[/] \r\n\t\x00"
)


def shown(part: Block, *, width: int = 80, terminal: bool = False) -> str:
    """What a terminal of that width, or a pipe, gets."""
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=terminal, highlight=False)
    console.print(as_terminal(part))
    return out.getvalue()


def poisoned(value, text: str = HOSTILE):
    """The same log with ``text`` before whatever text any of its fields holds, keys included."""
    if is_dataclass(value):
        found = {field.name: getattr(value, field.name) for field in fields(value)}
        return replace(value, **{name: poisoned(below, text) for name, below in found.items()})
    if isinstance(value, tuple):
        return tuple(poisoned(below, text) for below in value)
    if isinstance(value, Mapping):
        return {poisoned(key, text): poisoned(below, text) for key, below in value.items()}
    return text + value if type(value) is str else value


def is_harmless(part) -> bool:
    """Whether no hostile text reaches a terminal or a pipe but as its numbers."""
    text = shown(part, width=300)
    styled = shown(part, width=300, terminal=True)
    return (
        all(char.isprintable() or char == "\n" for char in text)
        and "\u0301" * 5 not in text
        and "[red]x[/red]" in text
        and "\x1b]" not in styled
        and "\x9b" not in styled
        and "[2J" not in styled.replace("<U+001B>[2J", "")
    )
