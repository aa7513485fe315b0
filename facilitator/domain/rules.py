"""What may happen in a session: a command and the state in, events or a refusal out."""

from __future__ import annotations

from datetime import timedelta
from typing import assert_never

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
from facilitator.domain.housekeeping import see_to
from facilitator.domain.marking import mark, open_items
from facilitator.domain.on_the_spot import add_task, merge_items, move_step
from facilitator.domain.outcomes import clean_decision, flaw_of_decision, outcome_at_end
from facilitator.domain.people import Seat
from facilitator.domain.planning import (
    bring_back,
    record_statuses,
    remove_task,
    reopen_shortlist,
    settle_shortlist,
)
from facilitator.domain.promising import promise
from facilitator.domain.seating import (
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
from facilitator.domain.state import Session, State, TaskRecord
from facilitator.domain.text import TextRefused
from facilitator.domain.typed import clean_reason

LONGEST_EXTENSION = timedelta(hours=4)


def decide(state: State, command: Command) -> Decided:
    """Decide a command: the events that it comes to, or why it does not apply."""
    if isinstance(command, StartSession):
        return _start(state, command)
    if state is None:
        return Refusal("The session has not started.")
    if isinstance(command, LeaveSession | ReportServerLost):
        return presence(state, command)
    if state.ended_at is not None:
        if isinstance(command, ResumeSeat | NoteLogWritten):
            return _decide_started(state, command)
        return Refusal("The workshop has ended.")
    return only_those_not_removed(state, command) or _decide_started(state, command)


def _decide_started(state: Session, command: Command) -> Decided:  # noqa: C901, PLR0911, PLR0912 - one arm a command
    match command:
        case JoinSession():
            return join(state, command)
        case ResumeSeat():
            return resume(state, command)
        case CastBallot() | WithdrawBallot():
            return _ballot(state, command)
        case MarkItem() | WithdrawMark():
            return mark(state, command)
        case RaiseHand() | LowerHand():
            return hand(state, command)
        case ParkItem():
            return park(state, command)
        case EnterStep():
            return only_facilitators(state, command) or _enter(state, command)
        case ExtendTime():
            return only_facilitators(state, command) or _extend(state, command)
        case OpenRound():
            return only_facilitators(state, command) or _open_round(state, command)
        case CloseRound():
            return only_facilitators(state, command) or _close_round(state, command)
        case RecordDecision():
            return only_facilitators(state, command) or _record(state, command)
        case ReopenDecision():
            return only_facilitators(state, command) or _reopen(state, command)
        case SettleShortlist():
            return only_facilitators(state, command) or settle_shortlist(state, command)
        case ReopenShortlist():
            return only_facilitators(state, command) or reopen_shortlist(state, command)
        case RecordStatuses():
            return only_facilitators(state, command) or record_statuses(state, command)
        case BringBackTask():
            return only_facilitators(state, command) or bring_back(state, command)
        case RemoveTask():
            return only_facilitators(state, command) or remove_task(state, command)
        case TakeUpPromise() | WordPromise() | SettlePromise() | ReopenPromise():
            return only_facilitators(state, command) or promise(state, command)
        case AddTask():
            return only_facilitators(state, command) or add_task(state, command)
        case MoveStep():
            return only_facilitators(state, command) or move_step(state, command)
        case MergeItems():
            return only_facilitators(state, command) or merge_items(state, command)
        case AnswerDissent() | WithdrawDissent():
            return answer_dissent(state, command)
        case (
            SeatSomebody()
            | CorrectTeam()
            | RemoveParticipant()
            | ReadmitParticipant()
            | IssueFacilitatorCode()
            | HandOverLead()
            | GiveWord()
        ):
            return only_facilitators(state, command) or see_to(state, command)
        case EndSession():
            return only_facilitators(state, command) or _end(state, command)
        case NoteLogWritten(at=at, file=file):
            if state.ended_at is None:
                return Refusal("The log is written once the workshop has ended.")
            return () if state.log_file == file else (LogWritten(at=at, file=file),)
        case StartSession() | LeaveSession() | ReportServerLost():
            return ()  # decided before
        case _:
            assert_never(command)


def _start(state: State, command: StartSession) -> Decided:
    if state is not None:
        return Refusal("The session has already started.")
    name = clean_name(command.facilitator)
    if isinstance(name, Refusal):
        return name
    started = SessionStarted(
        at=command.at,
        session=command.session,
        agenda=command.agenda,
        join_code=command.join_code,
        follows=command.earlier.session if command.earlier else None,
        rehearsal=command.rehearsal,
        earlier=command.earlier,
        remarks=command.remarks,
    )
    facilitator = ParticipantJoined(
        at=command.at,
        participant="f1",
        name=name,
        likeness=command.likeness or name.casefold(),
        team=None,
        seat=Seat.FACILITATOR,
        credential="local",
    )
    return (started, facilitator)


def _ballot(state: Session, command: CastBallot | WithdrawBallot) -> Decided:
    voter = state.participants.get(command.participant)
    author = state.participants.get(command.by)
    if voter is None or voter.seat is not Seat.VOTER or voter.removed is not None:
        return Refusal("Only voters can vote.")
    is_proxy = command.by != command.participant
    if is_proxy and (author is None or author.seat is not Seat.FACILITATOR):
        return Refusal("A ballot is its voter's own.")
    held = state.task(command.step).round(command.number)
    if held is None or not held.is_open:
        return Refusal("Voting on this round is closed. A new round lets you change your mind.")
    cast = held.ballots.get(voter.id)
    if is_proxy and cast is not None and not cast.proxy:
        return Refusal(f"{voter.name} has voted: that ballot is theirs alone.")
    if isinstance(command, WithdrawBallot):
        if voter.id not in held.ballots:
            return ()
        return (
            BallotWithdrawn(
                at=command.at, step=command.step, number=held.number, participant=voter.id
            ),
        )
    return _cast(state, command, held, is_proxy=is_proxy)


def _cast(state: Session, command: CastBallot, held: VotingRound, *, is_proxy: bool) -> Decided:
    task = state.step(command.step)
    if not isinstance(task, ContestedTask):
        return Refusal("There is nothing to vote on in this step.")
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
    ballot = Ballot(command.choice, command.confidence, reason, command.today, proxy=is_proxy)
    if held.ballots.get(command.participant) == ballot:
        return ()
    return (
        BallotCast(
            at=command.at,
            step=command.step,
            number=held.number,
            participant=command.participant,
            ballot=ballot,
        ),
    )


def _task_at_hand(state: Session, step_id: str) -> ContestedTask | Refusal:
    """The contested task of that id when the room is on it."""
    step = state.current_step
    if step is None or step.id != step_id:
        return Refusal("The room has moved on to another step.")
    return step if isinstance(step, ContestedTask) else Refusal("This step has no vote.")


def _enter(state: Session, command: EnterStep) -> Decided:
    if command.step not in {step.id for step in state.steps}:
        return Refusal("The agenda has no such step.")
    if state.current == command.step:
        return ()
    if state.current is not None and state.has_open_round(state.current):
        return Refusal("A vote is open here. Close it before you leave the step.")
    return (StepEntered(at=command.at, step=command.step),)


def _extend(state: Session, command: ExtendTime) -> Decided:
    if state.current is None:
        return Refusal("The clock starts with the first step.")
    if not 0 < command.seconds <= LONGEST_EXTENSION.total_seconds():
        return Refusal("Extend by at least a second and at most four hours.")
    return (TimeExtended(at=command.at, step=state.current, seconds=command.seconds),)


def _open_round(state: Session, command: OpenRound) -> Decided:
    step = state.current_step
    if step is not None and step.id == command.step and not isinstance(step, ContestedTask):
        return open_items(state, step, command)
    task = _task_at_hand(state, command.step)
    if isinstance(task, Refusal):
        return task
    record = state.task(task.id)
    if record.decision is not None:
        return Refusal("This task has its outcome. Reopen it to vote again.")
    if record.open_round is not None:
        return Refusal("A round is open already.")
    if command.number != len(record.rounds) + 1:
        return Refusal("Another round was held meanwhile.")
    if len(record.rounds) - record.rounds_before >= state.agenda.rules.max_rounds:
        most = state.agenda.rules.max_rounds
        return Refusal(f"The rules allow {most} rounds. Decide, or fall back.")
    return (RoundOpened(at=command.at, step=task.id, number=command.number),)


def _close_round(state: Session, command: CloseRound) -> Decided:
    items = state.open_items(command.step)
    held = state.task(command.step).open_round or items
    if held is None or held.number != command.number:
        return Refusal("That round is closed already.")
    return (
        RoundClosed(at=command.at, step=command.step, number=held.number),
        RoundRevealed(at=command.at, step=command.step, number=held.number),
    )


def _record(state: Session, command: RecordDecision) -> Decided:
    task = _task_at_hand(state, command.step)
    if isinstance(task, Refusal):
        return task
    record = state.task(task.id)
    if record.decision is not None:
        return Refusal(f"{_who_decided(state, record)} Reopen the task to change its outcome.")
    if record.open_round is not None:
        return Refusal("A vote is open here. Close it first.")
    try:
        decision = clean_decision(command.decision)
    except TextRefused as error:
        return Refusal(str(error))
    flaw = flaw_of_decision(state, task, decision, day_of(command.at))
    if flaw:
        return Refusal(flaw)
    return (DecisionRecorded(at=command.at, step=task.id, decision=decision, by=command.by),)


def _who_decided(state: Session, record: TaskRecord) -> str:
    person = state.participants.get(record.decided_by)
    return f"{person.name} has recorded an outcome already." if person else "It has its outcome."


def _reopen(state: Session, command: ReopenDecision) -> Decided:
    task = _task_at_hand(state, command.step)
    if isinstance(task, Refusal):
        return task
    if state.task(task.id).decision is None:
        return Refusal("This task is still open.")
    return (DecisionReopened(at=command.at, step=task.id, by=command.by),)


def _end(state: Session, command: EndSession) -> Decided:
    if state.current is not None and state.has_open_round(state.current):
        return Refusal("A vote is open. Close it before you end the workshop.")
    loose = [
        DecisionRecorded(at=command.at, step=task.id, decision=outcome, by=command.by)
        for task in state.tasks
        if (outcome := outcome_at_end(state, task)) is not None
    ]
    unreached = [
        step for step in state.steps if step.id not in state.entered and not state.is_settled(step)
    ]
    return (*loose, SessionEnded(at=command.at, early=bool(unreached or loose)))
