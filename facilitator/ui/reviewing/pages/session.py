"""One session: what was decided, and whatever else its log holds."""

from __future__ import annotations

from textual.content import Content

from facilitator.domain.decision_log import DecisionLog, LogDecision
from facilitator.ui.reviewing.drawing.decision import decision_lines
from facilitator.ui.reviewing.drawing.session import PARTS, broken_lines, whole_lines
from facilitator.ui.reviewing.drawing.words import (
    NO_LOGS,
    QUIET,
    READING,
    outcome_said,
    share_said,
    verdict_said,
)
from facilitator.ui.reviewing.model import Look, Past, session_at_hand
from facilitator.ui.widgets.lines import BLANK, Lines, paragraph, say
from facilitator.ui.widgets.rows import Column, Row, Table

_COLUMNS = (
    Column("Task", 12),
    Column("Driver", 10),
    Column("Owner", 5),
    Column("Agreed", right=True),
    Column("Verdict"),
)
ABOUT = "about"
DECISION, PART = "decision", "part"


def table(past: Past, look: Look) -> Table:
    """A row for the session itself, for each decision, and for each other part that it has."""
    session = session_at_hand(past, look)
    card = past.cards.get(session or "")
    if card is None:
        return Table(_COLUMNS, (), NO_LOGS if past.is_read else READING)
    if card.log is None:
        return Table((Column("Session"),), (Row(ABOUT, (say(card.id),)),))
    log = look.wholes.get(card.id) or card.log
    rows = [Row(ABOUT, (say("The session", "bold"), *([BLANK] * 4)))]
    rows += [_row(log, decision) for decision in log.decisions]
    rows += [
        Row(f"{PART} {name}", (say(f"{name} ({count})", QUIET), *([BLANK] * 4)))
        for name, part in PARTS.items()
        if (count := part.count(log))
    ]
    return Table(_COLUMNS, tuple(rows))


def _row(log: DecisionLog, decision: LogDecision) -> Row:
    verdict: Content = verdict_said(decision.verdict) if decision.verdict else BLANK
    rest = (say(decision.owner), say(share_said(decision.agreement)), verdict)
    return Row(
        f"{DECISION} {decision.task}",
        (say(decision.title), outcome_said(log, decision), *rest),
        (say(decision.title), outcome_said(log, decision, brief=True), *rest),
    )


def detail(past: Past, look: Look, row: str | None, width: int) -> Lines:
    """The session, one decision, or one part."""
    card = past.cards.get(session_at_hand(past, look) or "")
    if card is None:
        return []
    if card.log is None:
        return broken_lines(card, width)
    log = look.wholes.get(card.id) or card.log
    kind, _, name = (row or "").partition(" ")
    if kind == DECISION and (decision := log.decision(name)) is not None:
        return decision_lines(log, decision, width, rounds=look.rounds)
    if kind == PART and name in PARTS:
        return [*paragraph(name, width, "bold"), *PARTS[name].draw(log, width)]
    return whole_lines(card.id, log, width)
