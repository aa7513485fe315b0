"""Statements to rate: what is coming, one at a time, and how the room rated them."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.domain.rounds import Mark
from facilitator.domain.views import RateView, Stage, StatementResult, StatementView
from facilitator.domain.words.figures import counted
from facilitator.domain.words.sentences import FROM_THREE_ON, withheld_words
from facilitator.domain.words.signs import GAP
from facilitator.ui.ink import BLANK, Ink, Line, blocks, fitted, flowing, line, paragraph, width_of
from facilitator.ui.pieces.distribution import coverage, scale_labels
from facilitator.ui.voting.scene import Reaction, Scene
from facilitator.ui.voting.steps import kind, questions
from facilitator.ui.voting.steps.kind import BLIND, TALK, WATCHING, Page, Picture, StepKind, behind
from facilitator.ui.voting.steps.questions import CANT_SAY, Question, Questions, option

HALF = 0.5
NUMBERED = 4
"""Cells of a statement's number, with the space behind."""


def questions_of(rate: RateView) -> Questions:
    """The statements as questions."""
    return tuple(
        Question(each.id, "Statement", rate.question, each.text, _about(each), rate.scale)
        for each in rate.statements
    )


def _about(statement: StatementView) -> str:
    """Whose performance a statement describes, in words."""
    return f"About {statement.about.name}" if statement.about else ""


def press(rate: RateView, scene: Scene, key: str, character: str) -> Reaction | None:
    """Rate the statement at hand."""
    return questions.press(questions_of(rate), scene, key, character)


def page(rate: RateView, picture: Picture, width: int) -> Page:
    """The statements, as the stage has them."""
    if picture.stage is Stage.REVEALED:
        return _revealed(rate, picture, width)
    if picture.is_asked:
        return questions.page(questions_of(rate), picture, width, "rating closes")
    status = f"Rating is open. {WATCHING}"
    if picture.stage is not Stage.VOTING:
        status = "Rating has not begun. Read the statements; the facilitator opens it."
    return _ahead(rate, status, width)


def _ahead(rate: RateView, status: str, width: int) -> Page:
    """The statements and the scale, to read beforehand."""
    left, right = kind.sides(width)
    count = counted(len(rate.statements), "statement")
    scale = [
        row
        for key, label in (*((str(n), each) for n, each in enumerate(rate.scale, 1)), CANT_SAY)
        for row in option(key, label, "", right)
    ]
    rows = [
        row
        for number, each in enumerate(rate.statements, 1)
        for row in paragraph(each.text, left, first=_number(number))
    ]
    return Page(
        main=[BLANK, *blocks(paragraph(rate.question, left, Ink.STRONG), rows)],
        side=[BLANK, *paragraph(f"{count}, one key for each", right, Ink.MUTED), BLANK, *scale],
        status=status,
    )


def _number(number: int) -> Line:
    return line(f"{number:>2}  ", Ink.MUTED)


def _revealed(rate: RateView, picture: Picture, width: int) -> Page:
    own = dict(picture.marks)
    is_few = all(result.withheld for result in rate.results)
    gaps = sum(result.has_gap for result in rate.results)
    statements = counted(len(rate.results), "statement")
    verb = "is" if gaps == 1 else "are"
    seen = f"{GAP.glyph} {gaps} of {statements} {verb} seen differently by teams"
    return Page(
        main=blocks(
            [
                *paragraph(rate.question, width, Ink.STRONG),
                *flowing(scale_labels(rate.scale), width, Ink.MUTED),
                *([line(seen, Ink.WARN)] if gaps else []),
                *(paragraph(f"Too few have rated. {FROM_THREE_ON}", width) if is_few else []),
            ],
            *(
                _result(number, result, rate.scale, own.get(result.statement.id), width)
                for number, result in enumerate(rate.results, 1)
            ),
            coverage(rate.coverage, width)[1:],
        ),
        status=f"Rating is closed. {TALK}",
    )


def _result(
    number: int, result: StatementResult, scale: tuple[str, ...], own: Mark | None, width: int
) -> list[Line]:
    """One statement: how the answers spread, their middle, and what the teams see differently."""
    room = min(width, kind.TEXT_WIDTH) - NUMBERED
    about = _about(result.statement)
    rows = [
        *paragraph(result.statement.text, room, Ink.STRONG),
        *(paragraph(about, room, Ink.MUTED) if about else []),
        *_figures(result, scale, own, (width - NUMBERED, room)),
    ]
    return behind(_number(number), rows)


def _figures(
    result: StatementResult, scale: tuple[str, ...], own: Mark | None, sizes: tuple[int, int]
) -> list[Line]:
    """What is told of a statement's ratings; where that is nothing, how many there were."""
    width, room = sizes
    if result.withheld:
        return paragraph(withheld_words(result.withheld), room, Ink.MUTED)
    return [
        _counts(result, own.value if own else None, width),
        *paragraph(_middle(result, scale), room, Ink.MUTED),
        *([line("▸ You: can't say", Ink.MINE)] if own and own.value is None else []),
        *(paragraph(_gap(result, scale), room, Ink.WARN) if result.has_gap else []),
    ]


def _counts(result: StatementResult, own: int | None, width: int) -> Line:
    """How many chose each category, in one row; one's own has the sign."""
    most = max(result.counts, default=0)
    column = min(15, width // max(1, len(result.counts)))
    bar = max(1, column - 6)
    spans: list[tuple[str, str]] = []
    for number, count in enumerate(result.counts, 1):
        is_own = number == own
        size = min(count, bar) if most <= bar else max(1, round(bar * count / most))
        cell: Line = (
            ("▸" if is_own else " ", Ink.MINE),
            (f"{number} ", Ink.MINE if is_own else Ink.MUTED),
            ("█" * size if count else "", Ink.BAR),
            (f" {count}" if count else "·", Ink.STRONG if count else Ink.RULE),
        )
        spans += [*cell, (" " * max(0, column - width_of(cell)), Ink.TEXT)]
    return fitted(tuple(spans), width)


def _middle(result: StatementResult, scale: tuple[str, ...]) -> str:
    parts = [
        "Nobody rated it" if result.median is None else f"Median: {said(result.median, scale)}"
    ]
    if result.cant_say:
        parts.append(f"{result.cant_say} can't say")
    if result.silent:
        parts.append(f"{result.silent} without an answer")
    return " · ".join(parts)


def said(median: float, scale: Sequence[str]) -> str:
    """A median in the words of the scale."""
    low = int(median)
    if median - low < HALF:
        return f"{low} {scale[low - 1]}"
    return f"between {low} {scale[low - 1]} and {low + 1} {scale[low]}"


def _gap(result: StatementResult, scale: tuple[str, ...]) -> str:
    """The perception gap in words: where the middle of each team lies."""
    teams = [
        f"{each.team.name} {said(each.median, scale)}"
        for each in result.teams
        if each.median is not None
    ]
    return f"{GAP.glyph} Seen differently: {'; '.join(teams)}."


RATE: StepKind[RateView] = StepKind(
    page,
    press,
    words={
        Stage.READY: "Statements to rate, one at a time, each with one key.",
        Stage.VOTING: f"How true is each statement? One key each. {BLIND}",
        Stage.REVEALED: (
            "How the room rated each statement, and ▸ your own answer. The median is the answer in"
            f" the middle; {GAP.glyph} marks where the middle of two teams lies two or more apart."
        ),
    },
    keys=kind.while_asked(
        ("1 2 3 …", "How true it is, by its number; then the next statement comes"),
        ("C", "You can't say, also A"),
        questions.BACK_AND_FORTH,
        questions.UNDO,
    ),
    one_by_one=True,
)
