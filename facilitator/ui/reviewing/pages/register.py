"""Who owns what now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from textual.content import Content

from facilitator.domain.days import day_of
from facilitator.domain.past.register import Standing
from facilitator.domain.words.figures import counted, day
from facilitator.ui.reviewing.drawing.decision import reason_lines
from facilitator.ui.reviewing.drawing.words import (
    GOOD,
    NO_LOGS,
    QUIET,
    READING,
    WARN,
    contradicts_lines,
    marked,
    short,
)
from facilitator.ui.reviewing.model import Look, Past
from facilitator.ui.widgets.lines import Lines, flowing, line, paragraph, say
from facilitator.ui.widgets.rows import Column, Row, Table

_COLUMNS = (
    Column("Task", 10),
    Column("Driver", 6),
    Column("Owner", 5),
    Column("Since"),
    Column("Review on"),
)
_NOTHING = "Nothing is decided yet. Tasks that were decided stand here, with who drives them."

_Key = Callable[[Standing], tuple[str | date, ...]]
_KEYS: dict[str, _Key] = {
    "task": lambda each: (each.decision.title.casefold(),),
    "driver": lambda each: (each.driver_name.casefold(), each.decision.title.casefold()),
    "owner": lambda each: (each.decision.owner.casefold(), each.decision.title.casefold()),
    "newest first": lambda each: (str(date.max - each.since),),
    "review date": lambda each: (each.review_on or date.max, each.task),
}
ORDERS = tuple(_KEYS)
"""What the rows can be ordered by."""


def table(past: Past, look: Look) -> Table:
    """A row for each decision in force."""
    key = _KEYS[ORDERS[look.order % len(ORDERS)]]
    standing = sorted(past.register.values(), key=key)
    empty = READING if not past.is_read else _NOTHING if past.cards else NO_LOGS
    return Table(_COLUMNS, tuple(_row(past, each) for each in standing), empty)


def _row(past: Past, each: Standing) -> Row:
    decision = each.decision
    title = say(decision.title)
    if each.reopened is not None:
        title = line(say("↺ ", WARN), title)
    title = marked(title, contradicts=each.contradicts)
    rest = (say(decision.owner or "–"), say(day(each.since)), _review(past, each))
    return Row(
        decision.task,
        (title, say(each.driver_name), *rest),
        (title, say(short(each.driver)), *rest),
    )


def _review(past: Past, each: Standing) -> Content:
    due = each.review_on
    if due is None:
        return say("–")
    return say(f"! {day(due)}", WARN) if each.is_overdue(past.today) else say(f"  {day(due)}")


def detail(past: Past, look: Look, row: str | None, width: int) -> Lines:  # noqa: ARG001 - as every tab's
    """Why the decision is as it is, and what it asks of whom."""
    each = past.register.get(row or "")
    if each is None:
        return []
    decision = each.decision
    owner = f", {decision.owner} answers for it" if decision.owner else ""
    lines = [
        *paragraph(decision.title, width, "bold"),
        *paragraph(f"✔ {each.driver_name} drives{owner}", width, f"bold {GOOD}"),
        *flowing([f"since {day(each.since)}", each.log.session.title], width, QUIET),
    ]
    if each.reopened is not None:
        when = day(day_of(each.reopened.session.started_at))
        told = f"↺ Reopened on {when} and left undecided; until then this stands."
        lines += paragraph(told, width, WARN)
    if each.is_overdue(past.today) and each.review_on is not None:
        late = counted((past.today - each.review_on).days, "day")
        told = f"! Its review was due on {day(each.review_on)}, {late} ago."
        lines += paragraph(told, width, WARN)
    lines += contradicts_lines(each.log, width)
    return [*lines, *reason_lines(each.log, decision, width)]
