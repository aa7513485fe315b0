"""SPACE alone leads through an agenda with every kind of step, from the first to the log."""

from __future__ import annotations

from textual.pilot import Pilot

from facilitator.domain.decisions import Outcome
from facilitator.domain.views import NextAction, Stage
from tests.ui.facilitating.rooms import Room, six_people
from tests.ui.facilitating.staging import Staged, on_screen
from tests.ui.facilitating.watching import press, until, until_shown

_MOST_PRESSES = 60


async def answer(staged: Staged) -> None:
    """Everybody who is asked in the open round answers all of it, and agrees."""
    view = staged.room.view
    asked = [p.name for team in view.room for p in team.people if p.is_asked]
    for name in asked:
        match view.stage.step.kind if view.stage.step else "":
            case "task":
                await staged.then(Room.vote, **{name: "pmm"})
            case "rate":
                await staged.then(Room.mark, name, established=2, launches=3, buyers=4)
            case "shortlist":
                await staged.then(Room.mark, name, launch_plan=2, advisory_boards=1)
            case "commit":
                await staged.then(Room.mark, name, consent=1)
            case "follow-up":
                owed = "feature_facts" if name in ("Ana", "Kim") else "win_loss"
                await staged.then(Room.mark, name, **{owed: 1})
            case "close":
                await staged.then(Room.mark, name, plan=4, return_on_time=5)


async def press_on(pilot: Pilot[None], staged: Staged) -> None:
    """One press of SPACE, and whatever it asks for."""
    before = staged.room.view
    if before.next_action is NextAction.CLOSE_AND_REVEAL:
        await answer(staged)
        await until_shown(pilot, "Everybody has")
    await press(pilot, "space")
    if before.next_action is NextAction.DECIDE:
        await until_shown(pilot, "Decide:")
        await press(pilot, "ctrl+s")
    elif before.next_action is NextAction.END:
        await until_shown(pilot, "End the workshop and write its log?")
        await press(pilot, "space")
    turning = before.stage.turning
    await until(pilot, lambda: staged.room.view.stage.turning != turning)


async def test_space_alone_leads_from_the_first_step_to_the_log():
    async with on_screen(six_people()) as (staged, pilot):
        for _ in range(_MOST_PRESSES):
            if staged.room.stage is Stage.ENDED:
                break
            await press_on(pilot, staged)
        await until_shown(pilot, "2 of 2 tasks decided · 3 promises · 1 in the parking lot")
    state = staged.state
    assert {s.id for s in state.steps} - set(state.entered) == {"competitive-messaging"}
    assert state.choices["which"].taken == ("advisory-boards", "launch-plan")
    decided = {task.id: state.record(task.id).decision for task in state.tasks}
    made = [each.outcome for each in decided.values() if each is not None]
    assert made == [Outcome.DECIDED, Outcome.DECIDED]
    assert all(record.agreed for record in state.promises["owe"].values())
    assert len(state.statuses) == 2
