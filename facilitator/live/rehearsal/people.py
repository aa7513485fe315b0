"""The simulated people: who takes part, and what each answers by what they can see, by dice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import assert_never

from facilitator.domain import commands, views
from facilitator.domain.agenda import Agenda, Team
from facilitator.domain.people import clash
from facilitator.domain.rounds import ABSTAIN, CONFIDENCE, NEED_INFO, Ballot, Mark
from facilitator.domain.steps.close import FINGERS, LOW_FINGERS, PLAN
from facilitator.domain.steps.commit import OBJECTION, YES
from facilitator.domain.steps.follow_up import TOLD
from facilitator.live.rehearsal import words

Dice = Callable[..., Random]
"""Randomness for one question: always the same for the same seed and the same question."""


def happens(chance: Random, share: float) -> bool:
    """Whether something comes to pass that does so in ``share`` of all cases."""
    return chance.random() < share


MOST_PEOPLE = 100
_STUBBORN = 0.3
"""The share of people who stay with what they said, whatever they hear."""
_CLEAR = 0.3
"""The share of tasks that all teams see alike."""
_CLAIMED = 0.65
"""How often a team wants a task that it could drive."""
_WITH_ITS_TEAM = 0.75
"""The share of a team that goes with its leaning."""
_NAMES_NOBODY = 0.1
_WORRIED = 0.2
"""How often a team has somebody to whom a promise goes too far."""
_FINGERS = (2, 3, 3, 4, 4, 4, 4, 5, 5, 5)
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


@dataclass(frozen=True, slots=True)
class Mind:
    """One person's answers in an open round, by what they have in sight.

    Each is the same whenever it is asked for with the same in sight.
    """

    person: Person
    view: views.VoterView
    step: str
    number: int
    dice: Dice

    def ballot(self, task: views.TaskView) -> commands.CastBallot:
        """The vote on a task: as the team leans at first, moved by what was revealed later."""
        chance = self.dice("ballot", self.person.number, self.step, self.number)
        seen = self.view.stage.reveal
        before = dict(self.view.ballots).get(seen.number) if seen else None
        if seen is None or before is None:
            choice = self._leaning(chance, task)
            sure = self.person.sure + chance.choice((-1, 0, 0, 1))
        else:
            choice = self._after(seen, before, chance, task)
            sure = (before.confidence or self.person.sure) + (choice == seen.leader)
        return commands.CastBallot(
            participant=self.view.me.id,
            step=self.step,
            number=self.number,
            choice=choice,
            confidence=min(max(sure, CONFIDENCE[0]), CONFIDENCE[-1]),
            reason=self._reason(chance, choice),
            today=self._today(task),
        )

    def marks(self) -> Iterator[commands.MarkItem]:
        """What is left to answer of all that the open round asks."""
        answered = dict(self.view.marks)
        shortlist = self.view.stage.about(views.ShortlistView)
        dots = self._dots(shortlist) if shortlist else {}
        for item in dots if shortlist else self.view.asked:
            if item not in answered:
                mark = dots.get(item) or self._mark(item)
                yield commands.MarkItem(
                    participant=self.view.me.id,
                    step=self.step,
                    number=self.number,
                    item=item,
                    value=mark.value,
                    reason=mark.reason,
                )

    def _leaning(self, chance: Random, task: views.TaskView) -> str:
        candidates = [candidate.id for candidate in task.candidates]
        if happens(chance, _NAMES_NOBODY):
            return chance.choice((ABSTAIN, NEED_INFO))
        if not happens(chance, _WITH_ITS_TEAM):
            return chance.choice(candidates)
        of_task = self.dice("task", self.step)
        if happens(of_task, _CLEAR):
            return of_task.choice(candidates)
        own = self.view.me.team
        of_team = self.dice("team", own, self.step)
        if own in candidates and happens(of_team, _CLAIMED):
            return own
        return of_team.choice([each for each in candidates if each != own] or candidates)

    def _after(
        self, seen: views.RevealView, before: Ballot, chance: Random, task: views.TaskView
    ) -> str:
        """The choice once others' were revealed: towards the lead, or a good reason, or the old."""
        ids = {candidate.name: candidate.id for candidate in task.candidates}
        voices = [ids[said.choice] for said in seen.reasons if said.choice in ids]
        heard = [choice for choice in voices if choice != before.choice]
        is_moved = not before.names_team or not self.person.stubborn
        if before.choice == seen.leader or not is_moved:
            return before.choice
        if seen.leader is not None and happens(chance, 0.1 + 0.35 * seen.leading_share):
            return seen.leader
        return chance.choice(heard) if heard and happens(chance, 0.25) else before.choice

    def _reason(self, chance: Random, choice: str) -> str:
        if not happens(chance, self.person.talkative):
            return ""
        if choice in (ABSTAIN, NEED_INFO):
            return chance.choice(words.REASONS_TO_WAIT)
        is_own = choice == self.view.me.team
        return chance.choice(words.REASONS_FOR_US if is_own else words.REASONS_FOR_OTHERS)

    def _today(self, task: views.TaskView) -> str | None:
        if not task.today_choices:
            return None
        usual = self.dice("today", self.step).choice(task.today_choices).id
        own = self.dice("today", self.person.number, self.step)
        return usual if happens(own, 0.6) else own.choice(task.today_choices).id

    def _mark(self, item: str) -> Mark:
        matter = self.view.stage.matter
        chance = self.dice("mark", self.person.number, self.step, self.number, item)
        match matter:
            case views.RateView():
                return self._rating(matter, item, chance)
            case views.FollowUpView():
                return self._told(item, chance)
            case views.CommitView():
                return self._consent(matter, chance)
            case views.CloseView():
                return self._fingers(item, chance)
            case views.ShortlistView() | views.TaskView() | views.BriefView() | None:
                return Mark(None)  # dots are placed all at once, and the others have no items
            case _:
                assert_never(matter)

    def _rating(self, rate: views.RateView, item: str, chance: Random) -> Mark:
        """Near what is true of the room; people think better of their own team than of others."""
        if happens(chance, 0.04):
            return Mark(None)
        most = len(rate.scale)
        about = next((each.about for each in rate.statements if each.id == item), None)
        place = 1 + self.dice("true", self.step, item).random() * (most - 1)
        if about is not None:
            place += 0.15 * most if about.id == self.view.me.team else -0.1 * most
        place += self.dice("sees", self.view.me.team, self.step, item).uniform(-0.15, 0.15) * most
        return Mark(min(max(round(place + chance.uniform(-0.9, 0.9)), 1), most))

    def _dots(self, shortlist: views.ShortlistView) -> Mapping[str, Mark]:
        """All dots at once, mostly where the room feels the heat, some of them together."""
        chance = self.dice("dots", self.person.number, self.step, self.number)
        tasks = [offer.task for offer in shortlist.offers]
        heat = [self.dice("heat", task).random() + chance.random() / 2 for task in tasks]
        placed = chance.choices(tasks, [each**2 for each in heat], k=shortlist.dots)
        return {task: Mark(placed.count(task)) for task in tasks if task in placed}

    def _told(self, promise: str, chance: Random) -> Mark:
        weights = (9, 5, 4, 2)
        numbers = range(1, len(TOLD) + 1)
        true = self.dice("told", self.step, promise).choices(numbers, weights)[0]
        if happens(chance, 0.05):
            return Mark(None)
        return Mark(true if happens(chance, 0.8) else chance.choice(numbers))

    def _consent(self, commit: views.CommitView, chance: Random) -> Mark:
        about = commit.at_hand.id if commit.at_hand else ""
        worry = self.dice("worry", self.view.me.team, self.step, self.number, about)
        if happens(worry, _WORRIED) and happens(chance, 0.4):
            return Mark(OBJECTION, chance.choice(words.OBJECTIONS))
        return Mark(None if happens(chance, 0.08) else YES)

    def _fingers(self, item: str, chance: Random) -> Mark:
        shown = max(chance.choice(_FINGERS), FINGERS[0])
        is_low = item == PLAN and shown <= LOW_FINGERS
        return Mark(shown, chance.choice(words.DOUBTS) if is_low else "")
