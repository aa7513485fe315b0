"""What became of a task, and the keys for the objection that is kept with it in one's name."""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.commands import AnswerDissent, WithdrawDissent
from facilitator.domain.decisions import MOST_CELLS, Dissent
from facilitator.domain.views import DecisionView, RevealView, TaskView
from facilitator.domain.words.choices import support_sentence
from facilitator.domain.words.figures import day
from facilitator.domain.words.sentences import OUTCOMES, withheld_words
from facilitator.domain.words.signs import OUTCOME_SIGNS
from facilitator.ui.ink import Ink, Line, blocks, line, paragraph
from facilitator.ui.pieces import tally
from facilitator.ui.voting.scene import Objection, Prompt, Reaction, Scene, Tone
from facilitator.ui.voting.steps.kind import IN_THE_LOG, Key, Page, Picture

WITHDRAW = "withdraw"
"""What is asked aside: whether the objection is to be withdrawn."""
KEPT_AS_IT_WAS = "Your objection is kept as it was."
MOVED_ON = "The room moved on as you wrote; your words were not sent."
HELP_KEYS: tuple[Key, ...] = (
    ("C", "Your objection is right as it stands"),
    ("W", "Word it anew: why you object, then what would change your mind"),
    ("X", "Withdraw it: the decision no longer keeps it. You are asked once more"),
)


# Keys


def press(scene: Scene, character: str) -> Reaction | None:
    """Confirm one's own objection, reword it, or, when pressed twice, withdraw it."""
    kept = scene.dissent
    if scene.aside == WITHDRAW:
        return _withdraw(scene.watching(), character)
    if kept is None or scene.view is None:
        return None
    match character:
        case "C" if scene.view.has_answered_dissent:
            return scene.saying("It stands as you answered. W words it anew, X withdraws it."), ()
        case "C":
            return scene, (_answer(scene, kept.reason, kept.would_change),)
        case "W":
            begun = Objection(_step(scene), kept.reason, kept.would_change)
            return replace(scene, objection=begun).asking(REASON, kept.reason), ()
        case "X":
            return replace(scene, aside=WITHDRAW), ()
    return None


def _withdraw(scene: Scene, character: str) -> Reaction:
    """X again withdraws; any other key does nothing at all."""
    if character != "X" or scene.dissent is None:
        return scene.saying(KEPT_AS_IT_WAS), ()
    return scene, (WithdrawDissent(step=_step(scene), participant=scene.me),)


def _reworded(scene: Scene, reason: str) -> Reaction:
    """After the reason was typed: ask what would change that mind."""
    begun = scene.objection
    if not _is_at_hand(scene):
        return scene.saying(MOVED_ON), ()
    if not reason:
        words = "Say why you object; or press Esc, and then X to withdraw the objection."
        return scene.asking(REASON).saying(words, Tone.BAD), ()
    scene = replace(scene, objection=replace(begun, reason=reason))
    return scene.asking(CHANGE, begun.would_change), ()


def _changed(scene: Scene, would_change: str) -> Reaction:
    """After that was typed too, or left empty: have both kept."""
    if not _is_at_hand(scene):
        return scene.saying(MOVED_ON), ()
    return scene, (_answer(scene, scene.objection.reason, would_change),)


def _answer(scene: Scene, reason: str, would_change: str) -> AnswerDissent:
    return AnswerDissent(
        step=_step(scene), participant=scene.me, reason=reason, would_change=would_change
    )


def _is_at_hand(scene: Scene) -> bool:
    """Whether the decision that is objected to is still on screen."""
    return scene.dissent is not None and _step(scene) == scene.objection.step


def _step(scene: Scene) -> str:
    step = scene.view.stage.step if scene.view else None
    return step.id if step else ""


REASON = Prompt(
    "Why do you object? One line, kept with the decision.",
    entered=_reworded,
    enter="Next",
    escape="Keep it as it was",
    left=lambda scene: scene.saying(KEPT_AS_IT_WAS),
    cut_short=MOVED_ON,
    applies=_is_at_hand,
    most_characters=MOST_CELLS,
    most_cells=MOST_CELLS,
)
CHANGE = replace(
    REASON,
    title="What would change your mind? May be left empty.",
    entered=_changed,
    enter="Keep both",
    escape="Keep all as it was",
)


# Page


def page(task: TaskView, picture: Picture, decision: DecisionView, width: int) -> Page:
    """The outcome of the task at hand, and the vote that led to it."""
    reveal, mine = picture.reveal, picture.mine
    status, keys = _standing(picture)
    driver = decision.driver.name if decision.driver else ""
    became = f"{OUTCOME_SIGNS[decision.outcome].glyph} {OUTCOMES[decision.outcome]}"
    return Page(
        main=blocks(
            paragraph(task.question, width, Ink.STRONG),
            [line(became, Ink.GOOD)],
            [
                *_rows("Driver", [driver], width, Ink.MINE),
                *_rows("Owner", [decision.owner], width),
            ],
            _own_objection(picture.dissent, width),
            _details(task, picture, decision, width),
            [line(f"The vote, round {reveal.number}", Ink.HEADING), *vote(reveal, mine, width)]
            if reveal
            else [],
        ),
        status=status,
        keys=keys,
        scroll_keys="" if picture.scene.aside else "↑↓",
    )


def vote(reveal: RevealView, mine: str | None, width: int) -> list[Line]:
    """The bars of a round, one's own marked; where votes are withheld, how many there were."""
    if not reveal.withheld:
        return tally.tally(reveal, width, mine=mine)
    few = paragraph(withheld_words(reveal.withheld, "vote"), width, Ink.STRONG)
    return [*few, *tally.silent(reveal, width)]


def _own_objection(kept: Dissent | None, width: int) -> list[Line]:
    """What the decision keeps in the name of whoever looks, beside a rule of its own."""
    if kept is None:
        return []
    would = f"“{kept.would_change}”" if kept.would_change else "not said"
    rows = [
        *paragraph(
            f"Your objection is kept with this decision: “{kept.reason}”", width - 4, Ink.STRONG
        ),
        *paragraph(f"What would change your mind: {would}", width - 4),
    ]
    return [(("  ┃ ", Ink.WARN), *row) for row in rows]


def _standing(picture: Picture) -> tuple[str, tuple[Key, ...]]:
    """How it stands and what can be done about it: more for those whose objection is kept."""
    confirm, *others = ("C", "Confirm"), ("W", "Reword"), ("X", "Withdraw")
    if picture.scene.aside == WITHDRAW:
        asks = "Withdraw your objection? X once more withdraws it; any other key keeps it."
        return asks, (("X", "Withdraw it"), ("Esc", "Keep it"))
    if picture.dissent is None:
        return IN_THE_LOG, ()
    if picture.has_answered:
        return "It stands as you answered. W rewords it, X withdraws it.", tuple(others)
    return "C confirms your objection, W rewords it, X withdraws it.", (confirm, *others)


def _details(task: TaskView, picture: Picture, decision: DecisionView, width: int) -> list[Line]:
    teams = {each.id: each.name for each in task.candidates}
    dissent = [_dissent(each, teams, is_own=each == picture.dissent) for each in decision.dissent]
    return [
        *_rows("Why", [decision.rationale], width),
        *_rows("Support", [support_sentence(*each) for each in decision.support], width),
        *_rows("Dissent", dissent, width),
        *_rows("Review", [day(decision.review_on)] if decision.review_on else [], width),
    ]


def _dissent(dissent: Dissent, teams: dict[str, str], *, is_own: bool) -> str:
    who = "You" if is_own else dissent.name or "Someone"
    what = f"{who} would have {teams.get(dissent.position, dissent.position)} drive it"
    if is_own:
        return f"{what}, as said above."
    why = f": “{dissent.reason}”" if dissent.reason else ""
    would = f" Would change that mind: {dissent.would_change}" if dissent.would_change else ""
    return f"{what}{why}.{would}"


def _rows(label: str, values: list[str], width: int, ink: str = Ink.TEXT) -> list[Line]:
    """Values, but for empty ones, behind their label, which stands before the first."""
    rows: list[Line] = []
    for number, value in enumerate(filter(None, values)):
        lead = line(f"  {'' if number else label:<10}", Ink.MUTED)
        rows += paragraph(value, width, ink, first=lead)
    return rows
