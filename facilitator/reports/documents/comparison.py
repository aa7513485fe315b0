"""A newer log held against an older one: the verdicts first, and only what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from facilitator.domain.decision_log.model import DecisionLog, LogDecision, LogSupport
from facilitator.domain.decisions import CommitmentStatus, Outcome, Verdict
from facilitator.domain.past.comparison import (
    Change,
    CommitmentChange,
    Compared,
    Comparison,
    RatingChange,
)
from facilitator.domain.words.choices import gives
from facilitator.domain.words.figures import counted, day, day_of, listed, number, percent, required
from facilitator.domain.words.sentences import VERDICTS, withheld_words
from facilitator.domain.words.signs import CONTRADICTS, OUTCOME_SIGNS, VERDICT_SIGNS, WAVERING
from facilitator.reports.documents import blocks, decisions
from facilitator.reports.documents.blocks import good, ident, joined, muted, strong, warn, words
from facilitator.reports.documents.decisions import name_in
from facilitator.reports.documents.log import commitment_entry, contradiction

T = TypeVar("T")
_Rows = list[tuple[str, blocks.Words | blocks.Quote]]

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


def comparison_document(
    comparison: Comparison, *, everything: bool = False, counts_the_rest: bool = False
) -> blocks.Section:
    """What differs between the two, or ``everything``; then what does not, in one line.

    That line names the tasks, unless it only ``counts_the_rest`` and says how to see it.
    """
    in_order = sorted(comparison.decisions, key=lambda each: ORDER.index(each.verdict))
    tasks = [each for each in in_order if everything or each.differs]
    promises = [each for each in comparison.commitments if everything or each.differs]
    ratings = [each for each in comparison.ratings if everything or each.differs]
    entries = (commitment_change(each, comparison.team_names) for each in promises)
    counts = ", ".join(_verdict_counts(in_order))
    parts: list[blocks.Block] = [
        blocks.Facts(
            (("Older", _session(comparison.older)), ("Newer", _session(comparison.newer)))
        ),
        blocks.paragraph(f"{counts}." if counts else "Neither session reached a task."),
        blocks.section("Tasks", (compared_section(comparison, each) for each in tasks)),
        blocks.section("Commitments", (blocks.Entries(tuple(entries), spacious=True),)),
        blocks.section("Ratings, by median", (ratings_table(ratings, comparison),)),
    ]
    if not (tasks or promises or ratings):
        is_any = comparison.decisions or comparison.commitments or comparison.ratings
        parts.append(
            blocks.paragraph("Nothing differs." if is_any else "There is nothing to compare.")
        )
    if not everything:
        parts.append(_unchanged(comparison, in_order, counts=counts_the_rest))
    return blocks.section(f"What changed: {comparison.newer.session.title}", parts)


def _session(log: DecisionLog) -> blocks.Words:
    session = log.session
    facts = [words(strong(session.title)), words(ident(session.id))]
    facts += [words("a rehearsal")] if session.rehearsal else []
    facts += [words(warn(str(CONTRADICTS)))] if log.contradicts else []
    return joined((words(day(day_of(session.started_at))), *facts))


def _verdict_counts(tasks: Sequence[Compared]) -> list[str]:
    """How many tasks came to what: "2 reversed", "3 reaffirmed (1 wavering)"."""
    counts = Counter(each.verdict for each in tasks)
    told = {each: f"{counts[each]} {VERDICT_SIGNS[each].word}" for each in ORDER if each in counts}
    wavering = sum(each.wavering for each in tasks)
    if wavering:
        told[Verdict.REAFFIRMED] += f" ({wavering} {WAVERING.word})"
    return list(told.values())


def summary_section(comparison: Comparison, hint: str = "") -> blocks.Section:
    """How many tasks came to which verdict; ``hint`` says how to see what did not change."""
    older, newer = comparison.older, comparison.newer
    counts = Counter(each.verdict for each in comparison.decisions)
    rows = (
        (words(str(counts[each])), decisions.verdict_words(each), words(muted(VERDICTS[each])))
        for each in ORDER
        if each in counts
    )
    columns = (blocks.Column("", right=True), blocks.Column("Verdict"), blocks.Column("", least=8))
    wavering = [each.title for each in comparison.decisions if each.wavering]
    changes: list[Compared | CommitmentChange | RatingChange] = [*comparison.decisions]
    changes += [*comparison.commitments, *comparison.ratings]
    hidden = sum(not each.differs for each in changes) if hint else 0
    return blocks.section(
        newer.session.title,
        (
            blocks.paragraph(ident(newer.session.id), muted(" against "), ident(older.session.id)),
            contradiction(older),
            contradiction(newer),
            blocks.Table(columns, tuple(map(blocks.Row, rows))),
            blocks.paragraph(
                warn(
                    f"{WAVERING.word.capitalize()}, asked blind: {listed(wavering)}"
                    if wavering
                    else ""
                )
            ),
            blocks.paragraph(muted(f"{hidden} without a change: {hint}" if hidden else "")),
        ),
    )


def compared_section(
    comparison: Comparison, each: Compared, *, whole: bool = False
) -> blocks.Section:
    """One task: its verdict, then each thing that differs; the ``whole`` of it, if asked for."""
    title = words(
        decisions.verdict_words(each.verdict, wavering=each.wavering), ": ", strong(each.title)
    )
    facts: _Rows = []
    label = "Driver" if each.driver.older or each.driver.newer else "Outcome"
    facts.append((label, _course(comparison, each)))
    if each.wavering and each.now is not None:
        facts.append(
            (WAVERING.word.capitalize(), words(warn(wavering_words(each.now, comparison.newer))))
        )
    facts += _changed("Owner", each, each.owner, str, whole=whole)
    facts += _changed("Review on", each, each.review_on, day, whole=whole)
    facts += _support(comparison, each)
    why = each.now.rationale if each.now and (whole or each.driver.is_one) else ""
    facts += [("Why", blocks.Quote(why))] if why else []
    meaning = blocks.flow((VERDICTS[each.verdict], words(ident(each.task))), muted=True)
    first_vote = _first_vote(comparison.newer, each.now) if whole and each.now else ()
    return blocks.section(title, (meaning, blocks.Facts(tuple(facts)), *first_vote))


def _course(comparison: Comparison, each: Compared) -> blocks.Words:
    """How the task ended in either session: "↷ deferred → Sales (78%)"."""
    was = _ended(comparison.older, each.was)
    now = _ended(comparison.newer, each.now)
    match each.verdict:
        case Verdict.NEW | Verdict.RAISED:
            return now
        case Verdict.CARRIED:
            return words(was, ", still in force")
        case Verdict.DROPPED:
            return words(was, ", and not taken up again")
        case Verdict.REOPENED:
            return words(was, " → ", now, "; that decision stays in force")
        case Verdict.REAFFIRMED if each.now is not None:
            shares = (
                decisions.share_of(comparison.older, each.was),
                decisions.share_of(comparison.newer, each.now),
            )
            text = " → ".join(dict.fromkeys(filter(None, shares)))
            return words(
                strong(decisions.driver_of(comparison.newer, each.now)),
                f" ({text})" if text else "",
            )
        case _:
            return now if was == now else words(was, " → ", now)


def _ended(log: DecisionLog, decision: LogDecision | None) -> blocks.Words:
    """The driver with the agreement, or the outcome; nothing where nothing is said."""
    if decision is None:
        return ()
    if decision.driver is None:
        return words(warn(str(OUTCOME_SIGNS[decision.outcome])))
    share = decisions.share_of(log, decision)
    return words(strong(decisions.driver_of(log, decision)), f" ({share})" if share else "")


def wavering_words(decision: LogDecision, log: DecisionLog) -> str:
    """What makes a reaffirmed decision waver."""
    needed = log.rules.agreement_required
    share = decision.blind.share(decision.driver or "") if decision.blind else 0.0
    text = percent(share, needed=needed)
    return f"{text} in the first, blind round, {required(needed)} required"


def _changed(
    label: str, each: Compared, change: Change[T], shown: Callable[[T], str], *, whole: bool
) -> _Rows:
    """A fact before and after: not where it is merely no longer spoken of.

    As it is, where that is all and the ``whole`` is wanted.
    """
    is_decided = each.now is not None and each.now.outcome is Outcome.DECIDED
    if not change.is_one:
        return [(label, words(muted(shown(change.newer))))] if whole and change.newer else []
    if each.now is None or (change.newer is None and not is_decided):
        return []
    now = "–" if change.newer is None else shown(change.newer)
    had_none = change.older is None and (each.was is None or each.was.driver is None)
    was = "–" if change.older is None else shown(change.older)
    return [(label, words(now if had_none else f"{was} → {now}"))]


def _support(comparison: Comparison, each: Compared) -> Iterator[tuple[str, blocks.Words]]:
    teams = comparison.team_names
    for given in each.support.added:
        yield "Support", words(good("+ "), _given(given, teams))
    for given in each.support.removed:
        yield "Support", words(blocks.Span("− ", blocks.Tone.BAD), _given(given, teams))
    for change in each.support.changed:
        was = muted(f" (was: {' · '.join(change.older.terms)})")
        yield "Support", words(warn("± "), _given(change.newer, teams), was)


def _given(given: LogSupport, teams: decisions.Teams) -> str:
    return gives(name_in(teams, given.team), given.input, *given.terms)


def _first_vote(log: DecisionLog, decision: LogDecision) -> tuple[blocks.Block, ...]:
    if not decision.rounds:
        return ()
    first = decision.rounds[0]
    withheld = first.tally.withheld
    told = blocks.paragraph(muted(withheld_words(withheld, "vote") if withheld else ""))
    return (
        blocks.section(
            "First vote this time", (decisions.votes_table(log, first.tally, (first,)), told)
        ),
    )


def commitment_change(change: CommitmentChange, teams: decisions.Teams) -> blocks.Entry:
    """A promise, and what became of it."""
    is_lost = change.status.newer is None and change.status.older is CommitmentStatus.OPEN
    told = _became(change.status)
    return commitment_entry(change.promise, teams, told, warn("?") if is_lost else None)


def _became(status: Change[CommitmentStatus]) -> str:
    older, newer = status.older, status.newer
    if newer is None:
        is_open = older is CommitmentStatus.OPEN
        return "was open; the newer log says nothing of it" if is_open else f"{older} before"
    if older is None:
        return f"{newer}, not in the older log"
    return f"still {newer}" if older is newer else f"{newer}, was {older}"


def ratings_table(changes: Sequence[RatingChange], comparison: Comparison) -> blocks.Table:
    """Medians before and after, overall and by team."""
    names = comparison.team_names
    voting = decisions.team_column(names, (team for each in changes for team in each.by_team))
    shown = (blocks.Column("Statement"), blocks.Column("Median"), voting)
    rows = []
    for each in changes:
        medians = ((team, each.by_team.get(team)) for team, _ in voting.teams)
        by_team = tuple((team, _medians(change)) for team, change in medians if change)
        cells = (words(each.text), words(_medians(each.median), _moved(each.median)))
        rows.append(blocks.Row((*cells, blocks.Spread(by_team))))
    return blocks.Table(shown, tuple(rows), stacked=True).filled


def _medians(median: Change[float]) -> blocks.Words:
    older, newer = ("–" if m is None else number(m) for m in (median.older, median.newer))
    return words(f"{older} → {newer}" if median.is_one else newer)


def _moved(median: Change[float]) -> blocks.Span:
    """Where a median went, in a word."""
    if median.older is None or median.newer is None:
        return muted(", gone") if median.newer is None else good(", new")
    moved = median.newer - median.older
    if moved == 0:
        return muted(", as it was")
    sign = "+" if moved > 0 else ""
    return blocks.Span(
        f", {sign}{number(moved)}", blocks.Tone.GOOD if moved > 0 else blocks.Tone.WARN
    )


def _unchanged(
    comparison: Comparison, in_order: Iterable[Compared], *, counts: bool
) -> blocks.Block:
    """What is as it was: the tasks by name, or how many of which verdict."""
    quiet = [each for each in in_order if not each.differs]
    named = [f"{each.title} ({VERDICT_SIGNS[each.verdict].word})" for each in quiet]
    told = _verdict_counts(quiet) if counts else named
    promises = sum(not change.differs for change in comparison.commitments)
    told += [counted(promises, "commitment")] if promises else []
    ratings = sum(not change.differs for change in comparison.ratings)
    told += [counted(ratings, "rating")] if ratings else []
    if not told:
        return blocks.paragraph()
    shown = ", ".join(told)
    rest = f" and left out: {shown}. --all shows all." if counts else f": {shown}."
    return blocks.paragraph(muted(f"Unchanged{rest}"))
