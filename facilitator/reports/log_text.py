"""A decision log as text for a terminal: what was decided first, then how it came about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from facilitator.domain.agenda import Attribution
from facilitator.domain.days import day_of
from facilitator.domain.decision_log import DecisionLog, LogDecision, LogStatus
from facilitator.domain.decisions import Outcome
from facilitator.domain.people import Seat
from facilitator.domain.words.figures import counted, day, listed, percent, time_of_day
from facilitator.reports.decision_text import decision_text
from facilitator.reports.log_tables_text import further_tables
from facilitator.reports.wording import plain, styled

MARKS = {
    Outcome.DECIDED: "✔",
    Outcome.DEFERRED: "◷",
    Outcome.ESCALATED: "▲",
    Outcome.PARKED: "■",
    Outcome.SKIPPED: "–",
}
"""A sign for each outcome; the word always stands beside it."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the list of logs: the log, or what is wrong with its file."""

    id: str
    log: DecisionLog | None
    problem: str = ""


def log_text(log: DecisionLog, *, details: bool = True) -> RenderableType:
    """A whole log: heading, table of decisions and, with ``details``, each decision by itself."""
    parts: list[RenderableType] = [_heading(log), Text(), summary_table(log)]
    if details:
        for decision in log.decisions:
            parts += [Text(), decision_text(log, decision)]
    parts += further_tables(log)
    return Group(*parts)


def summary_table(log: DecisionLog) -> RenderableType:
    """All decisions, one line each: task, driver, owner, agreement, review date."""
    if not log.decisions:
        return styled(("No task was reached.", "dim"))
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("", width=1)
    table.add_column("Task", overflow="fold")
    table.add_column("Driver", overflow="fold")
    table.add_column("Owner", overflow="fold")
    table.add_column("Agreement", justify="right", no_wrap=True)
    table.add_column("Review on", justify="right", no_wrap=True)
    for decision in log.decisions:
        table.add_row(*_summary(log, decision))
    return table


def _summary(log: DecisionLog, decision: LogDecision) -> Iterator[Text]:
    decided = decision.outcome is Outcome.DECIDED
    driver = log.team_names.get(decision.driver or "", decision.driver or "")
    yield styled((MARKS[decision.outcome], "green" if decided else "yellow"))
    yield styled((plain(decision.title), "bold"))
    yield styled(plain(driver)) if decided else styled((decision.outcome.value, "yellow"))
    yield styled(plain(decision.owner))
    yield styled("" if decision.agreement is None else percent(decision.agreement))
    yield styled("" if decision.review_on is None else day(decision.review_on))


def _heading(log: DecisionLog) -> RenderableType:
    session = log.session
    seats = [person.seat for person in log.participants]
    people = [counted(seats.count(Seat.VOTER), "voter")] if seats else []
    if Seat.OBSERVER in seats:
        people.append(counted(seats.count(Seat.OBSERVER), "observer"))
    ended = time_of_day(session.ended_at)
    if session.ended_at.date() != session.started_at.date():
        ended = f"{day(session.ended_at)} {ended}"
    when = day(session.started_at)
    if session.ended_at != session.started_at:
        when += f", {time_of_day(session.started_at)}–{ended} UTC"
    hosts = [plain(name) for name in session.facilitators]
    by = [f"facilitated by {listed(hosts)}"] if hosts else []
    lines = [
        styled((plain(session.title), "bold")),
        styled(" · ".join((when, *by, *filter(None, [", ".join(people)])))),
        styled((f"{plain(session.id)} · {' · '.join(_circumstances(log))}", "dim")),
    ]
    return Group(*lines)


def _circumstances(log: DecisionLog) -> Iterator[str]:
    session = log.session
    if session.rehearsal:
        yield "REHEARSAL"
    if log.contradicts:
        yield "CONTRADICTS ITSELF"
    yield "complete" if session.status is LogStatus.COMPLETE else "ended early"
    yield "named votes" if session.attribution is Attribution.NAMED else "anonymous votes"
    yield f"{percent(log.rules.agreement_required)} agreement required"
    if session.follows:
        yield f"follows {plain(session.follows)}"


def log_list_text(lines: Sequence[LogLine]) -> RenderableType:
    """A list of logs, as given, with the broken ones and their problems among them."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for line in lines:
        table.add_row(*(_sound_line(line.id, line.log) if line.log else _broken_line(line)))
    return table


def _sound_line(log_id: str, log: DecisionLog) -> Iterator[Text]:
    yield styled(day(day_of(log.session.started_at)))
    rehearsal = "rehearsal, " if log.session.rehearsal else ""
    yield styled(
        (plain(log.session.title), "bold"),
        f"  {rehearsal}{outcomes(log)}",
        (" · contradicts itself" if log.contradicts else "", "yellow"),
        (f"\n{plain(log_id)}", "dim"),
    )


def _broken_line(line: LogLine) -> Iterator[Text]:
    yield styled(("✘ broken", "red"))
    yield styled((plain(line.problem), "red"), (f"\n{plain(line.id)}", "dim"))


def outcomes(log: DecisionLog) -> str:
    """How many tasks came to what: "6 decided, 1 deferred"."""
    found = [decision.outcome for decision in log.decisions]
    counts = [f"{found.count(outcome)} {outcome}" for outcome in Outcome if outcome in found]
    return ", ".join(counts) or "no task reached"
