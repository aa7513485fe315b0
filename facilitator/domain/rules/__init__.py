"""What may happen in a session: a command and the state in, events or a refusal out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from facilitator.domain import housekeeping
from facilitator.domain.agenda import ContestedTask
from facilitator.domain.ballots import (
    ABSTAIN,
    CONFIDENCE,
    NEED_INFO,
    NOBODY,
    UNCLEAR,
    Ballot,
    VotingRound,
)
from facilitator.domain.commands import (
    AddTask,
    AnswerDissent,
    BringBackTask,
    CastBallot,
    CloseRound,
    Command,
    CorrectTeam,
    EndSession,
    EnterStep,
    Envelope,
    ExtendTime,
    GiveWord,
    HandOverLead,
    IssueFacilitatorCode,
    JoinSession,
    LeaveSession,
    LowerHand,
    MarkItem,
    MergeItems,
    MoveStep,
    NoteLogWritten,
    OpenRound,
    ParkItem,
    RaiseHand,
    ReadmitParticipant,
    RecordDecision,
    RecordStatuses,
    Refusal,
    RemoveParticipant,
    RemoveTask,
    ReopenDecision,
    ReopenPromise,
    ReopenShortlist,
    ReportServerLost,
    ResumeSeat,
    SeatSomebody,
    SettlePromise,
    SettleShortlist,
    StartSession,
    TakeUpPromise,
    WithdrawBallot,
    WithdrawDissent,
    WithdrawMark,
    WordPromise,
)
from facilitator.domain.days import day_of
from facilitator.domain.dissenting import answer_dissent
from facilitator.domain.events import (
    BallotCast,
    BallotWithdrawn,
    DecisionRecorded,
    DecisionReopened,
    LogWritten,
    ParticipantJoined,
    RoundClosed,
    RoundOpened,
    RoundRevealed,
    SessionEnded,
    SessionStarted,
    StepEntered,
    TimeExtended,
)
from facilitator.domain.people import Seat
from facilitator.domain.rules import promises
from facilitator.domain.rules.agenda_changes import add_task, merge_items, move_step
from facilitator.domain.rules.common import clean_reason
from facilitator.domain.rules.decisions import clean_decision, flaw_of_decision, outcome_at_end
from facilitator.domain.rules.people import (
    Decided,
    clean_name,
    hand,
    join,
    only_facilitators,
    only_those_not_removed,
    park,
    presence,
    resume,
)
from facilitator.domain.rules.shortlist import (
    bring_back,
    record_statuses,
    remove_task,
    reopen_shortlist,
    settle_shortlist,
)
from facilitator.domain.rules.voting import mark, open_items, withdraw_mark
from facilitator.domain.state import Session, State, StepRecord
from facilitator.domain.text import TextRefused

LONGEST_EXTENSION = timedelta(hours=4)


Rule = Callable[[Session, Envelope[Any]], Decided]


def decide(state: State, sent: Envelope[Command]) -> Decided:
    """Decide a command: the events that it comes to, or why it does not apply."""
    command = sent.command
    if isinstance(command, StartSession):
        return _start(state, command, sent.at)
    if state is None:
        return Refusal("The session has not started.")
    is_over = state.ended_at is not None
    if isinstance(command, LeaveSession | ReportServerLost) or (
        is_over and isinstance(command, ResumeSeat | NoteLogWritten)
    ):
        return RULES[type(command)](state, sent)
    if is_over:
        return Refusal("The workshop has ended.")
    refusal = only_those_not_removed(state, sent.by)
    if refusal is None and type(command) in FACILITATORS:
        refusal = only_facilitators(state, sent.by)
    return refusal or RULES[type(command)](state, sent)


def _start(state: State, command: StartSession, at: datetime) -> Decided:
    if state is not None:
        return Refusal("The session has already started.")
    name = clean_name(command.facilitator)
    if isinstance(name, Refusal):
        return name
    started = SessionStarted(
        at=at,
        session=command.session,
        agenda=command.agenda,
        join_code=command.join_code,
        follows=command.earlier.session if command.earlier else None,
        rehearsal=command.rehearsal,
        earlier=command.earlier,
        remarks=command.remarks,
    )
    facilitator = ParticipantJoined(
        at=at,
        participant="f1",
        name=name,
        likeness=command.likeness or name.casefold(),
        team=None,
        seat=Seat.FACILITATOR,
        credential="local",
    )
    return (started, facilitator)


def _cast(state: Session, sent: Envelope[CastBallot]) -> Decided:
    command = sent.command
    held = _round_at_hand(state, command, sent.by)
    if isinstance(held, Refusal):
        return held
    task = next(task for task in state.tasks if task.id == command.step)
    if command.choice not in (*task.candidates, ABSTAIN, NEED_INFO):
        return Refusal("That is not one of the choices.")
    if command.confidence is not None and command.confidence not in CONFIDENCE:
        return Refusal("Confidence goes from 1 to 5.")
    today = {team.id for team in state.agenda.teams} | {NOBODY, UNCLEAR}
    if command.today is not None and not (task.ask_today and command.today in today):
        return Refusal("That is not one of the answers to who drives it today.")
    reason = clean_reason(command.reason)
    if isinstance(reason, Refusal):
        return reason
    is_proxy = sent.by != command.participant
    ballot = Ballot(command.choice, command.confidence, reason, command.today, proxy=is_proxy)
    if held.answers.get(command.participant) == ballot:
        return ()
    return (
        BallotCast(
            at=sent.at,
            step=command.step,
            number=held.number,
            participant=command.participant,
            ballot=ballot,
        ),
    )


def _withdraw(state: Session, sent: Envelope[WithdrawBallot]) -> Decided:
    command = sent.command
    held = _round_at_hand(state, command, sent.by)
    if isinstance(held, Refusal):
        return held
    who = command.participant
    if who not in held.answers:
        return ()
    return (BallotWithdrawn(at=sent.at, step=command.step, number=held.number, participant=who),)


def _round_at_hand(
    state: Session, command: CastBallot | WithdrawBallot, by: str
) -> VotingRound | Refusal:
    """The open round in which somebody votes for a voter, or why they can't."""
    voter = state.participants.get(command.participant)
    author = state.participants.get(by)
    if voter is None or voter.seat is not Seat.VOTER or voter.removed is not None:
        return Refusal("Only voters can vote.")
    is_proxy = by != command.participant
    if is_proxy and (author is None or author.seat is not Seat.FACILITATOR):
        return Refusal("A ballot is its voter's own.")
    held = state.record(command.step).round(command.number)
    is_vote = command.step in {task.id for task in state.tasks}
    if held is None or not held.is_open or not is_vote:
        return Refusal("Voting on this round is closed. A new round lets you change your mind.")
    cast = held.answers.get(voter.id)
    if is_proxy and cast is not None and not cast.proxy:
        return Refusal(f"{voter.name} has voted: that ballot is theirs alone.")
    return held


def _task_at_hand(state: Session, step_id: str) -> ContestedTask | Refusal:
    """The contested task of that id when the room is on it."""
    step = state.current_step
    if step is None or step.id != step_id:
        return Refusal("The room has moved on to another step.")
    return step if isinstance(step, ContestedTask) else Refusal("This step has no vote.")


def _enter(state: Session, sent: Envelope[EnterStep]) -> Decided:
    command = sent.command
    if command.step not in {step.id for step in state.steps}:
        return Refusal("The agenda has no such step.")
    if state.current == command.step:
        return ()
    if state.current is not None and state.open_round(state.current):
        return Refusal("A vote is open here. Close it before you leave the step.")
    return (StepEntered(at=sent.at, step=command.step),)


def _extend(state: Session, sent: Envelope[ExtendTime]) -> Decided:
    command = sent.command
    if state.current is None:
        return Refusal("The clock starts with the first step.")
    if not 0 < command.seconds <= LONGEST_EXTENSION.total_seconds():
        return Refusal("Extend by at least a second and at most four hours.")
    return (TimeExtended(at=sent.at, step=state.current, seconds=command.seconds),)


def _open_round(state: Session, sent: Envelope[OpenRound]) -> Decided:
    command = sent.command
    step = state.current_step
    if step is not None and step.id == command.step and not isinstance(step, ContestedTask):
        return open_items(state, step, sent)
    task = _task_at_hand(state, command.step)
    if isinstance(task, Refusal):
        return task
    record = state.record(task.id)
    if record.decision is not None:
        return Refusal("This task has its outcome. Reopen it to vote again.")
    if record.open_round is not None:
        return Refusal("A round is open already.")
    if command.number != len(record.rounds) + 1:
        return Refusal("Another round was held meanwhile.")
    if len(record.rounds) - record.rounds_before >= state.agenda.rules.max_rounds:
        most = state.agenda.rules.max_rounds
        return Refusal(f"The rules allow {most} rounds. Decide, or fall back.")
    return (RoundOpened(at=sent.at, step=task.id, number=command.number),)


def _close_round(state: Session, sent: Envelope[CloseRound]) -> Decided:
    command = sent.command
    held = state.open_round(command.step)
    if held is None or held.number != command.number:
        return Refusal("That round is closed already.")
    return (
        RoundClosed(at=sent.at, step=command.step, number=held.number),
        RoundRevealed(at=sent.at, step=command.step, number=held.number),
    )


def _record(state: Session, sent: Envelope[RecordDecision]) -> Decided:
    command = sent.command
    task = _task_at_hand(state, command.step)
    if isinstance(task, Refusal):
        return task
    record = state.record(task.id)
    if record.decision is not None:
        return Refusal(f"{_who_decided(state, record)} Reopen the task to change its outcome.")
    if record.open_round is not None:
        return Refusal("A vote is open here. Close it first.")
    try:
        decision = clean_decision(command.decision)
    except TextRefused as error:
        return Refusal(str(error))
    flaw = flaw_of_decision(state, task, decision, day_of(sent.at))
    if flaw:
        return Refusal(flaw)
    return (DecisionRecorded(at=sent.at, step=task.id, decision=decision, by=sent.by),)


def _who_decided(state: Session, record: StepRecord) -> str:
    person = state.participants.get(record.decided_by)
    return f"{person.name} has recorded an outcome already." if person else "It has its outcome."


def _reopen(state: Session, sent: Envelope[ReopenDecision]) -> Decided:
    command = sent.command
    task = _task_at_hand(state, command.step)
    if isinstance(task, Refusal):
        return task
    if state.record(task.id).decision is None:
        return Refusal("This task is still open.")
    return (DecisionReopened(at=sent.at, step=task.id, by=sent.by),)


def _end(state: Session, sent: Envelope[EndSession]) -> Decided:
    if state.current is not None and state.open_round(state.current):
        return Refusal("A vote is open. Close it before you end the workshop.")
    loose = [
        DecisionRecorded(at=sent.at, step=task.id, decision=outcome, by=sent.by)
        for task in state.tasks
        if (outcome := outcome_at_end(state, task)) is not None
    ]
    unreached = [
        step for step in state.steps if step.id not in state.entered and not state.is_settled(step)
    ]
    return (*loose, SessionEnded(at=sent.at, early=bool(unreached or loose)))


def _note_log(state: Session, sent: Envelope[NoteLogWritten]) -> Decided:
    if state.ended_at is None:
        return Refusal("The log is written once the workshop has ended.")
    file = sent.command.file
    return () if state.log_file == file else (LogWritten(at=sent.at, file=file),)


FACILITATORS: Mapping[type[Command], Rule] = {
    EnterStep: _enter,
    ExtendTime: _extend,
    OpenRound: _open_round,
    CloseRound: _close_round,
    RecordDecision: _record,
    ReopenDecision: _reopen,
    SettleShortlist: settle_shortlist,
    ReopenShortlist: reopen_shortlist,
    RecordStatuses: record_statuses,
    BringBackTask: bring_back,
    RemoveTask: remove_task,
    TakeUpPromise: promises.take_up,
    WordPromise: promises.word,
    SettlePromise: promises.settle,
    ReopenPromise: promises.reopen,
    AddTask: add_task,
    MoveStep: move_step,
    MergeItems: merge_items,
    SeatSomebody: housekeeping.seat,
    CorrectTeam: housekeeping.correct_team,
    RemoveParticipant: housekeeping.remove,
    ReadmitParticipant: housekeeping.readmit,
    IssueFacilitatorCode: housekeeping.issue_code,
    HandOverLead: housekeeping.hand_over,
    GiveWord: housekeeping.give_word,
    EndSession: _end,
}
"""What only facilitators may do."""

RULES: Mapping[type[Command], Rule] = {
    **FACILITATORS,
    JoinSession: join,
    ResumeSeat: resume,
    LeaveSession: presence,
    ReportServerLost: presence,
    CastBallot: _cast,
    WithdrawBallot: _withdraw,
    MarkItem: mark,
    WithdrawMark: withdraw_mark,
    RaiseHand: hand,
    LowerHand: hand,
    ParkItem: park,
    AnswerDissent: answer_dissent,
    WithdrawDissent: answer_dissent,
    NoteLogWritten: _note_log,
}
"""The rule that decides a command, for all but the first, with which a session begins."""
