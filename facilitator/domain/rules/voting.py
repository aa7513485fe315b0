"""Rules for rounds: when they open and close, and who may answer what in them."""

from __future__ import annotations

from facilitator.domain import commands, events, rounds
from facilitator.domain.agenda import ContestedTask, StepBase
from facilitator.domain.commands import Envelope
from facilitator.domain.fields import copied
from facilitator.domain.people import Participant, Seat
from facilitator.domain.rules.common import Events, Refused, at_hand, reason_given, recorded
from facilitator.domain.rules.people import is_facilitator
from facilitator.domain.state import Session
from facilitator.domain.steps import kind_of


def open_round(state: Session, sent: Envelope[commands.OpenRound]) -> Events:
    """Start a blind round on the step at hand."""
    command = sent.command
    step = at_hand(state, command.step, StepBase)
    if flaw := kind_of(step).flaw_of_opening(state, step, command.about):
        raise Refused(flaw)
    before = state.rounds_on(step.id)
    if state.open_round(step.id) is not None:
        raise Refused("A round is open already.")
    if command.number != len(before) + 1:
        raise Refused("Another round was held meanwhile.")
    if isinstance(step, ContestedTask):
        most = state.agenda.rules.max_rounds
        if len(before) - state.record(step.id).rounds_before >= most:
            raise Refused(f"The rules allow {most} rounds. Decide, or fall back.")
    return (recorded(events.RoundOpened, sent),)


def close_round(state: Session, sent: Envelope[commands.CloseRound]) -> Events:
    """Close the open round, and reveal it."""
    command = sent.command
    held = state.open_round(command.step)
    if held is None or held.number != command.number:
        raise Refused("That round is closed already.")
    return (recorded(events.RoundClosed, sent), recorded(events.RoundRevealed, sent))


def cast(state: Session, sent: Envelope[commands.CastBallot]) -> Events:
    """Cast or replace a ballot."""
    command = sent.command
    task, held = _vote_at_hand(state, command, sent.by)
    if command.choice not in (*task.candidates, rounds.ABSTAIN, rounds.NEED_INFO):
        raise Refused("That is not one of the choices.")
    if command.confidence is not None and command.confidence not in rounds.CONFIDENCE:
        raise Refused("Confidence goes from 1 to 5.")
    today = {*state.agenda.team_names, rounds.NOBODY, rounds.UNCLEAR}
    if command.today is not None and not (task.ask_today and command.today in today):
        raise Refused("That is not one of the answers to who drives it today.")
    voter = command.participant
    reason = reason_given(command.reason)
    ballot = copied(rounds.Ballot, command, reason=reason, proxy=sent.by != voter)
    if held.answers.get(voter) == ballot:
        return ()
    return (recorded(events.BallotCast, sent, ballot=ballot),)


def withdraw(state: Session, sent: Envelope[commands.WithdrawBallot]) -> Events:
    """Take a ballot back."""
    _, held = _vote_at_hand(state, sent.command, sent.by)
    if sent.command.participant not in held.answers:
        return ()
    return (recorded(events.BallotWithdrawn, sent),)


def mark(state: Session, sent: Envelope[commands.MarkItem]) -> Events:
    """Answer on one item."""
    command = sent.command
    step, held = _items_at_hand(state, command, sent.by)
    kind, marks = kind_of(step), rounds.marks_of(held, command.participant)
    if flaw := kind.flaw_of_value(step, marks, command.item, command.value):
        raise Refused(flaw)
    reason = reason_given(command.reason)
    if reason and not kind.asks_why(command.item):
        raise Refused("No reason is asked for here.")
    given = rounds.Mark(command.value, reason, proxy=sent.by != command.participant)
    if given == marks.get(command.item):
        return ()
    return (recorded(events.ItemMarked, sent, mark=given),)


def withdraw_mark(state: Session, sent: Envelope[commands.WithdrawMark]) -> Events:
    """Take an answer on one item back."""
    _, held = _items_at_hand(state, sent.command, sent.by)
    if sent.command.item not in rounds.marks_of(held, sent.command.participant):
        return ()
    return (recorded(events.MarkWithdrawn, sent),)


def _vote_at_hand(
    state: Session, command: commands.CastBallot | commands.WithdrawBallot, by: str
) -> tuple[ContestedTask, rounds.VotingRound]:
    """The task and its open round, in which somebody votes for a voter."""
    voter = _voter(state, command.participant, "Only voters can vote.")
    _check_author(state, by, voter, "A ballot is its voter's own.")
    held = state.open_round(command.step)
    task = next((task for task in state.tasks if task.id == command.step), None)
    if task is None or held is None or held.number != command.number:
        raise Refused("Voting on this round is closed. A new round lets you change your mind.")
    given = held.answers.get(voter.id)
    if by != voter.id and given is not None and not given.proxy:
        raise Refused(f"{voter.name} has voted: that ballot is theirs alone.")
    return task, held


def _items_at_hand(
    state: Session, command: commands.MarkItem | commands.WithdrawMark, by: str
) -> tuple[StepBase, rounds.ItemRound]:
    """The step and its open round, in which somebody answers for a voter."""
    voter = _voter(state, command.participant, "Only voters can answer.")
    held = state.open_round(command.step)
    if held is None or held.number != command.number:
        raise Refused("This round is closed: answers are no longer taken.")
    step = state.step(command.step)
    kind = kind_of(step)
    if voter.team not in kind.teams_asked(state, step, held.about):
        raise Refused("This round asks others, not your team.")
    if command.item not in kind.items_for(state, step, voter):
        raise Refused("That is not asked of you here.")
    _check_author(state, by, voter, "An answer is its voter's own.")
    own = {item for item, given in rounds.marks_of(held, voter.id).items() if not given.proxy}
    # Which tasks have dots is the answer itself: to refuse for those alone would tell it.
    if by != voter.id and (command.item in own or (kind.is_one_answer and own)):
        raise Refused(f"{voter.name} has answered: that answer is theirs alone.")
    return step, held


def _voter(state: Session, participant: str, otherwise: str) -> Participant:
    voter = state.participants.get(participant)
    if voter is None or voter.seat is not Seat.VOTER or voter.removed is not None:
        raise Refused(otherwise)
    return voter


def _check_author(state: Session, by: str, voter: Participant, otherwise: str) -> None:
    """Only facilitators answer for others."""
    if by != voter.id and not is_facilitator(state, by):
        raise Refused(otherwise)
