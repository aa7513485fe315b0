"""Contested tasks: what is debated, in which phase, and what teams give to its driver."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from facilitator.domain.step import AnId, PageBlock, Paragraph, Sentence, StepBase

FEWEST_CANDIDATES = 2
"""A task that one team alone could drive is not debatable."""


class Phase(StrEnum):
    """Where in the product cycle a task lies."""

    DEFINE = "define"
    PLAN = "plan"
    BUILD = "build"
    MARKET = "market"
    SELL = "sell"
    SUPPORT = "support"


class InputKind(StrEnum):
    """What a supporting team gives to the driver."""

    INFORM = "inform"
    CONSULT = "consult"
    REVIEW = "review"
    CONTRIBUTE = "contribute"
    APPROVE = "approve"


@dataclass(frozen=True, slots=True)
class Support:
    """What a team owes to the driver of a task: a kind of input, what exactly, and when."""

    team: AnId
    input: InputKind
    detail: Sentence
    when: Sentence


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The agenda's own answer to a task; shown only after the first reveal."""

    driver: AnId
    because: Paragraph = ""
    support: tuple[Support, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestedTask(StepBase):
    """The subject of a vote: something whose driver is debatable. ``candidates`` are team ids."""

    question: Sentence
    background: PageBlock = ""
    phase: Phase | None = None
    candidates: tuple[AnId, ...]
    market_facing: bool = False
    ask_today: bool = False
    source: Sentence = ""
    suggested: Suggestion | None = None


def default_question(title: str) -> str:
    """The question a task asks when its agenda gives none: "Who drives competitive messaging?".

    The title's first word loses its capital unless it is an acronym or otherwise unusual, like
    "OKRs" or "B2B". A title that is itself a question is taken as it stands.
    """
    if title.endswith("?"):
        return title
    first, space, rest = title.rstrip(".").partition(" ")
    ordinary = first[1:].islower() or first == "A"
    return f"Who drives {first.lower() if ordinary else first}{space}{rest}?"
