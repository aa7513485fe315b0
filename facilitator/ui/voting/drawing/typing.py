"""The prompt in which a reason or a parked item is typed."""

from __future__ import annotations

from facilitator.ui.ink import Ink, Line, line, padded, spread
from facilitator.ui.text import head
from facilitator.ui.voting.drawing.page import Key
from facilitator.ui.voting.line_editor import LineEditor
from facilitator.ui.voting.scene import Mode

TITLES = {
    Mode.REASON: "Why? One line for the room, shown at the reveal.",
    Mode.OBJECTING: "Why? One line for the room; may be left empty.",
    Mode.DOUBTING: "What is missing? One line; Esc leaves it out.",
    Mode.REWORDING: "Why do you object? One line, kept with the decision.",
    Mode.CHANGING: "What would change your mind? May be left empty.",
    Mode.PARKING: "What should not be forgotten? It goes to the parking lot.",
}


def typing_keys(mode: Mode) -> tuple[Key, ...]:
    """What ends the typing."""
    match mode:
        case Mode.OBJECTING:
            return (("Enter", "Record it"), ("Esc", "Cancel"))
        case Mode.DOUBTING:
            return (("Enter", "Add it"), ("Esc", "Leave it out"))
        case Mode.REWORDING:
            return (("Enter", "Next"), ("Esc", "Keep it as it was"))
        case Mode.CHANGING:
            return (("Enter", "Keep both"), ("Esc", "Keep all as it was"))
        case _:
            return (("Enter", "Keep it"), ("Esc", "Cancel"))


def prompt(editor: LineEditor | None, mode: Mode, width: int) -> list[Line]:
    """The lines of the open prompt; none when nothing is being typed."""
    if editor is None:
        return []
    used = f"{len(editor.text)} of {editor.most_characters}"
    title = spread(line(TITLES[mode], Ink.STRONG), line(used, Ink.MUTED), width)
    return [line("─" * width, Ink.RULE), title, *typed_rows(editor, width)]


def typed_rows(editor: LineEditor, width: int) -> list[Line]:
    """The typed text broken into rows wherever it must be, with the cursor in it."""
    editor = editor.shown
    text = editor.text + " "
    rows: list[Line] = []
    start = 0
    while start < len(text):
        row = head(text[start:], width) or text[start]
        end = start + len(row)
        if start <= editor.cursor < end:
            place = editor.cursor - start
            spans: Line = (
                (row[:place], Ink.FIELD),
                (row[place], Ink.CURSOR),
                (row[place + 1 :], Ink.FIELD),
            )
        else:
            spans = ((row, Ink.FIELD),)
        rows.append(padded(spans, width, Ink.FIELD))
        start = end
    return rows
