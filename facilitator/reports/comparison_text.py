"""A newer log held against an older one, as text for a terminal: the verdicts first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from facilitator.domain.commitments import CommitmentStatus
from facilitator.domain.days import day_of
from facilitator.domain.decision_log import DecisionLog, LogDecision, LogSupport, Verdict
from facilitator.domain.decisions import Outcome
from facilitator.domain.past.comparison import (
    Change,
    CommitmentChange,
    Compared,
    Comparison,
    RatingChange,
    SupportChanges,
)
from facilitator.domain.words.figures import counted, day, percent
from facilitator.reports.decision_text import INPUTS
from facilitator.reports.log_tables_text import STATUS_MARKS
from facilitator.reports.wording import plain, styled

VERDICT_MARKS = {
    Verdict.NEW: ("+", "green"),
    Verdict.RAISED: ("+", "yellow"),
    Verdict.REAFFIRMED: ("=", "green"),
    Verdict.REVERSED: ("⇄", "bold red"),
    Verdict.REOPENED: ("↺", "bold yellow"),
    Verdict.CARRIED: ("·", "dim"),
    Verdict.SETTLED: ("✔", "green"),
    Verdict.STILL_OPEN: ("…", "yellow"),
    Verdict.DROPPED: ("–", "dim"),
}
"""A sign and a style for each verdict; the word always stands beside it."""
_FIRST_COLUMN = 12

T = TypeVar("T")


def comparison_text(comparison: Comparison, *, everything: bool = False) -> RenderableType:
    """What changed from one log to the other: tasks by verdict, then promises and ratings.

    What did not change is only counted, unless ``everything`` is to be shown.
    """
    names = {team: plain(name) for team, name in comparison.team_names.items()}
    decisions = [each for each in comparison.decisions if everything or each.differs]
    commitments = [each for each in comparison.commitments if everything or each.differs]
    ratings = [each for each in comparison.ratings if everything or each.differs]
    parts: list[RenderableType] = [_heading(comparison)]
    if comparison.decisions:
        parts += [Text(), styled(_verdicts(comparison))]
    for each in decisions:
        parts += [Text(), _compared(comparison, each, names)]
    if commitments:
        parts += [Text(), styled(("Commitments", "bold"))]
        parts += [_commitment(change, names) for change in commitments]
    if ratings:
        parts += [Text(), styled(("Ratings, by median", "bold"))]
        parts += [_rating(change, names) for change in ratings]
    if not (decisions or commitments or ratings):
        is_any = comparison.decisions or comparison.commitments or comparison.ratings
        parts += [Text(), styled("Nothing differs." if is_any else "There is nothing to compare.")]
    if not everything and (left_out := _left_out(comparison)):
        parts += [Text(), styled((f"Unchanged and left out: {left_out}. --all shows all.", "dim"))]
    return Group(*parts)


def _heading(comparison: Comparison) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for label, log in (("Older", comparison.older), ("Newer", comparison.newer)):
        table.add_row(label, day(day_of(log.session.started_at)), _session(log))
    return table


def _session(log: DecisionLog) -> Text:
    rehearsal = " · rehearsal" if log.session.rehearsal else ""
    below = f"\n{plain(log.session.id)}{rehearsal}"
    contradicts = (" · contradicts itself" if log.contradicts else "", "yellow")
    return styled((plain(log.session.title), "bold"), (below, "dim"), contradicts)


def _verdicts(comparison: Comparison) -> str:
    """How many tasks came to what: "2 reversed, 3 reaffirmed (1 wavering)"."""
    counts = Counter(each.verdict for each in comparison.decisions)
    wavering = sum(each.wavering for each in comparison.decisions)
    parts = [f"{counts[verdict]} {verdict}" for verdict in Verdict if verdict in counts]
    told = f"{Verdict.REAFFIRMED} ({wavering} wavering)"
    return ", ".join(part.replace(Verdict.REAFFIRMED, told) if wavering else part for part in parts)


def _left_out(comparison: Comparison) -> str:
    quiet = Counter(each.verdict for each in comparison.decisions if not each.differs)
    parts = [f"{quiet[verdict]} {verdict}" for verdict in Verdict if verdict in quiet]
    for noun, changes in (
        ("commitment", comparison.commitments),
        ("rating", comparison.ratings),
    ):
        count = sum(not change.differs for change in changes)
        parts += [counted(count, noun)] if count else []
    return ", ".join(parts)


def _entry(sign: str, word: str, style: str, body: RenderableType) -> RenderableType:
    """A sign and a word on the left, what it is about on the right."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, width=_FIRST_COLUMN)
    table.add_column(overflow="fold")
    table.add_row(styled((f"{sign} {word}", style)), body)
    return table


def _compared(comparison: Comparison, each: Compared, names: Mapping[str, str]) -> RenderableType:
    facts = Table.grid(padding=(0, 2, 0, 0))
    facts.add_column(no_wrap=True, style="dim", min_width=8)
    facts.add_column(overflow="fold")
    has_driver = each.driver.older or each.driver.newer
    facts.add_row("Driver" if has_driver else "Outcome", styled(_course(each, names)))
    if each.wavering and each.now is not None:
        facts.add_row("Wavering", styled((wavering_told(each.now, comparison.newer), "yellow")))
    if _is_told(each, each.owner):
        facts.add_row("Owner", styled(_arrow(each, each.owner, plain, "nobody named")))
    if _is_told(each, each.review_on):
        facts.add_row("Review", styled(_arrow(each, each.review_on, day, "no day")))
    for index, line in enumerate(_support(each.support, names)):
        facts.add_row("" if index else "Support", line)
    title = styled((plain(each.title), "bold"), (f"  {plain(each.task)}", "dim"))
    sign, style = VERDICT_MARKS[each.verdict]
    return _entry(sign, each.verdict, style, Group(title, facts))


def _course(each: Compared, names: Mapping[str, str]) -> str:
    """How the task ended in either session: "deferred → Sales (78 %)"."""
    was = _standing(each.was, names)
    now = _standing(each.now, names)
    match each.verdict:
        case Verdict.NEW | Verdict.RAISED:
            return now
        case Verdict.CARRIED:
            return f"{was}, still in force"
        case Verdict.DROPPED:
            return f"{was}, and not taken up again"
        case Verdict.REOPENED:
            return f"{was} → {now}; that decision stays in force"
        case Verdict.REAFFIRMED:
            return _driver(each.now, names, _share(each.was))
        case _:
            return now if was == now else f"{was} → {now}"


def _standing(decision: LogDecision | None, names: Mapping[str, str]) -> str:
    """The driver with the agreement, or the outcome; nothing where nothing is said."""
    if decision is None or decision.driver is None:
        return str(decision.outcome) if decision else ""
    return _driver(decision, names)


def _driver(decision: LogDecision | None, names: Mapping[str, str], before: str = "") -> str:
    """The driver with the agreement, and with that of before where it was another."""
    team = (decision.driver if decision else None) or ""
    now = _share(decision)
    shares = f"{before} → {now}" if before and now and before != now else now
    return f"{names.get(team, plain(team))} ({shares})" if shares else names.get(team, plain(team))


def _share(decision: LogDecision | None) -> str:
    agreement = decision.agreement if decision else None
    return "" if agreement is None else percent(agreement)


def wavering_told(decision: LogDecision, log: DecisionLog) -> str:
    """What makes a reaffirmed decision waver."""
    share = decision.blind.share(decision.driver or "") if decision.blind else 0.0
    required = percent(log.rules.agreement_required)
    return f"{percent(share)} in the first, blind round, {required} required"


def _is_told(each: Compared, change: Change[str] | Change[date]) -> bool:
    """Whether a change is worth a line: not where a fact is merely no longer spoken of."""
    if each.now is None or not change.is_one:
        return False
    return change.newer is not None or each.now.outcome is Outcome.DECIDED


def _arrow(each: Compared, change: Change[T], shown: Callable[[T], str], nothing: str) -> str:
    """A fact before and after; only after where the older session decided nothing."""
    older = nothing if change.older is None else shown(change.older)
    newer = nothing if change.newer is None else shown(change.newer)
    had_none = change.older is None and (each.was is None or each.was.driver is None)
    return newer if had_none else f"{older} → {newer}"


def _support(support: SupportChanges, names: Mapping[str, str]) -> Iterator[Text]:
    for given in support.added:
        yield styled(("+ ", "green"), *_given(given, names))
    for given in support.removed:
        yield styled(("− ", "red"), *_given(given, names))
    for change in support.changed:
        before = f"\n  before: {_what_and_when(change.older)}"
        yield styled(("± ", "yellow"), *_given(change.newer, names), (before, "dim"))


def _given(given: LogSupport, names: Mapping[str, str]) -> tuple[str, str]:
    team = names.get(given.team, plain(given.team))
    return f"{team} {INPUTS[given.input]}" + ": " * bool(given.terms), _what_and_when(given)


def _what_and_when(given: LogSupport) -> str:
    return ", ".join(map(plain, given.terms))


def _commitment(change: CommitmentChange, names: Mapping[str, str]) -> RenderableType:
    promise = change.promise
    giver, receiver = (names.get(team, plain(team)) for team in (promise.giver, promise.receiver))
    sign, word, style, told = _became(change.status)
    what = plain(promise.text)
    text = styled((f"{giver} → {receiver}: ", "bold"), what, (f"  {told}", "dim"))
    return _entry(sign, word, style, text)


def _became(status: Change[CommitmentStatus]) -> tuple[str, str, str, str]:
    """A sign, a word, a style, and what else there is to say of a promise."""
    older, newer = status.older, status.newer
    told = newer or older or CommitmentStatus.OPEN
    sign, style = STATUS_MARKS[told]
    if newer is None and older is CommitmentStatus.OPEN:
        return "?", "no word", "yellow", "was open; the newer log says nothing of it"
    if newer is None:
        return sign, told, style, "settled in the older session"
    if older is None:
        return sign, told, style, "not in the older log"
    return sign, told, style, f"was {older}" if older is not newer else f"still {newer}"


def _rating(change: RatingChange, names: Mapping[str, str]) -> RenderableType:
    sign, word, style = _direction(change.median)
    figures = [_medians(change.median)]
    teams = [f"{names.get(team, plain(team))} {_medians(m)}" for team, m in change.by_team.items()]
    figures += [", ".join(teams)] if teams else []
    below = f"\n{' · '.join(figures)}"
    return _entry(sign, word, style, styled(plain(change.text), (below, "dim")))


def _direction(median: Change[float]) -> tuple[str, str, str]:
    """A sign, a word and a style for where a median went."""
    if median.older is None or median.newer is None:
        return ("–", "gone", "dim") if median.newer is None else ("+", "new", "green")
    moved = median.newer - median.older
    if moved == 0:
        return "=", "same", "dim"
    return ("▲", f"+{moved:g}", "green") if moved > 0 else ("▼", f"−{-moved:g}", "yellow")


def _medians(median: Change[float]) -> str:
    older, newer = ("–" if m is None else f"{m:g}" for m in (median.older, median.newer))
    return f"{older} → {newer}" if median.is_one else newer
