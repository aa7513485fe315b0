"""What an amendment of a decision log would change, as text for a terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from facilitator.domain.days import day_of
from facilitator.domain.decision_log.amending import Amended, Edit
from facilitator.domain.words.figures import day
from facilitator.reports.wording import plain, styled

SHOWN_AROUND = 24
"""How many characters of a longer text are shown on either side of what changes."""


def amendment_text(amended: Amended) -> RenderableType:
    """The session, and every field that would say something else, with what it says now."""
    session = amended.log.session
    heading = styled((plain(session.title), "bold"), f"  {day(day_of(session.started_at))}")
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("Change", overflow="fold")
    table.add_column("From", overflow="fold")
    table.add_column("To", overflow="fold")
    for edit in amended.edits:
        was, now = excerpts(edit)
        table.add_row(styled(plain(edit.field)), styled((plain(was), "dim")), styled(plain(now)))
    return Group(heading, Text(), table)


def excerpts(edit: Edit) -> tuple[str, str]:
    """What the field says before and after, cut down to what differs and a little around it."""
    was, now = edit.was, edit.now
    same = min(len(was), len(now))
    start = next((n for n in range(same) if was[n] != now[n]), same)
    rest = same - start
    end = next((n for n in range(rest) if was[-1 - n] != now[-1 - n]), rest)
    return _around(was, start, len(was) - end), _around(now, start, len(now) - end)


def _around(text: str, start: int, end: int) -> str:
    first, last = start - SHOWN_AROUND, end + SHOWN_AROUND
    before = f"…{text[first:start]}" if first > 0 else text[:start]
    after = f"{text[end:last]}…" if last < len(text) else text[end:]
    return before + text[start:end] + after
