"""The end: everything read back, a fist of five on it, and thanks."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from facilitator.domain.steps.close import LOW_FINGERS, PLAN, RETURN_ON_TIME
from facilitator.domain.views import CloseView, PlanView, Stage
from facilitator.ui.ink import BLANK, Ink, blocks, line, paragraph
from facilitator.ui.pieces.decision import read_back
from facilitator.ui.pieces.distribution import doubts, fingers
from facilitator.ui.pieces.promise import promised
from facilitator.ui.voting.scene import Prompt, Reaction, Scene
from facilitator.ui.voting.steps import kind, questions
from facilitator.ui.voting.steps.kind import BLIND, TALK, TEXT_WIDTH, Page, Picture, StepKind, sides
from facilitator.ui.voting.steps.questions import Question, Questions

# Keys


def press(_close: CloseView, scene: Scene, key: str, character: str) -> Reaction | None:
    """Show fingers. What the questions are about stands beside them: ↑ and ↓ scroll that."""
    if key in ("up", "down"):
        return None
    return questions.press(FIST, scene, key, character)


DOUBT = Prompt(
    "What is missing? One line; Esc leaves it out.",
    entered=lambda scene, text: questions.with_reason(FIST, scene, text),
    enter="Add it",
    escape="Leave it out",
    left=lambda scene: questions.onward(FIST, scene),
    cut_short="The round closed as you wrote: your answer counts, the reason was not sent.",
)
_asks = partial(
    Question,
    noun="Question",
    lead="One finger is low, five is high.",
    note="",
    other=("A", "Abstain"),
)
FIST: Questions = (
    _asks(
        PLAN,
        text="How well does this plan stand?",
        options=("It won't hold", "It is shaky", "It will do", "It stands", "It stands firm"),
        low=LOW_FINGERS,
        why=DOUBT,
    ),
    _asks(
        RETURN_ON_TIME,
        text="Was it worth your time?",
        options=("Not at all", "Hardly", "In part", "Mostly", "Fully"),
    ),
)
"""The two questions of the closing round."""


# Pages


def page(close: CloseView, picture: Picture, width: int) -> Page:
    """The close, as the stage has it."""
    if picture.is_asked:
        return _asked(picture, width)
    if close.plan is not None and picture.stage is Stage.REVEALED:
        return _revealed(close.plan, picture, width)
    words = "Listen to the read-back. If something is wrong, say so now."
    if picture.stage is Stage.VOTING:
        words = f"The room shows fingers: one to five on the plan. {kind.WATCHING}"
    return Page(main=read_back(picture.read_back, width)[1:], status=words)


def _asked(picture: Picture, width: int) -> Page:
    """The two questions, beside what they are about."""
    left, right = sides(width)
    question = questions.at_hand(FIST, picture.scene.sheet)
    is_listing = picture.scene.sheet.listing
    if is_listing:
        rows, _ = questions.listed_answers(FIST, picture, right)
        side = blocks([line(questions.listing_title(FIST), Ink.STRONG)], rows)
    else:
        side = blocks(questions.asked(question, right), questions.answers(FIST, picture, right))
    return Page(
        main=[BLANK, *read_back(picture.read_back, left)[1:]],
        side=[BLANK, *side],
        status=questions.status(FIST, picture, width, "it closes"),
        is_good=questions.is_good(FIST, picture),
        keys=(("←→", "Change"),) if is_listing else questions.keys(FIST, picture),
    )


def ended(picture: Picture, width: int) -> Page:
    """Thanks, and what came of it; first what one's own team has promised."""
    came = picture.read_back
    own = [each for each in came.promised if each.giver.id == picture.team]
    others = tuple(each for each in came.promised if each not in own)
    return Page(
        main=blocks(
            paragraph(f"Thank you, {picture.name}. The workshop has ended.", width, Ink.STRONG),
            kind.titled("Your team promised", promised(own, width), width),
            read_back(replace(came, promised=others), width)[1:],
        ),
        status="Everything is recorded. Q leaves.",
    )


def _revealed(plan: PlanView, picture: Picture, width: int) -> Page:
    own = dict(picture.marks)
    wide = min(width, TEXT_WIDTH)
    of_plan, of_time = FIST
    return Page(
        main=blocks(
            fingers(of_plan.text, plan.plan, wide, own=own.get(PLAN)),
            doubts(plan, wide)[1:],
            fingers(of_time.text, plan.return_on_time, wide, own=own.get(RETURN_ON_TIME)),
            read_back(picture.read_back, width)[1:],
        ),
        status=f"The answers are open. {TALK}",
    )


CLOSE: StepKind[CloseView] = StepKind(
    page,
    press,
    words={
        Stage.CLOSING: "All outcomes are read back once. Then fingers can be asked for.",
        Stage.VOTING: f"Two questions, one to five fingers each. {BLIND}",
        Stage.REVEALED: "What the room thinks of the plan, and of the time it took.",
    },
    keys=kind.while_asked(
        ("1 to 5", "So many fingers, five is best. With one or two you may say what is missing"),
        ("R", "Add or change what is missing, with one finger or two"),
        ("A", "Abstain"),
        ("← →", "Back and forth between the two questions"),
        questions.UNDO,
    ),
    one_by_one=True,
    reads_back=True,
)
