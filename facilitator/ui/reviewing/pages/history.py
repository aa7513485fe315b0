"""One task over all its sessions."""

from __future__ import annotations

from collections.abc import Callable

from facilitator.domain.past.register import History
from facilitator.ui.reviewing.drawing.timeline import timeline_lines
from facilitator.ui.reviewing.drawing.words import NO_LOGS, READING, columns, marked, outcome_said
from facilitator.ui.reviewing.model import Look, Past
from facilitator.ui.widgets.lines import Lines, say
from facilitator.ui.widgets.rows import Column, Row, Table

_COLUMNS = (
    Column("Task", 16),
    Column("Times", right=True),
    Column("Agreement", 9),
    Column("Now", 10),
)
_MOST_COLUMNS = 16
"""So many sessions have a column in the small picture of agreement: the newest ones."""

_Key = Callable[[History], tuple[int | str, ...]]
_KEYS: dict[str, _Key] = {
    "task": lambda each: (each.title.casefold(), each.task),
    "times taken up": lambda each: (-len(each.chapters), each.title.casefold()),
}
ORDERS = tuple(_KEYS)
"""What the rows can be ordered by."""


def table(past: Past, look: Look) -> Table:
    """A row for each task that was ever taken up."""
    told = sorted(past.tasks.values(), key=_KEYS[ORDERS[look.order % len(ORDERS)]])
    empty = READING if not past.is_read else NO_LOGS
    return Table(_COLUMNS, tuple(_row(each) for each in told), empty)


def _row(each: History) -> Row:
    newest = each.chapters[-1]
    shares = [chapter.decision.agreement for chapter in each.chapters[-_MOST_COLUMNS:]]
    cells = (
        marked(say(each.title), contradicts=newest.log.contradicts),
        say(str(len(each.chapters))),
        say(columns(shares), "$text-primary"),
    )
    log, decision = newest.log, newest.decision
    return Row(
        each.task,
        (*cells, outcome_said(log, decision)),
        (*cells, outcome_said(log, decision, brief=True)),
    )


def detail(past: Past, look: Look, row: str | None, width: int) -> Lines:  # noqa: ARG001 - as every tab's
    """The task's chart and its sessions."""
    told = past.tasks.get(row or "")
    return timeline_lines(told, width) if told is not None else []
