"""Reviews and promises as an iCalendar file (RFC 5545): an event for each day by which one is due.

The same logs give the same bytes. An event's UID names the session that decided, or that made the
promise, so that no two workshops share one; it stays the same however often the file is made, the
log amended or the promise carried on, and SEQUENCE rises with each of the latter two. So a calendar
into which a newer file is read moves its events instead of doubling them.

What was settled since, a review by a newer word on its task or a promise by what became of it, is
there as a cancelled event, which takes the earlier one out. RFC 5546 has one METHOD for a whole
file: it is PUBLISH, which may hold cancelled events beside others, and CANCEL where there are no
others. Both methods want an ORGANIZER; nobody is to be written to, so it is no address. DTSTAMP and
LAST-MODIFIED say when the log that tells of an event was last written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from icalendar import Calendar, Event, vCalAddress

from facilitator.domain.decision_log import DecisionLog
from facilitator.domain.decisions import CommitmentStatus, Outcome
from facilitator.domain.past.due import DueCommitment, DueReview
from facilitator.domain.words.figures import day, day_of
from facilitator.reports.documents.blocks import plain

_DOMAIN = "facilitator"
"""What stands after the @ of every UID."""
_NOBODY = "invalid:nomail"
"""Who organises the events: a URI that no calendar writes to."""


def calendar(reviews: Sequence[DueReview], promises: Sequence[DueCommitment]) -> bytes:
    """One event a review and a promise; promises without a day have none.

    Those that are settled are cancelled. Of one event the first is taken.
    """
    events = [_review(review) for review in reviews]
    events += [_promise(each, each.due) for each in promises if each.due is not None]
    found: dict[str, Event] = {}
    for event in events:
        found.setdefault(str(event["uid"]), event)
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//facilitator//decision logs//EN")
    only_cancels = bool(found) and all(event["status"] == "CANCELLED" for event in found.values())
    made.add("method", "CANCEL" if only_cancels else "PUBLISH")
    for event in found.values():
        made.add_component(event)
    return bytes(made.to_ical())


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
    settled_by = review.settled_by
    if settled_by is not None:
        lines.append(f"Taken up again since: {plain(settled_by.session.id)}.")
    event = _event(log, review.due, summary=summary, lines=lines, category="Decision review")
    event.add("uid", plain(f"review-{decision.task}-{log.session.id}@{_DOMAIN}"))
    return _stamped(
        event,
        settled_by or log,
        sequence=len(log.amendments) + (settled_by is not None),
        is_cancelled=settled_by is not None,
    )


def _promise(promise: DueCommitment, due: date) -> Event:
    told, log = promise.promise, promise.log
    giver, receiver = _team(log, told.giver), _team(log, told.receiver)
    owner = f" ({plain(told.owner)})" if told.owner else ""
    summary = f"{giver}{owner} owes {receiver}: {plain(told.text)}"
    lines = [f"Promised in {plain(promise.made_in)}."]
    is_settled = told.status is not CommitmentStatus.OPEN
    if is_settled:
        lines.append(f"{told.status.value.capitalize()}: {plain(log.session.id)}.")
    event = _event(log, due, summary=summary, lines=lines, category="Commitment")
    event.add("uid", plain(f"commitment-{told.id}-{promise.made_in}@{_DOMAIN}"))
    return _stamped(event, log, sequence=promise.changes, is_cancelled=is_settled)


def _event(log: DecisionLog, due: date, *, summary: str, lines: list[str], category: str) -> Event:
    """An event of a whole day, during which nobody is busy."""
    event = Event()
    event.add("dtstart", due)
    event.add("summary", f"Rehearsal: {summary}" if log.session.rehearsal else summary)
    lines = [*lines, f"Decision log: {plain(log.session.id)}"]
    lines += ["That log contradicts itself."] if log.contradicts else []
    event.add("description", "\n".join(lines))
    event.add("categories", [category])
    event.add("transp", "TRANSPARENT")
    return event


def _stamped(event: Event, log: DecisionLog, *, sequence: int, is_cancelled: bool) -> Event:
    """The event with which of its versions this is, as of ``log``."""
    organizer = vCalAddress(_NOBODY)
    organizer.params["CN"] = _DOMAIN
    event.add("organizer", organizer)
    event.add("dtstamp", log.last_written)
    event.add("last-modified", log.last_written)
    event.add("sequence", sequence)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    return event


def _team(log: DecisionLog, team: str) -> str:
    return plain(log.team_names.get(team, team))
