"""What the values in a decision log's file may be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from facilitator.domain.agenda import (
    NAME_CELLS,
    PARAGRAPH_CELLS,
    TITLE_CELLS,
    Attribution,
    Fallback,
    InputKind,
    Phase,
)
from facilitator.domain.ballots import (
    ABSTAIN,
    CONFIDENCE,
    NEED_INFO,
    NOBODY,
    REASON_CHARACTERS,
    UNCLEAR,
)
from facilitator.domain.claims import ClaimPattern
from facilitator.domain.decision_log import CommitmentStatus, LogStatus, Verdict
from facilitator.domain.decisions import Outcome
from facilitator.domain.people import Seat
from facilitator.storage.toml_kinds import (
    DAY,
    MOMENT,
    SLUG,
    Kind,
    block,
    choice,
    line,
    share,
    whole,
)

MOST_TABLES = 100_000
"""More participants, or ballots in a round, than any session has."""
LARGEST_SCALE = 7
"""The most categories that statements are rated on."""


def maybe_empty(kind: Kind[str]) -> Kind[str]:
    """The same kind of text, or none at all."""
    return Kind(lambda value: "" if value == "" else kind.read(value), "", '""')


@dataclass(frozen=True, slots=True)
class When:
    """When something was: at a moment, or on a day at a time that isn't told."""

    told: datetime | date

    def at(self, after: datetime | None = None) -> datetime:
        """The moment in UTC; on a day, noon, or when what came before it was, if that was then."""
        if isinstance(self.told, datetime):
            return self.told
        if after is not None and after.date() == self.told:
            return after
        return datetime.combine(self.told, time(12), UTC)


def _read_when(value: object) -> When:
    # The very type: to Python a date and time is a date, too.
    return When(DAY.read(value) if type(value) is date else MOMENT.read(value))


WHEN = Kind(_read_when, When(MOMENT.stand_in), MOMENT.example)
"""A date and time with its offset, or a date alone."""

NUMBER = whole(0, MOST_TABLES)


def _read_scale(value: object) -> int:
    """How many steps there are, told by their number or by their words."""
    return whole(2, LARGEST_SCALE).read(len(value) if isinstance(value, list) else value)


SCALE = Kind(_read_scale, 2, "5")
MEDIAN = share(least=1.0, most=float(LARGEST_SCALE))
SHARE = share()
AGREEMENT_A = share(least=-1.0)
AGREEMENT_REQUIRED = share(above=0.5)
ROUNDS = whole(1, 9)
DAYS = whole(1, 730)
CERTAINTY = whole(CONFIDENCE.start, CONFIDENCE.stop - 1)

NAME = line(TITLE_CELLS)
REMARK = block(PARAGRAPH_CELLS)
OPTIONAL_REMARK = maybe_empty(REMARK)
DIGEST = maybe_empty(line(TITLE_CELLS))
PARTICIPANT_ID = line(NAME_CELLS)
REASON = line(2 * REASON_CHARACTERS).unless(
    lambda text: len(text) > REASON_CHARACTERS,
    "is too long",
    f"shorten it to {REASON_CHARACTERS} characters",
)
TEAM_ID = SLUG.unless(
    lambda name: name in (ABSTAIN, NEED_INFO, NOBODY, UNCLEAR),
    "is a word that ballots use for something else",
    "give the team another id",
)


def is_session_id(text: str) -> bool:
    """Whether a text may be a session's id, which files are called by, all in one folder."""
    return re.fullmatch(r"[a-z0-9][a-z0-9-]{0,99}", text, re.ASCII) is not None


SESSION_ID = line(100).unless(
    lambda name: not is_session_id(name),
    "is not a session's id",
    "use a-z, 0-9 and -, like 2026-11-22-grey-areas-7k2m",
)

ATTRIBUTION = choice(Attribution)
CLAIM_PATTERN = choice(ClaimPattern)
COMMITMENT_STATUS = choice(CommitmentStatus)
FALLBACK = choice(Fallback)
INPUT_KIND = choice(InputKind)
LOG_STATUS = choice(LogStatus)
OUTCOME = choice(Outcome)
PHASE = choice(Phase)
SEAT = choice(Seat)
VERDICT = choice(Verdict)
