"""Whole sentences on how things stand: outcomes, the rule, the decision in force, what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from facilitator.domain import views
from facilitator.domain.decisions import Outcome, Verdict
from facilitator.domain.discussion import ClaimPattern
from facilitator.domain.words.figures import counted, day, percent, required
from facilitator.domain.words.signs import STATUS_SIGNS, VERDICT_SIGNS

FROM_THREE_ON = "Figures are shown from three on."
"""How many it takes: :data:`~facilitator.domain.anonymity.FEWEST_TOLD`, in words."""

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.DECIDED: "Decided",
    Outcome.DEFERRED: "Deferred: nobody drives it yet",
    Outcome.ESCALATED: "Escalated: passed up for a decision",
    Outcome.PARKED: "Parked: set aside for later",
    Outcome.SKIPPED: "Skipped: not taken up today",
}

PATTERNS: Mapping[ClaimPattern, str] = {
    ClaimPattern.AGREED: "the teams agreed",
    ClaimPattern.CONTESTED: "both sides claimed it",
    ClaimPattern.DIVIDED: "a team was divided",
    ClaimPattern.ORPHANED: "each pointed at another",
    ClaimPattern.DISPUTED: "one claimed it, others disagreed",
    ClaimPattern.THIN: "only one side voted",
}
"""What a vote looked like, looked back upon."""
VERDICTS: Mapping[Verdict, str] = {
    Verdict.NEW: "not in the older one, decided now",
    Verdict.RAISED: "not in the older one, left open",
    Verdict.REAFFIRMED: "the same team drives it",
    Verdict.REVERSED: "another team drives it",
    Verdict.REOPENED: "was decided, is open again",
    Verdict.CARRIED: "not taken up; still in force",
    Verdict.SETTLED: "was open, is decided now",
    Verdict.STILL_OPEN: "was open, and still is",
    Verdict.DROPPED: "was open, not taken up again",
}
"""What a verdict on a task means, of two sessions."""


def withheld_words(number: int, noun: str = "answer") -> str:
    """How many have answered, and how many it takes for figures to be shown: "2 votes. …"."""
    return f"{counted(number, noun)}. {FROM_THREE_ON}"


def outcome_sentence(decision: views.DecisionView) -> str:
    """What became of a task, in one line."""
    if decision.outcome is not Outcome.DECIDED or decision.driver is None:
        return OUTCOMES[decision.outcome]
    return drives(decision.driver.name, decision.owner)


def drives(team: str, owner: str) -> str:
    """Which team drives a task, and who of it answers for that, as far as anybody is named."""
    return f"{team} drives it, {owner} owns it" if owner else f"{team} drives it"


def rule_sentence(reveal: views.RevealView, agreement_required: float) -> str:
    """A round against the rule that was fixed before it."""
    needed = f"{required(agreement_required)} needed"
    if not reveal.leading_share:
        return f"Rule not met: nobody named a team, {needed}"
    share = percent(reveal.leading_share, needed=agreement_required)
    if reveal.leader is None:
        return f"Rule not met: a tie at {share}, {needed}"
    leader = next(bar.label for bar in reveal.bars if bar.choice == reveal.leader)
    met = "Rule met" if reveal.rule_met else "Rule not met"
    return f"{met}: {share} for {leader}, {needed}"


def in_force_sentence(earlier: views.InForceView) -> str:
    """Since when who drives the task, and whether the room, voting blind, still holds that."""
    owner = f" ({earlier.owner})" if earlier.owner else ""
    since = f"In force since {day(earlier.decided_on)}: {earlier.driver}{owner}."
    named = f"{percent(earlier.share)} named it in the blind vote."
    match earlier.standing:
        case None:
            return f"{since} Too few have voted to say whether the room still holds it."
        case views.Standing.HELD:
            return f"{since} The room still holds it."
        case views.Standing.WAVERING:
            return f"{since} The room holds it, but wavers: {named}"
        case views.Standing.DRIFTED:
            return f"{since} The room has drifted: {named}"


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


def since_title(since: views.SinceView) -> str:
    """The heading of what changed: since which day."""
    return f"What changed since {day(since.held_on)}"


def since_rows(since: views.SinceView) -> Iterator[tuple[str, str]]:
    """Signs with sentences: what turned round first, then what stayed, then the promises."""
    for verdict in _ALONE:
        for change in _of(since, verdict):
            yield VERDICT_SIGNS[verdict].glyph, _change_sentence(change)
    new = _of(since, Verdict.NEW)
    for change in (each for each in new if each.standing is not None):
        yield VERDICT_SIGNS[Verdict.NEW].glyph, _change_sentence(change)
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
    promises = [f"{number} {STATUS_SIGNS[status].word}" for status, number in since.promises]
    if promises:
        yield "→", f"Promises: {', '.join(promises)}"


def _of(since: views.SinceView, verdict: Verdict) -> list[views.ChangeView]:
    return [change for change in since.changes if change.verdict is verdict]


def _together(verdict: Verdict, words: str, titles: list[str]) -> Iterator[tuple[str, str]]:
    """One row that only names the tasks."""
    if titles:
        yield VERDICT_SIGNS[verdict].glyph, f"{words}: {', '.join(titles)}"


def _change_sentence(change: views.ChangeView) -> str:
    word = VERDICT_SIGNS[change.verdict].word
    ways = " → ".join(part for part in (change.before, change.now) if part)
    return f"{change.title}, {word}: {ways}{_standing(change)}"


def _standing(change: views.ChangeView) -> str:
    """What becomes of the decision in force, where that is not what the verdict says anyway."""
    standing = change.standing
    if standing is None or change.before == standing.driver:
        return ""
    words = f"{standing.driver}, in force since {day(standing.since)}"
    if change.verdict not in _DECIDED:
        return f"; {words}, stays so"
    return f"; confirms {words}" if change.now == standing.driver else f"; replaces {words}"
