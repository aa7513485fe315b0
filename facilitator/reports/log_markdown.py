"""A decision log as Markdown: all decisions in a table, each by itself, then what else it holds."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.domain.agenda import Attribution
from facilitator.domain.decision_log import DecisionLog, LogDecision, LogStatus
from facilitator.domain.decisions import Outcome
from facilitator.domain.past.comparison import is_wavering
from facilitator.domain.people import Seat
from facilitator.domain.words.figures import counted, day, listed, percent, time_of_day
from facilitator.reports.decision_markdown import Names, decision_markdown, has_section
from facilitator.reports.log_tables_markdown import further_sections
from facilitator.reports.log_text import outcomes
from facilitator.reports.markdown_words import (
    aside,
    date_cell,
    legend,
    name_of,
    page,
    share_cell,
    strong,
    table,
    words,
)

REHEARSAL = "**Rehearsal:** nothing of this was decided in earnest."
CONTRADICTS = (
    "**This log contradicts itself,** or one that it names: `facilitator log check` lists where."
)


def log_markdown(log: DecisionLog) -> str:
    """A whole log as a document."""
    return page(_parts(log))


def _parts(log: DecisionLog) -> Iterator[str]:
    names = Names.of(log)
    yield f"# {words(log.session.title)}"
    yield REHEARSAL if log.session.rehearsal else ""
    yield CONTRADICTS if log.contradicts else ""
    yield " · ".join(_occasion(log))
    yield " · ".join(_circumstances(log))
    yield legend(names.shorts, log.team_names)
    yield "## Decisions"
    yield f"{outcomes(log).capitalize()}."
    if log.decisions:
        heads = ("Task", "Driver", "Owner", "Agreement", "Review on", "Verdict")
        yield table(heads, "lllrrl", (_row(log, decision, names) for decision in log.decisions))
    for decision in log.decisions:
        if has_section(decision):
            yield from decision_markdown(log, decision, names)
    yield from further_sections(log, names)


def _occasion(log: DecisionLog) -> Iterator[str]:
    session = log.session
    ended = time_of_day(session.ended_at)
    if session.ended_at.date() != session.started_at.date():
        ended = f"{day(session.ended_at)}, {ended}"
    times = f", {time_of_day(session.started_at)}–{ended} UTC"
    yield day(session.started_at) + times * (session.ended_at != session.started_at)
    if session.facilitators:
        yield f"facilitated by {listed([words(name) for name in session.facilitators])}"
    seats = [person.seat for person in log.participants]
    if seats:
        yield counted(seats.count(Seat.VOTER), "voter")
    if Seat.OBSERVER in seats:
        yield counted(seats.count(Seat.OBSERVER), "observer")


def _circumstances(log: DecisionLog) -> Iterator[str]:
    session = log.session
    yield name_of(session.id)
    yield "complete" if session.status is LogStatus.COMPLETE else "ended early"
    yield "named votes" if session.attribution is Attribution.NAMED else "anonymous votes"
    yield f"{percent(log.rules.agreement_required)} agreement required"
    if session.follows:
        yield f"follows {name_of(session.follows)}"


def _row(log: DecisionLog, decision: LogDecision, names: Names) -> tuple[str, ...]:
    decided = decision.outcome is Outcome.DECIDED
    verdict = decision.verdict.value if decision.verdict else ""
    if decision.verdict and is_wavering(decision.verdict, decision, log.rules.agreement_required):
        verdict = f"{verdict}, wavering"
    return (
        words(decision.title),
        strong(names.team(decision.driver)) if decided else aside(decision.outcome.value),
        words(decision.owner),
        share_cell(decision.agreement),
        date_cell(decision.review_on),
        verdict,
    )
