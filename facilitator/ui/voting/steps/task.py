"""A contested task: the question, and the voter's own ballot beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from facilitator.domain.commands import CastBallot, WithdrawBallot
from facilitator.domain.people import Seat
from facilitator.domain.rounds import ABSTAIN, CONFIDENCE, NEED_INFO
from facilitator.domain.views import RevealView, Stage, TaskView
from facilitator.domain.words.choices import CHOICES
from facilitator.domain.words.figures import stars
from facilitator.domain.words.signs import YOURS
from facilitator.ui.ink import BLANK, Ink, Line, blocks, fitted, line, padded, paragraph
from facilitator.ui.pieces import tally
from facilitator.ui.pieces.markdown import markdown_lines
from facilitator.ui.voting.scene import CHOICE_KEYS, Draft, Prompt, Reaction, Scene, choice_keys
from facilitator.ui.voting.steps import decision, kind
from facilitator.ui.voting.steps.kind import TALK, WATCHING, Key, Page, Picture, StepKind, sides

TODAY = "today"
"""What is asked aside: who drives the task today."""


# Keys


def press(task: TaskView, scene: Scene, key: str, character: str) -> Reaction | None:
    """Vote, or say more about the vote; once it is settled, answer for one's own objection."""
    if scene.aside == TODAY:
        return _say_today(task, scene, key, character)
    if not _may_vote(scene):
        return decision.press(scene, character)
    number = CHOICE_KEYS.find(character) if character else -1
    if 0 <= number < len(task.candidates):
        return _drafted(scene, replace(scene.draft, choice=task.candidates[number].id))
    if character in _PLAIN:
        return _drafted(scene, replace(scene.draft, choice=_PLAIN[character]))
    if character == "T" and task.ask_today:
        return replace(scene, aside=TODAY), ()
    action = _KEYS.get(character)
    return action(scene) if action else None


_PLAIN = {"A": ABSTAIN, "I": NEED_INFO}
"""The keys of what can be answered besides a team."""


def _may_vote(scene: Scene) -> bool:
    view = scene.view
    return view is not None and scene.stage is Stage.VOTING and view.me.seat is Seat.VOTER


def _say_today(task: TaskView, scene: Scene, key: str, character: str) -> Reaction:
    if key == "escape":
        return scene.watching(), ()
    for label, choice in zip(_today_keys(task), task.today_choices, strict=True):
        if label == character:
            return _drafted(scene.watching(), replace(scene.draft, today=choice.id))
    return scene, ()


def _today_keys(task: TaskView) -> str:
    """The keys that answer who drives the task today: as for voting, then Nobody and Unclear."""
    return CHOICE_KEYS[: len(task.today_choices) - 2] + "NU"


def _drafted(scene: Scene, draft: Draft) -> Reaction:
    """Keep a draft; cast it once it names a choice."""
    scene = replace(scene, draft=draft)
    if not _may_vote(scene):
        return scene, ()
    if draft.choice is None:
        return scene.saying("Kept. It goes with your vote."), ()
    step, number = draft.of
    ballot = CastBallot(
        step=step,
        number=number,
        participant=scene.me,
        choice=draft.choice,
        confidence=draft.confidence,
        reason=draft.reason,
        today=draft.today,
    )
    return scene, (ballot,)


def _confidence(scene: Scene, change: int) -> Reaction:
    """One star more or less; the first press gives the middle, and below one there is none."""
    now = scene.draft.confidence
    middle = CONFIDENCE[len(CONFIDENCE) // 2]
    after = middle if now is None else min(CONFIDENCE[-1], now + change)
    return _drafted(scene, replace(scene.draft, confidence=after if after in CONFIDENCE else None))


def _withdraw(scene: Scene) -> Reaction:
    if scene.view is None or (scene.view.ballot is None and not scene.pending):
        return scene.saying("You have not voted in this round."), ()
    step, number = scene.draft.of
    taken_back = WithdrawBallot(step=step, number=number, participant=scene.me)
    return replace(scene, draft=replace(scene.draft, choice=None)), (taken_back,)


REASON = Prompt(
    "Why? One line for the room, shown at the reveal.",
    entered=lambda scene, text: _drafted(scene, replace(scene.draft, reason=text)),
    cut_short="Voting has closed while you wrote; your reason was not sent.",
)
_KEYS: dict[str, Callable[[Scene], Reaction]] = {
    "+": lambda scene: _confidence(scene, 1),
    "=": lambda scene: _confidence(scene, 1),
    "-": lambda scene: _confidence(scene, -1),
    "_": lambda scene: _confidence(scene, -1),
    "−": lambda scene: _confidence(scene, -1),
    "R": lambda scene: (scene.asking(REASON, scene.draft.reason), ()),
    "U": _withdraw,
}


# Pages


def page(task: TaskView, picture: Picture, width: int) -> Page:
    """The task, as the stage has it."""
    if picture.stage is Stage.REVEALED and picture.reveal:
        return _revealed(task, picture, picture.reveal, width)
    if picture.stage is Stage.SETTLED and picture.decision:
        return decision.page(task, picture, picture.decision, width)
    if picture.stage is Stage.VOTING and picture.is_voter:
        return _voting(task, picture, width)
    is_open = picture.stage is Stage.VOTING
    between = "The vote is between" if is_open else "The vote will be between"
    ahead = "Voting has not begun. Read the question; the facilitator opens the vote."
    return Page(
        main=_question(task, sides(width)[0]),
        side=[
            BLANK,
            line(between, Ink.MUTED),
            *(line(f"  · {each.name}") for each in task.candidates),
        ],
        status=f"Voting is open. {WATCHING}" if is_open else ahead,
    )


def _voting(task: TaskView, picture: Picture, width: int) -> Page:
    """The question, and the choices with the voter's own marked."""
    left, right = sides(width)
    side = [*_choices(task, picture, right), BLANK, *_extras(picture.scene.draft, task, right)]
    if picture.scene.aside == TODAY:
        side = _today_choices(picture.scene.draft, task, right)
    return Page(
        main=_question(task, left),
        side=[BLANK, *side],
        status=kind.standing(picture, picture.ballot, "voting closes", width, noun="vote"),
        is_good=picture.ballot is not None and not picture.scene.is_slow,
        keys=_bottom_keys(picture, task),
    )


def _question(task: TaskView, width: int) -> list[Line]:
    """The question and its background, as a column."""
    about = [task.phase or "", "market-facing" if task.market_facing else ""]
    tags = " · ".join(filter(None, about))
    return [
        BLANK,
        *blocks(
            paragraph(task.question, width, Ink.STRONG),
            list(markdown_lines(task.background, width)) if task.background else [],
            [line(tags, Ink.MUTED)] if tags else [],
        ),
    ]


def _choices(task: TaskView, picture: Picture, width: int) -> list[Line]:
    mine = picture.ballot.choice if picture.ballot else None
    wanted = picture.scene.draft.choice if picture.scene.is_slow else None
    teams = zip(CHOICE_KEYS, task.candidates, strict=False)
    rows: list[Line] = []
    for key, choice, name in (
        *((key, team.id, team.name) for key, team in teams),
        *((key, choice, CHOICES[choice]) for key, choice in _PLAIN.items()),
    ):
        is_mine = choice == mine
        note = YOURS.word if is_mine else "recording…" if choice == wanted else ""
        ink = Ink.MINE if is_mine else Ink.TEXT
        rows.append(
            (
                (f"{YOURS.glyph} " if is_mine else "  ", Ink.MINE),
                (f"{key}  ", Ink.KEY),
                *fitted(line(name, ink), width - 5 - (len(note) + 2)),
                *((("  " + note, Ink.MINE),) if note else ()),
            )
        )
    return rows


def _extras(draft: Draft, task: TaskView, width: int) -> list[Line]:
    """What may go with the choice."""
    reason = _extra("R", "Reason", draft.reason, width)
    if len(task.candidates) > FEW:
        reason = [fitted((*reason[0], ("…", Ink.MUTED)), width) if len(reason) > 1 else reason[0]]
    elif len(reason) > MOST_REASON_ROWS:
        reason = [*reason[:2], ((" " * (LABELLED - 1), Ink.TEXT), ("…", Ink.MUTED))]
    today = next((each.name for each in task.today_choices if each.id == draft.today), "")
    return [
        *_extra("+ −", "Confidence", stars(draft.confidence), width),
        *reason,
        *(_extra("T", "Drives today", today, width) if task.ask_today else []),
    ]


LABELLED = 20
MOST_REASON_ROWS = 3
FEW = 7
"""With more candidates than these there is one row only for a reason."""


def _extra(key: str, name: str, value: str, width: int) -> list[Line]:
    lead = (*padded(line(f"  {key}", Ink.KEY), 6), *padded(line(name, Ink.MUTED), LABELLED - 6))
    return paragraph(value or "not said", width, Ink.TEXT if value else Ink.MUTED, first=lead)


def _today_choices(draft: Draft, task: TaskView, width: int) -> list[Line]:
    rows: list[Line] = [
        (
            ("▸ " if choice.id == draft.today else "  ", Ink.MINE),
            (f"{key}  ", Ink.KEY),
            (choice.name, Ink.TEXT),
        )
        for key, choice in zip(_today_keys(task), task.today_choices, strict=True)
    ]
    return [*paragraph("Who drives it today, as things are?", width, Ink.STRONG), BLANK, *rows]


def _bottom_keys(picture: Picture, task: TaskView) -> tuple[Key, ...]:
    if picture.scene.aside == TODAY:
        return (("1-9 N U", "Answer"), ("Esc", "Cancel"))
    undo: tuple[Key, ...] = (("U", "Undo"),) if picture.ballot else ()
    choices = choice_keys(len(task.candidates))
    return ((choices, "Vote"), ("A", "Abstain"), ("I", "Need info"), *undo)


def _revealed(task: TaskView, picture: Picture, reveal: RevealView, width: int) -> Page:
    """The newest reveal: who got how many, what the split is called, what was said."""
    shorts = {each.id: each.short for each in task.candidates}
    name, sentence = tally.pattern(reveal)
    lead = ((f"{name.upper()}  ", tally.pattern_ink(reveal)),) if name else BLANK
    rule = tally.rule(reveal, picture.agreement_required, width)
    return Page(
        main=[
            *blocks(
                paragraph(task.question, width, Ink.STRONG),
                [*decision.vote(reveal, picture.mine, width), *([] if reveal.withheld else rule)],
                [] if reveal.withheld else paragraph(sentence, width, Ink.STRONG, first=lead),
                tally.in_force(picture.in_force, width),
            ),
            *tally.movement(reveal, width),
            *tally.teams(reveal, shorts, width),
            *tally.turns(reveal, width),
            *tally.today(reveal, task, width),
            *tally.reasons(reveal, width),
        ],
        status=f"Voting is closed. {TALK}",
    )


# The kind


def _help_keys(task: TaskView, picture: Picture) -> tuple[Key, ...]:
    if picture.dissent is not None:
        return decision.HELP_KEYS
    if picture.stage is not Stage.VOTING or not picture.is_voter:
        return ()
    today: tuple[Key, ...] = (("T", "Say who drives this today, as things are"),)
    return (
        ("1-9 X Y Z", "Vote for the team of that number; another key changes it"),
        ("A", "Abstain: you have no say in this one"),
        ("I", "You need to know more before you can vote"),
        ("+  −", "How sure you are, one to five stars; may be left out"),
        ("R", "Your reason, one line, shown at the reveal; may be left out"),
        ("U", "Undo: take your vote back"),
        *(today if task.ask_today else ()),
    )


TASK: StepKind[TaskView] = StepKind(
    page,
    press,
    words={
        Stage.READY: (
            "The question is open for reading. The vote comes when the facilitator opens it."
        ),
        Stage.VOTING: (
            "One key votes, and votes again to change it. Nobody sees your vote before the reveal,"
            " the facilitator neither. It counts once this screen says “Recorded”."
        ),
        Stage.REVEALED: "All votes are open now. To change your mind takes a new round.",
        Stage.SETTLED: "The outcome, as it stands in the decision log.",
    },
    keys=_help_keys,
    counts_rounds=True,
)
