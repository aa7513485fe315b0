"""What changed since the earlier session, in the same words on every screen's read-back."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.domain.decision_log import Verdict
from facilitator.domain.views import ChangeView, SinceView
from facilitator.ui.theme import STATUS_SIGNS, VERDICT_SIGNS

_TOGETHER = {
    Verdict.NEW: "Decided for the first time",
    Verdict.REAFFIRMED: "Reaffirmed",
    Verdict.CARRIED: "Not taken up, still in force",
}
"""Verdicts whose tasks are only named, and what is said of them."""
_ALONE = (
    Verdict.REVERSED,
    Verdict.REOPENED,
    Verdict.SETTLED,
    Verdict.STILL_OPEN,
    Verdict.RAISED,
    Verdict.DROPPED,
)
"""Verdicts of which each task has a row of its own, in this order."""


def since_title(since: SinceView) -> str:
    """The heading: since which day."""
    day = since.held_on
    return f"What changed since {day.day} {day:%B %Y}"


def since_rows(since: SinceView) -> Iterator[tuple[str, str]]:
    """Signs with sentences: what turned round first, then what stayed, then the promises."""
    for verdict in _ALONE:
        for change in _of(since, verdict):
            yield VERDICT_SIGNS[verdict.value].glyph, _sentence(change)
    for verdict, words in _TOGETHER.items():
        titles = [change.title for change in _of(since, verdict)]
        if titles:
            yield VERDICT_SIGNS[verdict.value].glyph, f"{words}: {', '.join(titles)}"
    told = [f"{number} {STATUS_SIGNS[status.value].word}" for status, number in since.promises]
    if told:
        yield "→", f"Promises: {', '.join(told)}"


def _of(since: SinceView, verdict: Verdict) -> list[ChangeView]:
    return [change for change in since.changes if change.verdict is verdict]


def _sentence(change: ChangeView) -> str:
    word = VERDICT_SIGNS[change.verdict.value].word
    ways = " → ".join(part for part in (change.before, change.now) if part)
    return f"{change.title}, {word}: {ways}"
