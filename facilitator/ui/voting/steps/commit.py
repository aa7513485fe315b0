"""What teams promise each other: the promise at hand large, the others quietly."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.domain.rounds import Mark
from facilitator.domain.steps.commit import CONSENT, OBJECTION, YES
from facilitator.domain.views import CommitView, ConsentView, PromiseView, Stage
from facilitator.domain.words.figures import counted
from facilitator.domain.words.signs import AGREED, LEFT_OUT, TO_COME
from facilitator.ui.ink import BLANK, Ink, Line, blocks, line, paragraph
from facilitator.ui.pieces import promise as promises
from facilitator.ui.voting.scene import Prompt, Reaction, Scene
from facilitator.ui.voting.steps import kind
from facilitator.ui.voting.steps.kind import BLIND, Key, Page, Picture, StepKind, marked, titled
from facilitator.ui.voting.steps.questions import option, own_answer

ANSWERS = (("Y", YES, "Yes"), ("O", OBJECTION, "Object"), ("A", None, "Stand aside"))


# Keys


def press(_commit: CommitView, scene: Scene, _key: str, character: str) -> Reaction | None:
    """Say yes to a promise, object to it, or stand aside."""
    if not scene.asked:
        return None
    mark = scene.wanted.get(CONSENT)
    match character:
        case "Y":
            return marked(scene, CONSENT, Mark(YES))
        case "A":
            return marked(scene, CONSENT, Mark(None))
        case "O":
            said = mark.reason if mark is not None and mark.value == OBJECTION else ""
            return scene.asking(REASON, said), ()
        case "U" if mark is None:
            return scene.saying("You have not answered yet."), ()
        case "U":
            return marked(scene, CONSENT, None)
    return None


REASON = Prompt(
    "Why? One line for the room; may be left empty.",
    # Without a reason the objection counts all the same.
    entered=lambda scene, reason: (
        marked(scene, CONSENT, Mark(OBJECTION, reason)) if scene.asked else (scene, ())
    ),
    enter="Record it",
    cut_short="The round closed as you wrote: your objection was not sent. Raise your hand.",
)


# Pages


def page(commit: CommitView, picture: Picture, width: int) -> Page:
    """The promises, as the stage has them."""
    promise = commit.at_hand
    if promise is None or picture.stage is Stage.SETTLED:
        return _settled(commit, picture, width)
    if picture.stage is Stage.REVEALED and commit.consent is not None:
        return _revealed(commit, promise, commit.consent, picture, width)
    left, right = kind.sides(width)
    main = [BLANK, *blocks(_promise(commit, promise, left), _others(commit, left))]
    if not picture.is_asked:
        side = [BLANK, *_who_is_asked(promise, picture, right)]
        return Page(main, side, status=_before(picture))
    mark = picture.recorded.get(CONSENT)
    undo: tuple[Key, ...] = (("U", "Undo"),) if CONSENT in picture.wanted else ()
    ask = line("Can this promise be made?", Ink.MUTED)
    return Page(
        main,
        side=[BLANK, *blocks([ask], *own_answer(picture, CONSENT, ANSWERS, right))],
        status=kind.standing(picture, mark, "it closes", width),
        is_good=mark is not None and not picture.scene.is_slow,
        keys=(*((key, label) for key, _, label in ANSWERS), *undo),
    )


def _before(picture: Picture) -> str:
    if picture.stage is Stage.VOTING and picture.is_voter:
        return "You see the answers at the reveal."
    if picture.stage is Stage.VOTING:
        return f"The promise is being asked about. {kind.WATCHING}"
    if picture.is_concerned:
        return "Nobody is asked yet. Read it; the facilitator asks when the room is ready."
    return "Read and listen. The facilitator asks when the room is ready."


def _who_is_asked(promise: PromiseView, picture: Picture, width: int) -> list[Line]:
    """Whose yes it needs, and how those will answer who are asked."""
    teams = [promise.giver.name, promise.receiver.name] if picture.named else ["Everybody"]
    is_open = picture.stage is Stage.VOTING
    head = "Asked" if is_open else "To be asked"
    keys = [row for key, _, label in ANSWERS for row in option(key, label, "", width)]
    shows_keys = picture.is_concerned and not is_open
    return blocks(
        [
            line(f"{head} of the two teams" if picture.named else head, Ink.MUTED),
            *(line(f"  · {name}") for name in teams),
        ],
        titled("You will answer with", keys if shows_keys else [], width, Ink.MUTED),
    )


def _promise(commit: CommitView, promise: PromiseView, width: int) -> list[Line]:
    """The promise at hand, large."""
    new = "↻ New words since it was last asked. Read it again: earlier answers no longer count."
    return blocks(
        paragraph(promises.parties(promise), width),
        [
            *paragraph(promise.text, width, Ink.STRONG),
            *paragraph(promises.terms(promise) or "no day named yet", width, Ink.MUTED),
        ],
        paragraph(new, width, Ink.WARN) if commit.reworded else [],
    )


def _revealed(
    commit: CommitView, promise: PromiseView, consent: ConsentView, picture: Picture, width: int
) -> Page:
    mark = dict(picture.marks).get(CONSENT)
    own = next((label for _, value, label in ANSWERS if mark and mark.value == value), "")
    return Page(
        main=blocks(
            _promise(commit, promise, width),
            promises.consent(consent, width, own=own),
            _others(commit, width),
        ),
        status=_after(consent),
    )


def _after(consent: ConsentView) -> str:
    """What follows from the answers."""
    if consent.withheld:
        return f"Asking has ended. {kind.TAKEN_ON}"
    if consent.is_given:
        return f"The answers are open. {kind.TAKEN_ON}"
    why = "Hear why. Then" if consent.objections else "Then"
    return f"The answers are open. {why} it is reworded and asked again, or left out."


def _settled(commit: CommitView, picture: Picture, width: int) -> Page:
    agreed = sum(each.agreed is True for each in commit.promises)
    count = f"{counted(agreed, 'promise')} agreed" if commit.promises else "Nothing was proposed."
    return Page(
        main=blocks(
            [*paragraph(picture.title, width, Ink.STRONG), line(count, Ink.MUTED)],
            _quietly(commit.promises, width),
            _owed(commit, width),
        ),
        status=kind.IN_THE_LOG,
    )


def _others(commit: CommitView, width: int) -> list[Line]:
    """The other promises of the step."""
    at_hand = commit.at_hand.id if commit.at_hand else ""
    others = [each for each in commit.promises if each.id != at_hand]
    rows = titled("The others", _quietly(others, width), width, Ink.MUTED)
    return [*rows, *_owed(commit, width)]


def _quietly(promised: Sequence[PromiseView], width: int) -> list[Line]:
    """Promises that are not at hand, one line or two each."""
    rows: list[Line] = []
    for each in promised:
        became = {None: TO_COME, True: AGREED, False: LEFT_OUT}[each.agreed]
        lead = line(f"  {became.glyph} ", Ink.GOOD if each.agreed else Ink.MUTED)
        word = "" if each.agreed is None else f", {became.word}"
        rows += paragraph(f"{promises.promise_words(each)}{word}", width, Ink.MUTED, first=lead)
    return rows


def _owed(commit: CommitView, width: int) -> list[Line]:
    """Promises that the agenda proposes and that are still open from an earlier session."""
    title = "Still owed from before, so not asked again"
    return titled(title, _quietly(commit.owed, width), width, Ink.MUTED)


# The kind

_UNTIL_AGREED = " Else it gets other words and is asked about again, or is left out."
COMMIT: StepKind[CommitView] = StepKind(
    page,
    press,
    words={
        Stage.READY: "One promise after the other. Both its teams have to say yes.",
        Stage.VOTING: f"Can this promise be made? Both its teams are asked. {BLIND}",
        Stage.REVEALED: (
            "A promise is agreed with a yes from both teams and no objection." + _UNTIL_AGREED
        ),
        Stage.SETTLED: "What was promised, as it goes into the decision log.",
    },
    anonymous_words={
        Stage.READY: "One promise after the other. The whole room is asked about each.",
        Stage.VOTING: f"Can this promise be made? Everybody is asked. {BLIND}",
        Stage.REVEALED: (
            "A promise is agreed when somebody says yes and nobody objects." + _UNTIL_AGREED
        ),
    },
    keys=kind.while_asked(
        ("Y", "Yes: this promise can be made"),
        ("O", "Object. You are asked why, in one line; Enter records it with a reason or without"),
        ("A", "Stand aside: you neither agree nor block it"),
        ("U", "Undo: take your answer back"),
    ),
    concerned=lambda commit: (
        (commit.at_hand.giver.id, commit.at_hand.receiver.id) if commit.at_hand else ()
    ),
    at_hand=lambda commit: commit.at_hand,
)
