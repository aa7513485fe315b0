"""What is wrong with a log, where, and who was there: what its figures are held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from facilitator.domain.agenda import Attribution
from facilitator.domain.decision_log.model import DecisionLog
from facilitator.domain.people import Seat

Place = tuple[str | int, ...]
"""Where in a log: keys, and indexes counted from 0, as in ``("decisions", 2, "rounds", 0)``."""
_BINARY = 1e-9
"""How far a figure may lie from the exact one only because it is kept in binary."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One contradiction: where it stands, what it is, and what to do about it.

    ``likewise`` are other places at which it shows: what is wrong may be wrong once, far from them.
    """

    place: Place
    message: str
    hint: str = ""
    likewise: tuple[Place, ...] = ()


@dataclass(slots=True)
class Faults:
    """Gathers the faults of one log, in the order in which they are found."""

    _found: list[Fault] = field(default_factory=list)
    _first: dict[str, int] = field(default_factory=dict)

    @property
    def found(self) -> tuple[Fault, ...]:
        """All of them."""
        return tuple(self._found)

    def add(self, place: Place, message: str, hint: str = "", *, alike: str = "") -> None:
        """Note a fault; those with the same ``alike`` are one, told where the first stands."""
        first = self._first.setdefault(alike, len(self._found)) if alike else len(self._found)
        if first == len(self._found):
            self._found.append(Fault(place, message, hint))
        else:
            told = self._found[first]
            self._found[first] = replace(told, likewise=(*told.likewise, place))

    def expect(self, place: Place, found: object, expected: object, basis: str) -> None:
        """Note a fault unless a figure is what it must be; ``basis`` says what that rests on."""
        if found != expected:
            self.add(place, f"is {found}, but {basis} {expected}", f"write {expected}")

    def expect_rounded(self, place: Place, found: float, exact: float, basis: str) -> None:
        """Note a fault unless a figure is the exact one, to as many decimals as it has itself."""
        decimals = -int(Decimal(repr(found)).as_tuple().exponent)
        if abs(found - exact) > float(f"0.5e-{decimals}") + _BINARY:
            self.expect(place, found, round(exact, 4), basis)

    def expect_unique(self, values: Iterable[str | None], array: str, key: str) -> None:
        """Note a fault for each value of ``key`` that an earlier table of the array has, too."""
        first: dict[str, int] = {}
        for index, value in enumerate(values):
            if value is not None and value in first:
                text = f"is the same as in {array}[{first[value]}]"
                self.add((array, index, key), text, "keep one of the two")
            elif value is not None:
                first[value] = index


def quoted(text: str) -> str:
    """A name as the file has it."""
    return f'"{text}"'


def is_before(day: date, moment: datetime) -> bool:
    """Whether a day was over at a moment everywhere: west of Greenwich it is the day before."""
    return (moment.date() - day).days > 1


class Attendance:
    """The teams and the voters of one log.

    ``voters`` are teams by voters' ids; ``is_told`` is whether the log says who was there at all:
    where it doesn't, nothing is held against that. ``has_ballots`` is whether anybody's ballot is
    told.
    """

    def __init__(self, log: DecisionLog) -> None:
        seated = [person for person in log.participants if person.seat is Seat.VOTER]
        ids = [person.id for person in seated if person.id is not None]
        self.is_named = log.session.attribution is Attribution.NAMED
        self.is_told = bool(log.participants)
        self.teams = frozenset(team.id for team in log.teams)
        self.voters = {person.id: person.team for person in seated if person.id is not None}
        self.by_team = Counter(person.team for person in seated)
        self.are_told_apart = len(ids) == len(self.voters)
        self.has_ballots = any(held.ballots for told in log.decisions for held in told.rounds)


class Checks:
    """What one log is checked with; what is wrong goes to its ``faults``."""

    def __init__(self, log: DecisionLog, faults: Faults) -> None:
        self._log = log
        self._faults = faults
        self._there = Attendance(log)

    def _check_team(self, team: str | None, place: Place) -> None:
        """Note a fault unless the log lists that team, where one is named."""
        if team is not None and team not in self._there.teams:
            text = f"{quoted(team)} is not one of the teams"
            mend = "list it under [[teams]], or correct it"
            self._faults.add(place, text, mend, alike=f"team {team}")

    def _hide(self, place: Place, alike: str) -> None:
        """Note what would give somebody away."""
        text = "has no place in an anonymous session"
        self._faults.add(place, text, "take it out", alike=f"anonymous {alike}")

    def _hide_small(self, team: str, place: Place) -> None:
        """Note figures of a team that would give somebody away."""
        text = "is a team too small for its figures to be kept"
        self._faults.add(place, text, "take it out", alike=f"small {team}")

    def _check_voters(self, place: Place, found: int, told: str = "counts {} people") -> None:
        """Note a figure of more people than there were voters."""
        voters = self._there.by_team.total()
        if self._there.is_told and found > voters:
            told = f"{told.format(found)}, but only {voters} of the participants are voters"
            mend = "list everybody, or correct it"
            self._faults.add(place, told, mend, alike=f"too few: {voters}")
