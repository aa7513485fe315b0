"""Rules for the outcome of a task: recorded, objected to, reopened; no decision may be vague."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from facilitator.domain import commands, events
from facilitator.domain.agenda import Agenda, Attribution, ContestedTask
from facilitator.domain.anonymity import tally_shown
from facilitator.domain.commands import Envelope
from facilitator.domain.decisions import MOST_CELLS, Decision, Outcome
from facilitator.domain.people import NAME_CELLS
from facilitator.domain.rounds import Tally
from facilitator.domain.rules.common import Events, Refused, at_hand, line, recorded
from facilitator.domain.state import Session, StepRecord
from facilitator.domain.text import visible
from facilitator.domain.words.figures import day_of

_NO_VOTE = "This step has no vote."


def record(state: Session, sent: Envelope[commands.RecordDecision]) -> Events:
    """Record the outcome of the task at hand."""
    task = at_hand(state, sent.command.step, ContestedTask, _NO_VOTE)
    before = state.record(task.id)
    if before.decision is not None:
        text = f"{_who_decided(state, before)} Reopen the task to change its outcome."
        raise Refused(text)
    if before.open_round is not None:
        raise Refused("A vote is open here. Close it first.")
    decision = _clean(sent.command.decision)
    flaw = next(_flaws(state, task, decision, day_of(sent.at)), None)
    if flaw is not None:
        raise Refused(flaw)
    return (recorded(events.DecisionRecorded, sent, decision=decision),)


def _who_decided(state: Session, before: StepRecord) -> str:
    person = state.participants.get(before.decided_by)
    return f"{person.name} has recorded an outcome already." if person else "It has its outcome."


def reopen(state: Session, sent: Envelope[commands.ReopenDecision]) -> Events:
    """Take the task at hand up again; its rounds stay."""
    task = at_hand(state, sent.command.step, ContestedTask, _NO_VOTE)
    if state.record(task.id).decision is None:
        raise Refused("This task is still open.")
    return (recorded(events.DecisionReopened, sent),)


def answer_dissent(state: Session, sent: Envelope[commands.AnswerDissent]) -> Events:
    """Confirm the objection that is kept in one's name, or put it in one's own words."""
    command = sent.command
    _check_objector(state, command, sent.by)
    reason, would_change = (
        line(typed, MOST_CELLS, "That", "That can't be kept")
        for typed in (command.reason, command.would_change)
    )
    if not reason:
        raise Refused("Say why you object, or withdraw the objection.")
    return (recorded(events.DissentAnswered, sent, reason=reason, would_change=would_change),)


def withdraw_dissent(state: Session, sent: Envelope[commands.WithdrawDissent]) -> Events:
    """No longer object."""
    _check_objector(state, sent.command, sent.by)
    return (recorded(events.DissentWithdrawn, sent),)


def _check_objector(
    state: Session, command: commands.AnswerDissent | commands.WithdrawDissent, by: str
) -> None:
    if by != command.participant:
        raise Refused("An objection is its author's own.")
    decision = state.record(command.step).decision
    if decision is None or decision.objection_of(command.participant) is None:
        raise Refused("No objection of yours is kept with this decision.")


def outcome_at_end(state: Session, task: ContestedTask) -> Decision | None:
    """What becomes of a task at the end; None when it is settled or was never reached."""
    record = state.record(task.id)
    if record.decision is not None or task.id not in state.entered:
        return None
    return Decision(Outcome.PARKED if record.rounds else Outcome.SKIPPED)


def _clean(decision: Decision) -> Decision:
    """The outcome with its text in normal form."""
    return replace(
        decision,
        owner=_line("owner", decision.owner, NAME_CELLS),
        rationale=_line("rationale", decision.rationale),
        support=tuple(
            replace(given, detail=_line("support", given.detail), when=_line("when", given.when))
            for given in decision.support
        ),
        dissent=tuple(
            replace(
                each,
                name=None if each.name is None else _line("dissent", each.name, NAME_CELLS),
                reason=_line("dissent", each.reason),
                would_change=_line("dissent", each.would_change),
            )
            for each in decision.dissent
        ),
    )


def _line(place: str, text: str, most_cells: int = MOST_CELLS) -> str:
    return line(text, most_cells, f"The {place}", f"The {place} can't be kept like this")


def _flaws(state: Session, task: ContestedTask, decision: Decision, today: date) -> Iterator[str]:
    before = state.record(task.id)
    if decision.outcome is Outcome.SKIPPED:
        if before.rounds:
            yield "This task was voted on: decide, defer or park it rather than skip it."
    elif not before.revealed:
        yield "Nobody has voted on this task yet. Vote first, or skip it."
    if decision.outcome is Outcome.ESCALATED and not state.agenda.rules.approver:
        yield "This agenda names nobody to escalate to. Defer it instead."
    yield from _flaws_of_driver(state, task, decision)
    yield from _flaws_of_support(state.agenda, decision)
    yield from _flaws_of_dissent(state, decision)
    if decision.outcome in (Outcome.DECIDED, Outcome.DEFERRED):
        if decision.review_on is None:
            yield "Set the day on which to look at this again."
        elif decision.review_on <= today:
            yield "The review has to lie in the future."
    elif decision.review_on is not None:
        yield "Only what is decided or deferred has a review date."


def _flaws_of_driver(state: Session, task: ContestedTask, decision: Decision) -> Iterator[str]:
    if decision.outcome is not Outcome.DECIDED:
        if decision.driver is not None:
            yield "Only a decided task has a driver."
        return
    if decision.driver is None:
        yield "Choose the one team that drives this task."
        return
    if decision.driver not in task.candidates:
        yield "The driver has to be one of the candidates."
    revealed = state.record(task.id).revealed
    if not revealed:
        return
    tally = tally_shown(state.agenda, revealed[-1])
    is_met = tally.meets(state.agenda.rules.agreement_required)
    if not (is_met and decision.driver == tally.leader) and not decision.rationale.strip():
        name = state.agenda.team(decision.driver).name
        yield f"{_lead(state.agenda, tally)}: say in the rationale why {name} drives."


def _lead(agenda: Agenda, tally: Tally) -> str:
    """Who leads the vote, as far as that may be told."""
    if tally.withheld:
        return "Too few have voted to tell who leads"
    if tally.leader is None:
        return "No team leads"
    is_met = tally.meets(agenda.rules.agreement_required)
    return f"{agenda.team(tally.leader).name} leads the vote{', too narrowly' * (not is_met)}"


def _flaws_of_support(agenda: Agenda, decision: Decision) -> Iterator[str]:
    known = agenda.team_names
    seen = set()
    for support in decision.support:
        if support.team not in known:
            yield f"There is no team “{visible(support.team)}” to give support."
            continue
        name = agenda.team(support.team).name
        if support.team == decision.driver:
            yield f"{name} drives this task, so it can't also support it."
        if not support.detail.strip():
            yield f"Say what exactly {name} gives."
        if not support.when.strip():
            yield f"Say when {name} gives it."
        if (support.team, support.input) in seen:
            yield f"{name} is listed twice for “{support.input}”."
        seen.add((support.team, support.input))
    if decision.support and decision.outcome is not Outcome.DECIDED:
        yield "Only a decided task has support."


def _flaws_of_dissent(state: Session, decision: Decision) -> Iterator[str]:
    known = state.agenda.team_names
    is_anonymous = state.agenda.rules.attribution is Attribution.ANONYMOUS
    for dissent in decision.dissent:
        if is_anonymous and (dissent.name is not None or dissent.participant is not None):
            yield "Votes are anonymous here: keep the objection without its author's name."
        if dissent.team not in known or dissent.position not in known:
            yield "A dissent names its author's team and the team wanted instead."
        if dissent.participant is not None and dissent.participant not in state.participants:
            yield "A dissent is by somebody in the session."
        if decision.driver is not None and dissent.position == decision.driver:
            yield "A dissent wants another team than the one that drives."
        if not dissent.reason.strip():
            yield f"Say why {dissent.name or 'somebody'} objects, or drop the objection."
