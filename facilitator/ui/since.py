"""What changed since the earlier session, in the same words on every screen's read-back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from facilitator.domain.decision_log import Verdict
from facilitator.domain.views import ChangeView, SinceView
from facilitator.ui.theme import STATUS_SIGNS, VERDICT_SIGNS

_ALONE = (
    Verdict.REVERSED,
    Verdict.REOPENED,
    Verdict.SETTLED,
    Verdict.STILL_OPEN,
    Verdict.RAISED,
    Verdict.DROPPED,
)
"""Verdicts of which each task has a row of its own, in this order; then come the others."""
_DECIDED = (Verdict.NEW, Verdict.SETTLED, Verdict.REAFFIRMED, Verdict.REVERSED)


def since_title(since: SinceView) -> str:
    """The heading: since which day."""
    return f"What changed since {_day(since.held_on)}"


def since_rows(since: SinceView) -> Iterator[tuple[str, str]]:
    """Signs with sentences: what turned round first, then what stayed, then the promises."""
    for verdict in _ALONE:
        for change in _of(since, verdict):
            yield VERDICT_SIGNS[verdict.value].glyph, _sentence(change)
    new = _of(since, Verdict.NEW)
    for change in (each for each in new if each.standing is not None):
        yield VERDICT_SIGNS[Verdict.NEW.value].glyph, _sentence(change)
    yield from _together(
        Verdict.NEW, "Decided for the first time", [e.title for e in new if e.standing is None]
    )
    reaffirmed = [each.title for each in _of(since, Verdict.REAFFIRMED)]
    yield from _together(Verdict.REAFFIRMED, "Reaffirmed", reaffirmed)
    untouched = [
        f"{each.title} ({each.driver}{', review overdue' if each.is_overdue else ''})"
        for each in since.untouched
    ]
    yield from _together(Verdict.CARRIED, "Not taken up, still in force", untouched)
    told = [f"{number} {STATUS_SIGNS[status.value].word}" for status, number in since.promises]
    if told:
        yield "→", f"Promises: {', '.join(told)}"


def _of(since: SinceView, verdict: Verdict) -> list[ChangeView]:
    return [change for change in since.changes if change.verdict is verdict]


def _together(verdict: Verdict, words: str, titles: list[str]) -> Iterator[tuple[str, str]]:
    """One row that only names the tasks."""
    if titles:
        yield VERDICT_SIGNS[verdict.value].glyph, f"{words}: {', '.join(titles)}"


def _sentence(change: ChangeView) -> str:
    word = VERDICT_SIGNS[change.verdict.value].word
    ways = " → ".join(part for part in (change.before, change.now) if part)
    return f"{change.title}, {word}: {ways}{_standing(change)}"


def _standing(change: ChangeView) -> str:
    """What becomes of the decision in force, where that is not what the verdict tells anyway."""
    standing = change.standing
    if standing is None or change.before == standing.driver:
        return ""
    told = f"{standing.driver}, in force since {_day(standing.since)}"
    if change.verdict not in _DECIDED:
        return f"; {told}, stays so"
    return f"; confirms {told}" if change.now == standing.driver else f"; replaces {told}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
