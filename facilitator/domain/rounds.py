"""Blind rounds: opened, closed, revealed; what is answered in one is the step's matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

Answer_co = TypeVar("Answer_co", covariant=True)


@dataclass(frozen=True, slots=True, eq=False)
class Round(Generic[Answer_co]):
    """One blind round. None is ever erased.

    ``answers`` are by participant id: ballots on a task, marks by item in every other kind of step;
    ``about`` names the promise that is asked about, or is "". ``electorate`` gives the team of
    everybody who was asked, as it stood when the round closed, and is empty until then.
    """

    number: int
    opened_at: datetime
    about: str = ""
    answers: Mapping[str, Answer_co] = field(default_factory=dict)
    closed_at: datetime | None = None
    electorate: Mapping[str, str] = field(default_factory=dict)
    revealed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether answers are still taken."""
        return self.closed_at is None

    @property
    def is_revealed(self) -> bool:
        """Whether everybody may see the answers."""
        return self.revealed_at is not None

    @property
    def counted(self) -> dict[str, Answer_co]:
        """The answers of the electorate: whoever is outside it holds no seat that may vote."""
        return {voter: each for voter, each in self.answers.items() if voter in self.electorate}
