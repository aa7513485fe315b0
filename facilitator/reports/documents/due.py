"""What is due: decisions to be looked at again, promises to be kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from facilitator.domain.decisions import Outcome
from facilitator.domain.past.due import Due, DueCommitment, DueReview
from facilitator.domain.words.figures import counted, day, day_of, days_left
from facilitator.domain.words.sentences import drives
from facilitator.reports.documents.blocks import (
    Column,
    Entries,
    Entry,
    Row,
    Section,
    Table,
    Words,
    flow,
    ident,
    muted,
    paragraph,
    section,
    strong,
    warn,
    words,
)
from facilitator.reports.documents.decision import (
    CONTRADICTED,
    driver_of,
    headline,
    name_in,
    outcome_words,
    reasons,
)
from facilitator.reports.documents.log import contradiction, promise_words
from facilitator.reports.documents.register import OVERDUE, contradicts_mark

_Item = DueReview | DueCommitment


def due_document(due: Due, days: int | None) -> Section:
    """Reviews and promises, the longest overdue first; ``days`` is how far ahead was looked."""
    items = _by_day(due)
    is_mixed = not all(each.log.session.rehearsal for each in items)
    entries = (_entry(each, due.today, is_mixed=is_mixed) for each in items)
    summary = paragraph(" ".join(_summary(due, days)))
    return section("Due", (Entries(tuple(entries), spacious=True), summary))


def _by_day(due: Due) -> tuple[_Item, ...]:
    """What has no day comes last."""
    items: tuple[_Item, ...] = (*due.reviews, *due.commitments)
    return tuple(sorted(items, key=lambda each: (each.due or date.max, row_id(each))))


def _entry(each: _Item, today: date, *, is_mixed: bool) -> Entry:
    facts = [words(day(each.due))] if each.due else []
    if isinstance(each, DueReview):
        about, task = words(strong(each.decision.title)), each.decision.task
        facts += [words("review"), _driven(each), words(ident(task))]
    else:
        about = promise_words(each.promise, each.log.team_names)
        owner = each.promise.owner
        facts += [words("promise"), *([words(f"{owner} answers for it")] if owner else [])]
        facts.append(words(ident(each.promise.id)))
    facts.append(words(ident(each.log.session.id)))
    facts += [words("rehearsed")] if is_mixed and each.log.session.rehearsal else []
    facts += [words(warn(CONTRADICTED))] if each.log.contradicts else []
    return Entry(words(_when(each, today), "  ", about), tuple(facts))


def _summary(due: Due, days: int | None) -> Iterator[str]:
    listed = len(due.reviews) + len(due.commitments)
    span = "" if days is None else f" within {counted(days, 'day')}"
    if due.overdue:
        yield f"{due.overdue} of {listed} overdue on {day(due.today)}."
    elif listed:
        yield f"Nothing is overdue on {day(due.today)}."
    else:
        yield f"Nothing is due{span}."
    if due.later:
        yield f"{due.later} more later than that: --all lists {'it' if due.later == 1 else 'them'}."


def due_table(due: Due) -> Table:
    """A row for each review and each promise by its day; what has no day comes last."""
    shown = (
        Column("Due"),
        Column("When"),
        Column("What", least=7),
        Column("Task or promise", least=14),
        Column("Whose", least=6),
    )
    return Table(shown, tuple(_row(each, due.today) for each in _by_day(due)))


def row_id(each: _Item) -> str:
    """The id of its row: "review …" with the task, "promise …" with its own and the session."""
    if isinstance(each, DueReview):
        return f"review {each.decision.task}"
    return f"promise {each.promise.id} {each.log.session.id}"


def _row(each: _Item, today: date) -> Row:
    on = words(day(each.due) if each.due else "–")
    mark = contradicts_mark(contradicts=each.log.contradicts)
    if isinstance(each, DueReview):
        what, text, whose = "review", each.decision.title, _whose_review(each)
    else:
        what, text, whose = "promise", each.promise.text, _whose_promise(each)
    rest = (words(what), words(mark, text), whose)
    return Row(
        (on, _when(each, today), *rest),
        id=row_id(each),
        brief=(on, _when(each, today, brief=True), *rest),
    )


def _when(each: _Item, today: date, *, brief: bool = False) -> Words:
    """How late it is, or how long there is."""
    if each.due is None:
        return words(muted("no day"))
    late = each.days_overdue(today)
    told = (
        days_left(late).replace(" days", " d").replace(" day", " d") if brief else days_left(late)
    )
    return words(warn(f"{OVERDUE} {told}") if late > 0 else told)


def _whose_review(each: DueReview) -> Words:
    log, decision = each.log, each.decision
    if decision.outcome is not Outcome.DECIDED:
        return outcome_words(log, decision)
    return words(decision.owner or driver_of(log, decision))


def _driven(each: DueReview) -> Words:
    log, decision = each.log, each.decision
    if decision.outcome is not Outcome.DECIDED:
        return outcome_words(log, decision)
    return words(drives(driver_of(log, decision), decision.owner))


def _whose_promise(each: DueCommitment) -> Words:
    return words(each.promise.owner or name_in(each.log.team_names, each.promise.giver))


def review_section(each: DueReview) -> Section:
    """A task to be looked at again, and what was said of it."""
    log, decision = each.log, each.decision
    facts = (f"recorded {day(day_of(decision.decided_at))}", log.session.title)
    return section(
        decision.title,
        (
            headline(log, decision),
            flow(facts, muted=True),
            contradiction(log),
            reasons(log, decision),
        ),
    )


def promise_section(each: DueCommitment, file: str) -> Section:
    """A promise still open, of which ``file`` tells, and how to say what became of it."""
    promise, session = each.promise, each.log.session
    facts = [f"{promise.owner} answers for it"] if promise.owner else []
    facts.append(f"as {session.title} left it on {day(day_of(session.ended_at))}")
    facts += [f"carried from {promise.carried_from}"] if promise.carried_from else []
    how = f"facilitator log amend {file} --commitment {promise.id} --status kept"
    return section(
        promise_words(promise, each.log.team_names),
        (
            flow(facts, muted=True),
            contradiction(each.log),
            paragraph(muted(f"When it is kept: {how}")),
        ),
    )
