"""What each key does: a scene and a key in, the next scene and perhaps an intent out.

Nothing here waits or talks to anybody. A key that means nothing changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from facilitator.domain.ballots import ABSTAIN, CONFIDENCE, NEED_INFO, REASON_CHARACTERS
from facilitator.domain.people import Seat
from facilitator.domain.seating import MOST_PARKED_CHARACTERS
from facilitator.domain.views import Stage
from facilitator.ui.text import is_typed
from facilitator.ui.voting.answering import answer, with_reason, without_reason
from facilitator.ui.voting.consenting import consent, objected
from facilitator.ui.voting.intents import Cast, Leave, Park, SetHand, Step, TakeSeat, Withdraw
from facilitator.ui.voting.line_editor import editor_of
from facilitator.ui.voting.objecting import (
    KEPT_AS_IT_WAS,
    object_to,
    reworded,
    with_change,
    withdrawing,
)
from facilitator.ui.voting.placing import place
from facilitator.ui.voting.scene import (
    CHOICE_KEYS,
    Draft,
    JoinForm,
    Mode,
    Notice,
    Scene,
    Tone,
)

LEAVING_KEYS = ("ctrl+c", "ctrl+q")
_TYPING = (Mode.REASON, Mode.PARKING, Mode.OBJECTING, Mode.DOUBTING, Mode.REWORDING, Mode.CHANGING)


def press(scene: Scene, key: str, character: str | None) -> Step:
    """After a key, by Textual's name for it and the character that it types, if any."""
    scene = replace(scene, notice=None)
    if key in LEAVING_KEYS:
        return scene, Leave()
    if scene.mode is Mode.JOINING and scene.form is not None:
        return _join_form(scene, scene.form, key, character)
    if scene.mode is Mode.CODE:
        return (replace(scene, mode=Mode.WATCHING) if key == "enter" else scene), None
    if scene.mode in _TYPING:
        return _editor(scene, key, character)
    if scene.mode is Mode.TODAY:
        return _today(scene, key, character)
    if scene.mode is Mode.WITHDRAWING:
        return withdrawing(scene, (character or "").upper())
    return _watching(scene, key, (character or "").upper())


def paste(scene: Scene, text: str) -> Scene:
    """After text was pasted: it goes where a line is being typed, and nowhere else."""
    if scene.form is not None and scene.mode is Mode.JOINING and scene.form.in_name:
        form = _typed(scene.form, text)
        return replace(scene, form=form, notice=None)
    if scene.editor is not None:
        return replace(scene, editor=scene.editor.typed(text), notice=None)
    return scene


# Taking a seat


def _join_form(scene: Scene, form: JoinForm, key: str, character: str | None) -> Step:
    if scene.pending:
        return scene, None
    if key in ("tab", "shift+tab") and not form.bound:
        return _with_form(scene, replace(form, in_name=not form.in_name, suggested=False)), None
    if form.in_name:
        return _name_field(scene, form, key, character), None
    return _team_field(scene, form, key, (character or "").upper())


def _name_field(scene: Scene, form: JoinForm, key: str, character: str | None) -> Scene:
    if key in ("enter", "down"):
        if not form.name.line:
            return replace(scene, notice=Notice("Type your name first.", Tone.BAD))
        return _with_form(scene, replace(form, in_name=False, suggested=False))
    if character and is_typed(character):
        return _with_form(scene, _typed(form, character))
    return _with_form(scene, replace(form, name=form.name.pressed(key), suggested=False))


def _typed(form: JoinForm, text: str) -> JoinForm:
    """The name with more typed; the first that is typed replaces a name nobody has typed."""
    name = replace(form.name, text="", cursor=0) if form.suggested else form.name
    return replace(form, name=name.typed(text), suggested=False)


def _team_field(scene: Scene, form: JoinForm, key: str, character: str) -> Step:
    number = CHOICE_KEYS.find(character) if character else -1
    if 0 <= number < len(form.teams):
        return _with_form(scene, replace(form, team=number)), None
    if character == "O":
        return _with_form(scene, replace(form, observes=not form.observes)), None
    if key == "up" and not form.team and not form.bound:
        return _with_form(scene, replace(form, in_name=True)), None
    if key in ("up", "down"):
        place = -1 if form.team is None else form.team
        place = max(0, min(len(form.teams) - 1, place + (1 if key == "down" else -1)))
        return _with_form(scene, replace(form, team=place)), None
    if key != "enter":
        return scene, None
    if form.team is None:
        return replace(scene, notice=Notice("Pick your team by its number.", Tone.BAD)), None
    seat = Seat.OBSERVER if form.observes else Seat.VOTER
    return scene, TakeSeat(form.name.line, form.teams[form.team].id, seat)


def _with_form(scene: Scene, form: JoinForm) -> Scene:
    return replace(scene, form=form)


# Typing a line


def _editor(scene: Scene, key: str, character: str | None) -> Step:
    editor = scene.editor
    if editor is None or key == "escape":
        closed = _closed(scene)
        if scene.mode in (Mode.REWORDING, Mode.CHANGING):
            closed = replace(closed, notice=Notice(KEPT_AS_IT_WAS))
        return (without_reason(closed) if scene.mode is Mode.DOUBTING else closed), None
    if key == "enter":
        return _typed_line(scene.mode, _closed(scene), editor.line)
    if character and is_typed(character):
        return replace(scene, editor=editor.typed(character)), None
    return replace(scene, editor=editor.pressed(key)), None


def _typed_line(mode: Mode, scene: Scene, text: str) -> Step:
    match mode:
        case Mode.PARKING:
            return scene, Park(text) if text else None
        case Mode.OBJECTING:
            return objected(scene, text)
        case Mode.DOUBTING:
            return with_reason(scene, text)
        case Mode.REWORDING:
            return reworded(scene, text)
        case Mode.CHANGING:
            return with_change(scene, text)
        case _:
            return _drafted(scene, replace(scene.draft, reason=text))


def _closed(scene: Scene) -> Scene:
    return replace(scene, mode=Mode.WATCHING, editor=None)


def _today(scene: Scene, key: str, character: str | None) -> Step:
    task = scene.view.stage.task if scene.view else None
    if task is None or key == "escape":
        return _closed(scene), None
    for label, choice in zip(today_keys(len(task.today_choices)), task.today_choices, strict=True):
        if label == (character or "").upper():
            return _drafted(_closed(scene), replace(scene.draft, today=choice.id))
    return scene, None


def today_keys(choices: int) -> str:
    """The keys that answer who drives the task today: as for voting, then Nobody and Unclear."""
    return CHOICE_KEYS[: choices - 2] + "NU"


# Watching and voting


def _watching(scene: Scene, key: str, character: str) -> Step:
    if scene.helping:
        closes = character == "?" or key in ("escape", "enter", "space")
        if closes:
            return replace(scene, helping=False, scroll=0), None
    elif character == "?":
        return replace(scene, helping=True, scroll=0), None
    if not scene.helping and (step := _marking(scene, key, character)) is not None:
        return step
    if key in _SCROLLS:
        return replace(scene, scroll=max(0, scene.scroll + _SCROLLS[key])), None
    if character == "Q":
        return scene, Leave()
    if scene.helping:
        return scene, None
    return _acting(scene, character)


def _marking(scene: Scene, key: str, character: str) -> Step | None:
    """After a key in a round that asks about items; None when it is no key of that round."""
    return (
        place(scene, key, character) or consent(scene, character) or answer(scene, key, character)
    )


_SCROLLS = {
    "up": -1,
    "down": 1,
    "pageup": -10,
    "pagedown": 10,
    "home": -100_000,
    "end": 100_000,
}


def _acting(scene: Scene, character: str) -> Step:
    view = scene.view
    if view is None or scene.stage is Stage.ENDED:
        return scene, None
    if character == "H":
        return scene, SetHand(up=not view.me.hand_raised)
    if character == "P":
        editor = editor_of("", most_cells=2 * MOST_PARKED_CHARACTERS)
        return replace(scene, mode=Mode.PARKING, editor=editor), None
    if (step := object_to(scene, character)) is not None:
        return step
    if not scene.may_vote or view.stage.task is None:
        return scene, None
    choice = _choice(scene, character)
    if choice is not None:
        return _drafted(scene, replace(scene.draft, choice=choice))
    action = _VOTING_KEYS.get(character)
    return action(scene) if action else (scene, None)


def _choice(scene: Scene, character: str) -> str | None:
    """The choice that a key names."""
    task = scene.view.stage.task if scene.view else None
    number = CHOICE_KEYS.find(character) if character else -1
    if task is not None and 0 <= number < len(task.candidates):
        return task.candidates[number].id
    return {"A": ABSTAIN, "I": NEED_INFO}.get(character)


def _drafted(scene: Scene, draft: Draft) -> Step:
    """Keep a draft; cast it once it names a choice."""
    scene = replace(scene, draft=draft)
    if not scene.may_vote:
        return scene, None
    if draft.choice is None:
        return replace(scene, notice=Notice("Kept. It goes with your vote.")), None
    return scene, Cast(draft)


def _confidence(scene: Scene, change: int) -> Step:
    """One star more or less; the first press gives the middle, and below one there is none."""
    now = scene.draft.confidence
    middle = CONFIDENCE[len(CONFIDENCE) // 2]
    after = middle if now is None else min(CONFIDENCE[-1], now + change)
    return _drafted(scene, replace(scene.draft, confidence=after if after in CONFIDENCE else None))


def _reason(scene: Scene) -> Step:
    editor = editor_of(
        scene.draft.reason, most_cells=2 * REASON_CHARACTERS, most_characters=REASON_CHARACTERS
    )
    return replace(scene, mode=Mode.REASON, editor=editor), None


def _ask_today(scene: Scene) -> Step:
    task = scene.view.stage.task if scene.view else None
    return (replace(scene, mode=Mode.TODAY) if task and task.ask_today else scene), None


def _withdraw(scene: Scene) -> Step:
    if scene.view is None or (scene.view.ballot is None and not scene.pending):
        return replace(scene, notice=Notice("You have not voted in this round.")), None
    return replace(scene, draft=replace(scene.draft, choice=None)), Withdraw()


_VOTING_KEYS: dict[str, Callable[[Scene], Step]] = {
    "+": lambda scene: _confidence(scene, 1),
    "=": lambda scene: _confidence(scene, 1),
    "-": lambda scene: _confidence(scene, -1),
    "_": lambda scene: _confidence(scene, -1),
    "−": lambda scene: _confidence(scene, -1),
    "R": _reason,
    "T": _ask_today,
    "U": _withdraw,
}
