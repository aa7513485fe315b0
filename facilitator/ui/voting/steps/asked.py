"""Rounds that ask one thing after the other: what is asked, and what the keys stand for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from facilitator.domain.marks import LOW_FINGERS, PLAN, RETURN_ON_TIME
from facilitator.domain.views import FollowUpView, OwedView, RateView, StageView, StatementView

TOLD_WORDS = ("Kept", "Partly", "Missed", "Still open")
"""What a mark on an earlier promise says, from 1 on."""


@dataclass(frozen=True, slots=True)
class Question:
    """One item put to a voter; ``noun`` is what one such item is called.

    ``lead`` goes before the text and ``note`` behind it. ``options`` are the answers from 1 on;
    ``other`` is the one beside them, by the key ``other_key``. Up to ``low`` a reason is asked for.
    """

    item: str
    noun: str
    lead: str
    text: str
    note: str
    options: tuple[str, ...]
    other_key: str = "C"
    other: str = "Can't say"
    low: int = 0

    def says(self, value: int | None) -> str:
        """An answer in words."""
        return self.other if value is None else f"{value} {self.options[value - 1]}"


FIST = (
    Question(
        PLAN,
        "Question",
        "One finger is low, five is high.",
        "How well does this plan stand?",
        "",
        ("It won't hold", "It is shaky", "It will do", "It stands", "It stands firm"),
        other_key="A",
        other="Abstain",
        low=LOW_FINGERS,
    ),
    Question(
        RETURN_ON_TIME,
        "Question",
        "One finger is low, five is high.",
        "Was it worth your time?",
        "",
        ("Not at all", "Hardly", "In part", "Mostly", "Fully"),
        other_key="A",
        other="Abstain",
    ),
)
"""The two questions of the closing round."""


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
        Question(each.id, "Statement", rate.question, each.text, about(each), rate.scale)
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
            "Promise",
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
    when = f"{'was due' if owed.overdue else 'due'} {long_day(owed.due)}" if owed.due else ""
    return " · ".join(each for each in (when, owed.owner) if each)


def long_day(day: date) -> str:
    """A date as people say it: ``3 November 2025``."""
    return f"{day.day} {day:%B %Y}"
