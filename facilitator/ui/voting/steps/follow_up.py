"""What the earlier session left due: promises to tell of, and tasks that are due again."""

from __future__ import annotations

from facilitator.domain.rounds import Mark
from facilitator.domain.steps.follow_up import TOLD
from facilitator.domain.views import FollowUpView, OwedView, Stage
from facilitator.domain.words.figures import day, listed
from facilitator.domain.words.signs import STATUS_SIGNS
from facilitator.ui.ink import Ink, Line, blocks, line, paragraph
from facilitator.ui.pieces.decision import due_tasks
from facilitator.ui.pieces.promise import owed
from facilitator.ui.voting.scene import Reaction, Scene
from facilitator.ui.voting.steps import kind, questions
from facilitator.ui.voting.steps.kind import BLIND, IN_THE_LOG, Page, Picture, StepKind, titled
from facilitator.ui.voting.steps.questions import CANT_SAY, Question, Questions

STATUS_WORDS = {status: sign.word.capitalize() for status, sign in STATUS_SIGNS.items()}


def questions_of(follow_up: FollowUpView, asked: tuple[str, ...]) -> Questions:
    """The earlier promises that a voter is asked about, as questions."""
    known = {each.id: each for each in follow_up.owed}
    return tuple(
        Question(
            item,
            "Promise",
            f"{known[item].giver.name} promised {known[item].receiver.name}:",
            known[item].text,
            _terms(known[item]),
            tuple(STATUS_WORDS[status] for status in TOLD),
        )
        for item in asked
        if item in known
    )


def _terms(each: OwedView) -> str:
    """By when a promise was to be kept, and who answers for it."""
    when = f"{'was due' if each.overdue else 'due'} {day(each.due)}" if each.due else ""
    return " · ".join(filter(None, (when, each.owner)))


def press(follow_up: FollowUpView, scene: Scene, key: str, character: str) -> Reaction | None:
    """Tell what became of the promise at hand."""
    return questions.press(questions_of(follow_up, scene.asked), scene, key, character)


def page(follow_up: FollowUpView, picture: Picture, width: int) -> Page:
    """The follow-up, as the stage has it."""
    if not follow_up.earlier:
        return Page(
            main=[line("There was no session before this one.", Ink.MUTED)],
            status="Nothing to follow up: the facilitator goes on.",
        )
    if picture.is_asked:
        asked = questions_of(follow_up, picture.asked)
        return questions.page(asked, picture, width, "it closes")
    held_on = f", {day(follow_up.held_on)}" if follow_up.held_on else ""
    heading = paragraph(f"“{follow_up.earlier}”{held_on}", width, Ink.MUTED)
    return Page(
        main=blocks(
            titled("Since last time", heading, width),
            _owed(follow_up, picture, width),
            due_tasks(follow_up.due, min(width, kind.TEXT_WIDTH))[1:],
        ),
        status=_status(follow_up, picture),
    )


def _status(follow_up: FollowUpView, picture: Picture) -> str:
    teams = list(dict.fromkeys(each.receiver.name for each in follow_up.owed))
    asked = listed(teams) if picture.named else "Everybody"
    match picture.stage:
        case Stage.READY if picture.is_concerned:
            return "You will be asked, one key for each: 1 kept, 2 partly, 3 missed, 4 still open."
        case Stage.READY:
            return f"{asked} will be asked what became of what was promised to them."
        case Stage.VOTING:
            of_whom = asked if picture.named else "everybody"
            return f"Asked of {of_whom}: what was promised to them."
        case Stage.REVEALED:
            return "The answers are open. The facilitator records what became of each."
        case _:
            return IN_THE_LOG


def _owed(follow_up: FollowUpView, picture: Picture, width: int) -> list[Line]:
    if not follow_up.owed:
        return [line("No promise was open.", Ink.MUTED)]
    own = dict(picture.marks) if picture.stage is not Stage.VOTING else {}
    rows: list[Line] = []
    for each in follow_up.owed:
        said = _said(own[each.id]) if each.id in own else ""
        rows += owed(each, each.status, width, own=said)
    return titled("What we promised each other", rows, width)


def _said(mark: Mark) -> str:
    return CANT_SAY[1].lower() if mark.value is None else STATUS_SIGNS[TOLD[mark.value - 1]].word


FOLLOW_UP: StepKind[FollowUpView] = StepKind(
    page,
    press,
    words={
        Stage.READY: (
            "What was promised last time, and tasks that are due again. What was decided on those"
            " is not shown: they are voted on blind."
        ),
        Stage.VOTING: (
            "Those who were promised something say what became of it, and nobody else. " + BLIND
        ),
        Stage.REVEALED: "What the receiving teams say became of each promise.",
        Stage.SETTLED: "What became of each promise, as it goes into the decision log.",
    },
    anonymous_words={
        Stage.VOTING: f"Everybody says what became of each promise. {BLIND}",
        Stage.REVEALED: "What the room says became of each promise.",
    },
    keys=kind.while_asked(
        ("1", "Kept"),
        ("2", "Partly kept"),
        ("3", "Missed"),
        ("4", "Still open: it is too early to tell"),
        ("C", "You can't say, also A"),
        questions.BACK_AND_FORTH,
        questions.UNDO,
    ),
    concerned=lambda follow_up: tuple(each.receiver.id for each in follow_up.owed),
    one_by_one=True,
)
