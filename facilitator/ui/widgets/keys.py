"""Keys: said in the line at the bottom, explained by ``?``, bound on the screen, from one table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.binding import Binding
from textual.content import Content
from textual.reactive import reactive
from textual.style import Style

from facilitator.ui.text import fit
from facilitator.ui.widgets.lines import Drawn, Lines, line, say


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a screen: Textual's names for it, how it is written, what it does.

    ``label`` is for the bottom line, ``meaning`` a sentence for the help.
    """

    names: str
    shown: str
    action: str
    label: str
    meaning: str

    def named(self, label: str) -> Key:
        """The same key under another label."""
        return Key(self.names, self.shown, self.action, label, self.meaning)


def bindings(keys: Iterable[Key]) -> list[Binding]:
    """What Textual is to be told of the keys."""
    return [Binding(key.names, key.action, show=False) for key in keys]


def letter(shown: str) -> str:
    """Textual's names for a letter in either case."""
    return f"{shown.lower()},{shown.upper()}"


def key(shown: str, label: str, meaning: str, *, names: str = "") -> Key:
    """A key that is pressed as it is written; ``names`` are Textual's for one that is no letter."""
    return Key(names or letter(shown), shown, f"press('{shown}')", label, meaning)


class KeyLine(Drawn):
    """The bottom lines: each row as many keys as fit, those at the end of a row kept first.

    ``rows`` are pairs: keys that give way from the right, and keys that stay. The very first key
    stands out: it is what to do next.
    """

    DEFAULT_CSS = "KeyLine { padding: 0 1; }"
    auto_links = False

    rows: reactive[tuple[tuple[tuple[Key, ...], tuple[Key, ...]], ...]] = reactive((), layout=True)

    def draw(self, width: int) -> Lines:
        """One line per row."""
        return [
            _row(giving, staying, width, leads=place == 0)
            for place, (giving, staying) in enumerate(self.rows)
        ]


def _row(giving: Sequence[Key], staying: Sequence[Key], width: int, *, leads: bool) -> Content:
    room = width - sum(_cells(key) + 2 for key in staying)
    kept: list[Content] = []
    for place, key in enumerate(giving):
        leading = leads and place == 0
        if not leading and _cells(key) > room:
            continue
        kept.append(_leading(key, width) if leading else _entry(key))
        room -= kept[-1].cell_length + 2
    parts = [*kept, *(_entry(key) for key in staying)]
    return Content("  ").join(parts)


def _cells(key: Key) -> int:
    return cell_len(key.shown) + 1 + cell_len(key.label)


def _clickable(key: Key) -> Style:
    return Style.from_meta({"@click": f"screen.{key.action}"})


def _entry(key: Key) -> Content:
    entry = line(say(key.shown, "bold $key"), " ", say(key.label))
    return entry.stylize(_clickable(key))


def _leading(key: Key, width: int) -> Content:
    label = fit(f" {key.shown}  {key.label} ", width)
    return say(label, "bold reverse").stylize(_clickable(key))
