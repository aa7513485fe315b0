"""What would undo a command, by what was on screen before and after it."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.commands import (
    AddTask,
    BringBackTask,
    CastBallot,
    CloseRound,
    Command,
    CorrectTeam,
    EnterStep,
    ExtendTime,
    GiveWord,
    HandOverLead,
    IssueFacilitatorCode,
    MoveStep,
    OpenRound,
    ParkItem,
    ReadmitParticipant,
    RecordDecision,
    RecordStatuses,
    RemoveParticipant,
    RemoveTask,
    ReopenDecision,
    ReopenPromise,
    ReopenShortlist,
    SettlePromise,
    SettleShortlist,
    WithdrawBallot,
)
from facilitator.domain.views import FacilitatorView


@dataclass(frozen=True, slots=True)
class Memory:
    """The last thing done: how to take it back, or ``why`` that can't be.

    ``question`` is asked before; ``here`` is the step that the room must still be on, "" for any.
    """

    inverse: Command | None = None
    done: str = ""
    why: str = ""
    question: str = ""
    here: str = ""


NOTHING = Memory(why="There is nothing to undo yet.")
UNDONE = Memory(why="It is undone already; there is no more to undo.")
_UNTOUCHED = (GiveWord, IssueFacilitatorCode, HandOverLead)
_WHY = {
    OpenRound: "An open round is not undone: SPACE closes it.",
    CloseRound: "What was revealed can't be hidden again. A new round lets people think again.",
    ParkItem: "What was parked stays. R merges it with others, or makes it a task.",
    RecordStatuses: "What was told of promises stays recorded. K records another.",
    ExtendTime: "Time that was given stays.",
    ReopenDecision: "The task is open again: decide it anew.",
    ReopenShortlist: "The choice is open again: take the tasks anew.",
    ReopenPromise: "The promise is open again: settle it anew.",
}


def remembered(command: Command, before: FacilitatorView, after: FacilitatorView) -> Memory | None:
    """What to remember of a command that was taken; None where the one before stays the last."""
    if isinstance(command, _UNTOUCHED):
        return None
    if why := _WHY.get(type(command)):
        return Memory(why=why)
    memory = (
        _settled(command, before) or _planned(command, before, after) or _people(command, before)
    )
    return memory or Memory(why="That can't be undone.")


def _settled(command: Command, before: FacilitatorView) -> Memory | None:
    match command:
        case EnterStep(step=step) if before.stage.step is not None:
            old = before.stage.step.id
            return Memory(EnterStep(step=old), "Back where it was.", here=step)
        case EnterStep():
            return Memory(why="The workshop has begun. G goes to any step.")
        case RecordDecision(step=step):
            return Memory(
                ReopenDecision(step=step),
                "The task is open again; every round stays.",
                question="Reopen this task? What was recorded no longer holds.",
                here=step,
            )
        case SettleShortlist(step=step):
            return Memory(
                ReopenShortlist(step=step),
                "The choice is open again; the dots stay.",
                here=step,
            )
        case SettlePromise(step=step, promise=promise):
            return Memory(
                ReopenPromise(step=step, promise=promise),
                "The promise is open again.",
                here=step,
            )
        case _:
            return None


def _planned(command: Command, before: FacilitatorView, after: FacilitatorView) -> Memory | None:
    match command:
        case AddTask() | BringBackTask():
            known = {entry.id for entry in before.stage.outline}
            new = next((e.id for e in after.stage.outline if e.id not in known), "")
            return Memory(RemoveTask(task=new), "Off today's agenda again.")
        case MoveStep(step=step):
            ids = [entry.id for entry in before.stage.outline]
            follower = ids[ids.index(step) + 1 :][:1]
            old = follower[0] if follower else None
            return Memory(MoveStep(step=step, before=old), "Moved back.")
        case _:
            return None


def _people(command: Command, before: FacilitatorView) -> Memory | None:
    match command:
        case CorrectTeam(participant=who):
            old = next((t.id for t in before.room if who in {p.id for p in t.people}), "")
            return Memory(
                CorrectTeam(participant=who, team=old),
                "Of the team before again.",
            )
        case RemoveParticipant(participant=who):
            return Memory(
                ReadmitParticipant(participant=who),
                "They may come back.",
            )
        case CastBallot(step=step, number=number, participant=who):
            return Memory(
                WithdrawBallot(step=step, number=number, participant=who),
                "The vote entered for them is taken back.",
            )
        case _:
            return None
