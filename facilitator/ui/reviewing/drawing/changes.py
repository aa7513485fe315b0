"""What changed between two sessions: in all, on one task, of a promise, of a rating."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TypeVar

from facilitator.domain.decision_log import LogSupport, Verdict
from facilitator.domain.past.comparison import (
    Change,
    CommitmentChange,
    Compared,
    Comparison,
    RatingChange,
)
from facilitator.domain.words.choices import INPUTS
from facilitator.domain.words.figures import counted, day, listed
from facilitator.domain.words.sentences import withheld_words
from facilitator.ui.reviewing.drawing.rounds import vote_lines
from facilitator.ui.reviewing.drawing.words import (
    QUIET,
    WARN,
    contradicts_lines,
    detail_said,
    labelled,
    share_said,
    team,
    verdict_said,
)
from facilitator.ui.text import fit
from facilitator.ui.widgets.lines import BLANK, Lines, flowing, heading, line, paragraph, say

T = TypeVar("T")

_MEANINGS = {
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


def summary_lines(told: Comparison, width: int, *, every: bool) -> Lines:
    """How many tasks came to which verdict, and what is not shown."""
    older, newer = told.older.session, told.newer.session
    lines = [
        *paragraph(newer.title, width, "bold"),
        *paragraph(f"{newer.id} against {older.id}", width, QUIET),
        *contradicts_lines(told.older, width),
        *contradicts_lines(told.newer, width),
        BLANK,
    ]
    counts = Counter(each.verdict for each in told.decisions)
    for verdict in Verdict:
        if counts[verdict]:
            head = line(f"{counts[verdict]:>3}  ", verdict_said(verdict))
            blank = " " * max(1, 20 - head.cell_length)
            meaning = fit(_MEANINGS[verdict], width - head.cell_length - len(blank))
            lines.append(line(head, blank, say(meaning, QUIET)))
    wavering = [each.title for each in told.decisions if each.wavering]
    if wavering:
        told_so = f"Wavering, asked blind: {listed(wavering)}"
        lines += paragraph(told_so, width, WARN)
    hidden = sum(not each.differs for each in told.decisions)
    hidden += sum(not each.differs for each in told.commitments)
    hidden += sum(not each.differs for each in told.ratings)
    if hidden and not every:
        lines += [BLANK, *paragraph(f"{hidden} without a change: A shows them.", width, QUIET)]
    return lines


def compared_lines(told: Comparison, each: Compared, width: int) -> Lines:
    """One task: its verdict, then each thing that differs, then how the newer first round fell."""
    verdict = verdict_said(each.verdict, wavering=each.wavering)
    lines = [
        *paragraph(each.title, width, "bold"),
        line(verdict, say(f"  {_MEANINGS[each.verdict]}", QUIET)),
        BLANK,
    ]
    names = told.team_names
    lines += _changed("Driver", each.driver, lambda value: team(names, value), width)
    lines += _changed("Owner", each.owner, str, width)
    lines += _changed("Review on", each.review_on, day, width)
    lines += _changed("Agreement", each.agreement, share_said, width)
    lines += _support(told, each, width)
    if each.now is not None and each.now.rationale:
        lines += labelled("Why", " ".join(each.now.rationale.split()), width)
    if each.now is not None and each.now.rounds:
        first = each.now.rounds[0].tally
        lines += [*heading("First vote this time", width)]
        lines += vote_lines(told.newer, first, width)
        if first.withheld:
            lines += paragraph(withheld_words(first.withheld, "vote"), width, QUIET)
    if each.wavering and each.now is not None and each.now.blind is not None:
        share = share_said(each.now.blind.share(each.now.driver or ""))
        needed = share_said(told.newer.rules.agreement_required)
        lines += paragraph(f"Only {share} for it, where {needed} are required.", width, WARN)
    return lines


def _changed(label: str, change: Change[T], shown: Callable[[T], str], width: int) -> Lines:
    """A thing as it was and as it is; the same once, nothing where neither log has it."""
    was, now = change.older, change.newer
    if was is None and now is None:
        return []
    if was == now and now is not None:
        return labelled(label, shown(now), width, QUIET)
    before = "–" if was is None else shown(was)
    after = "–" if now is None else shown(now)
    return labelled(label, f"{before} → {after}", width)


def _support(told: Comparison, each: Compared, width: int) -> Lines:
    changes, names = each.support, told.team_names
    rows = [("+", _given(names, given)) for given in changes.added]
    rows += [("−", _given(names, given)) for given in changes.removed]
    for change in changes.changed:
        rows.append(("~", f"{_given(names, change.newer)} (was: {detail_said(change.older)})"))
    lines: Lines = []
    for place, (sign, words) in enumerate(rows):
        lines += labelled("Support" if not place else "", f"{sign} {words}", width)
    return lines


def _given(names: dict[str, str], given: LogSupport) -> str:
    return f"{team(names, given.team)} {INPUTS[given.input].verb}: {detail_said(given)}"


def commitment_lines(told: Comparison, each: CommitmentChange, width: int) -> Lines:
    """A promise, and what became of it."""
    names, promise = told.team_names, each.promise
    ways = f"{team(names, promise.giver)} → {team(names, promise.receiver)}"
    lines = [*paragraph(ways, width, "bold"), *paragraph(promise.text, width), BLANK]
    lines += _changed("Status", each.status, str, width)
    if promise.due:
        lines += labelled("Due", day(promise.due), width)
    if promise.owner:
        lines += labelled("Owner", promise.owner, width)
    return lines


def rating_lines(told: Comparison, each: RatingChange, width: int) -> Lines:
    """A statement's medians, overall and by team."""
    names = told.team_names
    lines = [*paragraph(each.text, width, "bold"), BLANK]
    lines += _changed("Median", each.median, _figure, width)
    for voted, change in each.by_team.items():
        if change.older is not None or change.newer is not None:
            before = "–" if change.older is None else _figure(change.older)
            after = "–" if change.newer is None else _figure(change.newer)
            lines += flowing([f"{team(names, voted)}: {before} → {after}"], width, QUIET)
    total = sum(change.is_one for change in each.by_team.values())
    if total:
        lines += paragraph(f"{counted(total, 'team')} moved.", width, QUIET)
    return lines


def _figure(value: float) -> str:
    return f"{value:g}"
