"""The end: everything read back, a fist of five on it, and thanks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from facilitator.domain.decisions import Outcome
from facilitator.domain.marks import LOW_FINGERS, PLAN, RETURN_ON_TIME, Mark
from facilitator.domain.views import (
    CloseView,
    DecisionView,
    FingersView,
    PlanView,
    PromiseView,
    SinceView,
    Stage,
    StepStatus,
)
from facilitator.domain.words.figures import counted
from facilitator.domain.words.sentences import (
    OUTCOMES,
    since_rows,
    since_title,
    withheld_words,
)
from facilitator.domain.words.signs import OUTCOME_SIGNS, PROMISE_SIGNS, STEP_SIGNS
from facilitator.ui.ink import BLANK, Ink, Line, line, paragraph
from facilitator.ui.voting.page import (
    TALK,
    WATCHING,
    Page,
    Picture,
    bar,
    behind,
    blocks,
    hung,
    sides,
    titled,
)
from facilitator.ui.voting.scene import Prompt, Reaction, Scene
from facilitator.ui.voting.steps import questions
from facilitator.ui.voting.steps.commit import terms
from facilitator.ui.voting.steps.kind import BLIND, StepKind, while_asked
from facilitator.ui.voting.steps.questions import Question, Questions

LONGEST_BAR = 24


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
_fingers = partial(
    Question,
    noun="Question",
    lead="One finger is low, five is high.",
    note="",
    other=("A", "Abstain"),
)
FIST: Questions = (
    _fingers(
        PLAN,
        text="How well does this plan stand?",
        options=("It won't hold", "It is shaky", "It will do", "It stands", "It stands firm"),
        low=LOW_FINGERS,
        why=DOUBT,
    ),
    _fingers(
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
        words = f"The room shows fingers: one to five on the plan. {WATCHING}"
    return Page(main=_read_back(picture, width), status=words)


def _asked(picture: Picture, width: int) -> Page:
    """The two questions, beside what they are about."""
    left, right = sides(width)
    question = questions.at_hand(FIST, picture.sheet)
    is_listing = picture.sheet.listing
    if is_listing:
        rows, _ = questions.listed_answers(FIST, picture, right)
        side = blocks([line(questions.listing_title(FIST), Ink.STRONG)], rows)
    else:
        side = blocks(questions.asked(question, right), questions.answers(FIST, picture, right))
    return Page(
        main=[BLANK, *_read_back(picture, left)],
        side=[BLANK, *side],
        status=questions.status(FIST, picture, width, "it closes"),
        is_good=questions.is_good(FIST, picture),
        keys=(("←→", "Change"),) if is_listing else questions.keys(FIST, picture),
    )


def ended(picture: Picture, width: int) -> Page:
    """Thanks, and what came of it; first what one's own team has promised."""
    own = [each for each in picture.read_back.promised if each.giver.id == picture.team]
    thanks = f"Thank you, {picture.name}. The workshop has ended."
    return Page(
        main=blocks(
            paragraph(thanks, width, Ink.STRONG),
            _promises("Your team promised", own, width, is_own=True),
            _read_back(picture, width, without=own),
        ),
        status="Everything is recorded. Q leaves.",
    )


def _read_back(picture: Picture, width: int, without: Sequence[PromiseView] = ()) -> list[Line]:
    """Everything that was settled, promised and set aside."""
    came = picture.read_back
    others = [each for each in came.promised if each not in without]
    parked = line(f"  {STEP_SIGNS[StepStatus.PARKED].glyph} ", Ink.MUTED)
    aside = [row for item in came.set_aside for row in hung(parked, item, width)]
    return blocks(
        titled("What we settled", _settled(picture, width), width),
        _promises("What we promise each other", others, width),
        _promises("Proposed, and not agreed yet", came.unsettled, width),
        _since(came.since, width) if came.since else [],
        titled("In the parking lot", aside, width),
    )


def _since(since: SinceView, width: int) -> list[Line]:
    """What changed since the earlier session."""
    rows = [
        row
        for sign, sentence in since_rows(since)
        for row in hung(line(f"  {sign} ", Ink.MUTED), sentence, width)
    ]
    return titled(since_title(since), rows, width)


def _settled(picture: Picture, width: int) -> list[Line]:
    rows: list[Line] = []
    for title, decision in picture.read_back.settled:
        sign = OUTCOME_SIGNS[decision.outcome].glyph
        ink = Ink.GOOD if decision.outcome is Outcome.DECIDED else Ink.MUTED
        result = paragraph(_result(decision), width - 4)
        rows += behind(line(f"  {sign} ", ink), [*paragraph(title, width - 4, Ink.STRONG), *result])
    return rows or [line("No task was settled.", Ink.MUTED)]


def _result(decision: DecisionView) -> str:
    if decision.driver is None:
        return OUTCOMES[decision.outcome]
    return ", ".join(filter(None, (decision.driver.name, decision.owner)))


def _promises(
    title: str, promises: Sequence[PromiseView], width: int, *, is_own: bool = False
) -> list[Line]:
    rows: list[Line] = []
    for each in promises:
        who = f"to {each.receiver.name}" if is_own else f"{each.giver.name} to {each.receiver.name}"
        sign = PROMISE_SIGNS["agreed" if each.agreed else "to come"].glyph
        words = paragraph(f"{who}: {each.text}", width - 4)
        under = [line(terms(each), Ink.MUTED)] if terms(each) else []
        rows += behind(line(f"  {sign} ", Ink.GOOD), [*words, *under])
    return titled(title, rows, width)


def _revealed(plan: PlanView, picture: Picture, width: int) -> Page:
    own = dict(picture.marks)
    of_plan, of_time = FIST
    return Page(
        main=blocks(
            titled(of_plan.text, _bars(plan.plan, own.get(PLAN), width), width),
            _low(plan, width),
            titled(of_time.text, _bars(plan.return_on_time, own.get(RETURN_ON_TIME), width), width),
            _read_back(picture, width),
        ),
        status=f"The answers are open. {TALK}",
    )


def _bars(fingers: FingersView, own: Mark | None, width: int) -> list[Line]:
    """A row for each number of fingers, from five down; one's own has the sign."""
    if fingers.withheld:
        return paragraph(withheld_words(fingers.withheld), width, Ink.MUTED)
    room = max(6, min(LONGEST_BAR, width - 36))
    total = max(1, sum(fingers.counts))
    rows: list[Line] = []
    for number, count in reversed([*enumerate(fingers.counts, 1)]):
        is_own = own is not None and own.value == number
        rows.append(
            (
                ("▸ " if is_own else "  ", Ink.MINE),
                (f"{number}  ", Ink.MINE if is_own else Ink.MUTED),
                *bar(count / total, room),
                (f" {count:>3}", Ink.STRONG),
                ("  your answer" if is_own else "", Ink.MINE),
            )
        )
    rest = (
        f"{fingers.abstained} abstained" if fingers.abstained else "",
        f"{fingers.silent} without an answer" if fingers.silent else "",
        "you abstained" if own is not None and own.value is None else "",
    )
    said = " · ".join(filter(None, rest))
    return [*rows, *([line(f"     {said}", Ink.MUTED)] if said else [])]


def _low(plan: PlanView, width: int) -> list[Line]:
    rows: list[Line] = []
    for each in plan.low:
        shown = counted(each.fingers, "finger") if each.fingers else ""
        who = ", ".join(filter(None, (each.name, shown)))
        said = f"“{each.reason}”" if each.reason else "no reason typed"
        rows += hung(line("  "), f"{who}: {said}" if who else said, width)
    return titled("What is missing", rows, width)


CLOSE: StepKind[CloseView] = StepKind(
    page,
    press,
    words={
        Stage.CLOSING: "All outcomes are read back once. Then fingers can be asked for.",
        Stage.VOTING: f"Two questions, one to five fingers each. {BLIND}",
        Stage.REVEALED: "What the room thinks of the plan, and of the time it took.",
    },
    keys=while_asked(
        ("1 to 5", "So many fingers, five is best. With one or two you may say what is missing"),
        ("R", "Add or change what is missing, with one finger or two"),
        ("A", "Abstain"),
        ("← →", "Back and forth between the two questions"),
        questions.UNDO,
    ),
    one_by_one=True,
    reads_back=True,
)
