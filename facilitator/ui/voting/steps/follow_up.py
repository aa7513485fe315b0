"""What the earlier session left due: promises to tell of, and tasks that are due again."""

from __future__ import annotations

from facilitator.domain.steps.follow_up import TOLD
from facilitator.domain.views import FollowUpView, OwedView, Stage
from facilitator.domain.words.figures import day, listed
from facilitator.domain.words.sentences import withheld_words
from facilitator.domain.words.signs import STATUS_SIGNS
from facilitator.ui.ink import Ink, Line, Span, blocks, line, paragraph
from facilitator.ui.pieces.decision import due_tasks
from facilitator.ui.voting.scene import Reaction, Scene
from facilitator.ui.voting.steps import kind, questions
from facilitator.ui.voting.steps.kind import BLIND, IN_THE_LOG, Page, Picture, StepKind, titled
from facilitator.ui.voting.steps.questions import CANT_SAY, Question, Questions

STATUS_WORDS = {status: sign.word.capitalize() for status, sign in STATUS_SIGNS.items()}


def questions_of(follow_up: FollowUpView, asked: tuple[str, ...]) -> Questions:
    """The earlier promises that a voter is asked about, as questions."""
    owed = {each.id: each for each in follow_up.owed}
    return tuple(
        Question(
            item,
            "Promise",
            f"{owed[item].giver.name} promised {owed[item].receiver.name}:",
            owed[item].text,
            _terms(owed[item]),
            tuple(STATUS_WORDS[status] for status in TOLD),
        )
        for item in asked
        if item in owed
    )


def _terms(owed: OwedView) -> str:
    """By when a promise was to be kept, and who answers for it."""
    when = f"{'was due' if owed.overdue else 'due'} {day(owed.due)}" if owed.due else ""
    return " · ".join(filter(None, (when, owed.owner)))


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
        value = own[each.id].value if each.id in own else None
        said = CANT_SAY[1] if value is None else STATUS_WORDS[TOLD[value - 1]]
        rows += _promise(each, f"▸ you said {said}" if each.id in own else "", width)
    return titled("What we promised each other", rows, width)


def _promise(each: OwedView, own: str, width: int) -> list[Line]:
    """One promise: what was promised, by when, what was said of it, and what was recorded."""
    sign = STATUS_SIGNS[each.status].glyph if each.status else "·"
    rows = paragraph(f"{each.giver.name} → {each.receiver.name}: {each.text}", width - 4)
    if due := _terms(each):
        is_late = each.overdue and each.status is None
        rows.append(line(due, Ink.WARN if is_late else Ink.MUTED))
    said = ", ".join(f"{STATUS_WORDS[status]} {count}" for status, count in each.said)
    figures = withheld_words(each.withheld) if each.withheld else f"said: {said}" if said else ""
    spans: list[Span] = [(figures, Ink.MUTED)] if figures else []
    if own:
        spans += [("   " if figures else "", Ink.TEXT), (own, Ink.MINE)]
    rows += [tuple(spans)] if spans else []
    if each.status is not None:
        rows.append(line(f"Recorded: {STATUS_WORDS[each.status]}", Ink.STRONG))
    return kind.behind(line(f"  {sign} ", Ink.STRONG), rows)


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
