"""The keys of the screen for past decisions, and which are said on which tab."""

from __future__ import annotations

from facilitator.ui.reviewing.model import Look, Tab
from facilitator.ui.widgets.keys import Key, letter

OPEN = Key("", "Enter", "open", "Open", "Go deeper: to the task's history, or to its rounds.")
CHOOSE = Key("", "↑ ↓", "help", "Choose", "Choose a row; what it holds is told below it.")
TABS = Key("", "1-5", "help", "Tabs", "Go to a tab by its number, or with ← and →.")
NEXT_TAB = Key("right", "→", "turn(1)", "", "The next tab.")
LAST_TAB = Key("left", "←", "turn(-1)", "", "The tab before.")
MORE = Key("space", "SPACE", "more", "Read on", "Scroll what is told below, to its end and back.")
FIND = Key("slash", "/", "find", "Find", "Show only rows with what you type. Esc shows all again.")
ORDER = Key(letter("S"), "S", "order", "Sort", "Put the rows in another order.")
EVERY = Key(letter("A"), "A", "every", "All", "Show everything, or only what differs.")
OLDER = Key(letter("O"), "O", "older", "Against", "Choose the session to compare with.")
REHEARSALS = Key(
    letter("R"), "R", "rehearsals", "Rehearsals", "Count rehearsals in, or leave them out again."
)
EXPORT = Key(
    letter("E"),
    "E",
    "export",
    "Export",
    "Write a session, a comparison or the register as Markdown, CSV or a calendar.",
)
COLUMN = Key("tab", "TAB", "column", "Sessions", "Go to the list of sessions, and back.")
CLEAR = Key("escape", "Esc", "clear", "", "Show all rows again; then back to where Enter led from.")
HELP = Key("question_mark", "?", "help", "Help", "This page.")
LEAVE = Key(f"{letter('Q')},ctrl+c", "Q", "leave", "Leave", "Leave past decisions.")

BY_NUMBER = tuple(
    Key(str(number), str(number), f"show_tab('{tab.name}')", tab.value, f"Go to {tab.value}.")
    for number, tab in enumerate(Tab, start=1)
)
EXPLAINED = (
    CHOOSE,
    OPEN,
    MORE,
    TABS,
    FIND,
    ORDER,
    EVERY,
    OLDER,
    COLUMN,
    REHEARSALS,
    EXPORT,
    CLEAR,
    HELP,
    LEAVE,
)
"""Everything, as the help tells it."""
BOUND = (*BY_NUMBER, NEXT_TAB, LAST_TAB, *(key for key in EXPLAINED if key.names))
"""Everything that is bound on the screen."""

_SAID: dict[Tab, tuple[Key, ...]] = {
    Tab.REGISTER: (OPEN.named("History"), FIND, ORDER, MORE, EXPORT),
    Tab.SESSION: (OPEN.named("Rounds"), COLUMN, MORE, FIND, EXPORT),
    Tab.COMPARE: (OPEN.named("History"), EVERY, OLDER, COLUMN, MORE, EXPORT),
    Tab.HISTORY: (MORE, FIND, ORDER, EXPORT),
    Tab.DUE: (OPEN, FIND, MORE, EXPORT),
}

TYPING = (
    Key("", "Enter", "clear", "To the rows", ""),
    Key("", "Esc", "clear", "Show all rows", ""),
)
"""What the bottom line names while somebody types what to look for."""


def said(look: Look, *, has_rehearsals: bool) -> tuple[Key, ...]:
    """The keys that the bottom line names, those that give way last coming first."""
    first, *rest = _SAID[look.tab]
    if look.tab is Tab.SESSION and look.rounds:
        first = OPEN.named("Reasons")
    if look.tab is Tab.COMPARE and look.every:
        rest = [EVERY.named("Only changes") if key is EVERY else key for key in rest]
    return (first, *rest, *((REHEARSALS,) if has_rehearsals else ()))
