"""What is due: decisions to be looked at again, promises to be kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from facilitator.domain.decisions import Outcome
from facilitator.domain.past.due import Due, DueCommitment, DueReview
from facilitator.domain.words.figures import counted, day, day_of, days_left
from facilitator.domain.words.sentences import drives
from facilitator.reports.documents import blocks, decisions
from facilitator.reports.documents.blocks import ident, muted, strong, warn, words
from facilitator.reports.documents.decisions import driver_of, name_in, outcome_words
from facilitator.reports.documents.log import contradiction, promise_words
from facilitator.reports.documents.register import OVERDUE, contradicts_mark

_Item = DueReview | DueCommitment


def due_document(due: Due, days: int | None) -> blocks.Section:
    """Reviews and promises, the longest overdue first; ``days`` is how far ahead was looked."""
    items = by_day(due)
    is_mixed = not all(each.log.session.rehearsal for each in items)
    entries = (_entry(each, due.today, is_mixed=is_mixed) for each in items)
    summary = blocks.paragraph(" ".join(_summary(due, days)))
    return blocks.section("Due", (blocks.Entries(tuple(entries), spacious=True), summary))


def by_day(due: Due) -> tuple[_Item, ...]:
    """What has no day comes last."""
    items: tuple[_Item, ...] = (*due.reviews, *due.commitments)
    return tuple(sorted(items, key=lambda each: (each.due or date.max, _row_id(each))))


def _entry(each: _Item, today: date, *, is_mixed: bool) -> blocks.Entry:
    facts = [words(day(each.due))] if each.due else []
    if isinstance(each, DueReview):
        decision, about = each.decision, words(strong(each.decision.title))
        driven = drives(driver_of(each.log, decision), decision.owner)
        facts += [words("review"), _of_review(each, driven), words(ident(decision.task))]
    else:
        about = promise_words(each.promise, each.log.team_names)
        owner = each.promise.owner
        facts += [words("promise"), *([words(f"{owner} answers for it")] if owner else [])]
        facts.append(words(ident(each.promise.id)))
    facts.append(words(ident(each.log.session.id)))
    facts += [words("rehearsed")] if is_mixed and each.log.session.rehearsal else []
    facts += [words(warn(decisions.CONTRADICTED))] if each.log.contradicts else []
    return blocks.Entry(words(_when(each, today), "  ", about), tuple(facts))


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


def due_table(due: Due) -> blocks.Table:
    """A row for each review and each promise by its day; what has no day comes last."""
    shown = (
        blocks.Column("Due"),
        blocks.Column("When"),
        blocks.Column("What", least=7),
        blocks.Column("Task or promise", least=14),
        blocks.Column("Whose", least=6),
    )
    return blocks.Table(shown, tuple(_row(each, due.today) for each in by_day(due)))


def _row_id(each: _Item) -> str:
    """The id of its row: "review …" with the task, "promise …" with its own and the session."""
    if isinstance(each, DueReview):
        return f"review {each.decision.task}"
    return f"promise {each.promise.id} {each.log.session.id}"


def _row(each: _Item, today: date) -> blocks.Row:
    on = words(day(each.due) if each.due else "–")
    mark = contradicts_mark(contradicts=each.log.contradicts)
    if isinstance(each, DueReview):
        what, text = "review", each.decision.title
        whose = _of_review(each, each.decision.owner or driver_of(each.log, each.decision))
    else:
        what, text, promise = "promise", each.promise.text, each.promise
        whose = words(promise.owner or name_in(each.log.team_names, promise.giver))
    rest = (words(what), words(mark, text), whose)
    return blocks.Row(
        (on, _when(each, today), *rest),
        id=_row_id(each),
        brief=(on, _when(each, today, brief=True), *rest),
    )


def _when(each: _Item, today: date, *, brief: bool = False) -> blocks.Words:
    """How late it is, or how long there is."""
    if each.due is None:
        return words(muted("no day"))
    late = each.days_overdue(today)
    text = (
        days_left(late).replace(" days", " d").replace(" day", " d") if brief else days_left(late)
    )
    return words(warn(f"{OVERDUE} {text}") if late > 0 else text)


def _of_review(each: DueReview, driven: str) -> blocks.Words:
    """What became of the task: how it is ``driven``, where it is decided."""
    is_decided = each.decision.outcome is Outcome.DECIDED
    return words(driven) if is_decided else outcome_words(each.log, each.decision)


def review_section(each: DueReview) -> blocks.Section:
    """A task to be looked at again, and what was said of it."""
    log, decision = each.log, each.decision
    facts = (f"recorded {day(day_of(decision.decided_at))}", log.session.title)
    return blocks.section(
        decision.title,
        (
            decisions.headline(log, decision),
            blocks.flow(facts, muted=True),
            contradiction(log),
            decisions.reasons(log, decision),
        ),
    )


def promise_section(each: DueCommitment, file: str) -> blocks.Section:
    """A promise still open, of which ``file`` tells, and how to say what became of it."""
    promise, session = each.promise, each.log.session
    facts = [f"{promise.owner} answers for it"] if promise.owner else []
    facts.append(f"as {session.title} left it on {day(day_of(session.ended_at))}")
    facts += [f"carried from {promise.carried_from}"] if promise.carried_from else []
    how = f"facilitator log amend {file} --commitment {promise.id} --status kept"
    return blocks.section(
        promise_words(promise, each.log.team_names),
        (
            blocks.flow(facts, muted=True),
            contradiction(each.log),
            blocks.paragraph(muted(f"When it is kept: {how}")),
        ),
    )
