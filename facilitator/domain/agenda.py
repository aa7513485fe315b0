"""The plan of a workshop: teams, rules and ordered steps. Immutable once a session starts.

Here is what every step has, and the contested task, which all else turns on; the other kinds are in
``steps``. The file that describes an agenda is read in ``storage``; the limits it must respect are
here, so that every reader of agendas holds them alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from facilitator.domain.fields import Id, Number, Text, Whole

MOST_TEAMS = 12
MOST_STEPS = 200
FEWEST_CANDIDATES = 2
"""A task that one team alone could drive is not debatable."""
MOST_MINUTES = 240
"""The longest timebox; a whole workshop may last longer, with a warning."""

TITLE_CELLS = 120
"""Widest title of an agenda or step. Outlines cut what doesn't fit; 32 cells or fewer read best."""
NAME_CELLS = 60
"""Widest name of a team, a person or an approver."""
SHORT_CELLS = 8
"""Widest short name of a team."""
SENTENCE_CELLS = 300
"""Widest text of one line: a question, a statement, a purpose, a promise, a detail of support."""
LABEL_CELLS = 40
"""Widest label on a scale."""
PARAGRAPH_CELLS = 2000
"""Longest summary or reason."""
PAGE_CELLS = 20_000
"""Longest Markdown text or notes: about seven printed pages."""

AnId = Annotated[str, Id.ANY]
NameLine = Annotated[str, Text(NAME_CELLS)]
TitleLine = Annotated[str, Text(TITLE_CELLS)]
Sentence = Annotated[str, Text(SENTENCE_CELLS)]
Paragraph = Annotated[str, Text(PARAGRAPH_CELLS, is_block=True)]
PageBlock = Annotated[str, Text(PAGE_CELLS, is_block=True)]
AgreementRequired = Annotated[float, Number(above=0.5)]
MaxRounds = Annotated[int, Whole(1, 9)]
ReviewAfterDays = Annotated[int, Whole(1, 730)]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepBase:
    """What every step has. ``minutes`` is its timebox; ``notes`` are for the facilitator only."""

    id: AnId
    title: TitleLine
    minutes: Annotated[int, Whole(1, MOST_MINUTES)] | None = None
    notes: PageBlock = ""


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


class Attribution(StrEnum):
    """Whether a vote is shown beside its voter's name once it is revealed."""

    NAMED = "named"
    ANONYMOUS = "anonymous"


class Fallback(StrEnum):
    """What becomes of a task that finds no agreement within the most rounds allowed."""

    DEFER = "defer"
    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True)
class Team:
    """A function whose members share an interest and can own a task.

    ``short`` is at most 8 terminal cells wide.
    """

    id: Annotated[str, Id.TEAM]
    name: NameLine
    short: Annotated[str, Text(SHORT_CELLS)]
    purpose: Sentence = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """How votes are taken; fixed before the first of them.

    ``agreement_required`` is a share of real votes, above 0.5 and at most 1.0;
    ``review_after_days`` counts from the day of the decision; ``approver`` is set exactly when
    ``fallback`` is to escalate.
    """

    attribution: Attribution = Attribution.NAMED
    agreement_required: AgreementRequired = 0.75
    max_rounds: MaxRounds = 3
    review_after_days: ReviewAfterDays = 120
    fallback: Fallback = Fallback.DEFER
    approver: NameLine | None = None


@dataclass(frozen=True, slots=True)
class Agenda:
    """A workshop's plan. ``digest`` is ``sha256:`` and the hex digest of the file's bytes."""

    id: str
    title: str
    teams: tuple[Team, ...]
    steps: tuple[StepBase, ...]
    rules: Rules = Rules()
    summary: str = ""
    digest: str = ""

    def team(self, team_id: str) -> Team:
        """The team of that id; raises KeyError when there is none."""
        for team in self.teams:
            if team.id == team_id:
                return team
        raise KeyError(team_id)

    @property
    def team_names(self) -> dict[str, str]:
        """Each team's name by its id."""
        return {team.id: team.name for team in self.teams}

    @property
    def tasks(self) -> tuple[ContestedTask, ...]:
        """The contested tasks, in agenda order."""
        return tuple(step for step in self.steps if isinstance(step, ContestedTask))

    @property
    def minutes(self) -> int:
        """The sum of all timeboxes; steps without one count nothing."""
        return sum(step.minutes or 0 for step in self.steps)
