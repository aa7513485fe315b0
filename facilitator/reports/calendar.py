"""Reviews and promises as an iCalendar file (RFC 5545): an event for each day by which one is due.

The same logs give the same bytes. Each event keeps its UID from session to session, so that a
calendar into which a newer file is read moves its events instead of doubling them; its DTSTAMP says
when the log that tells of it was last written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from icalendar import Calendar, Event

from facilitator.domain.days import day_of
from facilitator.domain.decision_log import DecisionLog
from facilitator.domain.decisions import Outcome
from facilitator.domain.past.due import DueCommitment, DueReview
from facilitator.reports.wording import day, plain

_DOMAIN = "facilitator"
"""What stands after the @ of every UID."""


def calendar(reviews: Sequence[DueReview], promises: Sequence[DueCommitment]) -> bytes:
    """One event a review and a promise; promises without a day have none."""
    found = Calendar()
    found.add("version", "2.0")
    found.add("prodid", "-//facilitator//decision logs//EN")
    for review in reviews:
        found.add_component(_review(review))
    for promise in promises:
        if promise.due is not None:
            found.add_component(_promise(promise, promise.due))
    return bytes(found.to_ical())


def _review(review: DueReview) -> Event:
    decision, log = review.decision, review.log
    title = plain(decision.title)
    if decision.outcome is Outcome.DECIDED:
        driver = _team(log, decision.driver or "")
        owner = f" ({plain(decision.owner)})" if decision.owner else ""
        summary = f"Review: {title} – driven by {driver}{owner}"
    else:
        summary = f"Decide: {title} – {decision.outcome}"
    lines = [f"{decision.outcome.value.capitalize()} on {day(day_of(decision.decided_at))}."]
    lines += [plain(decision.rationale)] if decision.rationale else []
    uid = f"review-{decision.task}"
    return _event(uid, log, review.due, summary=summary, lines=lines, category="Decision review")


def _promise(promise: DueCommitment, due: date) -> Event:
    told, log = promise.promise, promise.log
    giver, receiver = _team(log, told.giver), _team(log, told.receiver)
    owner = f" ({plain(told.owner)})" if told.owner else ""
    summary = f"{giver}{owner} owes {receiver}: {plain(told.text)}"
    lines = [f"Promised in {plain(promise.made_in)}."]
    uid = f"commitment-{told.id}-{promise.made_in}"
    return _event(uid, log, due, summary=summary, lines=lines, category="Commitment")


def _event(
    uid: str, log: DecisionLog, due: date, *, summary: str, lines: list[str], category: str
) -> Event:
    """An event of a whole day, during which nobody is busy."""
    event = Event()
    event.add("uid", f"{plain(uid)}@{_DOMAIN}")
    event.add("dtstamp", last_written(log))
    event.add("dtstart", due)
    event.add("summary", f"Rehearsal: {summary}" if log.session.rehearsal else summary)
    lines = [*lines, f"Decision log: {plain(log.session.id)}"]
    lines += ["That log contradicts itself."] if log.contradicts else []
    event.add("description", "\n".join(lines))
    event.add("categories", [category])
    event.add("transp", "TRANSPARENT")
    return event


def last_written(log: DecisionLog) -> datetime:
    """When a log came to say what it says: at the session's end, or when it was last amended."""
    return max([log.session.ended_at, *(each.at for each in log.amendments)])


def _team(log: DecisionLog, team: str) -> str:
    return plain(log.team_names.get(team, team))
