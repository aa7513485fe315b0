"""Who takes part in a rehearsal: names from many places, dealt to the teams in turn, by dice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Protocol

from facilitator.domain.agenda import Agenda, Team
from facilitator.domain.people import clash


class Dice(Protocol):
    """Hands out randomness."""

    def __call__(self, *about: object) -> Random:
        """Randomness for one question: always the same for the same seed and the same question."""


def happens(chance: Random, share: float) -> bool:
    """Whether something comes to pass that does so in ``share`` of all cases."""
    return chance.random() < share


MOST_PEOPLE = 100
_STUBBORN = 0.3
"""The share of people who stay with what they said, whatever they hear."""
_MARK = "rehearsal"
_PARTS = 4

NAMES = tuple(
    """
    Ana Raj Lee Kim Amara Bence Chiara Dmitri Elif Fatima Goran Hana Ibrahim Jonas Keiko Liam Mei
    Nadia Omar Paula Quentin Rosa Samir Tomas Uma Viktor Wanjiru Ximena Yusuf Zoe Aroha Bjorn Carmen
    Deniz Emeka Freya Gabriel Hiroshi Ingrid Joao Kwame Leila Mateo Ngozi Olga Pedro Ravi Sofia
    Thandi Ursula Valentina Wei Yara Zainab Anders Beatriz Chidi Dalia Eero Farah Giulia Henrik
    Isabel Jamal Katya Lucia Malik Noor Oskar Priya Rania Stefan Tariq Ulrike Vera Willem Yuki
    Zoltan Adaeze Bruno Camille Diego Esra Felix Greta Hugo Ines Jelena Kofi Linh Marek Niamh Olu
    Pilar Rhys Sanna Tamar Vikram Yael Zuri Aiko Bilal Clara Dawit Erik Faisal
    """.split()  # noqa: SIM905 - as a list it would fill pages
)
"""More than can take part: whoever is called like the facilitator stays at home."""


@dataclass(frozen=True, slots=True)
class Company:
    """How many simulated people take part, and the seed that their answers grow from.

    ``pace`` is what the time is multiplied by that they take to think.
    """

    people: int = 8
    seed: int = 1
    pace: float = 1.0

    def credential(self, number: int) -> str:
        """What opens the seat of one of them; it tells the company, too, to a session resumed."""
        return f"{_MARK}:{self.seed}:{self.people}:{number}"


def company_of(credentials: Iterable[str]) -> Company:
    """The company that some seats' credentials tell of; the usual one where none does."""
    for credential in credentials:
        parts = credential.split(":")
        if parts[0] == _MARK and len(parts) == _PARTS:
            return Company(people=int(parts[2]), seed=int(parts[1]))
    return Company()


@dataclass(slots=True, eq=False)
class Person:
    """A simulated participant; ``number`` counts from 1.

    ``talkative`` is the share of votes that come with a reason, ``sure`` how sure this person
    usually is, 1 to 5. ``done`` are moves that are not to be made again.
    """

    number: int
    name: str
    likeness: str
    team: str
    credential: str
    stubborn: bool
    talkative: float
    sure: int
    done: set[tuple[object, ...]] = field(default_factory=set)
    times_here: int = 0

    @property
    def connection(self) -> str:
        """Where this person sits when they come next."""
        return f"{_MARK}-{self.number}.{self.times_here + 1}"


def people_for(
    agenda: Agenda, company: Company, dice: Dice, likeness: Callable[[str], str], taken: str
) -> tuple[Person, ...]:
    """The company's people, one team after the other getting one of them.

    ``taken`` is the likeness of the facilitator's name: nobody has that.
    """
    names = [name for name in NAMES if not clash(likeness(name), taken)]
    return tuple(
        _person(number, name, likeness(name), agenda=agenda, company=company, dice=dice)
        for number, name in enumerate(names[: company.people], start=1)
    )


def teams_without(agenda: Agenda, company: Company) -> tuple[Team, ...]:
    """The teams for which a company has nobody."""
    return agenda.teams[company.people :]


def _person(
    number: int, name: str, likeness: str, *, agenda: Agenda, company: Company, dice: Dice
) -> Person:
    nature = dice("nature", number)
    return Person(
        number=number,
        name=name,
        likeness=likeness,
        team=agenda.teams[(number - 1) % len(agenda.teams)].id,
        credential=company.credential(number),
        stubborn=happens(nature, _STUBBORN),
        talkative=nature.choice((0.25, 0.5, 0.8)),
        sure=nature.choice((2, 3, 3, 4, 4, 5)),
    )
