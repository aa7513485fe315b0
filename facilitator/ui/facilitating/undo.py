"""What would undo a command, by what was on screen before and after it."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain import commands
from facilitator.domain.commands import Command
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
_UNTOUCHED = (commands.GiveWord, commands.IssueFacilitatorCode, commands.HandOverLead)
_WHY = {
    commands.OpenRound: "An open round is not undone: SPACE closes it.",
    commands.CloseRound: (
        "What was revealed can't be hidden again. A new round lets people think again."
    ),
    commands.ParkItem: "What was parked stays. R merges it with others, or makes it a task.",
    commands.RecordStatuses: "What was told of promises stays recorded. K records another.",
    commands.ExtendTime: "Time that was given stays.",
    commands.ReopenDecision: "The task is open again: decide it anew.",
    commands.ReopenShortlist: "The choice is open again: take the tasks anew.",
    commands.ReopenPromise: "The promise is open again: settle it anew.",
}


def remembered(command: Command, before: FacilitatorView, after: FacilitatorView) -> Memory | None:
    """What to remember of a command that was taken; None where the one before stays the last."""
    if isinstance(command, _UNTOUCHED):
        return None
    if why := _WHY.get(type(command)):
        return Memory(why=why)
    return _of_step(command, before) or _of_room(command, before, after)


def _of_step(command: Command, before: FacilitatorView) -> Memory | None:
    """How to take back what was done in a step, or went to one."""
    match command:
        case commands.EnterStep(step=step) if before.stage.step is not None:
            old = before.stage.step.id
            return Memory(commands.EnterStep(step=old), "Back where it was.", here=step)
        case commands.EnterStep():
            return Memory(why="The workshop has begun. G goes to any step.")
        case commands.RecordDecision(step=step):
            reopening = commands.ReopenDecision(step=step)
            question = "Reopen this task? What was recorded no longer holds."
            done = "The task is open again; every round stays."
            return Memory(reopening, done, question=question, here=step)
        case commands.SettleShortlist(step=step):
            done = "The choice is open again; the dots stay."
            return Memory(commands.ReopenShortlist(step=step), done, here=step)
        case commands.SettlePromise(step=step, promise=promise):
            reopened = commands.ReopenPromise(step=step, promise=promise)
            return Memory(reopened, "The promise is open again.", here=step)
        case _:
            return None


def _of_room(command: Command, before: FacilitatorView, after: FacilitatorView) -> Memory:
    """How to take back what was done to the agenda, or about somebody."""
    ids = [entry.id for entry in before.stage.outline]
    match command:
        case commands.AddTask() | commands.BringBackTask():
            new = next((e.id for e in after.stage.outline if e.id not in ids), "")
            return Memory(commands.RemoveTask(task=new), "Off today's agenda again.")
        case commands.MoveStep(step=step):
            follower = next(iter(ids[ids.index(step) + 1 :]), None)
            return Memory(commands.MoveStep(step=step, before=follower), "Moved back.")
        case commands.CorrectTeam(participant=who):
            old = next((t.id for t in before.room if who in {p.id for p in t.people}), "")
            correcting = commands.CorrectTeam(participant=who, team=old)
            return Memory(correcting, "Of the team before again.")
        case commands.RemoveParticipant(participant=who):
            return Memory(commands.ReadmitParticipant(participant=who), "They may come back.")
        case commands.CastBallot(step=step, number=number, participant=who):
            withdrawing = commands.WithdrawBallot(step=step, number=number, participant=who)
            return Memory(withdrawing, "The vote entered for them is taken back.")
        case _:
            return Memory(why="That can't be undone.")
