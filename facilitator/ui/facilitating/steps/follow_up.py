"""Since last time on the facilitator's screen: what became of promises, which tasks return."""

from __future__ import annotations

from facilitator.domain.commands import BringBackTask, RecordStatuses, RemoveTask
from facilitator.domain.decisions import CommitmentStatus
from facilitator.domain.steps.follow_up import TOLD
from facilitator.domain.views import (
    DueView,
    FollowUpView,
    NextAction,
    OwedView,
    Place,
    Stage,
    StageView,
)
from facilitator.domain.words.figures import counted
from facilitator.domain.words.signs import STATUS_SIGNS
from facilitator.ui.facilitating.agenda import SKIP
from facilitator.ui.facilitating.deeds import Act, Choose, Deed, Do, Pick, Refuse, Send, act
from facilitator.ui.facilitating.forms.answers import Asked
from facilitator.ui.facilitating.pages.follow_up import standing
from facilitator.ui.facilitating.rounds import again, open_round
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.steps.kind import Next, StepKind
from facilitator.ui.pieces.decision import due_words
from facilitator.ui.text import fit
from facilitator.ui.widgets.dialogs import Choice

_TEXT_CELLS = 54


def _record(scene: Scene) -> Deed:
    """Record what became of every promise, as it stands on screen."""
    follow_up = scene.view.stage.about(FollowUpView)
    if follow_up is None:
        return Do.NOTHING
    return _recording(scene, standing(follow_up, scene.statuses))


def _recording(scene: Scene, statuses: dict[str, CommitmentStatus]) -> Deed:
    done = f"Recorded: {counted(len(statuses), 'promise')}."
    return Send(RecordStatuses(step=scene.step, statuses=statuses), done=done)


def _change(scene: Scene) -> Deed:
    """Choose another of the things that were said of a promise."""
    follow_up = scene.view.stage.about(FollowUpView)
    if follow_up is None or scene.stage not in (Stage.REVEALED, Stage.SETTLED):
        return Refuse("Ask how it went first: only what was said can be recorded.")
    disputed = {each.id: each for each in follow_up.owed if len(each.possible) > 1}
    if not disputed:
        return Refuse("Of each promise one thing was said: there is no other to record.")
    now = standing(follow_up, scene.statuses)
    if len(disputed) == 1:
        return _changing(scene, now, *disputed.values())
    choices = [
        Choice(each.id, fit(each.text, _TEXT_CELLS), f"now {STATUS_SIGNS[now[each.id]]}")
        for each in disputed.values()
    ]
    return Choose("Which?", choices, lambda promise: _changing(scene, now, disputed[promise]))


def _changing(scene: Scene, now: dict[str, CommitmentStatus], owed: OwedView) -> Deed:
    said = dict(owed.said)
    statuses = [
        Choice(s.value, str(STATUS_SIGNS[s]), f"said by {said.get(s, 0)}") for s in owed.possible
    ]
    follow_up = scene.view.stage.about(FollowUpView)

    def chosen(status: str) -> Deed:
        if follow_up is not None and follow_up.told:
            return _recording(scene, {**now, owed.id: CommitmentStatus(status)})
        return Pick(owed.id, CommitmentStatus(status))

    return Choose(fit(owed.text, _TEXT_CELLS), statuses, chosen)


def _take_up(scene: Scene) -> Deed:
    """Take a due task up today, or off today's agenda again."""
    follow_up = scene.view.stage.about(FollowUpView)
    if follow_up is None:
        return Refuse("Due tasks are taken up in the follow-up.")
    movable = {each.task: each for each in follow_up.due if each.place is not Place.ON_AGENDA}
    if not movable:
        none = "Every due task is on the agenda." if follow_up.due else "No task is due."
        return Refuse(none)
    choices = [
        Choice(task, fit(due.title, _TEXT_CELLS), _taking(due)) for task, due in movable.items()
    ]
    return Choose("Which task?", choices, lambda task: _moving(movable[task]))


def _taking(due: DueView) -> str:
    is_back = due.place is Place.BROUGHT_BACK
    return "Take it off again" if is_back else f"Take it up today: {due_words(due)}"


def _moving(due: DueView) -> Deed:
    if due.place is Place.BROUGHT_BACK:
        return Send(RemoveTask(task=due.task), done="Off today's agenda again.")
    return Send(BringBackTask(task=due.task), done="On today's agenda.")


_AGAIN = again(open_round, "Ask again how it went?")
_CHANGE = act(
    "K", "Change one", "Record another of the things that were said of a promise.", _change
)
_TAKE_UP = act("T", "Take up", "Take a due task up today, or off today's agenda again.", _take_up)


def _offered(scene: Scene) -> tuple[Act, ...]:
    follow_up = scene.view.stage.about(FollowUpView)
    if follow_up is None:
        return ()
    is_revealed = scene.stage is Stage.REVEALED
    is_disputed = any(len(each.possible) > 1 for each in follow_up.owed)
    can_change = is_disputed and (is_revealed or scene.stage is Stage.SETTLED)
    can_take_up = any(each.place is not Place.ON_AGENDA for each in follow_up.due)
    return (
        *((_CHANGE,) if can_change else ()),
        *((_TAKE_UP,) if can_take_up else ()),
        *((_AGAIN.named("Ask again"),) if is_revealed else ()),
        *((SKIP,) if scene.stage is Stage.READY else ()),
    )


def _asks(stage: StageView, team: str) -> tuple[Asked, ...]:
    if not isinstance(stage.matter, FollowUpView):
        return ()
    words: dict[str, int | None] = {
        STATUS_SIGNS[status].word: n for n, status in enumerate(TOLD, start=1)
    }
    words["can't say"] = None
    return tuple(
        Asked(each.id, each.text, words)
        for each in stage.matter.owed
        if each.receiver.id == team or not stage.named
    )


FOLLOW_UP = StepKind(
    starts=lambda _: "Ask how it went",
    opens=open_round,
    leads={NextAction.RECORD_TOLD: Next(lambda _: "Record what was said", _record)},
    acts=(_CHANGE, _TAKE_UP, _AGAIN),
    offered=_offered,
    asks=_asks,
)
