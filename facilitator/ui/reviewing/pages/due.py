"""What is to be looked at again, and what was promised and is not told of yet."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from facilitator.domain.days import day_of
from facilitator.domain.decisions import Outcome
from facilitator.domain.past.due import DueCommitment, DueReview
from facilitator.domain.words.figures import day
from facilitator.ui.reviewing.drawing.decision import reason_lines
from facilitator.ui.reviewing.drawing.words import (
    NO_LOGS,
    QUIET,
    READING,
    WARN,
    contradicts_lines,
    late,
    marked,
    outcome_said,
    team,
)
from facilitator.ui.reviewing.model import Look, Past
from facilitator.ui.widgets.lines import Lines, flowing, line, paragraph, say
from facilitator.ui.widgets.rows import Column, Row, Table

_COLUMNS = (
    Column("Due"),
    Column("When"),
    Column("What", 7),
    Column("Task or promise", 14),
    Column("Whose", 6),
)
_NOTHING = "Nothing is due: no review date, and no promise that is still open."
REVIEW, PROMISE = "review", "promise"


def table(past: Past, look: Look) -> Table:  # noqa: ARG001 - as every tab's
    """A row for each review and each promise, what is due first on top."""
    rows = [(each.due, _review(past, each)) for each in past.reviews.values()]
    dated = [each for each in past.promises if each.due is not None]
    rows += [(each.due, _promise(past, each)) for each in dated if each.due is not None]
    rows.sort(key=lambda pair: (pair[0], pair[1].id))
    undated = [_promise(past, each) for each in past.promises if each.due is None]
    empty = READING if not past.is_read else _NOTHING if past.cards else NO_LOGS
    return Table(_COLUMNS, (*(row for _, row in rows), *undated), empty)


def _review(past: Past, each: DueReview) -> Row:
    decision = each.decision
    owner = decision.owner or team(each.log.team_names, decision.driver)
    decided = decision.outcome is Outcome.DECIDED
    whose = say(owner) if decided else say(str(decision.outcome), "$text-warning")
    when = (each.due, each.days_overdue(past.today))
    return _row(
        f"{REVIEW} {decision.task}",
        when,
        (say(REVIEW), _marked(each, decision.title), whose),
    )


def _promise(past: Past, each: DueCommitment) -> Row:
    promise = each.promise
    whose = say(promise.owner or team(each.log.team_names, promise.giver))
    when = (each.due, each.days_overdue(past.today))
    return _row(_promise_row(past, each), when, (say(PROMISE), _marked(each, promise.text), whose))


def _marked(each: DueReview | DueCommitment, text: str) -> Content:
    return marked(say(text), contradicts=each.log.contradicts)


def _row(row: str, when: tuple[date | None, int], rest: tuple[Content, ...]) -> Row:
    """``when`` is the day, and by how many days that is past."""
    due, late_by = when
    on = say(day(due) if due else "–")
    return Row(row, (on, _when(due, late_by), *rest), (on, _when(due, late_by, brief=True), *rest))


def _promise_row(past: Past, each: DueCommitment) -> str:
    """The id of a promise's row. The session's file comes last: its name may hold blanks."""
    return f"{PROMISE} {each.promise.id} {past.file_of(each.log)}"


def _when(due: date | None, late_by: int, *, brief: bool = False) -> Content:
    if due is None:
        return say("no day", QUIET)
    told = late(late_by, brief=brief)
    return say(f"! {told}", WARN) if late_by > 0 else say(told)


def detail(past: Past, look: Look, row: str | None, width: int) -> Lines:  # noqa: ARG001 - likewise
    """What is due, from which session, and what it asks."""
    kind, _, rest = (row or "").partition(" ")
    if kind == REVIEW and rest in past.reviews:
        return _review_lines(past.reviews[rest], width)
    for each in past.promises:
        if row == _promise_row(past, each):
            return _promise_lines(past, each, width)
    return []


def _review_lines(each: DueReview, width: int) -> Lines:
    log, decision = each.log, each.decision
    owner = f", {decision.owner} answers for it" if decision.owner else ""
    drives = " drives" if decision.outcome is Outcome.DECIDED else ""
    return [
        *paragraph(decision.title, width, "bold"),
        line(outcome_said(log, decision), say(f"{drives}{owner}")),
        *flowing([f"recorded {day(day_of(decision.decided_at))}", log.session.title], width, QUIET),
        *contradicts_lines(log, width),
        *reason_lines(log, decision, width),
    ]


def _promise_lines(past: Past, each: DueCommitment, width: int) -> Lines:
    promise, names = each.promise, each.log.team_names
    ways = f"{team(names, promise.giver)} → {team(names, promise.receiver)}"
    facts = [f"as {each.log.session.title} left it on {day(day_of(each.log.session.ended_at))}"]
    if promise.owner:
        facts.insert(0, f"{promise.owner} answers for it")
    if promise.carried_from:
        facts.append(f"carried from {promise.carried_from}")
    log = past.cards[past.file_of(each.log)].named
    how = f"When it is kept: facilitator log amend {log} --commitment {promise.id}"
    return [
        *paragraph(ways, width, "bold"),
        *paragraph(promise.text, width),
        *flowing(facts, width, QUIET),
        *contradicts_lines(each.log, width),
        *paragraph(f"{how} --status kept", width, QUIET),
    ]
