"""Two decision logs held against each other as Markdown: verdicts first, and only what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from facilitator.domain.days import day_of
from facilitator.domain.decision_log import DecisionLog, LogDecision, LogSupport, Verdict
from facilitator.domain.decisions import Outcome
from facilitator.domain.past.comparison import (
    Change,
    CommitmentChange,
    Compared,
    Comparison,
    RatingChange,
)
from facilitator.domain.words.figures import counted, day
from facilitator.reports.comparison_text import wavering_told
from facilitator.reports.decision_markdown import Names, support_words
from facilitator.reports.log_tables_markdown import figure
from facilitator.reports.markdown_words import (
    NO_BREAK,
    aside,
    bullets,
    date_cell,
    legend,
    name_of,
    page,
    quote,
    share_cell,
    short_names,
    strong,
    table,
    words,
)

T = TypeVar("T")

ORDER = (
    Verdict.REVERSED,
    Verdict.REOPENED,
    Verdict.SETTLED,
    Verdict.NEW,
    Verdict.RAISED,
    Verdict.STILL_OPEN,
    Verdict.DROPPED,
    Verdict.REAFFIRMED,
    Verdict.CARRIED,
)
"""Verdicts from the one that most people will want to know of to the one that says least."""


def comparison_markdown(comparison: Comparison) -> str:
    """What differs between the two, as a document; what does not, in one line at its end."""
    return page(_parts(comparison))


def _parts(comparison: Comparison) -> Iterator[str]:
    names = Names(
        teams={team: words(name) for team, name in comparison.team_names.items()},
        shorts=short_names(comparison.team_names),
        people={},
    )
    in_order = sorted(comparison.decisions, key=lambda each: ORDER.index(each.verdict))
    changed = [each for each in in_order if each.differs]
    yield f"# What changed: {words(comparison.newer.session.title)}"
    yield f"{_session(comparison.newer)}, held against {_session(comparison.older)}."
    yield _counts(in_order)
    if changed:
        heads = ("Verdict", "Task", "Driver", "Owner", "Agreement", "Review on")
        yield table(heads, "llllrr", (_row(each, names) for each in changed))
    if any(each.verdict is Verdict.REOPENED for each in changed):
        yield "What was reopened stays in force as it was decided, until it is decided anew."
    yield from _details(comparison, changed, names)
    yield from _commitments(comparison, names)
    yield from _ratings(comparison, names)
    yield _unchanged(comparison, in_order)


def _session(log: DecisionLog) -> str:
    rehearsal = ", a rehearsal" if log.session.rehearsal else ""
    contradicts = ", which contradicts itself" if log.contradicts else ""
    told = f"{name_of(log.session.id)}{rehearsal}{contradicts}"
    return f"{day(day_of(log.session.started_at))} ({told})"


def _counts(decisions: list[Compared]) -> str:
    """How many tasks have which verdict: "1 reversed, 2 carried"."""
    verdicts = [each.verdict for each in decisions]
    told = [f"{verdicts.count(each)} {each}" for each in ORDER if each in verdicts]
    wavering = sum(each.wavering for each in decisions)
    if wavering:
        told = [f"{part} ({wavering} wavering)" if "reaffirmed" in part else part for part in told]
    return f"{', '.join(told)}." if told else "Neither session reached a task."


def _row(each: Compared, names: Names) -> tuple[str, ...]:
    verdict = strong(each.verdict.value) + (", wavering" if each.wavering else "")
    return (
        verdict,
        words(each.title),
        _driver(each, names),
        _change(each, each.owner, words),
        _change(each, each.agreement, share_cell),
        _change(each, each.review_on, date_cell),
    )


def _driver(each: Compared, names: Names) -> str:
    """Who drives, or what was made of it instead: before, and now where that is something else."""
    was = _standing(each.was, names)
    now = _standing(each.now, names)
    told = strong(now) if each.driver.newer else aside(now)
    if was in ("", now) or not now:
        return told or aside(was)
    return f"{was if each.driver.older else aside(was)} → {told}"


def _standing(decision: LogDecision | None, names: Names) -> str:
    if decision is None or decision.outcome is Outcome.SKIPPED:
        return ""
    return names.team(decision.driver) if decision.driver else decision.outcome.value


def _change(each: Compared, change: Change[T], shown: Callable[[T], str]) -> str:
    """A fact as it was and as it is; nothing where that is the same, or merely not told again."""
    is_told = each.driver.newer is not None or change.newer is not None
    if not (change.is_one and is_told):
        return ""
    was = "" if change.older is None else f"{shown(change.older)} → "
    return was + ("–" if change.newer is None else shown(change.newer))


def _details(comparison: Comparison, changed: list[Compared], names: Names) -> Iterator[str]:
    """Why somebody else drives now, what makes a decision waver, what of the support is another."""
    parts: list[str] = []
    for each in changed:
        why = each.now.rationale if each.now and each.driver.is_one else ""
        support = [*_wavering(each, comparison.newer), *_support(each, names)]
        if why or support:
            parts += [f"### {words(each.title)}", quote(why) if why else "", bullets(support)]
    if parts:
        yield "## Why, and with whose support"
    yield from parts


def _wavering(each: Compared, newer: DecisionLog) -> Iterator[str]:
    if each.wavering and each.now is not None:
        yield f"Wavering: {wavering_told(each.now, newer)}"


def _support(each: Compared, names: Names) -> Iterator[str]:
    changes = each.support
    for given in changes.added:
        yield f"Added: {support_words(given, names)}"
    for given in changes.removed:
        yield f"No more: {support_words(given, names)}"
    for pair in changes.changed:
        yield f"Changed: {support_words(pair.newer, names)} (was: {_exactly(pair.older)})"


def _exactly(given: LogSupport) -> str:
    when = aside(words(given.when)) if given.when else ""
    return ", ".join(filter(None, (words(given.detail), when)))


def _commitments(comparison: Comparison, names: Names) -> Iterator[str]:
    changed = [each for each in comparison.commitments if each.differs]
    if changed:
        yield "## Commitments"
        heads = ("Status", "From", "To", "What", "Due")
        yield table(heads, "llllr", (_commitment(each, names) for each in changed))


def _commitment(each: CommitmentChange, names: Names) -> tuple[str, ...]:
    was, now = each.status.older, each.status.newer
    if was is None:
        status = f"new, {now}"
    else:
        status = f"{was} → {strong(now.value)}" if now else f"{was}, not taken up"
    promise = each.promise
    giver, receiver = names.team(promise.giver), names.team(promise.receiver)
    return (status, giver, receiver, words(promise.text), date_cell(promise.due))


def _ratings(comparison: Comparison, names: Names) -> Iterator[str]:
    changed = [each for each in comparison.ratings if each.differs]
    if not changed:
        return
    yield "## Ratings"
    moved = {team for each in changed for team, one in each.by_team.items() if one.is_one}
    shorts = {team: short for team, short in names.shorts.items() if team in moved}
    heads = ("Statement", "Median", *shorts.values())
    rows = ((words(each.text), *_medians(each, list(shorts))) for each in changed)
    yield table(heads, "l" + "r" * (len(shorts) + 1), rows)
    yield legend(shorts, comparison.team_names)


def _medians(rating: RatingChange, teams: list[str]) -> Iterator[str]:
    for change in (
        rating.median,
        *(rating.by_team.get(team, Change(None, None)) for team in teams),
    ):
        was, now = (figure(each, "g") or "–" for each in (change.older, change.newer))
        yield f"{was}{NO_BREAK}→{NO_BREAK}{now}" if change.is_one else ""


def _unchanged(comparison: Comparison, in_order: list[Compared]) -> str:
    """All that is as it was, in one line."""
    told = [f"{words(each.title)} ({each.verdict})" for each in in_order if not each.differs]
    promises = sum(not each.differs for each in comparison.commitments)
    told += [counted(promises, "commitment")] if promises else []
    ratings = sum(not each.differs for each in comparison.ratings)
    told += [counted(ratings, "rating")] if ratings else []
    return f"Unchanged: {', '.join(told)}." if told else ""
