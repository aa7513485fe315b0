"""Since last time on the facilitator's screen: what became of promises, which tasks return.

Never an earlier driver: who drove a task then is not to sway who drives it now.
"""

from __future__ import annotations

from collections.abc import Mapping

from facilitator.domain.commands import BringBackTask, RecordStatuses, RemoveTask
from facilitator.domain.decisions import CommitmentStatus
from facilitator.domain.steps.follow_up import TOLD
from facilitator.domain.views import DueView, FollowUpView, NextAction, OwedView, Place, Stage
from facilitator.domain.words.figures import counted, day
from facilitator.domain.words.signs import STATUS_SIGNS
from facilitator.ui.facilitating.agenda import SKIP
from facilitator.ui.facilitating.deeds import Act, Choose, Deed, Pick, Refuse, Send, act
from facilitator.ui.facilitating.forms.answers import Asked
from facilitator.ui.facilitating.rounds import again, open_round
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.steps.kind import Next, StepKind, notes, title, within
from facilitator.ui.ink import BLANK, Ink, Line, heading, line, paragraph
from facilitator.ui.pieces.decision import due_tasks, due_words
from facilitator.ui.pieces.progress import progress
from facilitator.ui.pieces.promise import owed
from facilitator.ui.text import fit
from facilitator.ui.widgets.dialogs import Choice

_TEXT_CELLS = 54
_NOT_ASKED = "Ask how it went first: only what was said can be recorded."


def _standing(scene: Scene, follow_up: FollowUpView) -> dict[str, CommitmentStatus]:
    """What stands beside each promise: what was recorded, else what was chosen here or most said.

    A choice that nobody said (the room was asked again since) counts no more.
    """
    found = {}
    for each in follow_up.owed:
        picked = scene.statuses.get(each.id)
        said = picked if picked in each.possible and picked else each.possible[0]
        found[each.id] = each.status or said if follow_up.told else said
    return found


def _page(scene: Scene, follow_up: FollowUpView, width: int) -> list[Line]:
    """The promises and the tasks that are due."""
    view = scene.view
    lines = title(view, width)
    if follow_up.held_on is None:
        words = "There is no earlier session to follow up: this one is the first."
        return [*lines, BLANK, *paragraph(words, width), *notes(view, width)]
    before = f"{follow_up.earlier}, {day(follow_up.held_on)}"
    lines += paragraph(f"Last time: {before}", width, Ink.MUTED)
    if view.stage.stage is Stage.VOTING:
        lines += [BLANK, *progress(view.stage, view.waiting, "how did it go?", width)]
    lines += _promises(scene, follow_up, width)
    return [*lines, *due_tasks(follow_up.due, width), *notes(view, width)]


def _promises(scene: Scene, follow_up: FollowUpView, width: int) -> list[Line]:
    if not follow_up.owed:
        return [*heading("Promises", width), line("No promise was left open.", Ink.MUTED)]
    now: Mapping[str, CommitmentStatus] = _standing(scene, follow_up)
    match scene.stage:
        case Stage.SETTLED:
            words = "What became of the promises"
        case Stage.REVEALED:
            words = (
                "What the receiving teams say" if scene.view.stage.named else "What the room says"
            )
        case _:
            words, now = f"Promised, and still open ({len(follow_up.owed)})", {}
    lines = heading(words, width)
    for each in follow_up.owed:
        lines += owed(each, now.get(each.id), width)
    return lines


def _record(scene: Scene, follow_up: FollowUpView) -> Deed:
    """Record what became of every promise, as it stands on screen."""
    return _recording(scene, _standing(scene, follow_up))


def _recording(scene: Scene, statuses: dict[str, CommitmentStatus]) -> Deed:
    done = f"Recorded: {counted(len(statuses), 'promise')}."
    return Send(RecordStatuses(step=scene.step, statuses=statuses), done=done)


def _change(scene: Scene, follow_up: FollowUpView) -> Deed:
    """Choose another of the things that were said of a promise."""
    if scene.stage not in (Stage.REVEALED, Stage.SETTLED):
        return Refuse(_NOT_ASKED)
    disputed = {each.id: each for each in follow_up.owed if len(each.possible) > 1}
    if not disputed:
        return Refuse("Of each promise one thing was said: there is no other to record.")
    now = _standing(scene, follow_up)

    def changing(promise: str) -> Deed:
        return _changing(scene, follow_up, now, disputed[promise])

    if len(disputed) == 1:
        return changing(*disputed)
    choices = [
        Choice(each.id, fit(each.text, _TEXT_CELLS), f"now {STATUS_SIGNS[now[each.id]]}")
        for each in disputed.values()
    ]
    return Choose("Which?", choices, changing)


def _changing(
    scene: Scene, follow_up: FollowUpView, now: dict[str, CommitmentStatus], one: OwedView
) -> Deed:
    said = dict(one.said)
    statuses = [
        Choice(s.value, str(STATUS_SIGNS[s]), f"said by {said.get(s, 0)}") for s in one.possible
    ]

    def chosen(status: str) -> Deed:
        if follow_up.told:
            return _recording(scene, {**now, one.id: CommitmentStatus(status)})
        return Pick(one.id, CommitmentStatus(status))

    return Choose(fit(one.text, _TEXT_CELLS), statuses, chosen)


def _take_up(_: Scene, follow_up: FollowUpView) -> Deed:
    """Take a due task up today, or off today's agenda again."""
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
    "K",
    "Change one",
    "Record another of the things that were said of a promise.",
    within(FollowUpView, _change, _NOT_ASKED),
)
_TAKE_UP = act(
    "T",
    "Take up",
    "Take a due task up today, or off today's agenda again.",
    within(FollowUpView, _take_up, "Due tasks are taken up in the follow-up."),
)


def _offered(scene: Scene, follow_up: FollowUpView) -> tuple[Act, ...]:
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


def _asks(scene: Scene, follow_up: FollowUpView, team: str) -> tuple[Asked, ...]:
    words: dict[str, int | None] = {
        STATUS_SIGNS[status].word: n for n, status in enumerate(TOLD, start=1)
    }
    words["can't say"] = None
    return tuple(
        Asked(each.id, each.text, words)
        for each in follow_up.owed
        if each.receiver.id == team or not scene.view.stage.named
    )


FOLLOW_UP = StepKind(
    page=_page,
    starts=lambda _: "Ask how it went",
    leads={NextAction.RECORD_TOLD: Next(lambda *_: "Record what was said", _record)},
    acts=(_CHANGE, _TAKE_UP, _AGAIN),
    offered=_offered,
    asks=_asks,
)
