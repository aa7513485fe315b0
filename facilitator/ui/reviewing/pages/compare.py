"""Two sessions side by side: the verdict first, and only what differs unless asked."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from facilitator.domain.days import day_of
from facilitator.domain.decision_log import DecisionLog, LogDecision
from facilitator.domain.past.comparison import (
    CommitmentChange,
    Compared,
    Comparison,
    RatingChange,
    compare,
)
from facilitator.domain.words.figures import day
from facilitator.ui.reviewing.drawing.changes import (
    commitment_lines,
    compared_lines,
    rating_lines,
    summary_lines,
)
from facilitator.ui.reviewing.drawing.words import (
    NO_LOGS,
    QUIET,
    READING,
    outcome_said,
    verdict_said,
)
from facilitator.ui.reviewing.model import Look, Past, older_at_hand, session_at_hand
from facilitator.ui.widgets.lines import BLANK, Lines, say
from facilitator.ui.widgets.rows import Column, Row, Table

_ALONE = (
    "There is no earlier session to hold this one against: none of its agenda, and it follows "
    "none. O chooses any other."
)
_BROKEN = "This file can't be used, so there is nothing to compare: Session says what to mend."
_NOTHING = "Nothing differs between these two. A shows everything."
ABOUT = "about"
TASK, PROMISE, RATING = "task", "promise", "rating"


def comparison_at_hand(past: Past, look: Look) -> Comparison | None:
    """The two sessions chosen, held against each other; None where there are not two sound ones."""
    session, older = session_at_hand(past, look), older_at_hand(past, look)
    was, now = _log(past, look, older), _log(past, look, session)
    return compare(was, now) if was is not None and now is not None else None


def _log(past: Past, look: Look, session: str | None) -> DecisionLog | None:
    card = past.cards.get(session or "")
    return look.wholes.get(card.id) or card.log if card is not None else None


def table(past: Past, look: Look) -> Table:
    """A row for each task, promise and statement that differs, or for all."""
    told = comparison_at_hand(past, look)
    if told is None:
        return Table((), (), _nothing(past, look))
    was, now = (day(day_of(log.session.started_at)) for log in (told.older, told.newer))
    columns = (
        Column("Verdict"),
        Column("What", 14),
        Column(was, 8),
        Column(now, 8),
    )
    rows = (Row(ABOUT, (BLANK, say("In all", "bold"), BLANK, BLANK)),)
    return Table(columns, (*rows, *_rows(told, every=look.every)), _NOTHING)


def _nothing(past: Past, look: Look) -> str:
    """Why there is nothing to compare."""
    if not past.is_read:
        return READING
    card = past.cards.get(session_at_hand(past, look) or "")
    if card is None:
        return NO_LOGS
    return _BROKEN if card.log is None else _ALONE


def _rows(told: Comparison, *, every: bool) -> Iterator[Row]:
    for each in told.decisions:
        if every or each.differs:
            yield _task(told, each)
    for promise in told.commitments:
        if every or promise.differs:
            yield _promise(promise)
    for rating in told.ratings:
        if every or rating.differs:
            yield _rating(rating)


def _task(told: Comparison, each: Compared) -> Row:
    verdict = verdict_said(each.verdict, wavering=each.wavering)
    brief = verdict_said(each.verdict, wavering=each.wavering, brief=True)
    was, now = (told.older, each.was), (told.newer, each.now)
    return Row(
        f"{TASK} {each.task}",
        (verdict, say(each.title), _said(*was), _said(*now)),
        (brief, say(each.title), _said(*was, brief=True), _said(*now, brief=True)),
    )


def _said(log: DecisionLog, decision: LogDecision | None, *, brief: bool = False) -> Content:
    if decision is None:
        return say("–", QUIET)
    return outcome_said(log, decision, brief=brief)


def _promise(each: CommitmentChange) -> Row:
    was, now = each.status.older, each.status.newer
    return Row(
        f"{PROMISE} {each.id}",
        (
            say("promise", QUIET),
            say(each.promise.text),
            say(str(was or "–")),
            say(str(now or "–")),
        ),
    )


def _rating(each: RatingChange) -> Row:
    was, now = (
        "–" if figure is None else f"{figure:g}"
        for figure in (each.median.older, each.median.newer)
    )
    return Row(
        f"{RATING} {each.step} {each.statement}",
        (say("rating", QUIET), say(each.text), say(was), say(now)),
    )


def detail(past: Past, look: Look, row: str | None, width: int) -> Lines:
    """The change at hand, or what changed in all."""
    told = comparison_at_hand(past, look)
    if told is None:
        return []
    kind, _, name = (row or "").partition(" ")
    for each in told.decisions:
        if kind == TASK and each.task == name:
            return compared_lines(told, each, width)
    for promise in told.commitments:
        if kind == PROMISE and promise.id == name:
            return commitment_lines(told, promise, width)
    for rating in told.ratings:
        if kind == RATING and f"{rating.step} {rating.statement}" == name:
            return rating_lines(told, rating, width)
    return summary_lines(told, width, every=look.every)
