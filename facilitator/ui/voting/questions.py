"""Rounds that ask one thing after the other: what is asked, and what the keys stand for."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.marks import FINGERS, LOW_FINGERS, PLAN, RETURN_ON_TIME
from facilitator.domain.views import FollowUpView, OwedView, RateView, StageView, StatementView
from facilitator.ui.widgets.phrases import counted

CANT_SAY = "Can't say"
TOLD_WORDS = ("Kept", "Partly", "Missed", "Still open")
"""What a mark on an earlier promise says, from 1 on."""
PLAN_QUESTION = "How well does this plan stand?"
TIME_QUESTION = "Was it worth your time?"
_PLAN_WORDS = ("it falls", "it shakes", "it will do", "it stands", "it stands firm")
_TIME_WORDS = ("not at all", "hardly", "in part", "yes", "very much so")


@dataclass(frozen=True, slots=True)
class Question:
    """One item put to a voter. ``options`` are the answers from 1 on, ``other`` is the one beside.

    ``lead`` goes before the text, ``note`` behind it; ``brief`` is the text in a list. Up to
    ``low`` a reason is asked for.
    """

    item: str
    lead: str
    text: str
    note: str
    options: tuple[str, ...]
    other: str = CANT_SAY
    brief: str = ""
    low: int = 0

    def says(self, value: int | None) -> str:
        """An answer in words."""
        return self.other if value is None else self.options[value - 1]


def questions_of(stage: StageView, asked: tuple[str, ...]) -> tuple[Question, ...]:
    """What the current step puts to a voter one by one; nothing where it asks in another way."""
    if stage.rate is not None:
        return questions_of_rate(stage.rate)
    if stage.follow_up is not None:
        return questions_of_promises(stage.follow_up, asked)
    if stage.step is not None and stage.step.kind == "close":
        return FIST
    return ()


def questions_of_rate(rate: RateView) -> tuple[Question, ...]:
    """The statements of a rating step."""
    return tuple(
        Question(each.id, rate.question, each.text, about(each), rate.scale)
        for each in rate.statements
    )


def about(statement: StatementView) -> str:
    """Whose performance a statement describes, in words."""
    return f"About {statement.about.name}" if statement.about else ""


def questions_of_promises(follow_up: FollowUpView, asked: tuple[str, ...]) -> tuple[Question, ...]:
    """The earlier promises that a voter is asked about."""
    owed = {each.id: each for each in follow_up.owed}
    return tuple(
        Question(
            item,
            f"{owed[item].giver.name} promised {owed[item].receiver.name}:",
            owed[item].text,
            due_words(owed[item]),
            TOLD_WORDS,
        )
        for item in asked
        if item in owed
    )


def due_words(owed: OwedView) -> str:
    """By when a promise was to be kept, and who answers for it."""
    when = f"{'was due' if owed.overdue else 'due'} {owed.due:%d %B %Y}" if owed.due else ""
    return ", ".join(each for each in (when, owed.owner) if each)


def _fingers(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{counted(n, 'finger')}: {word}" for n, word in zip(FINGERS, words, strict=True))


FIST = (
    Question(
        PLAN,
        "A fist of five",
        PLAN_QUESTION,
        "",
        _fingers(_PLAN_WORDS),
        other="Abstain",
        low=LOW_FINGERS,
    ),
    Question(
        RETURN_ON_TIME,
        "A fist of five",
        TIME_QUESTION,
        "",
        _fingers(_TIME_WORDS),
        other="Abstain",
    ),
)
"""The two questions of the closing round."""
